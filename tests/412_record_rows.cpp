// Foreign and damaged records: a reason, never a crash, never a wrong value.
#include <string>

#include <doctest/doctest.h>

#include <redblue/algorithms/catalog.hpp>
#include <redblue/study/record_json.hpp>
#include <redblue/study/record_key.hpp>
#include <redblue/study/record_row.hpp>

using namespace redblue;
using study::parse_record_line;

namespace {

std::string good() {
  const study::Point p{
      algorithms::find("flash_attention_2"), sim::AttentionShape::square(64, 8), sim::Words{300}, {}};
  std::string text;
  study::append_json(text, study::evaluate(p), study::record_key(p));
  return text;
}

std::string with(const std::string& from, const std::string& to) {
  std::string text = good();
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("every proper prefix of a record is refused") {
  const std::string text = good();
  REQUIRE(parse_record_line(text));
  for (std::size_t n = 0; n < text.size(); ++n) CHECK(!parse_record_line(text.substr(0, n)));
}

TEST_CASE("no single changed byte crashes the reader") {
  const std::string text = good();
  for (std::size_t at = 0; at < text.size(); ++at)
    for (const char c : {'"', '{', '[', '}', '\\', '0', '-', ' ', '\xff'}) {
      std::string changed = text;
      changed[at] = c;
      const auto row = parse_record_line(changed);
      if (row)
        CHECK(row->key.size() >= 1);
      else
        CHECK(row.reason() != "");
    }
}

TEST_CASE("fields of the wrong kind are named") {
  const auto reason = [](const std::string& line) { return parse_record_line(line).reason(); };
  CHECK(reason(with("\"M_words\":300", "\"M_words\":-300")) ==
        "field M_words is missing or of the wrong kind");
  CHECK(reason(with("\"M_words\":300", "\"M_words\":3e2")) ==
        "field M_words is missing or of the wrong kind");
  CHECK(reason(with("\"M_words\":300", "\"M_words\":\"3x\"")) ==
        "field M_words is missing or of the wrong kind");
  CHECK(reason(with("\"M_words\":300", "\"M_words\":\"\"")) ==
        "field M_words is missing or of the wrong kind");
  CHECK(reason(with("\"M_words\":300", "\"M_words\":[]")) == "field M_words is missing or of the wrong kind");
  CHECK(reason(with("\"M_words\":300,", "")) == "field M_words is missing or of the wrong kind");
  CHECK(reason(with("\"Nq\":64", "\"Nq\":\"9223372036854775808\"")) ==
        "field Nq is missing or of the wrong kind");
  CHECK(reason(with("\"mask\":\"none\"", "\"mask\":\"window:x\"")) ==
        "field mask is missing or of the wrong kind");
  CHECK(reason(with("\"feasible\":true", "\"feasible\":1")) ==
        "field feasible is missing or of the wrong kind");
  CHECK(reason(with("\"bounds\":[", "\"bounds\":[3,")) != "");
  CHECK(reason(with("\"options\":{", "\"options\":{\"x\":[1],")) != "");
  CHECK(reason(with("redblue.record/1", "redblue.record/2")) == "schema is not redblue.record/1");
  CHECK(reason("[]") == "not a JSON object");
  CHECK(reason("3") == "not a JSON object");
  CHECK(reason("") == "not JSON");
  CHECK(reason("{}") == "field schema is missing or of the wrong kind");
}

TEST_CASE("large counts as strings are exact and larger ones than any of ours are refused") {
  const auto M = [](const std::string& digits) {
    return parse_record_line(with("\"M_words\":300", "\"M_words\":\"" + digits + "\""));
  };
  const auto exact = M("9007199254740993");
  REQUIRE(exact);
  CHECK(exact->M == (sim::Int128{1} << 53) + 1);
  CHECK(M(std::string(37, '9')));
  CHECK(!M(std::string(38, '9')));
  CHECK(!M("-1"));
  CHECK(!M("+1"));
  CHECK(!M(" 1"));
}

TEST_CASE("depth and length are capped before the library sees the text") {
  const auto nested = [](int depth) {
    return "{\"x\":" + std::string(static_cast<std::size_t>(depth), '[') +
           std::string(static_cast<std::size_t>(depth), ']') + "}";
  };
  CHECK(parse_record_line(nested(study::max_record_depth - 1)).reason() ==
        "field schema is missing or of the wrong kind");
  CHECK(parse_record_line(nested(study::max_record_depth)).reason() == "nested deeper than 16 levels");
  CHECK(parse_record_line(std::string(500'000, '[')).reason() == "nested deeper than 16 levels");
  CHECK(parse_record_line("{\"a\":\"[[[[[[[[[[[[[[[[[[[[[\\\"[[[[[[[[[[[[[[[[[[[\"}").reason() ==
        "field schema is missing or of the wrong kind");
  CHECK(parse_record_line(std::string(study::max_record_bytes, ' ')).reason() == "not JSON");
  CHECK(parse_record_line(std::string(study::max_record_bytes + 1, ' ')).reason() == "longer than 1 MiB");
}
