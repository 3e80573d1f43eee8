#include <redblue/study/json_text.hpp>
#include <redblue/study/record_json.hpp>
#include <redblue/study/version.hpp>

namespace redblue::study {
namespace {

using namespace json;

/// A count, or null where there is no plan to count.
void count(std::string& out, std::string_view name, bool known, Int128 n) {
  known ? field(out, name, n) : null(out, name);
}

void append_plan(std::string& out, const Record& record) {
  append_name(out, "plan");
  if (!record.planned) {
    out += "null";
    return;
  }
  out += '{';
  for (const algorithms::PlanField& f : record.planned->fields)
    f.text.empty() ? field(out, f.name, Int128{f.value}) : field(out, f.name, f.text);
  field(out, "footprint_words", record.planned->footprint.count());
  out += '}';
}

void append_by_tensor(std::string& out, const Record& record) {
  append_name(out, "by_tensor");
  if (!record.planned) {
    out += "null";
    return;
  }
  out += '{';
  for (std::size_t t = 0; t < sim::tensor_count; ++t) {
    append_name(out, sim::tensor_table[t].name);
    out += '{';
    field(out, "reads", record.counts.by_tensor[t].reads.count());
    field(out, "writes", record.counts.by_tensor[t].writes.count());
    out += '}';
  }
  out += '}';
}

void append_bits(std::string& out, const BitsPerElement& bits) {
  append_name(out, "bits");
  out += '{';
  for (std::size_t t = 0; t < sim::tensor_count; ++t) field(out, sim::tensor_table[t].name, Int128{bits[t]});
  out += '}';
}

/// What was asked.
void append_question(std::string& out, const Record& record, std::string_view key) {
  const Point& p = record.point;
  field(out, "schema", record_schema);
  field(out, "key", key);
  field(out, "algorithm", record.algorithm());
  record.schedule != nullptr ? field(out, "schedule", record.schedule->id) : null(out, "schedule");
  append_name(out, "options");
  append_options(out, p);
  append_name(out, "shape");
  append_json(out, p.shape, p.heads, p.batch);
  field(out, "M_words", p.M.count());
  field(out, "rules", proofs_check::name(p.rules));
}

/// What was counted.
void append_answer(std::string& out, const Record& record) {
  const bool known = record.planned.has_value();
  flag(out, "feasible", record.feasible);
  flag(out, "plays_rules", record.plays_rules);
  field(out, "overflow_words", known ? record.planned->overflow.count() : 0);
  count(out, "smallest_M_words", !record.feasible, record.smallest_M.count());
  append_plan(out, record);
  field(out, "mode", name(record.point.mode));
  count(out, "reads_words", known, record.counts.reads().count());
  count(out, "writes_words", known, record.counts.writes().count());
  count(out, "io_words", known, record.counts.io().count());
  count(out, "peak_words", known, record.counts.peak.count());
  append_by_tensor(out, record);
  append_bits(out, record.point.bits);
  count(out, "reads_bytes", known, record.bytes.reads.count());
  count(out, "writes_bytes", known, record.bytes.writes.count());
  count(out, "flops", known, record.counts.flops);
  const double io = to_double(record.counts.io());
  real(out, "intensity_flops_per_word",
       known ? std::optional(static_cast<double>(record.counts.flops) / io) : std::nullopt);
}

}  // namespace

std::string tiles_text(const algorithms::TileChoice& tiles) {
  using Rule = algorithms::TileChoice::Rule;
  if (tiles.rule == Rule::best) return "best";
  if (tiles.rule == Rule::published) return "published";
  if (tiles.rule == Rule::kernel) return "kernel";
  return std::to_string(tiles.Br) + "," + std::to_string(tiles.Bc);
}

std::string_view name(algorithms::Init init) { return init == algorithms::Init::slow ? "slow" : "onchip"; }

std::string_view name(algorithms::Stats stats) {
  return stats == algorithms::Stats::max ? "max" : stats == algorithms::Stats::sum ? "sum" : "none";
}

std::string mask_text(const sim::Mask& mask) {
  if (mask.kind == sim::Mask::Kind::none) return "none";
  return mask.kind == sim::Mask::Kind::causal ? "causal" : "window:" + std::to_string(mask.width);
}

void append_json(std::string& out, const Options& options) {
  out += '{';
  field(out, "tiles", tiles_text(options.tiles));
  field(out, "init", name(options.init));
  field(out, "stats", name(options.stats));
  flag(out, "lse", options.lse);
  flag(out, "safe", options.safe);
  real(out, "scale", options.scale);
  out += '}';
}

void append_options(std::string& out, const Point& point) {
  append_json(out, point.options);
  if (point.mode != Mode::executed) return;
  out.pop_back();
  field(out, "seed", Int128{point.seed});
  out += '}';
}

void append_json(std::string& out, const AttentionShape& shape, Int128 heads, Int128 batch) {
  out += '{';
  field(out, "Nq", Int128{shape.Nq});
  field(out, "Nk", Int128{shape.Nk});
  field(out, "dk", Int128{shape.dk});
  field(out, "dv", Int128{shape.dv});
  field(out, "mask", mask_text(shape.mask));
  field(out, "heads", heads);
  field(out, "batch", batch);
  out += '}';
}

namespace {

void append_assumptions(std::string& out, const proofs_check::Bound& bound) {
  append_name(out, "assumptions");
  out += '[';
  for (const proofs_check::Assumption& a : bound.assumptions) {
    if (out.back() != '[') out += ',';
    append_string(out, a.sentence);
  }
  out += ']';
}

}  // namespace

void append_json(std::string& out, const proofs_check::LowerBounds& bounds, Int128 problems,
                 Assumptions assumptions) {
  out += '[';
  for (const proofs_check::Evaluated& e : bounds.all) {
    if (out.back() == '}') out += ',';
    out += '{';
    field(out, "id", e.bound->id);
    count(out, "words", e.proven.has_value(), e.proven ? e.proven->words.count() * problems : 0);
    flag(out, "applicable", e.why_not.empty());
    field(out, "why_not", e.why_not);
    field(out, "strength", e.bound->is_explicit() ? "explicit" : "asymptotic");
    field(out, "rules", proofs_check::name(e.bound->rules));
    flag(out, "comparable", e.comparable);
    if (assumptions == Assumptions::printed) append_assumptions(out, *e.bound);
    append_name(out, "parameters");
    out += '{';
    field(out, "M_words", e.evaluated_at.count());
    if (e.proven && e.proven->X) field(out, "X_words", *e.proven->X);
    out += "}}";
  }
  out += ']';
}

void append_program(std::string& out) {
  out += '{';
  field(out, "version", version());
  field(out, "git", git_revision());
  out += '}';
}

void append_json(std::string& out, const Record& record, std::string_view key) {
  out += '{';
  append_question(out, record, key);
  append_answer(out, record);
  field(out, "lower_words", record.lower.count());
  field(out, "lower_by", record.bounds.lower_by);
  real(out, "ratio", record.ratio);
  if (record.point.mode == Mode::executed) real(out, "max_error", record.max_error);
  append_name(out, "bounds");
  append_json(out, record.bounds, record.point.heads * record.point.batch);
  append_name(out, "program");
  append_program(out);
  out += '}';
}

}  // namespace redblue::study
