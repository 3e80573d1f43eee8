#include <cstdlib>
#include <limits>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <redblue/algorithms/catalog.hpp>
#include <redblue/study/json_text.hpp>
#include <redblue/study/record_json.hpp>
#include <redblue/study/record_key.hpp>
#include <redblue/study/record_row.hpp>

using namespace redblue;
using sim::Int128;
using sim::Words;
using study::Point;
using study::Record;

namespace {

std::string json(const Record& r) {
  std::string text;
  study::append_json(text, r, study::record_key(r.point));
  return text;
}

/// Points of many kinds: every schedule, best, infeasible, overflowing, huge, rectangular, masked, executed.
std::vector<Point> points() {
  std::vector<Point> all;
  for (const algorithms::Schedule& s : algorithms::catalog())
    for (const Int128 M : {Int128{1}, Int128{200}, Int128{1} << 40})
      all.push_back({&s, {37, 41, 7, 5, {}}, Words{M}, {}});
  all.push_back({nullptr, sim::AttentionShape::square(std::int64_t{1} << 32, 1 << 20), Words{1000}, {}});
  all.back().heads = all.back().batch = 1 << 16;
  all.push_back({algorithms::find("flash_attention"), sim::AttentionShape::square(64, 8), Words{40}, {}});
  all.back().options.tiles.rule = algorithms::TileChoice::Rule::published;
  all.push_back(
      {algorithms::find("flash_attention_2"), {30, 40, 6, 6, {sim::Mask::Kind::window, 9}}, Words{99}, {}});
  all.back().options.scale = 0.1;
  all.back().options.lse = true;
  all.back().mode = study::Mode::executed;
  all.push_back(
      {algorithms::find("flash_attention_2"), {30, 40, 6, 6, {sim::Mask::Kind::causal, 0}}, Words{99}, {}});
  return all;
}

}  // namespace

TEST_CASE("a record that is written and read back is the same") {
  for (const Point& p : points()) {
    const Record r = study::evaluate(p);
    const std::string line = json(r);
    INFO(line);
    const auto row = study::parse_record_line(line);
    INFO(row.reason());
    REQUIRE(row);
    CHECK(row->key == study::record_key(p));
    CHECK(row->algorithm == r.algorithm());
    CHECK(row->schedule == (r.schedule != nullptr ? r.schedule->id : ""));
    CHECK(row->shape == p.shape);
    CHECK(row->heads == p.heads);
    CHECK(row->M == p.M.count());
    CHECK(row->rules == proofs_check::name(p.rules));
    CHECK(row->feasible == r.feasible);
    CHECK(row->smallest_M.has_value() == !r.feasible);
    CHECK(row->io.has_value() == r.planned.has_value());
    CHECK(row->lower == r.lower.count());
    CHECK(row->lower_by == r.bounds.lower_by);
    CHECK(row->ratio == r.ratio);
    CHECK(row->max_error == r.max_error);
    CHECK(row->bounds.size() == r.bounds.all.size());
    if (!r.planned) continue;
    CHECK(row->reads == r.counts.reads().count());
    CHECK(row->writes == r.counts.writes().count());
    CHECK(row->io == r.counts.io().count());
    CHECK(row->peak == r.counts.peak.count());
    CHECK(row->flops == r.counts.flops);
    CHECK(row->reads_bytes == r.bytes.reads.count());
    CHECK(row->by_tensor == r.counts.by_tensor);
    CHECK(row->overflow == r.planned->overflow.count());
  }
}

TEST_CASE("a record is the same text every time, fields in the order of the contract") {
  for (const Point& p : points()) CHECK(json(study::evaluate(p)) == json(study::evaluate(p)));
  const std::string text = json(study::evaluate(points().front()));
  std::size_t last = 0;
  for (const char* name :
       {"schema",      "key",         "algorithm",    "options",        "shape",
        "M_words",     "rules",       "feasible",     "overflow_words", "plan",
        "mode",        "reads_words", "writes_words", "io_words",       "peak_words",
        "by_tensor",   "reads_bytes", "writes_bytes", "flops",          "intensity_flops_per_word",
        "lower_words", "lower_by",    "ratio",        "bounds",         "program"}) {
    const std::size_t at = text.find("\"" + std::string(name) + "\":", last);
    INFO(name);
    REQUIRE(at != std::string::npos);
    last = at;
  }
}

TEST_CASE("integers are numbers up to 2^53 and strings above") {
  const auto text = [](Int128 n) {
    std::string out;
    study::json::append_integer(out, n);
    return out;
  };
  const Int128 limit = Int128{1} << 53;
  CHECK(text(limit - 1) == "9007199254740991");
  CHECK(text(limit) == "9007199254740992");
  CHECK(text(limit + 1) == "\"9007199254740993\"");
  CHECK(text(-limit - 1) == "\"-9007199254740993\"");
  CHECK(text(0) == "0");
  CHECK(text(Int128{1} << 100) == "\"1267650600228229401496703205376\"");
}

TEST_CASE("strings escape quotes, backslashes and control characters") {
  std::string out;
  study::json::append_string(out, "a\"b\\c\n\x01\x7f\xc3\xa9");
  CHECK(out == "\"a\\\"b\\\\c\\u000a\\u0001\\u007f\xc3\xa9\"");
}

TEST_CASE("reals read back exactly and have no spelling for what is none") {
  const auto text = [](std::optional<double> x) {
    std::string out;
    study::json::append_real(out, x);
    return out;
  };
  for (const double x : {0.1, 1.0 / 3, 1e300, 5e-324, 1.0931879044})
    CHECK(std::strtod(text(x).c_str(), nullptr) == x);
  CHECK(text(std::nullopt) == "null");
  CHECK(text(std::numeric_limits<double>::infinity()) == "null");
  CHECK(text(std::numeric_limits<double>::quiet_NaN()) == "null");
}
