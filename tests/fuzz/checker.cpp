// The trusted checker. Two kinds of input, told apart by "---\n":
//   GRAPH---\nCERTIFICATE: two files as they stand, any kind; "graph ................" (16 points) is given
//   the right digest, so that what is behind it is read. Then fifteen changes of the certificate.
//   Anything else is a tape: a graph, a legal play of it and small changes to that play are made from it.
// Oracles: the game on plain sets (plain_game.hpp) for plays, the bounds themselves for counting, a plain
// search for the optimum for every other kind.
#include <algorithm>
#include <charconv>

#include "changes.hpp"
#include "memory_files.hpp"
#include "player.hpp"
#include "targets.hpp"

#include <redblue/proofs_check/catalog.hpp>
#include <redblue/proofs_check/find/plain.hpp>

namespace redblue::fuzz {
namespace {

using namespace redblue::test;

Tally tally("checker");

Verdict check(std::string_view graph, std::string_view certificate, std::size_t chunk) {
  Verdict v = check_bytes(graph, certificate, chunk);
  ++tally.executions;
  tally.accepted += v.status == Status::valid;
  return v;
}

/// Moves up to the first that no file may hold: a term that its accumulation has not.
std::size_t readable(const sim::Dag& dag, const Moves& moves) {
  const auto odd = std::find_if(moves.begin(), moves.end(), [&](const Move& m) {
    return m.kind == Move::Kind::compute && dag.kind(m.v) == Kind::acc && m.term >= 0 &&
           static_cast<std::uint32_t>(m.term) >= dag.term_count(m.v);
  });
  return static_cast<std::size_t>(odd - moves.begin());
}

Pebbling cut(Pebbling p, std::size_t moves) {
  p.moves.resize(moves);
  return p;
}

/// The verdict on `p` must be that of the plain game.
void judge_play(const sim::Dag& dag, const std::string& graph, const Pebbling& p, std::size_t chunk) {
  const std::string text = certificate_text(p);
  const Verdict v = check(graph, text, chunk);
  const std::size_t until = readable(dag, p.moves);
  const Found plain = until < p.moves.size() ? plain_verdict(dag, cut(p, until)) : plain_verdict(dag, p);
  const bool unreadable = until < p.moves.size() && (plain.rule.empty() || plain.move > until);
  const bool same = unreadable ? v.status == Status::unreadable
                               : v.status == (plain.rule.empty() ? Status::valid : Status::invalid) &&
                                     found(v) == (plain.rule.empty() ? Found{} : plain);
  demand(same, "the checker and the plain game disagree", graph + "---\n" + text + v.text, plain.rule);
}

void play(std::string_view tape) {
  Random r(digest(tape), tape);
  const std::size_t chunk = r.between(0, 3) == 0 ? static_cast<std::size_t>(r.between(1, 64)) : 1 << 16;
  const Play p = random_play(r, 8);
  judge_play(p.graph.dag, p.text, p.pebbling, chunk);
  for (int i = 0; i < 15; ++i) {
    Pebbling changed = p.pebbling;
    const Extent what = r.between(0, 15);
    if (what == 0) changed.rules = all_games[r.between(0, 3)];
    if (what == 1) changed.M += sim::Words{r.coin() ? 1 : -1};
    if (what > 1)
      for (Extent n = r.between(1, 2); n > 0; --n) change(r, p.graph.dag, changed.moves);
    changed.io = cost(changed.moves);
    if (what == 2) changed.io += sim::Words{r.coin() ? 1 : -1};
    if (changed.M.count() < 0 || changed.io.count() < 0) continue;
    judge_play(p.graph.dag, p.text, changed, chunk);
  }
}

/// Lines of a certificate that the checker could read.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}
  std::string_view next() {
    const std::size_t end = std::min(rest_.find('\n'), rest_.size());
    const std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    return line;
  }
  /// What follows `word` in the next line.
  std::string after(std::string_view word) {
    const std::string_view line = next();
    demand(line.starts_with(word), "a line that was read is not there", std::string(line), std::string(word));
    return std::string(line.substr(word.size()));
  }

 private:
  std::string_view rest_;
};

struct Header {
  std::string kind, subject;
  Rules rules = Rules::partial;
  sim::Words M, claim;
};

Header header_of(Lines& lines, std::string_view subject, std::string_view claim) {
  Header h;
  lines.next();
  h.kind = lines.after("kind ");
  h.subject = lines.after(subject);
  const std::string rules = lines.after("rules ");
  for (const Rules one : all_games)
    if (name(one) == rules) h.rules = one;
  h.M = sim::Words{std::stoll(lines.after("M "))};
  h.claim = sim::Words{std::stoll(lines.after(claim))};
  return h;
}

/// A move in a line that the checker could read. No graph here has as many terms as the largest number.
Move move_of(const std::string& line) {
  char kind = 0;
  unsigned v = 0;
  char extra[24] = "";
  const int parts = std::sscanf(line.c_str(), "%c %u %20s", &kind, &v, extra);
  demand(parts >= 2, "a move that was read is none", line);
  if (parts == 2) return {static_cast<Move::Kind>(kind), v};
  if (extra[0] == '!') return {static_cast<Move::Kind>(kind), v, Move::takes_over};
  const long long term = std::min<long long>(std::atoll(extra), INT32_MAX);
  return {static_cast<Move::Kind>(kind), v, static_cast<std::int32_t>(term)};
}

void confirm_pebbling(std::string_view graph, std::string_view certificate, const Verdict& v) {
  Lines lines(certificate);
  const Header h = header_of(lines, "graph ", "claim io ");
  Pebbling p{0, h.rules, h.M, h.claim, {}};
  for (std::string_view line = lines.next(); !line.starts_with("end"); line = lines.next()) {
    if (v.move > 0 && p.moves.size() == v.move) break;
    p.moves.push_back(move_of(std::string(line)));
  }
  const NamedGraph g = parse_graph_text(graph);
  for (Vertex w = 0; w < g.dag.size(); ++w)
    if (g.dag.term_count(w) > 64) return;  // the plain game has no room for it
  const Found plain = plain_verdict(g.dag, p);
  demand(plain == found(v), "the checker and the plain game disagree", v.text, plain.rule);
}

/// A counting certificate at its X proves no more than the bound at its best X.
void confirm_counting(std::string_view certificate) {
  Lines lines(certificate);
  const Header h = header_of(lines, "shape ", "claim lower ");
  sim::AttentionShape s;
  demand(std::sscanf(h.subject.c_str(), "%ld %ld %ld %ld", &s.Nq, &s.Nk, &s.dk, &s.dv) == 4, "a shape");
  if (std::max({s.Nq, s.Nk, s.dk, s.dv}) > 1 << 20 || h.M.count() > 1 << 30)
    return;  // the bound's own limits
  const Bound& bound = *proofs_check::find(lines.after("bound "));
  const sim::Words best = std::get<Explicit>(bound.value)(s, h.M).words;
  demand(h.claim <= best, "more is certified than the bound proves", to_string(h.claim), to_string(best));
}

/// No play of the graph costs less than what is certified, whatever the kind.
void confirm_bound(std::string_view graph, std::string_view certificate) {
  Lines lines(certificate);
  const Header h = header_of(lines, "graph ", "claim lower ");
  const NamedGraph g = parse_graph_text(graph);
  if (!Game::fits(g.dag, h.rules)) return;
  const Game game(g.dag, h.rules, static_cast<std::int64_t>(h.M.count()));
  const finder::PlainAnswer best = finder::plain_optimum(game, {.most = 3'000});
  if (best.finished && best.io) demand(h.claim <= sim::Words{*best.io}, "a play is cheaper than its bound");
}

/// A search over states is tried on graphs on which it ends soon.
bool small(std::string_view graph) {
  return std::count(graph.begin(), graph.end(), '\n') <= 6 &&
         std::count(graph.begin(), graph.end(), '|') <= 3 && graph.size() <= 160;
}

void judge_text(std::string_view graph, std::string certificate) {
  constexpr std::string_view open = "\ngraph ................\n";
  const std::size_t at = certificate.find(open);
  if (at != certificate.npos) certificate.replace(at + 7, 16, digest_text(digest(graph)));
  const auto is = [&](std::string_view kind) {
    constexpr std::string_view start = "redblue-certificate 1\nkind ";
    const std::string_view text(certificate);
    return text.starts_with(start) && text.substr(start.size()).starts_with(kind);
  };
  const bool plays = is("pebbling\n"), counts = is("counting\n");
  if (is("exhausted\n") && !small(graph)) return;
  const Verdict v = check(graph, certificate, 1 << 16);
  if (v.status == Status::valid && counts) confirm_counting(certificate);
  if (v.status == Status::valid && !counts && !plays) confirm_bound(graph, certificate);
  const bool played = v.status == Status::valid || (v.status == Status::invalid && v.move > 0);
  if (plays && played) confirm_pebbling(graph, certificate, v);
}

/// Two files as they stand, and fifteen changes of the second that mostly leave it readable.
void texts(std::string_view graph, std::string_view certificate) {
  judge_text(graph, std::string(certificate));
  Random r(digest(certificate));
  std::string changed;
  for (int i = 0; i < 15; ++i) {
    if (i % 5 == 0) changed = certificate;  // one to five changes
    change_lines(r, changed);
    judge_text(graph, changed);
  }
}

}  // namespace

void checker(std::string_view bytes) {
  constexpr std::string_view bar = "---\n";
  const std::size_t cut = bytes.find(bar);
  if (cut == bytes.npos)
    play(bytes);
  else
    texts(bytes.substr(0, cut), bytes.substr(cut + bar.size()));
}

}  // namespace redblue::fuzz
