#include <cinttypes>
#include <cstdio>

#include <redblue/kernels/confirm_text.hpp>
#include <redblue/kernels/evidence.hpp>
#include <redblue/kernels/run_bf16.hpp>

namespace redblue::kernels {
namespace {

template <class... Values>
std::string format(const char* how, Values... values) {
  char text[64];
  const int size = std::snprintf(text, sizeof text, how, values...);
  return {text, static_cast<std::size_t>(size)};
}

std::string ratio(const cpu::Prediction& p) {
  return p.least == 0 ? "-" : format("%.3f", static_cast<double>(p.cost) / static_cast<double>(p.least));
}

std::string plan_text(const algorithms::Planned& planned) {
  std::string text;
  for (const algorithms::PlanField& f : planned.fields) {
    text += (text.empty() ? "" : " ") + std::string(f.name) + "=";
    text += f.text.empty() ? std::to_string(f.value) : std::string(f.text);
  }
  return text;
}

/// `"name":value`, after a comma unless it is the first of its object.
void member(std::string& out, std::string_view name, const std::string& value) {
  if (out.back() != '{') out += ',';
  out += '"';
  out += name;
  out += "\":" + value;
}
/// Text of our own: ids, verdicts, sentences without quotes or control characters.
std::string quoted(std::string_view text) { return '"' + std::string(text) + '"'; }
std::string integer(sim::Int128 n) {
  constexpr sim::Int128 largest = sim::Int128{1} << 53;
  return n <= largest ? sim::to_string(n) : quoted(sim::to_string(n));
}

std::string by_tensor(const sim::Counts& counts) {
  std::string out = "{";
  for (std::size_t t = 0; t < sim::tensor_count; ++t) {
    std::string one = "{";
    member(one, "reads", integer(counts.by_tensor[t].reads.count()));
    member(one, "writes", integer(counts.by_tensor[t].writes.count()));
    member(out, sim::tensor_table[t].name, one + "}");
  }
  return out + "}";
}

std::string shape_json(const sim::AttentionShape& s) {
  std::string out = "{";
  member(out, "Nq", integer(s.Nq));
  member(out, "Nk", integer(s.Nk));
  member(out, "dk", integer(s.dk));
  member(out, "dv", integer(s.dv));
  const bool windowed = s.mask.kind == sim::Mask::Kind::window;
  const std::string window = "window:" + std::to_string(s.mask.width);
  member(out, "mask", quoted(s.mask.kind == sim::Mask::Kind::none ? "none" : windowed ? window : "causal"));
  return out + "}";
}

std::string plan_json(const algorithms::Planned& planned) {
  std::string out = "{";
  for (const algorithms::PlanField& f : planned.fields)
    member(out, f.name, f.text.empty() ? integer(f.value) : quoted(f.text));
  member(out, "footprint_words", integer(planned.footprint.count()));
  return out + "}";
}

std::string prediction_json(const cpu::Prediction& p, std::string_view cost) {
  std::string out = "{";
  member(out, "requests", integer(p.requests));
  member(out, cost, integer(p.cost));
  member(out, "least", integer(p.least));
  return out + "}";
}

/// One number, or both where they differ.
std::string pair(sim::Extent a, sim::Extent b) {
  return a == b ? std::to_string(a) : std::to_string(a) + ", " + std::to_string(b);
}

/// What the SMs asked for, read and written, as the hardware counted it.
std::string hardware_bytes(const Confirmation& c) {
  if (c.hardware() == nullptr) return "-";
  sim::Int128 bytes = 0;
  for (const auto& [name, value] : c.hardware()->values)
    if (name.find("mem_global_op_") != name.npos) bytes += value;
  return sim::to_string(bytes);
}
std::string hidden_by_l2(const Confirmation& c) {
  const double share = c.hardware() != nullptr ? c.hardware()->hidden_by_l2() : -1;
  return share < 0 ? "-" : format("%.1f %%", 100 * share);
}

std::string metrics_json(const Confirmation& c) {
  std::string out = "{";
  if (c.hardware() != nullptr)
    for (const auto& [name, value] : c.hardware()->values) member(out, name, integer(value));
  return out + "}";
}

std::string gpu_json(const Confirmation& c) {
  if (!c.gpu) return "null";
  std::string out = "{";
  member(out, "device", quoted(c.gpu->device));
  member(out, "counted", by_tensor(c.gpu->counted));
  member(out, "shared_words", integer(c.gpu->shared_words));
  member(out, "registers", integer(c.gpu->registers));
  member(out, "spilled_bytes", integer(c.gpu->spilled_bytes));
  member(out, "seconds", format("%.9f", c.gpu->seconds));
  member(out, "launches", integer(c.question.launches));
  member(out, "why_no_counters", quoted(c.gpu->why_no_hardware));
  return out + "}";
}

}  // namespace

std::vector<std::string> cells(const Confirmation& c) {
  const sim::AttentionShape& s = c.question.shape;
  return {std::string(c.question.schedule->id),
          pair(s.Nq, s.Nk),
          pair(s.dk, s.dv),
          std::to_string(word_bits(*c.question.schedule)),
          plan_text(c.planned),
          to_string(c.question.M),
          to_string(c.planned.footprint),
          std::to_string(c.run.shared_bytes),
          (c.gpu ? std::to_string(c.gpu->registers) : "-") + " x " + std::to_string(c.run.threads),
          to_string(c.expected.io()),
          to_string(c.run.counted.io()),
          hardware_bytes(c),
          hidden_by_l2(c),
          ratio(c.run.predictions.sectors()),
          ratio(c.run.predictions.shared),
          format("%.1e", c.relative_error),
          c.gpu ? format("%.6f", c.gpu->seconds) : format("%.3f", c.run.seconds),
          std::string(name(c.verdict()))};
}

std::vector<std::vector<std::string>> hardware_rows(const Confirmation& c) {
  std::vector<std::vector<std::string>> rows;
  if (c.hardware() == nullptr) return rows;
  const Transport by = transport_of(*c.question.schedule, c.question.shape);
  for (const HardwareLine& line : hardware_lines(*c.hardware(), c.expected, by))
    rows.push_back({std::string(c.question.schedule->id), to_string(c.question.M),
                    std::string(line.metric->name), std::string(line.metric->what),
                    sim::to_string(line.bytes), line.simulated});
  return rows;
}

std::string confirm_legend() {
  return "Simulated = counted means: every read and every write of every tensor, exactly; the counter is "
         "the\n"
         "kernel's own, and what the back end saw move under policies Count, Plain and IoOnly agrees with "
         "it.\n"
         "used: the plan's footprint, which the kernel takes to the word: shared memory (bf16: and "
         "registers).\n"
         "registers x threads: of a block; a GPU's driver says how many registers, - without one.\n"
         "error: of max sum p|v|, against float64.\n"
         "sectors / least, bank turns / least: predicted from the addresses of each warp of the first "
         "blocks,\n"
         "sectors also from the rows of each box of the copy engine.\n"
         "time: of the GPU where the verdict names it, else of the CPU back end, which says nothing of a "
         "GPU.\n"
         "Evidence: " +
         evidence_sentence() + "\n";
}

std::string as_json(const Confirmation& c, std::string_view version, std::string_view revision) {
  std::string out = "{";
  member(out, "schema", quoted("redblue.confirm/1"));
  member(out, "algorithm", quoted(c.question.schedule->id));
  member(out, "shape", shape_json(c.question.shape));
  member(out, "heads", integer(c.question.heads));
  member(out, "word_bits", integer(word_bits(*c.question.schedule)));
  member(out, "M_words", integer(c.question.M.count()));
  member(out, "used_words", integer(c.planned.footprint.count()));
  member(out, "shared_bytes", integer(c.run.shared_bytes));
  member(out, "threads", integer(c.run.threads));
  member(out, "plan", plan_json(c.planned));
  member(out, "expected", by_tensor(c.expected));
  member(out, "counted", by_tensor(c.run.counted));
  member(out, "backend", quoted(c.gpu ? "gpu" : "cpu"));
  member(out, "gpu", gpu_json(c));
  member(out, "metrics", metrics_json(c));
  const double hidden = c.hardware() != nullptr ? c.hardware()->hidden_by_l2() : -1;
  member(out, "hidden_by_l2", hidden < 0 ? "null" : format("%.9g", hidden));
  member(out, "predicted_sectors", prediction_json(c.run.predictions.global, "sectors"));
  member(out, "predicted_box_sectors", prediction_json(c.run.predictions.boxes, "sectors"));
  member(out, "predicted_bank_turns", prediction_json(c.run.predictions.shared, "turns"));
  member(out, "relative_error", format("%.9g", c.relative_error));
  member(out, "seed", integer(static_cast<sim::Int128>(c.question.seed)));
  member(out, "seconds", format("%.6f", c.run.seconds));
  member(out, "verdict", quoted(name(c.verdict())));
  std::string sentences;
  for (const std::string& d : c.disagreements) sentences += (sentences.empty() ? "" : ",") + quoted(d);
  member(out, "disagreements", "[" + sentences + "]");
  std::string program = "{";
  member(program, "version", quoted(version));
  member(program, "git", quoted(revision));
  member(out, "program", program + "}");
  return out + "}";
}

}  // namespace redblue::kernels
