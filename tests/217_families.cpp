// The families of graphs that the checker recognises, against plain recognisers written from the table of
// docs/certificates.md, on graphs of each family and on graphs that are nearly one.
#include <functional>

#include "plain_families.hpp"
#include <doctest/doctest.h>

using namespace redblue::test;
namespace sim = redblue::sim;

namespace {

/// What the rest of the line says, and how many vertices count; none where the graph is not of the family.
struct Recogniser {
  const char* word;
  std::uint64_t least_X;
  std::function<std::size_t(const Graph&, const Numbers&)> counted;
  std::function<bool(std::uint64_t X, std::uint64_t d, unsigned __int128 part)>
      holds;  ///< so many are possible
};

using Wide = unsigned __int128;

const Recogniser families[] = {
    {"tree", 1, tree, [](std::uint64_t X, std::uint64_t, Wide part) { return part <= 2 * X - 1; }},
    {"fft", 1, fft,
     [](std::uint64_t X, std::uint64_t, Wide part) {
       std::uint64_t most = X;
       for (std::uint64_t n = 0; n < X; ++n) most += 2 * static_cast<std::uint64_t>(std::popcount(n));
       return part <= most;
     }},
    {"matmul", 4, matmul,
     [](std::uint64_t X, std::uint64_t, Wide part) { return 4 * part * part <= Wide{X} * X * X; }},
    {"attention", 4, attention,
     [](std::uint64_t X, std::uint64_t d, Wide part) {
       return 4 * part * part <= Wide{X} * X * X || 27 * Wide{d} * d * part * part <= Wide{X} * X * X * X;
     }},
    {"scores", 1, scores,
     [](std::uint64_t X, std::uint64_t d, Wide part) {
       return part <= X || 4 * Wide{d} * d * part <= Wide{X} * X;
     }},
};

std::uint64_t largest(const Recogniser& f, std::uint64_t X, std::uint64_t d) {
  std::uint64_t low = 0, high = X * X + 64 * X + 2;  // all formulas stay below
  while (high - low > 1) {
    const std::uint64_t middle = low + (high - low) / 2;
    (f.holds(X, d, middle) ? low : high) = middle;
  }
  return low;
}

std::string by(const Recogniser& f, const Numbers& numbers) {
  std::string line = f.word;
  for (const std::uint64_t n : numbers) line += " " + std::to_string(n);
  return line;
}

std::string x_partition(const std::string& graph, const std::string& line, std::uint64_t M, std::uint64_t X,
                        std::uint64_t part, std::uint64_t claim) {
  return certificate_header("x_partition", "graph " + digest_text(digest(graph)), Rules::classic,
                            redblue::sim::Words{static_cast<std::int64_t>(M)},
                            "lower " + std::to_string(claim)) +
         "by " + line + "\nX " + std::to_string(X) + "\nlargest " + std::to_string(part) + "\nend 3\n";
}

/// The checker must say of `by WORD numbers` what the plain recogniser says. True where the graph is of it.
bool judge(const Graph& graph, const Recogniser& f, const Numbers& numbers) {
  const std::string text = text_of(graph);
  const std::size_t counted = f.counted(graph, numbers);
  const std::uint64_t X = f.least_X, part = largest(f, X, numbers.empty() ? 0 : numbers.back());
  const std::uint64_t claim = (counted + part - 1) / part;
  const Verdict v =
      verdict_on(text, x_partition(text, by(f, numbers), X - 1, X, part, claim > 0 ? claim - 1 : 0));
  CHECK_MESSAGE(v.rule == (counted == 0 ? "family" : ""), text << by(f, numbers) << ": " << v.text);
  CHECK_MESSAGE(v.status == (counted == 0 ? Status::invalid : Status::valid), v.text);
  return counted > 0;
}

/// One small change: an operand, two operands, a kind, a vertex more or less.
void change(Random& r, Graph& graph) {
  const auto at = static_cast<std::size_t>(r.between(0, static_cast<Extent>(graph.size()) - 1));
  Plain& p = graph[at];
  const auto below = [&](std::size_t n) {
    return static_cast<unsigned>(r.between(0, static_cast<Extent>(n) - 1));
  };
  const auto some = [&] { return below(p.operands.size()); };
  switch (r.between(0, 8)) {
    case 0:
    case 1:
      if (!p.operands.empty()) p.operands[some()] = below(at);
      break;
    case 2:
      if (!p.operands.empty()) std::swap(p.operands[some()], p.operands[some()]);
      break;
    case 3:
      if (p.operands.size() > 1) p.operands.erase(p.operands.begin() + some());
      break;
    case 4:
      if (p.kind != 'i') p.operands.push_back(at > 0 ? below(at) : 0);
      break;
    case 5:
      p.kind = p.kind == 'i' ? 'v' : 'i';
      if (p.kind == 'i') p.operands.clear();
      break;
    case 6:
      graph.push_back(p);
      break;
    case 7:
      graph.push_back({'v', {below(graph.size()), below(graph.size())}});
      break;
    default:
      if (graph.size() > 1) graph.pop_back();
  }
  for (Plain& q : graph) {  // what no file can say
    if (q.kind == 'a' && q.operands.empty()) q.kind = 'v';
    std::vector<unsigned> once;
    for (const unsigned u : q.operands)
      if (std::find(once.begin(), once.end(), u) == once.end()) once.push_back(u);
    if (q.kind == 'v') q.operands = once;
  }
}

struct Sample {
  const char* name;
  int family;
  Numbers numbers;
};
const Sample samples[] = {
    {"tree:1", 0, {}},
    {"tree:2", 0, {}},
    {"fft:1", 1, {1}},
    {"fft:2", 1, {2}},
    {"matmul:1,1,1+products", 2, {1, 1, 1}},
    {"matmul:2,1,2+products", 2, {2, 1, 2}},
    {"matmul:1,2,3+chain", 2, {1, 2, 3}},
    {"matmul:2,2,1+tree", 2, {2, 2, 1}},
    {"matmul:3,2,2+tree", 2, {3, 2, 2}},
    {"attention:1,1+chain", 3, {1, 1}},
    {"attention:1,2+tree", 3, {1, 2}},
    {"attention:2,1+l+chain", 3, {2, 1}},
    {"attention:2,2+tree", 3, {2, 2}},
    {"attention:1,3+l+tree", 3, {1, 3}},
    {"attention:2,1", 4, {2, 1}},
    {"attention:1,2", 4, {1, 2}},
    {"attention:2,2", 4, {2, 2}},
    {"attention:3,2", 4, {3, 2}},
};

}  // namespace

TEST_CASE(
    "the checker sees a family in a graph, and in one of small changes, where a plain recogniser does") {
  Random r(20251127);
  int is = 0, is_not = 0;
  for (const Sample& s : samples) {
    const Graph graph = graph_of(s.name);
    CAPTURE(s.name);
    CHECK(judge(graph, families[s.family], s.numbers));
    for (int i = 0; i < 150; ++i) {
      Graph changed = graph;
      for (Extent n = r.between(1, 2); n > 0; --n) change(r, changed);
      ++(judge(changed, families[s.family], s.numbers) ? is : is_not);
    }
  }
  CHECK(is > 300);
  CHECK(is_not > 1000);
}

TEST_CASE("every operand of a small graph of a family may be exchanged for every vertex before it") {
  for (const Sample& s : samples) {
    const Graph graph = graph_of(s.name);
    CAPTURE(s.name);
    for (std::size_t v = 0; v < graph.size() && graph.size() < 40; ++v)
      for (std::size_t i = 0; i < graph[v].operands.size(); ++i)
        for (unsigned u = 0; u < v; ++u) {
          Graph changed = graph;
          changed[v].operands[i] = u;
          if (changed[v].kind == 'v' &&
              std::count(changed[v].operands.begin(), changed[v].operands.end(), u) > 1)
            continue;
          judge(changed, families[s.family], s.numbers);
        }
  }
}

TEST_CASE(
    "a family has no more products in all than the graph has vertices, and trees count an operand once") {
  const auto with = [](unsigned inputs, std::vector<Plain> more) {
    Graph graph(inputs, {'i', {}});
    graph.insert(graph.end(), more.begin(), more.end());
    return graph;
  };
  const auto is = [](const Graph& graph, int family, const Numbers& numbers, bool expected) {
    CHECK(judge(graph, families[family], numbers) == expected);
  };
  is(with(6, {{'v', {0, 2}}, {'v', {1, 5}}}), 2, {2, 4, 1}, true);
  is(with(6, {{'v', {0, 2}}}), 2, {2, 4, 1}, false);
  is(with(6, {{'v', {0, 4}}, {'v', {1, 5}}}), 2, {4, 2, 1}, true);
  is(with(6, {{'v', {0, 4}}}), 2, {4, 2, 1}, false);
  is(with(12, {{'v', {0, 8}}, {'v', {1, 10}}, {'v', {7, 11}}, {'v', {6, 8}}}), 2, {4, 2, 2}, true);
  is(with(12, {{'v', {0, 8}}, {'v', {1, 10}}, {'v', {7, 11}}}), 2, {4, 2, 2}, false);
  is(with(12, {{'v', {0, 4}}, {'v', {1, 4}}, {'v', {12, 8}}, {'v', {13, 8}}}), 3, {4, 1}, true);
  is(with(12, {{'v', {0, 4}}, {'v', {1, 4}}, {'v', {12, 8}}}), 3, {4, 1}, false);
  is(with(24, {{'v', {0, 8}},
               {'v', {1, 9}},
               {'v', {24, 25}},
               {'v', {26, 16}},
               {'v', {26, 17}},
               {'v', {2, 8}},
               {'v', {3, 9}},
               {'v', {4, 8}}}),
     3, {4, 2}, true);
  is(with(24, {{'v', {0, 8}},
               {'v', {1, 9}},
               {'v', {24, 25}},
               {'v', {26, 16}},
               {'v', {26, 17}},
               {'v', {2, 8}},
               {'v', {3, 9}}}),
     3, {4, 2}, false);
  is(with(4, {{'v', {0, 2}}, {'v', {0, 3}}, {'v', {1, 2}}, {'v', {1, 3}}}), 2, {2, 2, 1}, true);
  is(with(4, {{'v', {0, 2}}, {'v', {0, 3}}, {'v', {1, 2}}, {'v', {1, 3}}, {'v', {5, 6}}}), 2, {2, 2, 1},
     false);
  const std::string twice = "redblue-graph 1 g\nin a\nin b\nval c = 0 1 0\nout 2\n";
  CHECK(verdict_on(twice, x_partition(twice, "matmul 1 1 1", 3, 4, 4, 0)).status == Status::valid);
  std::string many = "redblue-graph 1 many\n";  // 300,000^2 / 4 bits would be 2.8 GB
  for (int v = 0; v < 300'000; ++v) many += "in a\n";
  many += "out 0\n";
  CHECK(verdict_on(many, x_partition(many, "scores 150000 1", 0, 1, 1, 0)).rule == "family");
  const std::string tree = graph_text(named_graph("tree:5"));  // of 63 vertices
  for (const std::uint64_t layers : {32U, 33U, 60U})
    CHECK(verdict_on(tree, x_partition(tree, by(families[1], {layers}), 0, 1, 1, 0)).rule == "family");
  is(with(2, {{'a', {0, 0, 1}}}), 0, {}, true);
  is(with(2, {{'a', {0, 1, 0}}, {'v', {2, 1}}}), 0, {}, false);
  is(with(2, {{'a', {0, 0}}}), 0, {}, false);
  is(with(3, {{'v', {0, 1, 2}}}), 0, {}, true);
  is(with(3, {{'a', {0, 1, 0, 1}}, {'a', {3, 2, 3}}}), 0, {}, true);
}

TEST_CASE("products of one sum are joined, and of two are not, whichever vertices one more vertex joins") {
  for (const Sample& s :
       {Sample{"matmul:2,3,1+products", 2, {2, 3, 1}}, Sample{"matmul:3,2,2+tree", 2, {3, 2, 2}},
        Sample{"attention:2,3+tree", 3, {2, 3}}, Sample{"attention:3,1+chain", 3, {3, 1}}})
    for (const bool turned : {false, true}) {  // where both orders are allowed: weights and sums
      Graph graph = graph_of(s.name);
      CAPTURE(s.name);
      for (Plain& p : graph)
        if (turned && s.family == 3 && p.operands.size() == 2 &&
            p.operands[0] >= 2 * s.numbers[0] * s.numbers[1])
          std::swap(p.operands[0], p.operands[1]);
      CHECK(judge(graph, families[s.family], s.numbers));
      for (unsigned v = 0; v < graph.size(); ++v)
        for (unsigned u = 0; u < v; ++u) {
          Graph joined = graph;
          joined.push_back({'v', {u, v}});
          judge(joined, families[s.family], s.numbers);
        }
    }
}

TEST_CASE("sizes whose products wrap around in 64 and in 128 bits are of no graph") {
  // m k = 1 and k n = 3 modulo 2^64, so one product of the first two of 4 inputs would be all of it; m n k is
  // 2/3 of 2^128.
  const Graph graph{{'i', {}}, {'i', {}}, {'i', {}}, {'i', {}}, {'v', {0, 1}}, {'v', {4}}};
  const std::string text = text_of(graph);
  for (const char* line :
       {"matmul 6148914691236517207 5 7378697629483820647", "matmul 9223372036854775807 1 1",
        "attention 6148914691236517207 5", "scores 4294967296 1"})
    CHECK(verdict_on(text, x_partition(text, line, 3, 4, 4, 0)).rule == "family");
}

TEST_CASE("families of some hundred products are seen whole") {
  const Sample large[] = {{"matmul:3,107,1+products", 2, {3, 107, 1}},
                          {"matmul:5,6,7+chain", 2, {5, 6, 7}},
                          {"attention:1,193+chain", 3, {1, 193}},
                          {"attention:5,8+tree", 3, {5, 8}},
                          {"attention:14,1+chain", 3, {14, 1}},
                          {"attention:31,1", 4, {31, 1}},
                          {"fft:5", 1, {5}},
                          {"tree:7", 0, {}}};
  for (const Sample& s : large) {
    const std::string text = graph_text(named_graph(s.name));
    const auto counted = s.family == 2   ? s.numbers[0] * s.numbers[1] * s.numbers[2]
                         : s.family == 3 ? s.numbers[0] * s.numbers[0] * s.numbers[1]
                                         : computed(graph_of(s.name));
    const Recogniser& f = families[s.family];
    const std::uint64_t of_scores = s.family == 4 ? 961 : counted, X = f.least_X,
                        part = largest(f, X, s.numbers.empty() ? 0 : s.numbers.back());
    const Verdict v = verdict_on(
        text, x_partition(text, by(f, s.numbers), X - 1, X, part, (of_scores + part - 1) / part - 1));
    CHECK_MESSAGE(v.status == Status::valid, s.name << v.text);
  }
}

TEST_CASE("a graph is of a family in its own sizes and in no others") {
  for (const Sample& s : samples) {
    const Graph graph = graph_of(s.name);
    CAPTURE(s.name);
    for (std::size_t i = 0; i < s.numbers.size(); ++i)
      for (const std::uint64_t n :
           {std::uint64_t{0}, s.numbers[i] - 1, s.numbers[i] + 1, std::uint64_t{33}, std::uint64_t{64},
            std::uint64_t{1} << 32, (std::uint64_t{1} << 63) - 1}) {
        Numbers other = s.numbers;
        other[i] = n;
        if (n < 40) {
          judge(graph, families[s.family], other);
          continue;
        }
        const std::string text = text_of(graph);
        CHECK(verdict_on(text, x_partition(text, by(families[s.family], other), 3, 4, 1, 0)).rule ==
              "family");
      }
  }
}

TEST_CASE("the formula of a family is the largest integer that its inequality allows, for X from 1 to 2^30") {
  for (const Sample& s :
       {samples[1], samples[3], samples[8], samples[9], samples[12], samples[13], samples[15], samples[17]}) {
    const Recogniser& f = families[s.family];
    const std::string text = text_of(graph_of(s.name));
    const std::size_t counted = f.counted(graph_of(s.name), s.numbers);
    CAPTURE(s.name);
    for (const std::uint64_t X : {1UL, 2UL, 3UL, 4UL, 5UL, 6UL, 7UL, 8UL, 9UL, 10UL, 15UL, 16UL, 17UL, 100UL,
                                  1UL << 20, (1UL << 30) - 1, 1UL << 30, (1UL << 30) + 1}) {
      const bool plain_is_slow = f.word == std::string("fft") && X > 1000;
      const std::uint64_t part =
          plain_is_slow ? X + X * static_cast<std::uint64_t>(std::bit_width(X - 1))
                        : std::max<std::uint64_t>(largest(f, X, s.numbers.empty() ? 0 : s.numbers.back()), 1);
      const std::uint64_t parts = (counted + part - 1) / part;
      for (const int off : {-1, 0, 1}) {
        if (plain_is_slow && (X & (X - 1)) != 0) continue;  // between powers of two
        const Verdict v = verdict_on(text, x_partition(text, by(f, s.numbers), X - 1, X,
                                                       part + static_cast<std::uint64_t>(off), parts - 1));
        CAPTURE(X);
        CAPTURE(v.text);
        if (X > 1UL << 30)
          CHECK(v.text == "NOT CHECKED: limit: X of 2^30");
        else if (X < f.least_X)
          CHECK(v.rule == "X");
        else if (off == 0)
          CHECK(v.status == Status::valid);
        else
          CHECK(v.rule == "largest");
      }
    }
  }
}

TEST_CASE("the formula of attention is exact where its square root misses a whole number by least") {
  const Recogniser& f = families[3];
  for (const auto& [d, X] : {std::pair{293UL, 632'133UL}, {1UL, 12'406'682UL}}) {
    const std::string text = graph_text(named_graph("attention:1," + std::to_string(d) + "+chain"));
    const std::uint64_t part = largest(f, X, d);
    const auto status = [&](std::uint64_t said) {
      return verdict_on(text, x_partition(text, by(f, {1, d}), X - 1, X, said, 0)).status;
    };
    CHECK(status(part) == Status::valid);
    CHECK(status(part + 1) == Status::invalid);
    CHECK(status(part - 1) == Status::invalid);
  }
}
