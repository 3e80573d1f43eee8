// The families of graphs that the checker recognises, against plain recognisers written from the table of
// docs/certificates.md, on graphs of each family and on graphs that are nearly one.
#include <functional>
#include <numeric>

#include "player.hpp"
#include <doctest/doctest.h>

using namespace redblue::test;
namespace sim = redblue::sim;

namespace {

struct Plain {
  char kind;  ///< i, v or a
  std::vector<unsigned> operands;
};
using Graph = std::vector<Plain>;

std::string text_of(const Graph& graph) {
  std::string text = "redblue-graph 1 g\n", out = "out";
  std::vector<bool> used(graph.size());
  for (const Plain& p : graph) {
    text += p.kind == 'i' ? "in a" : p.kind == 'v' ? "val a =" : "acc a =";
    for (std::size_t i = 0; i < p.operands.size(); ++i) {
      text += (p.kind == 'a' && i > 0 && i % 2 == 0 ? " | " : " ") + std::to_string(p.operands[i]);
      used[p.operands[i]] = true;
    }
    text += "\n";
  }
  for (std::size_t v = 0; v < graph.size(); ++v)
    if (!used[v]) out += " " + std::to_string(v);
  return text + out + "\n";
}

Graph graph_of(const char* name) {
  const sim::Dag dag = named_graph(name).dag;
  Graph graph;
  for (Vertex v = 0; v < dag.size(); ++v)
    graph.push_back({dag.kind(v) == Kind::input ? 'i'
                     : dag.kind(v) == Kind::val ? 'v'
                                                : 'a',
                     {dag.operands(v).begin(), dag.operands(v).end()}});
  return graph;
}

using Numbers = std::vector<std::uint64_t>;

/// What the rest of the line says, and how many vertices count; none where the graph is not of the family.
struct Recogniser {
  const char* word;
  std::uint64_t least_X;
  std::function<std::size_t(const Graph&, const Numbers&)> counted;
  std::function<bool(std::uint64_t X, std::uint64_t d, unsigned __int128 part)>
      holds;  ///< so many are possible
};

bool inputs_are_first(const Graph& graph, std::uint64_t n) {
  for (std::size_t v = 0; v < graph.size(); ++v)
    if ((graph[v].kind == 'i') != (v < n)) return false;
  return true;
}

std::size_t computed(const Graph& graph) {
  return static_cast<std::size_t>(
      std::count_if(graph.begin(), graph.end(), [](const Plain& p) { return p.kind != 'i'; }));
}

std::size_t tree(const Graph& graph, const Numbers&) {
  std::vector<std::set<std::size_t>> users(graph.size());
  for (std::size_t v = 0; v < graph.size(); ++v) {
    for (const unsigned u : graph[v].operands) users[u].insert(v);
    const std::set<unsigned> distinct(graph[v].operands.begin(), graph[v].operands.end());
    if (graph[v].kind != 'i' && distinct.size() < 2) return 0;
  }
  for (const auto& of_one : users)
    if (of_one.size() > 1) return 0;
  return computed(graph);
}

std::size_t fft(const Graph& graph, const Numbers& n) {
  if (n[0] > 10 || graph.size() != (n[0] + 1) << n[0] || !inputs_are_first(graph, 1U << n[0])) return 0;
  const unsigned points = 1U << n[0];
  for (unsigned layer = 1; layer <= n[0]; ++layer)
    for (unsigned i = 0; i < points; ++i) {
      const unsigned before = (layer - 1) * points;
      std::vector<unsigned> operands = graph[layer * points + i].operands;
      std::sort(operands.begin(), operands.end());
      std::vector<unsigned> expected{before + i, before + (i ^ 1U << (layer - 1))};
      std::sort(expected.begin(), expected.end());
      if (operands != expected) return 0;
    }
  return computed(graph);
}

std::size_t matmul(const Graph& graph, const Numbers& n) {
  const std::uint64_t rows = n[0], columns = n[1], inner = n[2];
  if (!inputs_are_first(graph, rows * inner + inner * columns)) return 0;
  std::set<std::array<std::uint64_t, 3>> products;
  std::vector<std::set<std::pair<std::uint64_t, std::uint64_t>>> behind(graph.size());
  for (std::size_t v = 0; v < graph.size(); ++v) {
    const auto& operands = graph[v].operands;
    bool product = false;
    for (std::uint64_t i = 0; i < rows; ++i)
      for (std::uint64_t j = 0; j < columns; ++j)
        for (std::uint64_t l = 0; l < inner; ++l)
          for (std::uint64_t l2 = 0; l2 < inner; ++l2) {
            if (operands.size() != 2 || operands[0] != i * inner + l ||
                operands[1] != rows * inner + l2 * columns + j)
              continue;
            if (l != l2 || !products.insert({i, j, l}).second) return 0;
            product = true;
            behind[v] = {{i, j}};
          }
    if (product) continue;
    for (const unsigned u : operands) behind[v].insert(behind[u].begin(), behind[u].end());
    if (behind[v].size() > 1) return 0;
  }
  return products.size();
}

std::size_t attention(const Graph& graph, const Numbers& n) {
  const std::uint64_t N = n[0], d = n[1], words = N * d;
  if (!inputs_are_first(graph, 3 * words)) return 0;
  using Pair = std::pair<std::uint64_t, std::uint64_t>;
  std::vector<std::size_t> uses(graph.size());
  for (const Plain& p : graph)
    for (const unsigned u : p.operands) ++uses[u];
  std::vector<std::optional<Pair>> score(graph.size());  // what only sums products of one (i, j)
  std::vector<std::size_t> leaves(graph.size());
  std::vector<std::set<Pair>> behind(graph.size());  // the (i, c) of products with v
  std::set<std::array<std::uint64_t, 3>> scored, weighted;
  const auto matrix = [&](unsigned u) { return u < 3 * words ? u / words : 3; };
  for (std::size_t v = 0; v < graph.size(); ++v) {
    const auto& o = graph[v].operands;
    if (o.size() == 2 && matrix(o[0]) == 0 && matrix(o[1]) == 1) {
      const std::uint64_t k = o[1] - words;
      score[v] = Pair{o[0] / d, k / d};
      leaves[v] = 1;
      if (o[0] % d != k % d || !scored.insert({o[0] / d, k / d, k % d}).second) return 0;
      continue;
    }
    const std::size_t of_v = o.size() != 2                      ? 2
                             : matrix(o[0]) == 2 && score[o[1]] ? 0
                             : matrix(o[1]) == 2 && score[o[0]] ? 1
                                                                : 2;
    if (of_v < 2) {
      const std::uint64_t word = o[of_v] - 2 * words;
      const unsigned s = o[1 - of_v];
      if (leaves[s] != d || score[s]->second != word / d ||
          !weighted.insert({score[s]->first, word / d, word % d}).second)
        return 0;
      behind[v] = {{score[s]->first, word % d}};
      continue;
    }
    const bool sums_one = !o.empty() && std::all_of(o.begin(), o.end(), [&](unsigned u) {
      return score[u] && score[u] == score[o[0]];
    });
    for (const unsigned u : o) {
      if (sums_one && uses[u] != 1) return 0;
      if (sums_one) leaves[v] += leaves[u];
      if (!sums_one) behind[v].insert(behind[u].begin(), behind[u].end());
    }
    if (sums_one) score[v] = score[o[0]];
    if (behind[v].size() > 1) return 0;
  }
  return weighted.size();
}

std::size_t scores(const Graph& graph, const Numbers& n) {
  const std::uint64_t N = n[0], d = n[1];
  if (d == 0 || graph.size() < 2 * N * d) return 0;
  for (std::size_t v = 0; v < 2 * N * d; ++v)
    if (graph[v].kind != 'i') return 0;
  for (std::uint64_t i = 0; i < N; ++i)
    for (std::uint64_t j = 0; j < N; ++j) {
      std::vector<unsigned> both(2 * d);
      std::iota(both.begin(), both.begin() + static_cast<std::ptrdiff_t>(d), static_cast<unsigned>(i * d));
      std::iota(both.begin() + static_cast<std::ptrdiff_t>(d), both.end(),
                static_cast<unsigned>((N + j) * d));
      if (std::none_of(graph.begin(), graph.end(), [&](const Plain& p) {
            std::vector<unsigned> operands = p.operands;
            std::sort(operands.begin(), operands.end());
            return operands == both;
          }))
        return 0;
    }
  return N * N;
}

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
  std::uint64_t low = 0, high = std::uint64_t{1} << 62;
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
