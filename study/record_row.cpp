#include <charconv>
#include <cmath>
#include <cstdint>

#include <nlohmann/json.hpp>

#include <redblue/study/record_json.hpp>
#include <redblue/study/record_row.hpp>

namespace redblue::study {
namespace {

using Json = nlohmann::ordered_json;
using sim::Int128;

/// The library recurses on nesting when values are copied or dumped, so depth is looked at first.
bool too_deep(std::string_view text) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '\\')
      ++i;
    else if (c == '"')
      quoted = !quoted;
    else if (!quoted && (c == '{' || c == '[') && ++depth > max_record_depth)
      return true;
    else if (!quoted && (c == '}' || c == ']'))
      --depth;
  }
  return false;
}

/// Digits of a non-negative integer below 2^126.
std::optional<Int128> exact(const Json& value) {
  if (value.is_number_unsigned()) return Int128{value.get<std::uint64_t>()};
  if (!value.is_string()) return std::nullopt;
  const auto& digits = value.get_ref<const std::string&>();
  if (digits.empty() || digits.size() > 37) return std::nullopt;
  Int128 n = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    n = n * 10 + (c - '0');
  }
  return n;
}

/// Reads fields of one object and remembers the first one that is missing or of the wrong kind.
class Fields {
 public:
  Fields(const Json& object, std::string& fault) : object_(object), fault_(fault) {
    if (!object.is_object()) miss("an object");
  }

  const Json& at(const char* name) {
    static const Json nothing;
    const auto found = object_.is_object() ? object_.find(name) : object_.end();
    if (!object_.is_object() || found == object_.end()) return miss(name), nothing;
    return *found;
  }
  std::string text(const char* name) {
    const Json& v = at(name);
    if (v.is_string()) return v.get<std::string>();
    return miss(name), std::string();
  }
  std::string text_or_none(const char* name) { return at(name).is_null() ? std::string() : text(name); }
  bool truth(const char* name) {
    const Json& v = at(name);
    if (v.is_boolean()) return v.get<bool>();
    return miss(name), false;
  }
  Int128 integer(const char* name) {
    const std::optional<Int128> n = exact(at(name));
    if (!n) miss(name);
    return n.value_or(0);
  }
  std::optional<Int128> integer_or_none(const char* name) {
    return at(name).is_null() ? std::nullopt : std::optional(integer(name));
  }
  std::optional<double> real_or_none(const char* name) {
    const Json& v = at(name);
    if (v.is_number()) return v.get<double>();
    if (!v.is_null()) miss(name);
    return std::nullopt;
  }
  sim::Extent extent(const char* name) {
    const Int128 n = integer(name);
    if (n > INT64_MAX) miss(name);
    return n > INT64_MAX ? 0 : static_cast<sim::Extent>(n);
  }
  bool has(const char* name) const { return object_.is_object() && object_.contains(name); }
  void miss(const char* name) {
    if (fault_.empty()) fault_ = std::string("field ") + name + " is missing or of the wrong kind";
  }

 private:
  const Json& object_;
  std::string& fault_;
};

/// "name=value name=value", in the order of the file.
std::string flat(const Json& object, std::string& fault) {
  if (object.is_null()) return {};
  if (!object.is_object()) return fault = "options or plan is not an object", std::string();
  std::string text;
  for (const auto& [name, value] : object.items()) {
    if (value.is_null() || value == false) continue;
    if (value.is_structured()) return fault = "field " + name + " is of the wrong kind", std::string();
    if (!text.empty()) text += ' ';
    text += name + "=" + (value.is_string() ? value.get<std::string>() : value.dump());
  }
  return text;
}

sim::Mask mask(Fields& fields) {
  const std::string text = fields.text("mask");
  if (text == "none") return {};
  if (text == "causal") return {sim::Mask::Kind::causal, 0};
  sim::Extent width = -1;
  constexpr std::string_view window = "window:";
  const char* end = text.data() + text.size();
  if (!text.starts_with(window) || std::from_chars(text.data() + window.size(), end, width).ptr != end ||
      width < 0)
    fields.miss("mask");
  return {sim::Mask::Kind::window, width};
}

void read_question(RecordRow& row, Fields& record, std::string& fault) {
  row.key = record.text("key");
  row.algorithm = record.text("algorithm");
  row.schedule = record.text_or_none("schedule");
  row.options = flat(record.at("options"), fault);
  Fields shape(record.at("shape"), fault);
  row.shape = {shape.extent("Nq"), shape.extent("Nk"), shape.extent("dk"), shape.extent("dv"), mask(shape)};
  row.heads = shape.integer("heads");
  row.batch = shape.integer("batch");
  row.M = record.integer("M_words");
  row.rules = record.text("rules");
  row.mode = record.text("mode");
}

void read_counts(RecordRow& row, Fields& record, std::string& fault) {
  row.feasible = record.truth("feasible");
  row.plays_rules = record.truth("plays_rules");
  row.overflow = record.integer("overflow_words");
  row.smallest_M = record.integer_or_none("smallest_M_words");
  row.plan = flat(record.at("plan"), fault);
  row.reads = record.integer_or_none("reads_words");
  row.writes = record.integer_or_none("writes_words");
  row.io = record.integer_or_none("io_words");
  row.peak = record.integer_or_none("peak_words");
  row.flops = record.integer_or_none("flops");
  row.reads_bytes = record.integer_or_none("reads_bytes");
  row.writes_bytes = record.integer_or_none("writes_bytes");
  const Json& tensors = record.at("by_tensor");
  if (tensors.is_null()) return;
  Fields by_tensor(tensors, fault);
  for (std::size_t t = 0; t < sim::tensor_count; ++t) {
    Fields traffic(by_tensor.at(std::string(sim::tensor_table[t].name).c_str()), fault);
    row.by_tensor[t] = {sim::Words{traffic.integer("reads")}, sim::Words{traffic.integer("writes")}};
  }
}

void read_bounds(RecordRow& row, Fields& record, std::string& fault) {
  row.lower = record.integer("lower_words");
  row.lower_by = record.text("lower_by");
  row.ratio = record.real_or_none("ratio");
  if (record.has("max_error")) row.max_error = record.real_or_none("max_error");
  const Json& bounds = record.at("bounds");
  if (!bounds.is_array()) record.miss("bounds");
  for (const Json& entry : bounds) {
    Fields bound(entry, fault);
    if (!fault.empty()) return;
    row.bounds.push_back({bound.text("id"), bound.integer_or_none("words"), bound.truth("applicable"),
                          bound.truth("comparable"), bound.text("why_not"), bound.text("strength"),
                          bound.text("rules")});
  }
}

}  // namespace

Result<RecordRow> parse_record_line(std::string_view line) {
  if (line.size() > max_record_bytes) return Refusal{"longer than 1 MiB"};
  if (too_deep(line)) return Refusal{"nested deeper than " + std::to_string(max_record_depth) + " levels"};
  const Json value = Json::parse(line, nullptr, false);
  if (value.is_discarded()) return Refusal{"not JSON"};
  if (!value.is_object()) return Refusal{"not a JSON object"};
  std::string fault;
  Fields record(value, fault);
  const std::string schema = record.text("schema");
  if (schema != record_schema)
    return Refusal{fault.empty() ? "schema is not " + std::string(record_schema) : fault};
  RecordRow row;
  read_question(row, record, fault);
  read_counts(row, record, fault);
  read_bounds(row, record, fault);
  Fields program(record.at("program"), fault);
  row.version = program.text("version");
  row.git = program.text("git");
  if (!fault.empty()) return Refusal{fault};
  return row;
}

}  // namespace redblue::study
