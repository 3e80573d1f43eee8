// The kind spectral: what inertia says against exact rationals, and certificates whose shifts are known by
// hand.
#include <algorithm>
#include <iostream>
#include <random>

#include "check_support.hpp"
#include "spectral_support.hpp"
#include <boost/multiprecision/cpp_int.hpp>
#include <doctest/doctest.h>

#include <redblue/proofs_check/check/inertia.hpp>

using namespace redblue::test;
using check::Inertia;
using check::Interval;
using Rational = boost::multiprecision::cpp_rational;
namespace sim = redblue::sim;

namespace {

/// An arrow from 0 to 1: L = [[1, -1], [-1, 1]], eigenvalues 0 and 2.
const std::string arrow = "redblue-graph 1 arrow\nin a\nval b = 0\nout 1\n";
/// The star as sums of one term.
const std::string sums = "redblue-graph 1 sums\nin a\nacc b = 0\nacc c = 0\nacc d = 0\nout 1 2 3\n";

/// Rows and columns of the Laplacian in the order of elimination, exactly.
std::vector<std::vector<Rational>> exact_laplacian(const sim::Dag& dag, const std::vector<Vertex>& order,
                                                   int input_share) {
  std::set<std::pair<Vertex, Vertex>> edges;
  std::map<Vertex, int> outdegree;
  for (Vertex v = 0; v < dag.size(); ++v)
    for (const Vertex u : dag.operands(v))
      if (edges.emplace(u, v).second) ++outdegree[u];
  std::vector<std::vector<Rational>> L(dag.size(), std::vector<Rational>(dag.size()));
  const auto at = [&](Vertex v) {
    return static_cast<std::size_t>(std::find(order.begin(), order.end(), v) - order.begin());
  };
  for (const auto& [u, v] : edges) {
    const Rational weight(1, outdegree[u] * (dag.kind(u) == Kind::input ? input_share : 1));
    L[at(u)][at(u)] += weight;
    L[at(v)][at(v)] += weight;
    L[at(u)][at(v)] -= weight;
    L[at(v)][at(u)] -= weight;
  }
  return L;
}

/// Eigenvalues below `shift` by elimination in rationals; none where a pivot is 0.
std::optional<std::uint64_t> exact_count(std::vector<std::vector<Rational>> A, const Rational& shift) {
  std::uint64_t negative = 0;
  for (std::size_t k = 0; k < A.size(); ++k) A[k][k] -= shift;
  for (std::size_t k = 0; k < A.size(); ++k) {
    if (A[k][k] == 0) return {};
    negative += A[k][k] < 0 ? 1 : 0;
    for (std::size_t i = k + 1; i < A.size(); ++i)
      for (std::size_t j = k + 1; j < A.size(); ++j) A[i][j] -= A[i][k] * A[k][j] / A[k][k];
  }
  return negative;
}

/// A graph of n vertices, inputs, values and sums, some operands listed twice.
sim::Dag random_dag(std::mt19937_64& random, Vertex n) {
  sim::Dag dag;
  for (Vertex v = 0; v < n; ++v) {
    std::vector<Vertex> operands;
    for (Vertex u = 0; u < v; ++u)
      if (random() % 3 == 0) operands.push_back(u);
    const bool sum = random() % 3 == 0;
    if (operands.empty()) {
      dag.add_input();
    } else if (sum) {
      dag.add_acc();
      for (const Vertex u : operands) dag.add_term(std::array{u, operands[0]});
    } else {
      dag.add_val(operands);
    }
  }
  return dag;
}

}  // namespace

TEST_CASE("intervals hold the exact result of every operation on numbers of every size and sign") {
  std::mt19937_64 random(20251120);
  const auto number = [&] {
    const double mantissa = static_cast<double>(random() % (1U << 20)) - 0x1p19;
    return std::ldexp(mantissa + static_cast<double>(random() >> 11) * 0x1p-53,
                      static_cast<int>(random() % 80) - 40);
  };
  const auto holds_exactly = [](Interval i, const Rational& exact) {
    return Rational(i.lo) < exact && exact < Rational(i.hi);
  };
  // By their addresses: what is called is what the checker was linked with (tools/mutate_checker.py).
  Interval (*volatile plus)(Interval, Interval) = check::operator+;
  Interval (*volatile minus)(Interval, Interval) = check::operator-;
  Interval (*volatile times)(double, Interval) = check::operator*;
  Interval (*volatile ratio)(double, double) = check::quotient;
  double (*volatile above)(double) = check::above;
  double (*volatile below)(double) = check::below;
  for (int i = 0; i < 5000; ++i) {
    const double a = number(), b = number();
    const Interval x = check::exactly(a), y = check::exactly(b);
    REQUIRE(holds_exactly(plus(x, y), Rational(a) + Rational(b)));
    REQUIRE(holds_exactly(minus(x, y), Rational(a) - Rational(b)));
    REQUIRE(holds_exactly(times(a, y), Rational(a) * Rational(b)));
    if (b != 0) REQUIRE(holds_exactly(ratio(a, b), Rational(a) / Rational(b)));
    const Interval wide{std::min(a, b), std::max(a, b)};
    const double c = number();
    for (const double end : {a, b}) REQUIRE(holds_exactly(times(c, wide), Rational(c) * Rational(end)));
  }
  const Interval nothing = minus(check::exactly(0), check::exactly(0));
  CHECK(nothing.lo < 0);
  CHECK(nothing.hi > 0);
  CHECK(above(0.0) > 0);
  CHECK(below(0.0) < 0);
  CHECK(below(-0.0) < 0);
  CHECK(above(-0.0) > 0);
  CHECK(above(1.0) == std::nextafter(1.0, 2.0));
  CHECK(above(-1.0) == std::nextafter(-1.0, 0.0));
}

TEST_CASE(
    "at least as many pivots are negative as eigenvalues lie below the shift less what is lost, exactly") {
  std::mt19937_64 random(20251121);
  int compared = 0;
  double most_lost = 0;
  for (int i = 0; i < 200; ++i) {
    const sim::Dag dag = random_dag(random, static_cast<Vertex>(1 + random() % 11));
    std::vector<Vertex> order(dag.size());
    for (Vertex v = 0; v < dag.size(); ++v) order[v] = v;
    std::shuffle(order.begin(), order.end(), random);
    const int share = 1 + static_cast<int>(random() % 2);
    Inertia inertia(dag, order, share);
    const auto L = exact_laplacian(dag, order, share);
    for (int j = 0; j < 4; ++j) {
      const double at = static_cast<double>(random() % (1U << 30)) * (j == 0 ? 0x1p-30 : 0x1p-28);
      const auto [negative, lost] = inertia.at(at);
      if (!(lost < 1)) continue;
      most_lost = std::max(most_lost, lost);
      const auto below = exact_count(L, Rational(at) - Rational(lost));
      const auto above = exact_count(L, Rational(at) + Rational(lost));
      if (!below || !above) continue;
      REQUIRE(*below <= negative);
      REQUIRE(negative <= *above);
      compared += *below == *above ? 1 : 0;
    }
  }
  std::cout << "seed 20251121: " << compared << " counts exact, at most " << most_lost << " lost\n";
  CHECK(compared > 700);
  CHECK(most_lost > 0);
}

TEST_CASE("certificates with shifts known by hand prove their claims and what is weaker") {
  CHECK(verdict_on(star, certificate(star, good_star)).text == "VALID spectral one_shot M=0 lower=2");
  Parts p = good_star;
  for (const char* claim : {"0", "1"}) {
    p.claim = claim;
    CHECK(verdict_on(star, certificate(star, p)).status == Status::valid);
  }
  p = good_star;
  p.rules = "partial";
  CHECK(verdict_on(star, certificate(star, p)).text == "VALID spectral partial M=0 lower=2");
  // Nothing between: 2 (4/3 - 1/3) less is proven.
  p = good_star;
  p.shifts = {shift(0.333, 1)};
  p.claim = "1";
  CHECK(verdict_on(star, certificate(star, p)).status == Status::valid);
  // Edges out of the input of half weight: 0, 1/6, 1/6, 2/3, so 1, and 4 words that are compulsory.
  p = {.claim = "5",
       .form = "sharp",
       .parts = "4",
       .order = "0 1 2 3",
       .shifts = {shift(0.1666, 1), shift(0.6666, 3)}};
  CHECK(verdict_on(star, certificate(star, p)).text == "VALID spectral one_shot M=0 lower=5");
  p.claim = "6";
  CHECK(verdict_on(star, certificate(star, p)).rule == "claim");
  // One part is the whole graph: only what is compulsory.
  p = {.M = "7", .claim = "4", .form = "sharp", .parts = "1", .order = "0 1 2 3"};
  CHECK(verdict_on(star, certificate(star, p)).status == Status::valid);
  // Two parts of one vertex each: lambda_2 = 2.
  p = {.claim = "2", .parts = "2", .order = "0 1", .shifts = {shift(1.99999, 1)}};
  CHECK(verdict_on(arrow, certificate(arrow, p)).status == Status::valid);
}

TEST_CASE("a claim is judged to the last unit of a shift, and words that are compulsory to the last vertex") {
  // lambda_4 of the star is 4/3; of a shift S = 1 + j 2^-48 the checker keeps S - 2^-48.
  const auto claims = [](std::uint64_t S, const char* claim) {
    Parts p = good_star;
    p.claim = claim;
    p.shifts = {"shift " + std::to_string(S) + " 3"};
    return verdict_on(star, certificate(star, p)).rule;
  };
  const std::uint64_t one = std::uint64_t{1} << 48;
  CHECK(claims(one + 1, "2") == "claim");
  CHECK(claims(one + 2, "2").empty());
  // A shift above every eigenvalue says nothing, up to the largest that there is.
  Parts p = good_star;
  p.shifts.push_back("shift 9007199254740991 4");
  CHECK(verdict_on(star, certificate(star, p)).status == Status::valid);
  // Larger parts meet smaller eigenvalues: 4 vertices in 3 parts are 2, 1, 1 with 0, 1/3, 1/3.
  p = good_star;
  p.parts = "3", p.claim = "1";
  CHECK(verdict_on(star, certificate(star, p)).status == Status::valid);
  // c is used by nothing, b is an output and an operand, d a constant, e an output; the input f is an output.
  const std::string mixed =
      "redblue-graph 1 mixed\nin a\nval b = 0\nin c\nval d =\nval e = 1 3\nin f\nout 1 4 5\n";
  const auto ends = [&](const char* claim) {
    return verdict_on(
               mixed,
               certificate(mixed,
                           {.M = "0", .claim = claim, .form = "sharp", .parts = "1", .order = "5 4 3 2 1 0"}))
        .status;
  };
  CHECK(ends("2") == Status::valid);
  CHECK(ends("3") == Status::invalid);
  // M counts once for each side of each cut: 4 less for each word.
  p = {.M = "1",
       .claim = "4",
       .form = "sharp",
       .parts = "2",
       .order = "0 1 2 3",
       .shifts = {shift(0.1666, 1)}};
  CHECK(verdict_on(star, certificate(star, p)).status == Status::valid);
  // Six separate arrows in 12 parts: six eigenvalues are 2, so 12 - 2 * 0; at M = 1 the rest is below 0.
  std::string arrows = "redblue-graph 1 arrows\n", out = "out", order;
  for (int i = 0; i < 6; ++i)
    arrows += "in a\nval b = " + std::to_string(2 * i) + "\n", out += " " + std::to_string(2 * i + 1),
        order += (i > 0 ? " " : "") + std::to_string(2 * i) + " " + std::to_string(2 * i + 1);
  arrows += out + "\n";
  const auto at = [&](const char* M, const char* form, const char* claim, const char* k) {
    const double lambda = std::string(form) == "sharp" ? 1 : 2;
    return verdict_on(arrows, certificate(arrows, {.M = M,
                                                   .claim = claim,
                                                   .form = form,
                                                   .parts = k,
                                                   .order = order,
                                                   .shifts = {shift(lambda - 1e-9, 6)}}))
        .text;
  };
  CHECK(at("0", "published", "12", "12") == "VALID spectral one_shot M=0 lower=12");
  CHECK(at("0", "published", "13", "12") == "INVALID line 11 move 5: end 4: claim: 12 words are proven");
  CHECK(at("0", "published", "11", "11") == "INVALID line 11 move 5: end 4: claim: 10 words are proven");
  CHECK(at("1", "published", "1", "12") == "INVALID line 11 move 5: end 4: claim: 0 words are proven");
  CHECK(at("0", "sharp", "18", "12") == "VALID spectral one_shot M=0 lower=18");
  CHECK(at("0", "sharp", "19", "12") == "INVALID line 11 move 5: end 4: claim: 18 words are proven");
  CHECK(at("1", "sharp", "13", "12") == "INVALID line 11 move 5: end 4: claim: 12 words are proven");
}

TEST_CASE("every mutant of a certificate is refused, with its reason and line") {
  const auto verdict = [](const Parts& p) { return verdict_on(star, certificate(star, p)); };
  const auto refused = [&](Parts p, const char* rule, std::uint64_t line) {
    const Verdict v = verdict(p);
    CHECK_MESSAGE(v.rule == rule, v.text);
    CHECK_MESSAGE(v.line == line, v.text);
    CHECK(v.status == Status::invalid);
    CHECK(v.move == (line > 6 ? line - 6 : 0));
  };
  const auto with = [&](const auto& change) {
    Parts p = good_star;
    change(p);
    return p;
  };
  refused(with([](Parts& p) { p.claim = "3"; }), "claim", 12);
  refused(with([](Parts& p) { p.M = "1"; }), "claim", 12);
  refused(with([](Parts& p) { p.parts = "3"; }), "claim", 12);
  refused(with([](Parts& p) { p.parts = "1"; }), "claim", 12);
  refused(with([](Parts& p) { p.parts = "0"; }), "parts", 8);
  refused(with([](Parts& p) { p.parts = "5"; }), "parts", 8);
  refused(with([](Parts& p) { p.order = "1 2 3 1"; }), "order", 9);
  refused(with([](Parts& p) { p.rules = "classic"; }), "rules", 4);
  refused(with([](Parts& p) { p.rules = "partial_recompute"; }), "rules", 4);
  for (const int off : {-1, 1})
    for (const std::size_t i : {0U, 1U})
      refused(with([&](Parts& p) { p.shifts[i] = shift(i == 0 ? 0.333 : 1.333, (i == 0 ? 1 : 3) + off); }),
              "count", 10 + i);
  refused(with([](Parts& p) { p.shifts[0] = shift(0.334, 1); }), "count", 10);
  refused(with([](Parts& p) { p.shifts[1] = shift(1.334, 3); }), "count", 11);
  refused(with([](Parts& p) { p.shifts.pop_back(); }), "claim", 11);
  refused(with([](Parts& p) { std::swap(p.shifts[0], p.shifts[1]); }), "shift", 11);
  refused(with([](Parts& p) { p.shifts[1] = p.shifts[0]; }), "shift", 11);
  refused(with([](Parts& p) { p.shifts[0] = "shift 0 0"; }), "shift", 10);
  refused(with([](Parts& p) { p.shifts[1] = "shift 9007199254740992 4"; }), "shift", 11);
  // A pivot of exactly 0: the first diagonal entry of L is 1/3 in no double, but 1 for the centre.
  refused(with([](Parts& p) { p.order = "0 1 2 3", p.shifts = {shift(1, 3)}; }), "residual", 10);
  // Of a shift as small as rounding nothing is left.
  refused(with([](Parts& p) { p.shifts = {"shift 1 1"}; }), "claim", 11);
  CHECK(verdict(with([](Parts& p) { p.rules = "classic"; })).text ==
        "INVALID line 4 move 0: rules classic: rules: one_shot expected, or partial for a graph without acc");
  CHECK(verdict(with([](Parts& p) { p.parts = "5"; })).text ==
        "INVALID line 8 move 2: parts 5: parts: from 1 to the number of vertices");
  CHECK(verdict(with([](Parts& p) { p.order = "1 2 3 1"; })).text ==
        "INVALID line 9 move 3: order: order: vertex 1 comes twice");
  CHECK(verdict(with([](Parts& p) { p.shifts[1] = "shift 7 3"; })).text ==
        "INVALID line 11 move 5: shift 7 3: shift: shifts rise and are below 2^53");
  CHECK(verdict(with([](Parts& p) {
          p.shifts[0] = shift(1, 2);
        })).text.ends_with("count: 3 pivots are negative"));
  CHECK(verdict_on(sums, certificate(sums, good_star)).status == Status::valid);
  Parts p = good_star;
  p.rules = "partial";
  CHECK(verdict_on(sums, certificate(sums, p)).rule == "rules");
  CHECK(verdict_on(arrow, certificate(star, good_star)).rule == "graph_mismatch");
}

TEST_CASE(
    "spectral certificates that depart from the format are unreadable, and those too large not checked") {
  const auto unreadable = [](Parts p, const char* what) {
    const Verdict v = verdict_on(star, certificate(star, p));
    CHECK_MESSAGE(v.text == std::string("UNREADABLE certificate line ") + what, v.text);
  };
  const auto with = [&](const auto& change) {
    Parts p = good_star;
    change(p);
    return p;
  };
  unreadable(with([](Parts& p) { p.form = "blunt"; }), "7: 'published' expected");
  unreadable(with([](Parts& p) { p.form = "shar"; }), "7: 'sharp' expected");
  unreadable(with([](Parts& p) { p.order = "1 2 3 4"; }), "9: the graph has no vertex 4");
  unreadable(with([](Parts& p) { p.order = "1 2 3"; }), "9: ' ' expected");
  unreadable(with([](Parts& p) { p.order = "1 2 3 0 0"; }), "9: the line should end here");
  unreadable(with([](Parts& p) { p.shifts[1] = "shift 7"; }), "11: ' ' expected");
  unreadable(with([](Parts& p) { p.end = "4"; }), "12: there are 5 lines");
  const std::string most = std::to_string(std::uint64_t{1} << 40);
  const std::string more = std::to_string((std::uint64_t{1} << 40) + 1);
  CHECK(verdict_on(star, certificate(star, with([&](Parts& p) { p.M = most, p.claim = "0"; }))).status ==
        Status::valid);
  CHECK(verdict_on(star, certificate(star, with([&](Parts& p) { p.M = more, p.claim = "0"; }))).text ==
        "NOT CHECKED: limit: M above 2^40 words");
}

TEST_CASE("a factor with too many entries or products is not checked, before any work on it") {
  // Every pair of an input and a value is an edge: the least fill is that of eliminating one side first.
  const auto verdict = [](int half) {
    std::string graph = "redblue-graph 1 dense\n", order = "0", out, inputs;
    for (int v = 0; v < half; ++v) graph += "in a\n", inputs += " " + std::to_string(v);
    for (int v = 0; v < half; ++v) graph += "val b =" + inputs + "\n", out += " " + std::to_string(half + v);
    for (int v = 1; v < 2 * half; ++v) order += " " + std::to_string(v);
    graph += "out" + out + "\n";
    return verdict_on(
               graph,
               certificate(graph, {.claim = "1", .parts = "2", .order = order, .shifts = {shift(0.5, 1)}}))
        .text;
  };
  CHECK(verdict(745) == "NOT CHECKED: limit: 2^28 products of intervals");
  CHECK(verdict(1200) == "NOT CHECKED: limit: 2^21 entries of the factor");
}
