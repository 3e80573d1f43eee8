// The catalog, and what lower_bounds admits to `lower`.
#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <redblue/proofs_check/catalog.hpp>

using namespace redblue::proofs_check;
using redblue::sim::Int128;
using redblue::sim::Mask;

namespace {

const Evaluated& row(const LowerBounds& found, std::string_view id) {
  return *std::ranges::find_if(found.all, [&](const Evaluated& e) { return e.bound->id == id; });
}

constexpr std::array all_rules{Rules::fma,     Rules::one_shot,          Rules::classic,
                               Rules::partial, Rules::partial_recompute, Rules::any};

const AttentionShape square = AttentionShape::square(4096, 64);

}  // namespace

TEST_CASE("The catalog lists the bounds of theory 3.1 that are formulas") {
  std::vector<std::string_view> ids;
  for (const Bound& bound : catalog()) ids.push_back(bound.id);
  const std::vector<std::string_view> expected{"compulsory",        "phase_pv",        "phase_both",
                                               "phase_both_once",   "saha_ye_literal", "saha_ye_sharp",
                                               "saha_ye_theta",     "any_matmul",      "any_matmul_sharp",
                                               "any_matmul_binary", "matmul_smith",    "matmul_cosma"};
  CHECK(ids == expected);
  for (const std::string_view id : ids) CHECK(find(id)->id == id);
  CHECK(find("phase") == nullptr);
  CHECK(find("") == nullptr);
}

TEST_CASE("Every bound carries a statement and a source, and every assumption a sentence") {
  for (const Bound& bound : catalog()) {
    CHECK_FALSE(bound.statement.empty());
    CHECK_FALSE(bound.source.empty());
    for (const Assumption& a : bound.assumptions) CHECK_FALSE(a.sentence.empty());
  }
}

TEST_CASE("Only the two asymptotic bounds are asymptotic") {
  for (const Bound& bound : catalog()) {
    const bool slope = bound.id == "saha_ye_theta" || bound.id == "any_matmul_binary";
    CHECK(strength(bound) == (slope ? "asymptotic" : "explicit"));
    CHECK(bound.is_explicit() == !slope);
  }
}

TEST_CASE("Every bound has the rules of theory 3.1") {
  const auto rules = [](std::string_view id) { return find(id)->rules; };
  CHECK(rules("compulsory") == Rules::any);
  CHECK(rules("phase_pv") == Rules::partial_recompute);
  CHECK(rules("phase_both") == Rules::partial_recompute);
  CHECK(rules("phase_both_once") == Rules::partial);
  for (const char* id : {"saha_ye_literal", "saha_ye_sharp", "saha_ye_theta"})
    CHECK(rules(id) == Rules::classic);
  CHECK(rules("any_matmul") == Rules::any);
  CHECK(rules("any_matmul_sharp") == Rules::any);
  CHECK(rules("any_matmul_binary") == Rules::any);
  CHECK(rules("matmul_smith") == Rules::partial_recompute);
  CHECK(rules("matmul_cosma") == Rules::partial);
}

TEST_CASE("A row is comparable exactly when its rules admit the rules asked for") {
  for (const Rules asked : all_rules) {
    const LowerBounds found = lower_bounds(square, Words{4096}, asked);
    REQUIRE(found.all.size() == catalog().size());
    for (const Evaluated& e : found.all) {
      CAPTURE(e.bound->id);
      CAPTURE(name(asked));
      const bool replayed = asked == Rules::fma && e.bound->rules == Rules::classic;
      CHECK(e.comparable == (replayed || comparable(asked, e.bound->rules)));
      CHECK(e.evaluated_at == Words{replayed ? 4099 : 4096});
    }
  }
}

TEST_CASE("A classic bound is set against the machine at M + 3") {
  const LowerBounds machine = lower_bounds(square, Words{4096}, Rules::fma);
  const LowerBounds game = lower_bounds(square, Words{4099}, Rules::classic);
  CHECK(row(machine, "saha_ye_sharp").proven->words == row(game, "saha_ye_sharp").proven->words);
  CHECK(row(machine, "saha_ye_sharp").proven->words <
        row(lower_bounds(square, Words{4096}, Rules::classic), "saha_ye_sharp").proven->words);
}

TEST_CASE("The lower bound is the largest comparable one, and the first of equals") {
  for (const Rules asked : all_rules)
    for (const Int128 M : {Int128{64}, Int128{4096}, Int128{20000}, Int128{1} << 30}) {
      const LowerBounds found = lower_bounds(square, Words{M}, asked);
      Words largest{-1};
      std::string_view by;
      for (const Evaluated& e : found.all)
        if (e.comparable && e.proven && e.proven->words > largest)
          largest = e.proven->words, by = e.bound->id;
      CHECK(found.lower == largest);
      CHECK(found.lower_by == by);
    }
  // At very large M, phase_pv proves 4 N d as compulsory does.
  const LowerBounds equal = lower_bounds(square, Words{Int128{1} << 30}, Rules::fma);
  CHECK(row(equal, "phase_pv").proven->words == equal.lower);
  CHECK(equal.lower_by == "compulsory");
}

TEST_CASE("phase_both_once enters under partial and not under the machine") {
  const Words M{20000};  // beyond 4 d^2, where phase_both proves nothing
  CHECK_FALSE(row(lower_bounds(square, M, Rules::fma), "phase_both_once").comparable);
  CHECK(row(lower_bounds(square, M, Rules::partial), "phase_both_once").comparable);
  CHECK(row(lower_bounds(square, M, Rules::one_shot), "phase_both_once").comparable);
  CHECK_FALSE(row(lower_bounds(square, M, Rules::classic), "phase_both_once").comparable);
}

TEST_CASE("An asymptotic bound has no words") {
  for (const Rules asked : all_rules) {
    const LowerBounds found = lower_bounds(square, Words{4096}, asked);
    CHECK_FALSE(row(found, "saha_ye_theta").proven.has_value());
    CHECK_FALSE(row(found, "any_matmul_binary").proven.has_value());
  }
}

TEST_CASE("Bounds of a matrix product say why they are silent on attention") {
  const LowerBounds found = lower_bounds(square, Words{4096}, Rules::fma);
  for (const char* id : {"matmul_smith", "matmul_cosma"}) {
    CHECK(std::string(row(found, id).why_not).find("need not store S") != std::string::npos);
    CHECK_FALSE(row(found, id).proven.has_value());
  }
}

TEST_CASE("Bounds stated for square shapes say so for every other") {
  const AttentionShape rectangular{64, 128, 16, 16, {}};
  const AttentionShape deep{64, 64, 16, 8, {}};
  const auto causal = AttentionShape::square(64, 16, {Mask::Kind::causal, 0});
  for (const auto& shape : {rectangular, deep, causal}) {
    const LowerBounds found = lower_bounds(shape, Words{100}, Rules::fma);
    for (const char* id : {"saha_ye_literal", "saha_ye_sharp", "saha_ye_theta", "any_matmul",
                           "any_matmul_sharp", "any_matmul_binary"})
      CHECK(std::string(row(found, id).why_not).find("square shapes without a mask") != std::string::npos);
    for (const char* id : {"compulsory", "phase_pv", "phase_both", "phase_both_once"}) {
      CHECK(row(found, id).why_not.empty());
      CHECK(row(found, id).proven.has_value());
    }
  }
}

TEST_CASE("Under a mask more queries than keys leave queries without a key, and the bounds say so") {
  const AttentionShape blind{9, 8, 4, 4, {Mask::Kind::causal, 0}};
  const AttentionShape seeing{8, 8, 4, 4, {Mask::Kind::causal, 0}};
  for (const char* id : {"compulsory", "phase_pv", "phase_both", "phase_both_once"}) {
    CHECK_FALSE(find(id)->applicable(blind, Words{10}));
    CHECK(find(id)->applicable(seeing, Words{10}));
    CHECK(find(id)->applicable(AttentionShape{9, 8, 4, 4, {}}, Words{10}));
  }
}

TEST_CASE("The largest sizes neither overflow nor turn negative") {
  const Int128 N = Int128{1} << 32;
  const Int128 d = Int128{1} << 20;
  for (const Int128 n : {Int128{1}, Int128{1000}, N})
    for (const Int128 depth : {Int128{1}, Int128{64}, d})
      for (const Int128 M : {Int128{1}, Int128{3}, Int128{1} << 20, Int128{1} << 42, Int128{1} << 53}) {
        const auto shape =
            AttentionShape::square(static_cast<std::int64_t>(n), static_cast<std::int64_t>(depth));
        const LowerBounds found = lower_bounds(shape, Words{M}, Rules::fma);
        CAPTURE(redblue::sim::to_string(n));
        CAPTURE(redblue::sim::to_string(depth));
        CAPTURE(redblue::sim::to_string(M));
        for (const Evaluated& e : found.all)
          if (e.proven) CHECK(e.proven->words >= Words{0});
        CHECK(found.lower <=
              Words{12 * n * n * depth + 12 * n * depth});  // a machine without memory: 3 words a product
      }
}

TEST_CASE("Beyond the sizes that fit, the searched bounds prove nothing rather than something wrong") {
  const auto shape = AttentionShape::square(4096, 64);
  const LowerBounds found = lower_bounds(shape, Words{Int128{1} << 60}, Rules::fma);
  CHECK(row(found, "phase_pv").proven->words == Words{0});
  CHECK(row(found, "phase_both").proven->words == Words{0});
  CHECK(found.lower_by == "compulsory");
}
