#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <redblue/cli/figures/csv_records.hpp>
#include <redblue/study/record_json.hpp>

namespace redblue::cli {
namespace {

using sim::Int128;
using study::RecordRow;
using study::Refusal;

constexpr std::size_t most_columns = 4096;

struct CsvLine {
  std::uint64_t number = 0;  ///< of its first line
  std::vector<std::string> fields;
  std::string fault;
};

/// Takes CSV apart (RFC 4180; quoted fields may hold line ends).
class CsvReader {
 public:
  explicit CsvReader(std::string_view bytes) : rest_(bytes) {}

  std::optional<CsvLine> next() {
    skip_comments();
    if (rest_.empty()) return std::nullopt;
    CsvLine line;
    line.number = number_;
    for (bool more = true; more && line.fault.empty();) {
      line.fields.emplace_back();
      more = field(line.fields.back(), line.fault);
      if (line.fields.size() > most_columns) line.fault = "more than 4096 columns";
    }
    return line;
  }

 private:
  void skip_comments() {
    while (!rest_.empty() && (rest_[0] == '#' || rest_[0] == '\n' || rest_[0] == '\r')) {
      const std::size_t end = std::min(rest_.find('\n'), rest_.size() - 1);
      rest_.remove_prefix(end + 1);
      ++number_;
    }
  }

  char take() {
    const char c = rest_[0];
    rest_.remove_prefix(1);
    if (c == '\n') ++number_;
    return c;
  }

  /// Reads one field; true when another one follows on this line.
  bool field(std::string& out, std::string& fault) {
    const bool quoted = !rest_.empty() && rest_[0] == '"';
    if (quoted) {
      take();
      for (;;) {
        if (rest_.empty()) return fault = "a quoted field does not end: the file was cut short", false;
        const char c = take();
        if (c != '"')
          out += c;
        else if (!rest_.empty() && rest_[0] == '"')
          out += take();
        else
          break;
      }
    }
    while (!rest_.empty()) {
      const char c = take();
      if (c == ',') return true;
      if (c == '\n') return false;
      if (c == '\r' && !rest_.empty() && rest_[0] == '\n') continue;
      if (quoted) return fault = "text after a quoted field", false;
      out += c;
    }
    return false;
  }

  std::string_view rest_;
  std::uint64_t number_ = 1;
};

/// The fields of one line by column name; remembers the first one that is missing or wrong.
class Row {
 public:
  Row(const std::map<std::string, std::size_t>& columns, const std::vector<std::string>& fields)
      : columns_(columns), fields_(fields) {}

  [[nodiscard]] bool has(const std::string& name) const { return columns_.contains(name); }
  std::string text(const std::string& name) {
    const auto column = columns_.find(name);
    if (column == columns_.end()) return miss(name), std::string();
    const std::string& value = fields_[column->second];
    // The guard of escape_csv against formulas.
    const bool guarded = value.size() > 1 && value[0] == '\'' &&
                         std::string_view("=+-@\t\r\n|%").find(value[1]) != std::string_view::npos;
    return guarded ? value.substr(1) : value;
  }
  std::optional<Int128> integer_or_none(const std::string& name) {
    const std::string digits = text(name);
    if (digits.empty()) return std::nullopt;
    Int128 n = 0;
    for (const char c : digits) {
      if (c < '0' || c > '9' || digits.size() > 37) return miss(name), std::nullopt;
      n = n * 10 + (c - '0');
    }
    return n;
  }
  Int128 integer(const std::string& name) {
    const auto n = integer_or_none(name);
    if (!n.has_value()) miss(name);
    return n.value_or(0);
  }
  sim::Extent extent(const std::string& name) {
    const Int128 n = integer(name);
    if (n > INT64_MAX) miss(name);
    return n > INT64_MAX ? 0 : static_cast<sim::Extent>(n);
  }
  bool truth(const std::string& name) {
    const std::string value = text(name);
    if (value != "true" && value != "false") miss(name);
    return value == "true";
  }
  void miss(const std::string& name) {
    if (fault.empty()) fault = "column " + name + " is missing or of the wrong kind";
  }

  std::string fault;

 private:
  const std::map<std::string, std::size_t>& columns_;
  const std::vector<std::string>& fields_;
};

sim::Mask mask_of(Row& row) {
  const std::string text = row.text("shape_mask");
  if (text == "none") return {};
  if (text == "causal") return {sim::Mask::Kind::causal, 0};
  constexpr std::string_view window = "window:";
  sim::Extent width = -1;
  const char* end = text.data() + text.size();
  if (!text.starts_with(window) || std::from_chars(text.data() + window.size(), end, width).ptr != end ||
      width < 0)
    row.miss("shape_mask");
  return {sim::Mask::Kind::window, width};
}

/// "tiles=best init=onchip ...", without switches that are off.
std::string options_of(Row& row, const std::map<std::string, std::size_t>& columns) {
  std::string out;
  for (const auto& [name, at] : columns) {
    if (!name.starts_with("options_")) continue;
    const std::string value = row.text(name);
    if (!value.empty() && value != "false") out += (out.empty() ? "" : " ") + name.substr(8) + "=" + value;
  }
  return out;
}

void read_bounds(RecordRow& record, Row& row, const std::map<std::string, std::size_t>& columns) {
  constexpr std::string_view head = "bounds_", tail = "_comparable";
  for (const auto& [name, at] : columns) {
    if (!name.starts_with(head) || !name.ends_with(tail)) continue;
    const std::string stem = name.substr(0, name.size() - tail.size());
    study::BoundRow bound;
    bound.id = stem.substr(head.size());
    bound.words = row.integer_or_none(stem + "_words");
    bound.applicable = row.truth(stem + "_applicable");
    bound.comparable = row.truth(name);
    bound.why_not = row.text(stem + "_why_not");
    bound.strength = row.text(stem + "_strength");
    bound.rules = row.text(stem + "_rules");
    record.bounds.push_back(std::move(bound));
  }
}

study::Result<RecordRow> record_of(Row row, const std::map<std::string, std::size_t>& columns) {
  RecordRow record;
  if (const std::string schema = row.text("schema"); schema != study::record_schema)
    return Refusal{row.fault.empty() ? "schema is not " + std::string(study::record_schema) : row.fault};
  record.key = row.text("key");
  record.algorithm = row.text("algorithm");
  record.schedule = row.text("schedule");
  record.options = options_of(row, columns);
  record.shape = {row.extent("shape_Nq"), row.extent("shape_Nk"), row.extent("shape_dk"),
                  row.extent("shape_dv"), mask_of(row)};
  record.heads = row.integer("shape_heads");
  record.batch = row.integer("shape_batch");
  record.M = row.integer("M_words");
  record.rules = row.text("rules");
  record.mode = row.text("mode");
  record.feasible = row.truth("feasible");
  record.plays_rules = row.truth("plays_rules");
  record.overflow = row.integer("overflow_words");
  record.plan = row.text("plan");
  record.reads = row.integer_or_none("reads_words");
  record.writes = row.integer_or_none("writes_words");
  record.io = row.integer_or_none("io_words");
  record.lower = row.integer("lower_words");
  record.lower_by = row.text("lower_by");
  read_bounds(record, row, columns);
  if (!row.fault.empty()) return Refusal{row.fault};
  return record;
}

}  // namespace

void read_csv_records(std::string_view bytes,
                      const std::function<void(std::uint64_t, study::Result<study::RecordRow>)>& visit) {
  CsvReader reader(bytes);
  const std::optional<CsvLine> head = reader.next();
  if (!head.has_value()) return;
  if (!head->fault.empty()) return visit(head->number, Refusal{head->fault});
  std::map<std::string, std::size_t> columns;
  for (std::size_t i = 0; i < head->fields.size(); ++i)
    if (!columns.emplace(head->fields[i], i).second)
      return visit(head->number, Refusal{"two columns have one name"});
  if (!columns.contains("schema"))
    return visit(head->number, Refusal{"neither JSON nor a CSV file with a column named schema"});
  while (const std::optional<CsvLine> line = reader.next()) {
    if (!line->fault.empty()) return visit(line->number, Refusal{line->fault});
    if (line->fields.size() != head->fields.size())
      return visit(line->number, Refusal{std::to_string(line->fields.size()) + " fields, " +
                                         std::to_string(head->fields.size()) + " columns"});
    visit(line->number, record_of(Row(columns, line->fields), columns));
  }
}

}  // namespace redblue::cli
