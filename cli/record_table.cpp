#include <fmt/format.h>

#include <redblue/cli/record_table.hpp>
#include <redblue/cli/text_table.hpp>
#include <redblue/study/record_json.hpp>

namespace redblue::cli {
namespace {

using study::Record;

std::vector<std::string> cells(const Record& r, bool executed) {
  std::vector<std::string> row{schedule_text(r), plan_text(r)};
  if (r.planned) {
    for (const sim::Words w : {r.counts.reads(), r.counts.writes(), r.counts.io(), r.counts.peak})
      row.push_back(with_commas(w.count()));
  } else {
    row.insert(row.end(), {"", "", "", "needs M >= " + with_commas(r.smallest_M.count())});
  }
  row.push_back(r.ratio                           ? fmt::format("{:.3f}", *r.ratio)
                : r.planned && !r.planned->fits() ? "overflows M"
                                                  : "");
  if (executed) row.push_back(r.max_error ? fmt::format("{:.2e}", *r.max_error) : "");
  return row;
}

std::string problems_text(const study::Point& p) {
  std::string text;
  if (p.heads != 1) text += ", " + with_commas(p.heads) + " heads";
  if (p.batch != 1) text += ", batch " + with_commas(p.batch);
  return text;
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
              "; ratio = io / lower bound.\n";
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

std::string record_table(const std::vector<Record>& records, bool colours) {
  using Align = TextTable::Align;
  const Record& first = records.front();
  const bool executed = first.point.mode == study::Mode::executed;
  std::vector<TextTable::Column> columns{{"algorithm"}, {"plan"}};
  for (const char* head : {"reads [words]", "writes [words]", "io [words]", "peak [words]", "ratio"})
    columns.push_back({head, Align::right});
  if (executed) columns.push_back({"max error / max sum p|v|", Align::right});
  TextTable table(columns);
  for (const Record& r : records) table.add(cells(r, executed));
  return shape_text(first.point.shape) + ", M = " + with_commas(first.point.M.count()) + " words" +
         problems_text(first.point) + "\n\n" + table.text(colours) + "\n" + below(first);
}

}  // namespace redblue::cli
