// Certificates of the bounds of graphs: an arena of good and bad ones with the reason, and mutants.
#include <bit>
#include <sstream>

#include "find_support.hpp"
#include "fixed_seed.hpp"
#include "soak_figure.hpp"
#include <doctest/doctest.h>

#include <redblue/proofs_check/find/convex_cut.hpp>
#include <redblue/proofs_check/find/parts.hpp>
#include <redblue/proofs_check/find/wavefront.hpp>

using namespace redblue;
using namespace redblue::test;

namespace {

constexpr const char* hourglass =
    "redblue-graph 1 hourglass\nin a\nval b = 0\nval c = 0\nval d = 1 2\nval e = 3 1\nval f = 4 2\nout 5\n";
constexpr const char* with_sum = "redblue-graph 1 sum\nin a\nin b\nacc c = 0 | 1\nout 2\n";
constexpr const char* scores =
    "redblue-graph 1 scores\nin q0\nin q1\nin k0\nin k1\nval a = 0 2\nval b = 3 0\nval c = 1 2\nval d = 1 3\n"
    "out 4 5 6 7\n";
constexpr const char* small_tree =
    "redblue-graph 1 tree\nin a\nin b\nin c\nin d\nval e = 0 1\nval f = 2 3\nval g = 4 5\nout 6\n";
constexpr const char* pieces = "piece 3 depth 0 4\ncut 1 2 3\npath 3 4\npath 3 1 4\npath 3 2 5 4\nend 5\n";

struct Entry {
  const char* graph;
  const char* kind;
  const char* rules;
  int M;
  int lower;
  std::string body;
  Status status;
  const char* rule;  ///< empty where none is broken
  std::uint64_t line;
};

std::string text_of(const Entry& e) {
  return certificate_header(e.kind, "graph " + digest_text(digest(e.graph)), *parse_rules(e.rules),
                            sim::Words{e.M}, "lower " + std::to_string(e.lower)) +
         e.body;
}

const std::vector<Entry>& arena() {
  constexpr Status good = Status::valid, bad = Status::invalid, torn = Status::unreadable;
  static const std::vector<Entry> entries{
      {hourglass, "wavefront", "one_shot", 2, 2, pieces, good, "", 0},
      {hourglass, "wavefront", "partial", 2, 2, pieces, good, "", 0},
      {hourglass, "wavefront", "one_shot", 1, 4, pieces, good, "", 0},
      {hourglass, "wavefront", "one_shot", 3, 0, pieces, good, "", 0},
      {hourglass, "wavefront", "one_shot", 9, 0, pieces, good, "", 0},
      {hourglass, "wavefront", "one_shot", 2, 0, "end 0\n", good, "", 0},
      {hourglass, "wavefront", "one_shot", 2, 2, "compulsory 2\nend 1\n", good, "", 0},
      {hourglass, "wavefront", "one_shot", 1, 6,
       "compulsory 2\npiece 3 depth 1 3\ncut 1 3\npath 3 4\npath 3 1 4\nend 5\n", bad, "claim", 12},
      {hourglass, "wavefront", "one_shot", 1, 4,
       "compulsory 2\npiece 3 depth 1 3\ncut 1 3\npath 3 4\npath 3 1 4\nend 5\n", good, "", 0},
      {hourglass, "wavefront", "one_shot", 1, 4,
       "compulsory 3\npiece 3 depth 1 3\ncut 1 3\npath 3 4\npath 3 1 4\nend 5\n", bad, "compulsory", 7},
      {hourglass, "wavefront", "one_shot", 2, 2, std::string("compulsory 2\n") + pieces, bad, "outside", 12},
      {hourglass, "wavefront", "classic", 2, 2, pieces, bad, "rules", 4},
      {hourglass, "wavefront", "partial_recompute", 2, 2, pieces, bad, "rules", 4},
      {with_sum, "wavefront", "partial", 2, 0, "end 0\n", bad, "rules", 4},
      {with_sum, "wavefront", "one_shot", 2, 0, "end 0\n", good, "", 0},
      {hourglass, "wavefront", "one_shot", 2, 1, pieces, bad, "claim", 12},
      {hourglass, "wavefront", "one_shot", 2, 3, pieces, bad, "claim", 12},
      {hourglass, "wavefront", "one_shot", 3, 1, pieces, bad, "claim", 12},
      {hourglass, "wavefront", "one_shot", 2, 2, "piece 3 depth 3 4\ncut\nend 2\n", bad, "outside", 7},
      {hourglass, "wavefront", "one_shot", 2, 2, "piece 3 depth 0 1\ncut\nend 2\n", bad, "outside", 7},
      {hourglass, "wavefront", "one_shot", 2, 2, "piece 3 depth 0 4\ncut 1 2\npath 3 4\npath 3 1 4\nend 4\n",
       bad, "cut", 8},
      {hourglass, "wavefront", "one_shot", 2, 2, "piece 3 depth 0 4\ncut 1 2 5\nend 2\n", bad, "cut", 8},
      {hourglass, "wavefront", "one_shot", 2, 2, "piece 3 depth 0 4\ncut 1 2 2\nend 2\n", bad, "twice", 8},
      {hourglass, "wavefront", "one_shot", 2, 2, "piece 3 depth 0 4\ncut 1 2 3\npath 1 4\n", bad, "start", 9},
      {hourglass, "wavefront", "one_shot", 2, 2, "piece 3 depth 0 4\ncut 1 2 3\npath 3 5\n", bad, "edge", 9},
      {hourglass, "wavefront", "one_shot", 2, 2, "piece 3 depth 0 4\ncut 1 2 3\npath 3 1\n", bad, "end", 9},
      {hourglass, "wavefront", "one_shot", 2, 2, "piece 3 depth 0 4\ncut 1 2 3\npath 3\n", bad, "end", 9},
      {hourglass, "wavefront", "one_shot", 2, 2, "piece 3 depth 0 4\ncut 1 2 3\npath 3 4\npath 3 4\n", bad,
       "twice", 10},
      {hourglass, "wavefront", "one_shot", 2, 2,
       "piece 3 depth 0 4\ncut 1 2 3\npath 3 4\npath 3 1 4\npath 3 1 4\n", bad, "twice", 11},
      {hourglass, "wavefront", "one_shot", 2, 2, "piece 3 depth 0 3\ncut 1 3\npath 3 4\npath 3 2 5 4\n", bad,
       "outside", 10},
      {hourglass, "wavefront", "one_shot", 0, 6,
       "piece 3 depth 2 3\ncut 3\npath 3 4\npiece 1 depth 1 2\ncut 1\npath 1 3\nend 6\n", bad, "shared", 12},
      {hourglass, "wavefront", "one_shot", 0, 4,
       "piece 4 depth 3 4\ncut 4\npath 4 5\npiece 1 depth 1 2\ncut 1\npath 1 3\nend 6\n", good, "", 0},
      {hourglass, "wavefront", "one_shot", 2, 2, "piece 6 depth 0 4\ncut\nend 2\n", torn, "", 7},
      {hourglass, "wavefront", "one_shot", 2, 2, "piece 3 depth 0 4\ncut 6\nend 2\n", torn, "", 8},
      {hourglass, "wavefront", "one_shot", 2, 2, "piece 3 depth 0 4\ncut 1 2 3\npath 3 4\nend 3\n", torn, "",
       10},
      {hourglass, "wavefront", "one_shot", 2, 2,
       "piece 3 depth 0 4\ncut 1 2 3\npath 3 4\npath 3 1 4\npath 3 2 5 4\nend 4\n", torn, "", 12},
      {small_tree, "hong_kung", "classic", 1, 2, "by search\nparts 3\nend 2\n", good, "", 0},
      {small_tree, "hong_kung", "one_shot", 1, 2, "by search\nparts 3\nend 2\n", good, "", 0},
      {small_tree, "hong_kung", "partial", 1, 2, "by search\nparts 3\nend 2\n", good, "", 0},
      {small_tree, "hong_kung", "partial_recompute", 2, 0, "by search\nparts 1\nend 2\n", good, "", 0},
      {small_tree, "hong_kung", "classic", 1, 3, "by search\nparts 4\nend 2\n", bad, "parts", 8},
      {small_tree, "hong_kung", "classic", 1, 1, "by search\nparts 2\nend 2\n", bad, "parts", 8},
      {small_tree, "hong_kung", "classic", 1, 3, "by search\nparts 3\nend 2\n", bad, "claim", 9},
      {small_tree, "hong_kung", "classic", 1, 1, "by search\nparts 3\nend 2\n", bad, "claim", 9},
      {small_tree, "hong_kung", "classic", 1, 0, "by tree\nparts 1\nend 2\n", good, "", 0},
      {small_tree, "hong_kung", "classic", 1, 1, "by tree\nparts 2\nend 2\n", bad, "parts", 8},
      {small_tree, "x_partition", "classic", 1, 0, "by search\nX 2\nlargest 3\nend 3\n", good, "", 0},
      {small_tree, "x_partition", "classic", 1, 1, "by search\nX 2\nlargest 2\nend 3\n", bad, "largest", 9},
      {small_tree, "x_partition", "classic", 1, 0, "by search\nX 2\nlargest 4\nend 3\n", bad, "largest", 9},
      {small_tree, "x_partition", "classic", 1, 1, "by search\nX 2\nlargest 3\nend 3\n", bad, "claim", 10},
      {hourglass, "hong_kung", "classic", 0, 0, "by search\nparts 2\nend 2\n", bad, "M", 5},
      {hourglass, "hong_kung", "classic", 2, 0, "by tree\nparts 1\nend 2\n", bad, "family", 7},
      {hourglass, "hong_kung", "classic", 2, 0, "by fft 1\nparts 1\nend 2\n", bad, "family", 7},
      {hourglass, "hong_kung", "classic", 2, 0, "by matmul 1 1 1\nparts 1\nend 2\n", bad, "family", 7},
      {hourglass, "hong_kung", "classic", 2, 0, "by attention 1 1\nparts 1\nend 2\n", bad, "family", 7},
      {hourglass, "hong_kung", "classic", 2, 0, "by scores 1 1\nparts 1\nend 2\n", bad, "family", 7},
      {hourglass, "hong_kung", "classic", 2, 0, "by heart\nparts 1\nend 2\n", torn, "", 7},
      {hourglass, "hong_kung", "classic", 2, 0, "by search\nparts 1\nend 3\n", torn, "", 9},
      {with_sum, "hong_kung", "partial", 1, 0, "by search\nparts 1\nend 2\n", bad, "rules", 4},
      {with_sum, "hong_kung", "partial_recompute", 1, 0, "by search\nparts 1\nend 2\n", bad, "rules", 4},
      {with_sum, "hong_kung", "one_shot", 2, 0, "by tree\nparts 1\nend 2\n", good, "", 0},
      {hourglass, "x_partition", "classic", 1, 0, "by search\nX 2\nlargest 5\nend 3\n", good, "", 0},
      {hourglass, "x_partition", "classic", 1, 0, "by search\nX 2\nlargest 4\nend 3\n", bad, "largest", 9},
      {hourglass, "x_partition", "classic", 1, 0, "by search\nX 2\nlargest 6\nend 3\n", bad, "largest", 9},
      {hourglass, "x_partition", "classic", 1, 1, "by search\nX 2\nlargest 5\nend 3\n", bad, "claim", 10},
      {hourglass, "x_partition", "classic", 2, 0, "by search\nX 2\nlargest 5\nend 3\n", bad, "X", 8},
      {hourglass, "x_partition", "classic", 3, 0, "by search\nX 2\nlargest 5\nend 3\n", bad, "X", 8},
      {scores, "x_partition", "classic", 3, 0, "by scores 2 1\nX 4\nlargest 4\nend 3\n", good, "", 0},
      {scores, "x_partition", "classic", 2, 1, "by scores 2 1\nX 3\nlargest 3\nend 3\n", good, "", 0},
      {scores, "x_partition", "classic", 2, 0, "by scores 2 1\nX 5\nlargest 6\nend 3\n", good, "", 0},
      {scores, "x_partition", "classic", 2, 1, "by scores 2 1\nX 3\nlargest 2\nend 3\n", bad, "largest", 9},
      {scores, "x_partition", "classic", 2, 0, "by scores 1 2\nX 3\nlargest 3\nend 3\n", bad, "family", 7},
      {scores, "x_partition", "classic", 2, 0, "by scores 2 2\nX 3\nlargest 3\nend 3\n", bad, "family", 7},
      {scores, "x_partition", "classic", 2, 0, "by scores 0 1\nX 3\nlargest 3\nend 3\n", bad, "family", 7},
      {with_sum, "x_partition", "partial", 1, 0, "by search\nX 2\nlargest 1\nend 3\n", bad, "rules", 4},
      {with_sum, "x_partition", "classic", 1, 0, "by tree\nX 2\nlargest 3\nend 3\n", good, "", 0},
  };
  return entries;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

/// Every line removed, doubled or swapped with the next, every number one less or more.
std::vector<std::string> mutants_of(const std::string& certificate) {
  const std::vector<std::string> lines = lines_of(certificate);
  std::vector<std::string> mutants;
  const auto changed = [&](auto&& change) {
    std::vector<std::string> copy = lines;
    change(copy);
    mutants.push_back(joined(copy));
  };
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto at = static_cast<std::ptrdiff_t>(i);
    changed([&](auto& copy) { copy.erase(copy.begin() + at); });
    changed([&](auto& copy) { copy.insert(copy.begin() + at, lines[i]); });
    if (i + 1 < lines.size()) changed([&](auto& copy) { std::swap(copy[i], copy[i + 1]); });
    for (std::size_t from = 0; from < lines[i].size() && i > 3; ++from) {
      if (from > 0 && lines[i][from - 1] != ' ') continue;
      std::size_t digits = 0;
      const long n = std::isdigit(lines[i][from]) != 0 ? std::stol(lines[i].substr(from), &digits) : 0;
      for (const long by : {-1L, 1L})
        if (digits > 0 && n + by >= 0)
          changed([&](auto& copy) { copy[i].replace(from, digits, std::to_string(n + by)); });
    }
  }
  return mutants;
}

/// The words that a wavefront certificate proves, as far as brute force can say so: each piece has as many
/// paths as values are alive right after x in the emptiest state of its band, and no two pieces share a
/// vertex.
std::optional<std::int64_t> proven_by_brute_force(const NamedGraph& graph, const std::string& certificate) {
  const std::vector<std::uint32_t> depth = finder::depths(graph.dag);
  std::vector<bool> inner(graph.dag.size(), true), everything(graph.dag.size(), true);
  for (Vertex v = 0; v < inner.size(); ++v) inner[v] = graph.dag.kind(v) != Kind::input;
  for (const Vertex v : graph.dag.outputs()) inner[v] = false;
  std::int64_t words = 0, M = 0, W = 0, paths = 0;
  std::set<std::uint64_t> taken, mine;
  bool right = true, only_inner = false;
  const auto close = [&] {
    right = right && paths == W;
    for (const std::uint64_t v : mine) right = right && taken.insert(v).second;
    if (W > M) words += 2 * (W - M);
    W = paths = 0;
    mine.clear();
  };
  for (const std::string& line : lines_of(certificate)) {
    std::istringstream in(line);
    std::string word, more;
    std::uint64_t n = 0;
    in >> word;
    if (word == "M") in >> M;
    if (word == "compulsory") in >> words, only_inner = true;
    if (word == "path")
      for (++paths; in >> n;) mine.insert(n);
    if (word == "piece") {
      close();
      std::uint64_t first = 0, last = 0;
      in >> n >> more >> first >> last;
      std::vector<Vertex> band;
      finder::Local x = 0;
      for (Vertex v = 0; v < graph.dag.size(); ++v) {
        if (depth[v] < first || depth[v] > last || !(only_inner ? inner : everything)[v]) continue;
        if (v == n) x = static_cast<finder::Local>(band.size());
        band.push_back(v);
      }
      W = least_alive(finder::Subgraph(graph.dag, band), x);
    }
  }
  close();
  return right ? std::optional(words) : std::nullopt;
}

}  // namespace

TEST_CASE("every entry of the arena of bounds gets its verdict, with the rule and the line") {
  for (const Entry& e : arena()) {
    const Verdict v = verdict_on(e.graph, text_of(e));
    INFO(text_of(e) << v.text);
    CHECK(v.status == e.status);
    CHECK(v.rule == e.rule);
    CHECK(v.line == e.line);
  }
}

TEST_CASE("a certificate of a bound is refused for another graph and with any bit of its digest changed") {
  for (const Entry& e : arena()) {
    if (e.status != Status::valid) continue;
    const std::string other = e.graph == hourglass ? with_sum : hourglass;
    CHECK(verdict_on(other, text_of(e)).rule == "graph_mismatch");
    for (int bit = 0; bit < 64; ++bit) {
      std::string text = text_of(e);
      text.replace(text.find("graph ") + 6, 16, digest_text(digest(e.graph) ^ std::uint64_t{1} << bit));
      REQUIRE(verdict_on(e.graph, text).rule == "graph_mismatch");
    }
  }
}

TEST_CASE("a mutant of a wavefront certificate that is accepted proves what brute force proves") {
  std::uint64_t mutants = 0, accepted = 0, refused = 0;
  const auto graphs = static_cast<int>(soak_figure("REDBLUE_BOUND_MUTANTS", 6000) / 200);
  CHECK(holds("accepted mutants are right", graphs, [&] {
    const NamedGraph graph = random_graph(*rc::gen::arbitrary<std::uint32_t>(), 12);
    for (const auto bound : {finder::wavefront_bound, finder::wavefront_inner_bound}) {
      const std::string text = graph_text(graph);
      for (const std::string& mutant : mutants_of(bound(graph, sim::Words{1}, {}).certificate)) {
        ++mutants;
        const Verdict v = verdict_on(text, mutant);
        ++(v.status == Status::valid ? accepted : refused);
        if (v.status != Status::valid) continue;
        const auto proven = proven_by_brute_force(graph, mutant);
        RC_ASSERT(proven && v.text.ends_with(" lower=" + std::to_string(*proven)));
      }
    }
  }));
  std::cout << "mutants of wavefront certificates: " << mutants << ", " << accepted << " accepted\n";
  CHECK(refused > 10 * graphs);
}

TEST_CASE(
    "a mutant of a certificate of parts is accepted only where its integers are those of another right one") {
  std::uint64_t mutants = 0, accepted = 0;
  const auto graphs = static_cast<int>(soak_figure("REDBLUE_BOUND_MUTANTS", 6000) / 200);
  CHECK(holds("accepted mutants are right", graphs, [&] {
    const NamedGraph graph = random_graph(*rc::gen::arbitrary<std::uint32_t>(), 10);
    const auto all = finder::AllParts::of(graph.dag);
    RC_ASSERT(all.has_value());
    for (const auto bound : {finder::hong_kung, finder::x_partition}) {
      const GraphBoundAnswer answer = bound(graph, sim::Words{1}, {});
      RC_ASSERT(verdict_on(graph_text(graph), answer.certificate).status == Status::valid);
      for (const std::string& mutant : mutants_of(answer.certificate)) {
        ++mutants;
        if (verdict_on(graph_text(graph), mutant).status != Status::valid) continue;
        ++accepted;
        long M = 0, X = 0, parts = 0, largest = 0, claim = 0;
        for (const std::string& line : lines_of(mutant)) {
          (void)(std::sscanf(line.c_str(), "M %ld", &M) + std::sscanf(line.c_str(), "X %ld", &X) +
                 std::sscanf(line.c_str(), "parts %ld", &parts) +
                 std::sscanf(line.c_str(), "largest %ld", &largest) +
                 std::sscanf(line.c_str(), "claim lower %ld", &claim));
        }
        RC_ASSERT(parts == 0 || (parts == all->least_parts(2 * M) && claim == M * (parts - 1)));
        RC_ASSERT(X == 0 || (X > M && largest == std::max<long>(all->largest_part(X), 1)));
      }
    }
  }));
  std::cout << "mutants of certificates of parts: " << mutants << ", " << accepted << " accepted\n";
  CHECK(mutants > 20U * static_cast<unsigned>(graphs));
}

TEST_CASE("a certificate of a dominator is refused with the rule and the line where anything is wrong") {
  const std::string graph = "redblue-graph 1 g\nin a\nin b\nval c = 0 1\nval d = 2\nval e = 2\nout 3 4\n";
  const auto verdict = [&](int size, const std::string& body) {
    return verdict_on(graph,
                      certificate_header("dominator", "graph " + digest_text(digest(graph)), Rules::classic,
                                         sim::Words{1}, "size " + std::to_string(size)) +
                          body);
  };
  struct Case {
    int size;
    const char* body;
    Status status;
    const char* rule;
    std::uint64_t line;
  };
  for (const Case& c : {
           Case{1, "set 3 4\ndominator 2\npath 0 2 3\nend 3\n", Status::valid, "", 0},
           Case{2, "set 0 3\ndominator 0 2\npath 0\npath 1 2 3\nend 4\n", Status::valid, "", 0},
           Case{2, "set 3 4\ndominator 2\npath 0 2 3\nend 3\n", Status::invalid, "claim", 10},
           Case{0, "set 3 4\ndominator 2\npath 0 2 3\nend 3\n", Status::invalid, "claim", 10},
           Case{1, "set 3 4\ndominator 3\npath 0 2 3\nend 3\n", Status::invalid, "reached", 8},
           Case{1, "set 3 4\ndominator 0\npath 0 2 3\nend 3\n", Status::invalid, "reached", 8},
           Case{2, "set 3 4\ndominator 3 4\npath 0 2 3\npath 1 2 4\nend 4\n", Status::invalid, "shared", 10},
           Case{1, "set 3 4\ndominator 2\npath 2 3\nend 3\n", Status::invalid, "start", 9},
           Case{1, "set 3 4\ndominator 2\npath 0 3\nend 3\n", Status::invalid, "edge", 9},
           Case{1, "set 3 4\ndominator 2\npath 0 2\nend 3\n", Status::invalid, "end", 9},
           Case{1, "set 3 3\ndominator 2\npath 0 2 3\nend 3\n", Status::invalid, "twice", 7},
           Case{1, "set 3 4\ndominator 2 2\npath 0 2 3\nend 3\n", Status::invalid, "twice", 8},
           Case{1, "set\ndominator 2\npath 0 2 3\nend 3\n", Status::unreadable, "", 7},
           Case{1, "set 5\ndominator 2\npath 0 2 3\nend 3\n", Status::unreadable, "", 7},
           Case{1, "set 3 4\ndominator 2\npath 0 2 3\nend 4\n", Status::unreadable, "", 10},
           Case{1, "set 3 4\ndominator 2\nend 2\n", Status::unreadable, "", 9},
       }) {
    const Verdict v = verdict(c.size, c.body);
    INFO(c.body << v.text);
    CHECK(v.status == c.status);
    CHECK(v.rule == c.rule);
    CHECK(v.line == c.line);
  }
}

TEST_CASE("the checker recognises the families from the graph, whatever its name, and refuses what is none") {
  for (const char* name : {"fft:4", "tree:5", "matmul:3,4,2+products", "matmul:2,3,5+chain",
                           "matmul:3,3,3+tree", "attention:3,2+chain", "attention:4,1+l+tree",
                           "attention:3,3+l+chain", "attention:4,1", "attention:3,3+l", "attention:5,2"}) {
    NamedGraph graph = named_graph(name);
    for (const auto bound : {finder::hong_kung, finder::x_partition}) {
      std::string certificate = bound(graph, sim::Words{3}, {}).certificate;
      CAPTURE(certificate);
      std::string text = graph_text(graph);
      REQUIRE(verdict_on(text, certificate).status == Status::valid);
      const auto renamed = [&](const std::string& changed) {
        certificate.replace(certificate.find("graph ") + 6, 16, digest_text(digest(changed)));
        return verdict_on(changed, certificate);
      };
      text.replace(text.find(name), std::string_view(name).size(), "other");
      CHECK(renamed(text).status == Status::valid);
      // The second operand of the first value becomes the next input.
      const std::size_t first = text.find(" = ") + 3, blank = text.find(' ', first),
                        end = text.find('\n', first);
      const std::string other = std::to_string(std::stoul(text.substr(blank)) + 1);
      text.replace(blank + 1, end - blank - 1, other);
      CHECK(renamed(text).rule == "family");
    }
  }
}
