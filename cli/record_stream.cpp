#include <vector>

#include <fmt/format.h>

#include <redblue/cli/record_csv.hpp>
#include <redblue/cli/record_stream.hpp>
#include <redblue/cli/record_table.hpp>
#include <redblue/study/record_json.hpp>

namespace redblue::cli {

namespace {

constexpr char cell_end =
    '\x1f';  // never part of a cell: catalog names and digits have no control characters

std::vector<TextTable::Column> columns(bool bytes) {
  using Align = TextTable::Align;
  std::vector<TextTable::Column> list{{"schedule"},
                                      {"Nq", Align::right},
                                      {"Nk", Align::right},
                                      {"dk", Align::right},
                                      {"dv", Align::right},
                                      {"M [words]", Align::right},
                                      {"reads [words]", Align::right},
                                      {"writes [words]", Align::right},
                                      {"io [words]", Align::right}};
  for (const char* head : {"reads [bytes]", "writes [bytes]"})
    if (bytes) list.push_back({head, Align::right});
  list.insert(list.end(), {{"lower [words]", Align::right},
                           {"ratio", Align::right},
                           {"lower bound", Align::left},
                           {"rules", Align::left}});
  return list;
}

void append_cells(std::string& text, const study::Record& r, bool bytes) {
  const auto cell = [&](std::string_view what) { text.append(what).append(1, cell_end); };
  const auto count = [&](sim::Words n) { cell(r.planned ? with_commas(n.count()) : "-"); };
  const study::Point& p = r.point;
  cell(schedule_text(r));
  for (const sim::Extent n : {p.shape.Nq, p.shape.Nk, p.shape.dk, p.shape.dv}) cell(with_commas(n));
  cell(with_commas(p.M.count()));
  count(r.counts.reads());
  count(r.counts.writes());
  count(r.counts.io());
  for (const sim::Bytes n : {r.bytes.reads, r.bytes.writes})
    if (bytes) cell(r.planned ? with_commas(n.count()) : "-");
  cell(with_commas(r.lower.count()));
  cell(r.ratio ? fmt::format("{:.3f}", *r.ratio) : "-");
  cell(r.feasible ? std::string(r.bounds.lower_by)
                  : "infeasible: needs M >= " + with_commas(r.smallest_M.count()));
  cell(proofs_check::name(p.rules));
}

}  // namespace

RecordStream::RecordStream(Output& out, Format format, std::string_view command_line, TableExtras extras)
    : out_(out), format_(format), extras_(std::move(extras)), table_(columns(extras_.bytes)) {
  if (format == Format::csv) out_.write(csv_comment(study::record_schema, command_line) + csv_header());
  if (format == Format::json) out_.write("[");
}

void RecordStream::write(std::string& text, const study::Record& record, study::Key key) const {
  if (format_ == Format::table) return append_cells(text, record, extras_.bytes);
  if (format_ == Format::csv) return append_csv(text, record, study::to_string(key));
  study::append_json(text, record, study::to_string(key));
  if (format_ == Format::jsonl) text += '\n';
}

void RecordStream::take(std::uint64_t index, std::string_view text, const study::Record*) {
  if (index != next_) {
    early_.emplace(index, text);
    return;
  }
  pass_on(text);
  for (++next_; !early_.empty() && early_.begin()->first == next_; ++next_) {
    pass_on(early_.begin()->second);
    early_.erase(early_.begin());
  }
}

void RecordStream::pass_on(std::string_view text) {
  if (text.empty()) return;
  if (format_ == Format::table) {
    std::vector<std::string> cells;
    for (std::size_t end = text.find(cell_end); end != std::string_view::npos; end = text.find(cell_end)) {
      cells.emplace_back(text.substr(0, end));
      text.remove_prefix(end + 1);
    }
    table_.add(std::move(cells));
    return;
  }
  if (format_ == Format::json && !first_) out_.write(",\n");
  first_ = false;
  out_.write(text);
}

void RecordStream::finish() {
  for (const auto& [index, text] : early_) pass_on(text);
  early_.clear();
  if (format_ == Format::json) out_.write("]\n");
  if (format_ == Format::table) out_.write(table_.text(out_.colours()) + extras_.below);
}

}  // namespace redblue::cli
