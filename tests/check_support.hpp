// Helpers for tests of the checker: certificates as short texts, a game of plain sets that is written apart from
// the checker's, and a player that makes valid certificates of any graph.
#pragma once

#include <cstdio>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

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
    if (ftruncate(fd_, 0) != 0 || pwrite(fd_, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size()))
      throw std::runtime_error("a file in memory cannot be written");
    return path_.c_str();
  }

 private:
  int fd_;
  std::string path_;
};

/// The checker's verdict on two texts.
inline Verdict verdict_on(const std::string& graph, const std::string& certificate) {
  static const MemoryFile first, second;
  return check::check_files(first.holding(graph), second.holding(certificate));
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
                       extra[0] == 0 ? Move::whole : extra[0] == '!' ? Move::takes_over : std::atoi(extra)});
    at = end + 1;
  }
  return moves;
}

inline Pebbling pebbling(const std::string& graph, Rules rules, std::int64_t M, Moves moves) {
  const sim::Words io = cost(moves);
  return {digest(graph), rules, sim::Words{M}, io, std::move(moves)};
}

/// The rule that breaks first and its move, found on sets of done terms; empty when the play is valid.
struct Found {
  std::string rule;
  std::size_t move = 0;
  friend bool operator==(const Found&, const Found&) = default;
};

class PlainGame {
 public:
  PlainGame(const sim::Dag& dag, Rules rules) : dag_(dag), rules_(rules) {
    for (Vertex v = 0; v < dag.size(); ++v)
      if (dag.kind(v) == Kind::input) slow_[v] = {};
  }

  [[nodiscard]] std::string play(const Move& m) {
    if (m.kind == Move::Kind::load) {
      if (fast_.count(m.v) > 0) return "already_red";
      if (slow_.count(m.v) == 0) return "not_in_slow";
      fast_[m.v] = slow_[m.v];
    } else if (m.kind == Move::Kind::compute) {
      return compute(m);
    } else if (fast_.count(m.v) == 0) {
      return "not_red";
    } else if (m.kind == Move::Kind::store) {
      slow_[m.v] = fast_[m.v];
    } else {
      if (must_stay(m.v, sim::no_vertex)) return "lost";
      fast_.erase(m.v);
    }
    return "";
  }
  [[nodiscard]] std::string end() const {
    if (!fast_.empty()) return "not_empty";
    for (const Vertex v : dag_.outputs())
      if (slow_.count(v) == 0 || slow_.at(v) != whole(v)) return "output_missing";
    return "";
  }
  /// Equal for positions that have the same future.
  [[nodiscard]] std::string key() const {
    std::string text;
    for (const auto* copies : {&fast_, &slow_, &ever_}) {
      text += "|";
      for (const auto& [v, done] : *copies) {
        text += " " + std::to_string(v) + ":";
        for (const std::uint32_t t : done) text += std::to_string(t) + ",";
      }
    }
    return text;
  }
  [[nodiscard]] std::size_t red() const { return fast_.size(); }
  [[nodiscard]] bool is_red(Vertex v) const { return fast_.count(v) > 0; }
  [[nodiscard]] bool is_blue(Vertex v) const { return slow_.count(v) > 0; }
  [[nodiscard]] bool up_to_date(Vertex v) const { return is_blue(v) && slow_.at(v) == fast_.at(v); }
  [[nodiscard]] bool complete(Vertex v) const { return fast_.at(v) == whole(v); }
  [[nodiscard]] bool in_terms(Vertex v) const {
    return dag_.kind(v) == Kind::acc && (rules_ == Rules::partial || rules_ == Rules::partial_recompute);
  }

 private:
  using Done = std::set<std::uint32_t>;

  [[nodiscard]] Done whole(Vertex v) const {
    Done all;
    for (std::uint32_t t = 0; t < dag_.term_count(v); ++t) all.insert(t);
    return all;
  }
  [[nodiscard]] bool must_stay(Vertex u, Vertex taker) const {
    if (rules_ != Rules::partial || up_to_date(u)) return false;
    for (const Vertex v : dag_.outputs())
      if (v == u) return true;
    if (!complete(u)) return true;
    for (Vertex w = 0; w < dag_.size(); ++w)
      for (std::uint32_t t = 0; w != taker && t < dag_.term_count(w); ++t)
        for (const Vertex x : dag_.term(w, t))
          if (x == u && (ever_.count(w) == 0 || ever_.at(w).count(t) == 0)) return true;
    return false;
  }
  template <class Operands>
  [[nodiscard]] std::string operands(const Operands& all) const {
    for (const Vertex u : all) {
      if (fast_.count(u) == 0) return "operand_not_red";
      if (fast_.at(u) != whole(u)) return "operand_incomplete";
    }
    return "";
  }
  [[nodiscard]] std::string compute(const Move& m) {
    const Vertex v = m.v;
    if (dag_.kind(v) == Kind::input) return "is_input";
    if (in_terms(v)) return m.term >= 0 ? term(v, static_cast<std::uint32_t>(m.term)) : "form";
    const bool takes = m.term == Move::takes_over;
    const bool may_take = (rules_ == Rules::partial || rules_ == Rules::partial_recompute) && dag_.in_place(v) != sim::no_vertex;
    if (m.term >= 0 || (takes && !may_take)) return "form";
    if (fast_.count(v) > 0) return "already_red";
    if ((rules_ == Rules::one_shot || rules_ == Rules::partial) && ever_.count(v) > 0) return "computed_twice";
    if (const std::string rule = operands(dag_.operands(v)); !rule.empty()) return rule;
    if (takes && must_stay(dag_.in_place(v), v)) return "lost";
    if (takes) fast_.erase(dag_.in_place(v));
    fast_[v] = ever_[v] = whole(v);
    return "";
  }
  [[nodiscard]] std::string term(Vertex v, std::uint32_t t) {
    if (rules_ == Rules::partial && fast_.count(v) == 0 && ever_.count(v) > 0) return "not_red";
    const Done done = fast_.count(v) > 0 ? fast_.at(v) : Done{};
    if (done.count(t) > 0) return "term_done";
    if (dag_.term_is_last(v, t))
      for (std::uint32_t s = 0; s < dag_.term_count(v); ++s)
        if (!dag_.term_is_last(v, s) && done.count(s) == 0) return "last";
    if (const std::string rule = operands(dag_.term(v, t)); !rule.empty()) return rule;
    fast_[v].insert(t);
    ever_[v].insert(t);
    if (rules_ == Rules::partial) slow_.erase(v);
    return "";
  }

  const sim::Dag& dag_;
  Rules rules_;
  std::map<Vertex, Done> fast_, slow_, ever_;
};

/// What is wrong with a pebbling of its own graph, by PlainGame.
inline Found plain_verdict(const sim::Dag& dag, const Pebbling& p) {
  PlainGame game(dag, p.rules);
  for (std::size_t i = 0; i < p.moves.size(); ++i) {
    const std::string rule = game.play(p.moves[i]);
    if (!rule.empty()) return {rule, i + 1};
    if (sim::Words{static_cast<std::int64_t>(game.red())} > p.M) return {"capacity", i + 1};
  }
  std::string rule = game.end();
  if (rule.empty() && cost(p.moves) != p.io) rule = "claim";
  return rule.empty() ? Found{} : Found{rule, p.moves.size() + 1};
}

inline Found found(const Verdict& v) { return {v.rule, v.move}; }

}  // namespace redblue::test
