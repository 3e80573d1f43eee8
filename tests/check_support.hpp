// Helpers for tests of the checker: certificates as short texts, a game of plain sets that is written apart
// from the checker's, and a player that makes valid certificates of any graph.
#pragma once

#include <algorithm>
#include <cstdio>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "plain_game.hpp"
#include <sys/mman.h>
#include <unistd.h>

#include <redblue/proofs_check/certificate.hpp>
#include <redblue/proofs_check/check/check.hpp>
#include <redblue/proofs_check/instances.hpp>

namespace redblue::test {

using namespace redblue::proofs_check;
using check::Status;
using check::Verdict;
using sim::Move;
using sim::Moves;
using sim::Vertex;
using Kind = sim::Dag::Kind;

/// A file that lives in memory and is opened by name.
class MemoryFile {
 public:
  MemoryFile() : fd_(memfd_create("redblue", 0)), path_("/proc/self/fd/" + std::to_string(fd_)) {}
  ~MemoryFile() { close(fd_); }
  [[nodiscard]] const char* holding(const std::string& text) const {
    if (ftruncate(fd_, 0) != 0 ||
        pwrite(fd_, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size()))
      throw std::runtime_error("a file in memory cannot be written");
    return path_.c_str();
  }

 private:
  int fd_;
  std::string path_;
};

/// The checker's verdict on two texts; without a graph, as kind counting wants it.
inline Verdict verdict_on(const std::string& graph, const std::string& certificate) {
  static const MemoryFile first, second;
  return check::check_files(graph.empty() ? "-" : first.holding(graph), second.holding(certificate));
}

/// "L 0; C 2 1; C 3 !" as moves.
inline Moves moves_of(const std::string& text) {
  Moves moves;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(';', at), text.size());
    const std::string one = text.substr(at, end - at);
    const std::size_t begin = one.find_first_not_of(' ');
    char kind = 0;
    char extra[24] = "";
    unsigned v = 0;
    if (begin != one.npos && std::sscanf(one.c_str() + begin, "%c %u %20s", &kind, &v, extra) >= 2)
      moves.push_back({static_cast<Move::Kind>(kind), v,
                       extra[0] == 0     ? Move::whole
                       : extra[0] == '!' ? Move::takes_over
                                         : std::atoi(extra)});
    at = end + 1;
  }
  return moves;
}

inline Pebbling pebbling(const std::string& graph, Rules rules, std::int64_t M, Moves moves) {
  const sim::Words io = cost(moves);
  return {digest(graph), rules, sim::Words{M}, io, std::move(moves)};
}

/// What stands at the end of the line on a broken rule: the vertex, or the two numbers that should be equal.
inline std::string plain_detail(const sim::Dag& dag, const Pebbling& p, const Found& f) {
  PlainGame game(dag, p.rules);
  for (std::size_t i = 0; i + 1 < f.move; ++i) (void)game.play(p.moves[i]);
  if (f.rule == "capacity") return to_string(p.M + sim::Words{1}) + " red, M = " + to_string(p.M);
  if (f.rule == "claim") return to_string(cost(p.moves)) + " loads and stores, claimed " + to_string(p.io);
  Vertex about = 0;
  if (f.rule == "not_empty")
    while (!game.is_red(about)) ++about;
  else if (f.rule == "output_missing")
    about = *std::find_if(dag.outputs().begin(), dag.outputs().end(),
                          [&](Vertex v) { return !game.is_saved(v); });
  else {
    const Move& m = p.moves[f.move - 1];
    about = f.rule == "lost" && m.term == Move::takes_over ? dag.in_place(m.v) : m.v;
    const auto operands = game.in_terms(m.v) && m.term >= 0
                              ? dag.term(m.v, static_cast<std::uint32_t>(m.term))
                              : dag.operands(m.v);
    if (f.rule.starts_with("operand"))
      about = *std::find_if(operands.begin(), operands.end(),
                            [&](Vertex u) { return !game.is_red(u) || !game.complete(u); });
  }
  return "vertex " + std::to_string(about);
}

/// The whole line that interface 3a gives, from the game of plain sets.
inline std::string plain_text(const sim::Dag& dag, const Pebbling& p) {
  const Found f = plain_verdict(dag, p);
  const std::string rules(name(p.rules));
  if (f.rule.empty()) return "VALID pebbling " + rules + " M=" + to_string(p.M) + " io=" + to_string(p.io);
  std::string what;
  if (f.move <= p.moves.size())
    append_move(what, p.moves[f.move - 1]), what.pop_back();
  else
    what = "end " + std::to_string(p.moves.size());
  return "INVALID line " + std::to_string(f.move + 6) + " move " + std::to_string(f.move) + ": " + what +
         ": " + f.rule + ": " + plain_detail(dag, p, f);
}

inline Found found(const Verdict& v) { return {v.rule, v.move}; }

}  // namespace redblue::test
