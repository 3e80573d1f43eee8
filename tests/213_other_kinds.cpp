// The kinds counting and exhausted: what is proven is confirmed, any other number is refused.
#include <cstdlib>
#include <sstream>

#include "player.hpp"
#include <doctest/doctest.h>

#include <redblue/proofs_check/catalog.hpp>
#include <redblue/proofs_check/counting.hpp>

using namespace redblue::test;
using redblue::sim::Words;
namespace sim = redblue::sim;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

/// The last number of a line, changed.
std::string off_by(const std::string& line, long by) {
  const std::size_t blank = line.rfind(' ');
  return line.substr(0, blank + 1) + std::to_string(std::stoll(line.substr(blank + 1)) + by);
}

constexpr const char* phase_bounds[] = {"phase_pv", "phase_both", "phase_both_once"};

/// The positions of PlainGame at each cost from the start, layer by layer, breadth first over all moves.
class PlainLayers {
 public:
  PlainLayers(const sim::Dag& dag, Rules rules, std::size_t M) : dag_(dag), M_(M) {
    add(PlainGame(dag, rules));
    close();
  }
  [[nodiscard]] const std::vector<PlainGame>& layer() const { return layer_; }
  void next() {
    const std::vector<PlainGame> before = std::move(layer_);
    layer_.clear();
    for (const PlainGame& game : before) moves(game, "LS");
    close();
  }

 private:
  void close() {  // all free moves before any that costs: else a position could come a layer too late
    for (std::size_t i = 0; i < layer_.size(); ++i) moves(PlainGame(layer_[i]), "DC");
  }
  void moves(const PlainGame& from, const std::string& kinds) {
    for (const char kind : kinds)
      for (Vertex v = 0; v < dag_.size(); ++v) {
        const bool terms = kind == 'C' && from.in_terms(v);
        for (std::int32_t t = kind == 'C' ? -2 : -1;
             t < (terms ? static_cast<std::int32_t>(dag_.term_count(v)) : 0); ++t) {
          PlainGame after = from;
          if (after.play({static_cast<Move::Kind>(kind), v, t}).empty() && after.red() <= M_) add(after);
        }
      }
  }
  void add(const PlainGame& game) {
    if (seen_.insert(game.key()).second) layer_.push_back(game);
  }

  const sim::Dag& dag_;
  std::size_t M_;
  std::set<std::string> seen_;
  std::vector<PlainGame> layer_;
};

/// The cost of the cheapest play if it is at most `limit`.
std::optional<std::size_t> optimum(const sim::Dag& dag, Rules rules, std::size_t M, std::size_t limit) {
  PlainLayers layers(dag, rules, M);
  for (std::size_t cost_now = 0; cost_now <= limit; ++cost_now, layers.next())
    for (const PlainGame& game : layers.layer())
      if (game.end().empty()) return cost_now;
  return {};
}

/// A position of `partial` as the bytes of docs/certificates.md.
std::string state_bytes(const sim::Dag& dag, const PlainGame& game) {
  std::vector<std::string> copies;  // fast, slow and ever done, by vertex
  std::istringstream key(game.key());
  for (std::string one; std::getline(key, one, ',');) copies.push_back(one);
  const std::size_t n = dag.size();
  std::string flags, fast, slow;
  for (Vertex v = 0; v < n; ++v) {
    const std::string &red = copies[v], &blue = copies[n + v], &ever = copies[2 * n + v];
    flags += static_cast<char>((red != "-" ? 1 : 0) + (blue != "-" ? 2 : 0) +
                               (dag.kind(v) == Kind::val && ever != "-" ? 4 : 0));
    for (std::uint32_t t = 0; dag.kind(v) == Kind::acc && t < dag.term_count(v); t += 8) {
      fast += static_cast<char>((ever == "-" ? 0 : std::stoull(ever)) >> t & 255);
      slow += static_cast<char>((blue == "-" ? 0 : std::stoull(blue)) >> t & 255);
    }
  }
  return flags + fast + slow;
}

/// What a search called "plain" writes under `partial`, by the game of plain sets.
std::vector<Exhausted::Layer> plain_layers(const sim::Dag& dag, std::size_t M, std::size_t lower) {
  std::vector<Exhausted::Layer> made;
  for (PlainLayers layers(dag, Rules::partial, M); made.size() < lower; layers.next()) {
    made.push_back({layers.layer().size(), 0});
    for (const PlainGame& game : layers.layer()) made.back().digest += digest(state_bytes(dag, game));
  }
  return made;
}

std::string exhausted(const std::string& graph, Rules rules, std::int64_t M, std::size_t lower,
                      const std::string& search) {
  Exhausted e{digest(graph), rules, Words{M}, search, std::vector<Exhausted::Layer>(lower)};
  return certificate_text(e);
}

}  // namespace

TEST_CASE("counting certificates of the catalog's bounds are confirmed, with the bound's own value") {
  Random r(20251120);
  int confirmed = 0;
  for (int i = 0; i < 300; ++i) {
    const sim::AttentionShape s{
        r.between(1, 3000), r.between(1, 3000), r.between(1, 64), r.between(1, 64), {}};
    const Words M{r.between(3, r.coin() ? 60 : 20000)};
    for (const char* id : phase_bounds) {
      const auto text = counting_certificate(id, s, M);
      if (!text) continue;
      const Verdict v = verdict_on("", *text);
      REQUIRE_MESSAGE(v.status == Status::valid, *text << v.text);
      ++confirmed;
      const auto proven = std::get<Explicit>(redblue::proofs_check::find(id)->value)(s, M);
      REQUIRE(v.text.ends_with(" lower=" + to_string(proven.words)));
    }
  }
  CHECK(confirmed > 200);
}

TEST_CASE("a counting certificate with any number off by one is refused, and its line named") {
  const auto text = counting_certificate("phase_both_once", {4096, 4096, 64, 64, {}}, Words{4096});
  REQUIRE(text);
  const std::vector<std::string> lines = lines_of(*text);
  const char* const rules[] = {"claim", "", "", "X", "items", "first", "full", "charges"};
  for (std::size_t i = 5; i < lines.size(); ++i) {
    if (i == 6) continue;
    for (const long by : {-1L, 1L}) {
      std::vector<std::string> changed = lines;
      changed[i] = off_by(lines[i], by);
      const Verdict v = verdict_on("", joined(changed));
      INFO(joined(changed) << v.text);
      if (i == 12)
        CHECK(v.status == Status::unreadable);
      else
        CHECK(v.status == Status::invalid);
      if (i == 5) CHECK(v.rule == "claim");
      if (i > 7 && i < 12) CHECK(v.rule == rules[i - 4]);
      if (i > 7 && i < 12) CHECK(v.line == i + 1);
    }
  }
  for (const char* other : {"a", "compulsory", "phase", "phase_both_", "phase_both_onc", "phase_both_oncf",
                            "phase_p", "phase_pu", "phase_pw", "zzz"}) {
    std::vector<std::string> changed = lines;
    changed[6] = std::string("bound ") + other;
    for (const char* rules_line : {"rules partial", "rules partial_recompute"}) {
      changed[3] = rules_line;
      const Verdict v = verdict_on("", joined(changed));
      CHECK(v.status == Status::unreadable);
      CHECK(v.line == 7);
    }
  }
  for (const char* other : {"rules classic", "rules one_shot", "rules partial_recompute"}) {
    std::vector<std::string> changed = lines;
    changed[3] = other;
    const Verdict v = verdict_on("", joined(changed));
    CHECK(v.rule == "rules");
    CHECK(v.line == 4);
    CHECK(v.move == 0);
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::vector<std::string> changed = lines;
    changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(i));
    CHECK(verdict_on("", joined(changed)).status == Status::unreadable);
  }
}

TEST_CASE("an exhausted search of a small graph is confirmed up to the optimum and beaten above it") {
  const std::string heads[] = {
      "in a\nacc s = 0 | 0\nval t = 1\nval u = 1\nout 2 3\n", "in a\nval b = 0\nacc s = 0 | 1 0 *\nout 2\n",
      "in a\nval b = 0\nval c = 1\nout 2\n", "in a\nacc s = 0 | 0\nacc t = 1 | 0\nout 2\n",
      "in a\nval b =\nval c = !1 0\nval d = !2\nout 3\n"};
  for (const std::string& head : heads) {
    const std::string text = "redblue-graph 1 small\n" + head;
    const sim::Dag dag = parse_graph_text(text).dag;
    for (const Rules rules : all_games)
      for (std::size_t M = least_M(dag, rules); M < 4; ++M) {
        const auto best = optimum(dag, rules, M, 6);
        REQUIRE(best.has_value());
        const auto words = static_cast<std::int64_t>(M);
        CHECK(verdict_on(text, exhausted(text, rules, words, *best, "other")).status == Status::valid);
        CHECK(verdict_on(text, exhausted(text, rules, words, *best + 1, "other")).rule == "beaten");
        if (rules != Rules::partial) continue;
        const Exhausted plain{digest(text), rules, Words{words}, "plain", plain_layers(dag, M, *best)};
        const Verdict v = verdict_on(text, certificate_text(plain));
        CHECK_MESSAGE(v.status == Status::valid, certificate_text(plain) << text << v.text);
      }
  }
}

TEST_CASE("an exhausted search is confirmed up to the optimum and beaten above it") {
  Random r(5);
  int optima = 0;
  for (int i = 0; i < 25; ++i) {
    const NamedGraph g = random_graph(r, static_cast<Vertex>(r.between(3, 4)), 4);
    const std::string text = graph_text(g);
    for (const Rules rules : all_games) {
      const std::size_t M = least_M(g.dag, rules) + static_cast<std::size_t>(r.between(0, 1));
      const auto best = optimum(g.dag, rules, M, 6);
      if (!best) continue;
      ++optima;
      const auto words = static_cast<std::int64_t>(M);
      CHECK_MESSAGE(verdict_on(text, exhausted(text, rules, words, *best, "other")).status == Status::valid,
                    text << name(rules) << M);
      const Verdict v = verdict_on(text, exhausted(text, rules, words, *best + 1, "other"));
      CHECK_MESSAGE(v.rule == "beaten", text << v.text);
      CHECK(v.line == *best + 8);
      CHECK(v.move == *best + 2);
      if (M > 1) {
        const auto tighter = optimum(g.dag, rules, M - 1, *best);
        CHECK(verdict_on(text, exhausted(text, rules, words - 1, *best + 1, "other")).rule ==
              (tighter ? "beaten" : ""));
      }
    }
  }
  CHECK(optima > 40);
}

TEST_CASE("the layers of a plain search are compared, those of another are not") {
  const std::string graph = graph_text(named_graph("tree:1"));
  // Layers of in a, in b, c = a b: found by hand for M = 3 up to cost 1, as counts of states.
  const Verdict v = verdict_on(graph, exhausted(graph, Rules::partial, 3, 2, "plain"));
  CHECK(v.rule == "layer");
  CHECK(v.text.find("layer 0: layer: 1 states") != std::string::npos);
  CHECK(verdict_on(graph, exhausted(graph, Rules::partial, 3, 3, "astar")).text ==
        "VALID exhausted partial M=3 lower=3");
  CHECK(verdict_on(graph, exhausted(graph, Rules::partial, 3, 4, "astar")).rule == "beaten");
  Exhausted e{digest(graph), Rules::partial, Words{3}, "plain", {{1, 0}}};
  std::string state(3, '\0');
  state[0] = state[1] = 2;  // both inputs have a slow copy
  e.layers[0].digest = digest(state);
  CHECK(verdict_on(graph, certificate_text(e)).text == "VALID exhausted partial M=3 lower=1");
  for (const auto& [layer, line] : {std::pair{Exhausted::Layer{2, digest(state)}, 8},
                                    {Exhausted::Layer{0, digest(state)}, 8},
                                    {Exhausted::Layer{1, digest(state) - 1}, 8},
                                    {Exhausted::Layer{1, digest(state) + 1}, 8}}) {
    e.layers[0] = layer;
    const Verdict wrong = verdict_on(graph, certificate_text(e));
    CHECK(wrong.rule == "layer");
    CHECK(wrong.line == static_cast<std::uint64_t>(line));
    CHECK(wrong.move == 2);
  }
}

TEST_CASE(
    "the bytes of a state are those of the page: flags, done terms of the fast copies, then of the slow "
    "ones") {
  const std::string graph = "redblue-graph 1 nine\nin a\nacc s = 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0\nout 1\n";
  // M = 1: no term can be computed, so the states are: nothing red, or a red; each with a's slow copy.
  const std::string start("\2\0\0\0", 4), loaded("\3\0\0\0", 4);
  Exhausted e{digest(graph), Rules::partial, Words{1}, "plain", {{1, digest(start)}, {1, digest(loaded)}}};
  CHECK(verdict_on(graph, certificate_text(e)).text == "VALID exhausted partial M=1 lower=2");
  // M = 2, cost 0 and 1: after the load all 256 sets of terms, a red or not where s is whole or not started.
  e.M = Words{2};
  e.layers[1] = {};
  for (unsigned set = 0; set < 256; ++set)
    for (const char a : {'\3', '\2'}) {
      if (set == 0 && a == '\2') continue;
      const std::string state{a, static_cast<char>(set == 0 ? 0 : 1), static_cast<char>(set), '\0'};
      ++e.layers[1].states;
      e.layers[1].digest += digest(state);
    }
  CHECK(verdict_on(graph, certificate_text(e)).text == "VALID exhausted partial M=2 lower=2");
  e.layers[1].states += 1;
  CHECK(verdict_on(graph, certificate_text(e)).text ==
        "INVALID line 9 move 3: layer 1: layer: 511 states, or another digest");
}

TEST_CASE("a search that is too large is not checked, and says so") {
  // n vertices, of which one uses all others: at cost 0 there are 3 n moves to try, each in 2 n bytes.
  const auto star = [](unsigned n) {
    std::string text = "redblue-graph 1 star\n", all;
    for (unsigned v = 0; v + 1 < n; ++v) text += "in a\n", all += " " + std::to_string(v);
    text += "val b =" + all + "\nout " + std::to_string(n - 1) + "\n";
    return verdict_on(text, exhausted(text, Rules::partial, 1, 1, "other")).text;
  };
  CHECK(star(6688) == "VALID exhausted partial M=1 lower=1");
  CHECK(star(6689) == "NOT CHECKED: limit: 2^28 bytes of states looked at");
  // n vertices and t terms: 3 n + t moves, each in 2 n + 2 ceil(t / 8) bytes. One byte more a move would be
  // too much, and one less not.
  const auto terms = [](unsigned n, unsigned t) {
    std::string text = "redblue-graph 1 terms\n";
    for (unsigned v = 0; v + 1 < n; ++v) text += "in a\n";
    text += "acc s = 0";
    for (unsigned i = 1; i < t; ++i) text += " | 0";
    text += "\nout " + std::to_string(n - 1) + "\n";
    return verdict_on(text, exhausted(text, Rules::partial, 1, 1, "other")).text;
  };
  CHECK(terms(6643, 199) == "VALID exhausted partial M=1 lower=1");
  CHECK(terms(6644, 194) == "NOT CHECKED: limit: 2^28 bytes of states looked at");
  // Of n terms any set may be done, with the operand red or not.
  const auto sets = [](unsigned n) {
    std::string text = "redblue-graph 1 sets\nin a\nacc s = 0";
    for (unsigned t = 1; t < n; ++t) text += " | 0";
    text += "\nout 1\n";
    return verdict_on(text, exhausted(text, Rules::partial, 2, 2, "other")).text;
  };
  if (std::getenv("REDBLUE_STATES") != nullptr) {  // takes seconds
    CHECK(sets(19) == "NOT CHECKED: limit: 2^26 bytes of states");
    CHECK(sets(16).starts_with("VALID"));
  }
  CHECK(sets(12).starts_with("VALID"));
  const std::string graph = graph_text(named_graph("tree:1"));
  CHECK(verdict_on(graph, exhausted(graph, Rules::partial, 3, 2, "")).status == Status::unreadable);
}
