// Executed runs against the definition of attention, as theory 2.11 asks.
#include <cmath>

#include "schedule_support.hpp"
#include <doctest/doctest.h>

#include <redblue/algorithms/reference.hpp>

using namespace redblue::test;

namespace {

template <class T>
Executed<T> run(const Schedule& s, const Case& c, const Inputs<T>& in) {
  const auto planned = s.plan(c.shape, c.options, c.M);
  REQUIRE(planned);
  if constexpr (std::is_same_v<T, double>)
    return s.executed(c.shape, c.options, *planned, c.M, in);
  else
    return s.executed_float(c.shape, c.options, *planned, c.M, in);
}

template <class T>
void check_against_reference(const Schedule& s, const Case& c, const Inputs<T>& in) {
  const Executed<T> out = run(s, c, in);
  const Reference reference = reference_attention(c.shape, c.options, in_double(in));
  for (const T o : out.O.cells()) REQUIRE_MESSAGE(std::isfinite(o), in_words(s, c));
  const double eps = std::is_same_v<T, double> ? 0x1p-53 : 0x1p-24;
  CHECK_MESSAGE(reference.error_of(out.O) <= reference.allowed(eps), in_words(s, c));
  REQUIRE(out.lse.size() == (c.options.lse ? reference.lse.size() : 0));
  for (std::size_t i = 0; i < out.lse.size(); ++i)
    CHECK_MESSAGE(std::abs(static_cast<double>(out.lse[i]) - reference.lse[i]) <=
                      16 * eps * (4 + reference.largest_score + std::abs(reference.lse[i])),
                  in_words(s, c));
}

// Adds `shift` to every score: with scale 1, a first column of ones in K and a shifted first column in Q.
template <class T>
void shift_scores(Inputs<T>& in, double shift) {
  for (Extent j = 0; j < in.K.rows(); ++j) in.K(j, 0) = 1;
  for (Extent i = 0; i < in.Q.rows(); ++i) in.Q(i, 0) = static_cast<T>(shift);
}

template <class T>
void sweep_numerics(std::uint64_t seed) {
  Random r(seed);
  for (const Schedule& s : catalog())
    for (int n = 0; n < 25; ++n) {
      Case c = random_case(r, s, 40, 12);
      if (s.takes_safe) c.options.safe = true, c.M = std::max(c.M, Words{17});
      Inputs<T> in = normal_inputs<T>(r, c.shape);
      check_against_reference(s, c, in);
      for (Extent j = 0; j < c.shape.dk; ++j) in.Q(0, j) = 0;  // a row whose scores are all equal
      check_against_reference(s, c, in);
      if (c.options.stats != Stats::max) continue;
      c.options.scale = 1;
      shift_scores(in, 500);
      check_against_reference(s, c, in);
    }
}

}  // namespace

TEST_CASE(
    "executed runs in double equal the definition: normal inputs, an equal row, scores shifted by 500") {
  sweep_numerics<double>(21);
}

TEST_CASE("executed runs in single precision equal the definition likewise") { sweep_numerics<float>(22); }

TEST_CASE("without a row maximum square_tiling overflows on shifted scores, and with it it does not") {
  Random r(23);
  const Schedule& s = *find("square_tiling");
  Case c{AttentionShape::square(20, 6), {}, Words{100}};
  c.options.scale = 1;
  Inputs<double> in = normal_inputs<double>(r, c.shape);
  shift_scores(in, 800);
  const Executed<double> raw = run(s, c, in);
  bool finite = true;
  for (double o : raw.O.cells()) finite = finite && std::isfinite(o);
  CHECK_FALSE(finite);
  c.options.safe = true;
  check_against_reference(s, c, in);
}

TEST_CASE("the score scale is 1/sqrt(dk) unless given") {
  Random r(24);
  const Schedule& s = *find("flash_attention_2");
  Case c{AttentionShape::square(9, 4), {}, Words{100}};
  const Inputs<double> in = normal_inputs<double>(r, c.shape);
  const auto by_default = run(s, c, in).O.cells();
  c.options.scale = 0.5;
  CHECK(run(s, c, in).O.cells() == by_default);
  c.options.scale = 0.25;
  CHECK(run(s, c, in).O.cells() != by_default);
}

TEST_CASE("the reference itself is attention: it equals three nested loops") {
  Random r(25);
  for (int n = 0; n < 40; ++n) {
    Case c = random_case(r, *find("flash_attention_2"), 12, 6);
    const Inputs<double> in = normal_inputs<double>(r, c.shape);
    const Reference reference = reference_attention(c.shape, c.options, in);
    for (Extent i = 0; i < c.shape.Nq; ++i) {
      std::vector<double> o(static_cast<std::size_t>(c.shape.dv));
      double l = 0;
      for (Extent j = 0; j < c.shape.Nk; ++j) {
        if (!c.shape.visible(i).contains(j)) continue;
        double score = 0;
        for (Extent k = 0; k < c.shape.dk; ++k) score += in.Q(i, k) * in.K(j, k);
        const double p = std::exp(score / std::sqrt(static_cast<double>(c.shape.dk)));
        l += p;
        for (Extent k = 0; k < c.shape.dv; ++k) o[static_cast<std::size_t>(k)] += p * in.V(j, k);
      }
      for (Extent k = 0; k < c.shape.dv; ++k)
        CHECK(reference.O(i, k) == doctest::Approx(o[static_cast<std::size_t>(k)] / l).epsilon(1e-12));
      CHECK(reference.lse[static_cast<std::size_t>(i)] == doctest::Approx(std::log(l)).epsilon(1e-12));
    }
  }
}
