#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <redblue/cli/record_table.hpp>
#include <redblue/cli/text_table.hpp>
#include <redblue/study/record_json.hpp>

namespace redblue::cli {
namespace {

using study::Record;

std::vector<std::string> cells(const Record& r, bool bytes, bool executed) {
  std::vector<std::string> row{schedule_text(r), plan_text(r)};
  if (r.planned) {
    for (const sim::Words w : {r.counts.reads(), r.counts.writes(), r.counts.io(), r.counts.peak})
      row.push_back(with_commas(w.count()));
  } else {
    row.insert(row.end(), {"", "", "", "needs M >= " + with_commas(r.smallest_M.count())});
  }
  for (const sim::Bytes b : {r.bytes.reads, r.bytes.writes})
    if (bytes) row.push_back(r.planned ? with_commas(b.count()) : "");
  row.push_back(r.ratio                           ? fmt::format("{:.3f}", *r.ratio)
                : r.planned && !r.planned->fits() ? "overflows M"
                                                  : "");
  if (executed) row.push_back(r.max_error ? fmt::format("{:.2e}", *r.max_error) : "");
  return row;
}

std::string below(const Record& r) {
  const std::string rules(proofs_check::name(r.point.rules));
  std::string text = "Counts under rules " + rules + ", " +
                     (r.point.mode == study::Mode::predicted
                          ? "by closed form"
                          : "from a run that was " + std::string(study::name(r.point.mode))) +
                     "; words.\n";
  if (r.bounds.lower_by.empty()) return text + "No lower bound is comparable under these rules.\n";
  for (const proofs_check::Evaluated& e : r.bounds.all)
    if (e.bound->id == r.bounds.lower_by)
      text += "Lower bound " + with_commas(r.lower.count()) + " words by " + std::string(e.bound->id) +
              ", proven under rules " + std::string(proofs_check::name(e.bound->rules)) +
              "; ratio = io / lower bound.\n" + std::string(e.bound->id) +
              " assumes: " + assumptions_of(*e.bound) + ".\n";
  return text;
}

}  // namespace

std::string shape_text(const sim::AttentionShape& s) {
  std::string text = s.is_square() ? fmt::format("N = {}, d = {}", with_commas(s.Nq), with_commas(s.dk))
                                   : fmt::format("Nq = {}, Nk = {}, dk = {}, dv = {}", with_commas(s.Nq),
                                                 with_commas(s.Nk), with_commas(s.dk), with_commas(s.dv));
  if (s.mask.kind != sim::Mask::Kind::none) text += ", mask " + study::mask_text(s.mask);
  return text;
}

std::string schedule_text(const Record& r) {
  const std::string name(r.algorithm());
  if (r.point.schedule != nullptr) return name;
  return name + (r.schedule != nullptr ? " (" + std::string(r.schedule->id) + ")" : "");
}

std::string plan_text(const Record& record) {
  std::string text;
  if (!record.planned) return text;
  for (const algorithms::PlanField& f : record.planned->fields) {
    if (!text.empty()) text += ' ';
    text += std::string(f.name) + "=" + (f.text.empty() ? std::to_string(f.value) : std::string(f.text));
  }
  return text;
}

std::string needs_text(const study::Record& record) {
  const sim::AttentionShape& s = record.point.shape;
  const std::string at = s.is_square()
                             ? fmt::format("N = {}, d = {}", s.Nq, s.dk)
                             : fmt::format("Nq = {}, Nk = {}, dk = {}, dv = {}", s.Nq, s.Nk, s.dk, s.dv);
  return fmt::format("{} at {} needs at least {} words", record.algorithm(), at,
                     to_string(record.smallest_M));
}

std::string problems_text(Int128 heads, Int128 batch) {
  return with_commas(heads) + " heads x " + with_commas(batch) + " batch";
}

std::string context_text(const study::Point& p) {
  const algorithms::Options plain;
  const algorithms::Options& o = p.options;
  std::string text;
  if (p.heads != 1 || p.batch != 1) text += ", " + problems_text(p.heads, p.batch);
  if (o.tiles != plain.tiles) text += ", tiles " + study::tiles_text(o.tiles);
  if (o.init != plain.init) text.append(", init ").append(study::name(o.init));
  if (o.stats != plain.stats) text.append(", stats ").append(study::name(o.stats));
  if (o.lse) text += ", lse";
  if (o.safe) text += ", safe";
  if (o.scale) text += fmt::format(", scale {}", *o.scale);
  if (p.mode == study::Mode::executed && p.seed != study::inputs_seed)
    text += fmt::format(", seed {}", p.seed);
  return text;
}

std::string assumptions_of(const proofs_check::Bound& bound) {
  std::string text;
  for (const proofs_check::Assumption& a : bound.assumptions)
    text.append(text.empty() ? "" : "; ").append(a.sentence);
  return text.empty() ? "nothing more" : text;
}

std::string assumptions_text(const std::vector<proofs_check::Evaluated>& bounds) {
  std::vector<std::pair<std::string_view, std::string>> users;  // sentence, ids
  for (const proofs_check::Evaluated& e : bounds)
    for (const proofs_check::Assumption& a : e.bound->assumptions) {
      auto found =
          std::find_if(users.begin(), users.end(), [&](const auto& u) { return u.first == a.sentence; });
      if (found == users.end()) found = users.insert(found, {a.sentence, ""});
      found->second.append(found->second.empty() ? "" : ", ").append(e.bound->id);
    }
  std::string text;
  for (const auto& [sentence, ids] : users) text += fmt::format("assumed: {} ({})\n", sentence, ids);
  return text;
}

std::string plan_legend(const std::vector<Record>& records) {
  struct Word {
    std::string_view in_plan;
    std::string_view meaning;
  };
  // The letters of the modes are those of theory 2: what stays on chip while the other is streamed.
  constexpr std::array words{
      Word{"scores=Qstat",
           "scores=Qstat: rows of Q and a running score each stay, K passes one word at a time."},
      Word{"scores=Sstat", "scores=Sstat: a tile of S stays, columns of Q and K pass."},
      Word{"softmax=row", "softmax=row: a whole row of S is held, so S is read once; online: read twice."},
      Word{"by=elem",
           "by=elem: K and V pass one word at a time; by=row: one row at a time; by=whole: K and V stay."},
      Word{"by=row",
           "by=row: K and V pass one row at a time; by=elem: one word at a time; by=whole: K and V stay."},
      Word{"by=whole", "by=whole: K and V stay; by=row: they pass one row at a time."},
      Word{"resident=",
           "resident: words of K and V (scores_resident: of K) that stay on chip instead of passing."}};
  std::string text;
  for (const Word& word : words)
    for (const Record& r : records)
      if (plan_text(r).find(word.in_plan) != std::string::npos) {
        text.append(word.meaning).append("\n");
        break;
      }
  return text;
}

std::string record_table(const std::vector<Record>& records, bool bytes, bool colours) {
  using Align = TextTable::Align;
  const Record& first = records.front();
  const bool executed = first.point.mode == study::Mode::executed;
  std::vector<TextTable::Column> columns{{"algorithm"}, {"plan"}};
  for (const char* head : {"reads [words]", "writes [words]", "io [words]", "peak [words]"})
    columns.push_back({head, Align::right});
  if (bytes)
    columns.push_back({"reads [bytes]", Align::right}), columns.push_back({"writes [bytes]", Align::right});
  columns.push_back({"ratio", Align::right});
  if (executed) columns.push_back({"max error / max sum p|v|", Align::right});
  TextTable table(columns);
  for (const Record& r : records) table.add(cells(r, bytes, executed));
  return shape_text(first.point.shape) + ", M = " + with_commas(first.point.M.count()) + " words" +
         context_text(first.point) + "\n\n" + table.text(colours) + "\n" + below(first) +
         plan_legend(records);
}

}  // namespace redblue::cli
