// The bound spectral: published values, eigenvalues against exact counts, the inequality that it rests on
// against every order of computation, and the bound against optima and plays.
#include <algorithm>
#include <chrono>
#include <numeric>

#include "find_support.hpp"
#include "fixed_seed.hpp"
#include <doctest/doctest.h>

#include <redblue/proofs_check/find/compulsory.hpp>
#include <redblue/proofs_check/find/good_play.hpp>
#include <redblue/proofs_check/find/spectral.hpp>

using namespace redblue;
using namespace redblue::test;
using finder::Laplacian;
using finder::SpectralForm;

namespace {

constexpr SpectralForm forms[] = {SpectralForm::published, SpectralForm::sharp};

int share(SpectralForm form) { return form == SpectralForm::sharp ? 2 : 1; }

GraphBoundAnswer evaluated(const NamedGraph& graph, std::int64_t M, SpectralForm form) {
  return (form == SpectralForm::sharp ? finder::spectral_sharp : finder::spectral)(graph, sim::Words{M}, {});
}

/// The sum of n_i lambda_i over k nearly equal parts of n vertices, larger parts first.
double spread(const std::vector<double>& values, std::size_t n, std::size_t k) {
  double sum = 0;
  for (std::size_t i = 0; i < k; ++i) sum += static_cast<double>(n / k + (i < n % k ? 1 : 0)) * values[i];
  return sum;
}

/// What a computation in `order`, cut into parts of the given sizes, loads again and stores at least, if
/// nothing is kept from part to part: operands from earlier parts, and values with a use in later ones. In
/// the form `sharp` no input is stored.
std::int64_t crossings(const sim::Dag& dag, const std::vector<Vertex>& order,
                       const std::vector<std::size_t>& sizes, SpectralForm form) {
  std::vector<std::size_t> part(dag.size());
  std::size_t at = 0;
  for (std::size_t p = 0; p < sizes.size(); ++p)
    for (std::size_t i = 0; i < sizes[p]; ++i) part[order[at++]] = p;
  std::set<std::pair<Vertex, std::size_t>> read;
  std::set<Vertex> written;
  for (Vertex v = 0; v < dag.size(); ++v)
    for (const Vertex u : dag.operands(v)) {
      if (part[u] == part[v]) continue;
      read.emplace(u, part[v]);
      if (form == SpectralForm::published || dag.kind(u) != Kind::input) written.insert(u);
    }
  return static_cast<std::int64_t>(read.size() + written.size());
}

/// Calls `f` with every order in which the graph can be computed.
template <class F>
void each_order(const sim::Dag& dag, std::vector<Vertex>& order, const F& f) {
  if (order.size() == dag.size()) return f(order);
  const auto done = [&](Vertex v) { return std::find(order.begin(), order.end(), v) != order.end(); };
  for (Vertex v = 0; v < dag.size(); ++v) {
    const auto operands = dag.operands(v);
    if (done(v) || !std::all_of(operands.begin(), operands.end(), done)) continue;
    order.push_back(v);
    each_order(dag, order, f);
    order.pop_back();
  }
}

/// n vertices with `degree` operands each, but for the first ones; every pair about as likely.
NamedGraph expander(std::uint64_t seed, Vertex n, Vertex degree) {
  std::mt19937_64 random(seed);
  sim::Dag dag;
  for (Vertex v = 0; v < n; ++v) {
    std::set<Vertex> operands;
    while (v > 4 * degree && operands.size() < degree) operands.insert(static_cast<Vertex>(random() % v));
    if (operands.empty())
      dag.add_input();
    else
      dag.add_val(std::vector<Vertex>(operands.begin(), operands.end()));
  }
  return named(std::move(dag));
}

}  // namespace

TEST_CASE("the published values of the FFT of 512 points and of the product of 20 x 20 matrices come out") {
  struct Published {
    const char* graph;
    std::int64_t M;
    double words;
    std::uint64_t k;
  };
  for (const char* name : {"fft:9", "matmul:20,20,20+products"}) {
    const NamedGraph graph = named_graph(name);
    const Laplacian laplacian(graph.dag, 1);
    const finder::Spectrum spectrum = finder::smallest_eigenvalues(laplacian, 20, {});
    CHECK(!spectrum.levels.empty());
    for (const auto& [of, M, words, k] :
         {Published{"fft:9", 4, 86.24048, 9}, Published{"fft:9", 8, 49.41899, 4},
          Published{"fft:9", 16, 5.83013, 2}, Published{"matmul:20,20,20+products", 32, 86.14337, 3}}) {
      if (graph.name != of) continue;
      const finder::Parts parts = finder::best_parts(spectrum.values, laplacian.size(),
                                                     static_cast<double>(M), SpectralForm::published);
      CHECK(std::abs(parts.words - words) < 0.5e-5);
      CHECK(parts.k == k);
    }
  }
}

TEST_CASE("fft:9 at M = 8 is certified and the checker confirms it") {
  const NamedGraph graph = named_graph("fft:9");
  const GraphBoundAnswer answer = evaluated(graph, 8, SpectralForm::published);
  CHECK(answer.certified == 50);
  CHECK(parameter(answer, "may_be_added") == "512");
  CHECK(verdict_on(graph_text(graph), answer.certificate).text == "VALID spectral partial M=8 lower=50");
}

TEST_CASE(
    "the different values of a Lanczos run on fft:9, each taken once, would prove 160 words, and counts "
    "refuse them") {
  const NamedGraph graph = named_graph("fft:9");
  const Laplacian laplacian(graph.dag, 1);
  std::vector<double> values = laplacian.lanczos(50);
  values.erase(std::unique(values.begin(), values.end(), [](double a, double b) { return b - a < 1e-7; }),
               values.end());
  const finder::Parts wrong = finder::best_parts(values, laplacian.size(), 4, SpectralForm::published);
  CHECK(std::abs(wrong.words - 160.301) < 1e-3);  // 86.24048 is the truth
  // What they say of the places of eigenvalues: one value, one eigenvalue.
  const std::string text = graph_text(graph);
  std::string certificate =
      certificate_header("spectral", "graph " + digest_text(digest(text)), Rules::one_shot, sim::Words{4},
                         "lower " + std::to_string(static_cast<int>(wrong.words)));
  certificate += "form published\nparts " + std::to_string(wrong.k) + "\norder";
  for (const Vertex v : laplacian.order()) certificate += " " + std::to_string(v);
  for (std::size_t i = 1; i < wrong.k; ++i)
    certificate += "\nshift " + std::to_string(static_cast<std::uint64_t>((values[i] - 1e-6) * 0x1p48)) +
                   " " + std::to_string(i);
  certificate += "\nend " + std::to_string(wrong.k + 2) + "\n";
  const Verdict v = verdict_on(text, certificate);
  CHECK_MESSAGE(v.rule == "count", v.text);
  CHECK(v.line == 11);  // the second different value is the fourth eigenvalue
  CHECK(finder::counted_spectrum(laplacian, values).values.size() > values.size());
}

TEST_CASE(
    "on every graph of up to 5 vertices, in every order and every cut, as many edges cross as eigenvalues "
    "say") {
  int orders = 0, equal = 0;
  each_graph(5, [&](const std::vector<unsigned>& masks) {
    const NamedGraph graph = graph_of(masks, false);
    const std::size_t n = graph.dag.size();
    for (const SpectralForm form : forms) {
      const std::vector<double> values = Laplacian(graph.dag, share(form)).all();
      REQUIRE(std::abs(values[0]) < 1e-12);
      std::vector<Vertex> order;
      each_order(graph.dag, order, [&](const std::vector<Vertex>& o) {
        for (std::size_t k = 1; k <= n; ++k) {
          std::vector<std::size_t> sizes(k, n / k);
          for (std::size_t i = 0; i < n % k; ++i) ++sizes[i];
          std::sort(sizes.begin(), sizes.end());
          do {
            const auto crossing = static_cast<double>(crossings(graph.dag, o, sizes, form));
            REQUIRE(crossing > spread(values, n, k) - 1e-9);
            equal += k > 1 && crossing > 0 && crossing < spread(values, n, k) + 1e-9 ? 1 : 0;
          } while (std::next_permutation(sizes.begin(), sizes.end()));
        }
        ++orders;
      });
    }
  });
  MESSAGE(orders << " orders, " << equal << " cuts where both sides are equal");
  CHECK(orders > 10000);
  CHECK(equal > 100);
}

TEST_CASE("no optimum of a graph of up to 5 vertices is below either form, nor below any of its terms") {
  int compared = 0;
  double nearest = 1e9;
  each_graph(5, [&](const std::vector<unsigned>& masks) {
    const NamedGraph graph = graph_of(masks, false);
    const std::size_t n = graph.dag.size();
    const std::vector<double> published = Laplacian(graph.dag, 1).all(),
                              sharp = Laplacian(graph.dag, 2).all();
    const Game small(graph.dag, Rules::one_shot, 1);
    for (std::int64_t M = small.smallest_M(); M <= static_cast<std::int64_t>(n); ++M) {
      const auto optimum = finder::plain_optimum(Game(graph.dag, Rules::one_shot, M)).io;
      REQUIRE(optimum.has_value());
      for (const SpectralForm form : forms) {
        const GraphBoundAnswer answer = evaluated(graph, M, form);
        REQUIRE(answer.certified.value() <= *optimum);
        if (form == SpectralForm::published)
          REQUIRE(*answer.certified + std::stoll(parameter(answer, "may_be_added")) <= *optimum);
      }
      const std::int64_t ends = std::stoll(parameter(evaluated(graph, M, SpectralForm::sharp), "compulsory"));
      for (std::size_t k = 1; k <= n; ++k) {
        const double beside = 2 * static_cast<double>(M) * static_cast<double>(k);
        const double slack =
            static_cast<double>(*optimum - ends) + beside - 2 * static_cast<double>(M) - spread(sharp, n, k);
        REQUIRE(static_cast<double>(*optimum) + beside - spread(published, n, k) > -1e-9);
        REQUIRE(slack > -1e-9);
        if (k > 1 && M > 0) nearest = std::min(nearest, slack);
        ++compared;
      }
    }
  });
  MESSAGE(compared << " comparisons, the nearest has a slack of " << nearest);
  CHECK(compared > 5000);
}

TEST_CASE("no play of graphs that spread is below either form where these say more than what is compulsory") {
  int more = 0;
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    const NamedGraph graph = expander(seed, 150, 3);
    for (const std::int64_t M : {4, 5}) {
      const auto io = finder::good_play(graph, Rules::one_shot, M, {}).io;
      for (const SpectralForm form : forms) {
        const GraphBoundAnswer answer = evaluated(graph, M, form);
        const Verdict v = verdict_on(graph_text(graph), answer.certificate);
        CHECK_MESSAGE(v.status == Status::valid, v.text);
        CHECK(*answer.certified <= io);
        CHECK(*answer.certified >= answer.words - 1e-3);
        CHECK(*answer.certified < answer.words + 1);
        more += *answer.certified > (form == SpectralForm::sharp ? finder::compulsory_words(graph.dag) : 0)
                    ? 1
                    : 0;
      }
    }
  }
  CHECK(more >= 12);
}

TEST_CASE("the checker confirms the certificates of graphs of every kind, twice with the same bytes") {
  for (const char* name :
       {"fft:5", "fft:6", "matmul:4,4,4", "matmul:5,5,5+products", "attention:6,3+l", "strassen:2", "tree:6",
        "pyramid:12", "diamond:9", "random:120,0.04,1", "schedule:flash_attention_2,4,2,24"}) {
    const NamedGraph graph = named_graph(name);
    for (const std::int64_t M : {1, 3})
      for (const SpectralForm form : forms) {
        const GraphBoundAnswer answer = evaluated(graph, M, form);
        REQUIRE(answer.certified.has_value());
        const Verdict v = verdict_on(graph_text(graph), answer.certificate);
        CHECK_MESSAGE(v.status == Status::valid, name << ": " << v.text);
        CHECK(answer.certificate == evaluated(graph, M, form).certificate);
        CHECK(static_cast<double>(*answer.certified) >= answer.words - 1e-3);
      }
  }
}

TEST_CASE(
    "the estimate without a factorisation agrees with the counted eigenvalues, multiple ones included") {
  const NamedGraph graph = named_graph("fft:7");
  const Laplacian laplacian(graph.dag, 1);
  const std::vector<double> estimate = laplacian.subspace(40, {});
  const finder::Spectrum spectrum = finder::smallest_eigenvalues(laplacian, 30, {});
  REQUIRE(spectrum.values.size() >= 40);
  REQUIRE(estimate.size() == 40);
  for (std::size_t i = 0; i < estimate.size(); ++i) CHECK(std::abs(estimate[i] - spectrum.values[i]) < 1e-6);
}

TEST_CASE("an estimate that a limit stops is none, for until it converges its eigenvalues are too large") {
  const NamedGraph graph = named_graph("fft:9");
  const Laplacian laplacian(graph.dag, 1);
  const std::vector<double> whole = laplacian.subspace(40, {});
  REQUIRE(whole.size() == 40);
  int stopped = 0;
  for (const int milliseconds : {0, 1, 3, 10, 30, 100}) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds);
    const std::vector<double> values = laplacian.subspace(40, {.deadline = deadline});
    CHECK((values.empty() || values == whole));
    stopped += values.empty();
  }
  CHECK(stopped > 0);
}

TEST_CASE("a graph whose factorisation is too large has an estimate and no certificate") {
  const NamedGraph graph = expander(7, 4500, 8);
  const Laplacian laplacian(graph.dag, 1);
  REQUIRE(!laplacian.cost().has_value());
  const finder::Spectrum spectrum = finder::smallest_eigenvalues(laplacian, 3, {});
  CHECK(!spectrum.counted);
  CHECK(spectrum.levels.empty());
  REQUIRE(spectrum.values.size() == 3);
  CHECK(std::abs(spectrum.values[0]) < 1e-9);
  CHECK(spectrum.values[1] > 0.1);
  const std::atomic<bool> stop = true;
  const GraphBoundAnswer answer = finder::spectral(graph, sim::Words{7}, {.stop = &stop});
  CHECK(answer.why_not == "stopped by a limit before the eigenvalues had converged");
  CHECK(laplacian.subspace(3, {.most_bytes = 4500 * 17 * 32 - 1}).empty());
  CHECK(!laplacian.subspace(3, {.most_bytes = 4500 * 17 * 32}).empty());
  CHECK(!answer.certified.has_value());
  CHECK(answer.certificate.empty());
}

TEST_CASE(
    "graphs of more than 2^20 vertices or 2^23 operands are refused before anything is built for them") {
  sim::Dag inputs;
  for (int i = 0; i < 1 << 20; ++i) inputs.add_input();
  NamedGraph graph{"inputs", std::move(inputs), {}};
  graph.dag.add_input();
  CHECK(evaluated(graph, 4, SpectralForm::sharp).why_not == "more than 2^20 vertices or 2^23 operands");
  sim::Dag dense;
  std::vector<Vertex> operands;
  for (Vertex v = 0; v < 4096; ++v) operands.push_back(dense.add_input());
  for (int i = 0; i <= 2048; ++i) dense.add_val(operands);
  CHECK(evaluated({"dense", std::move(dense), {}}, 4, SpectralForm::sharp).why_not ==
        "more than 2^20 vertices or 2^23 operands");
}
