// The four games on sets of done terms: a twin of the checker's board, written apart from it.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <redblue/proofs_check/certificate.hpp>

namespace redblue::test {

using namespace redblue::proofs_check;
using sim::Move;
using sim::Vertex;
using Kind = sim::Dag::Kind;

/// The rule that breaks first and its move, found on sets of done terms; empty when the play is valid.
struct Found {
  std::string rule;
  std::size_t move = 0;
  friend bool operator==(const Found&, const Found&) = default;
};

class PlainGame {
 public:
  PlainGame(const sim::Dag& dag, Rules rules)
      : dag_(dag), rules_(rules), fast_(dag.size()), slow_(dag.size()), ever_(dag.size()) {
    for (Vertex v = 0; v < dag.size(); ++v) {
      if (dag.term_count(v) > 64) throw std::logic_error("a set here has room for 64 terms");
      if (dag.kind(v) == Kind::input) slow_[v] = Done{};
    }
  }

  [[nodiscard]] std::string play(const Move& m) {
    if (m.kind == Move::Kind::load) {
      if (fast_[m.v]) return "already_red";
      if (!slow_[m.v]) return "not_in_slow";
      fast_[m.v] = slow_[m.v];
    } else if (m.kind == Move::Kind::compute) {
      return compute(m);
    } else if (!fast_[m.v]) {
      return "not_red";
    } else if (m.kind == Move::Kind::store) {
      slow_[m.v] = fast_[m.v];
    } else {
      if (must_stay(m.v, sim::no_vertex)) return "lost";
      fast_[m.v].reset();
    }
    return "";
  }
  [[nodiscard]] std::string end() const {
    if (red() > 0) return "not_empty";
    for (const Vertex v : dag_.outputs())
      if (slow_[v] != whole(v)) return "output_missing";
    return "";
  }
  /// Equal for positions that have the same future.
  [[nodiscard]] std::string key() const {
    std::string text;
    for (const auto* copies : {&fast_, &slow_, &ever_})
      for (const std::optional<Done>& done : *copies)
        text += done ? std::to_string(done->terms) + "," : std::string("-,");
    return text;
  }
  [[nodiscard]] std::size_t red() const {
    std::size_t count = 0;
    for (const std::optional<Done>& copy : fast_) count += copy ? 1 : 0;
    return count;
  }
  [[nodiscard]] bool is_red(Vertex v) const { return fast_[v].has_value(); }
  [[nodiscard]] bool is_blue(Vertex v) const { return slow_[v].has_value(); }
  [[nodiscard]] bool is_saved(Vertex v) const { return slow_[v] == whole(v); }
  [[nodiscard]] bool up_to_date(Vertex v) const { return is_blue(v) && slow_[v] == fast_[v]; }
  [[nodiscard]] bool complete(Vertex v) const { return fast_[v] == whole(v); }
  [[nodiscard]] bool has(Vertex v, std::uint32_t term) const { return fast_[v]->has(term); }
  [[nodiscard]] bool in_terms(Vertex v) const {
    return dag_.kind(v) == Kind::acc && (rules_ == Rules::partial || rules_ == Rules::partial_recompute);
  }

 private:
  /// A set of terms of one vertex.
  struct Done {
    std::uint64_t terms = 0;
    [[nodiscard]] bool has(std::uint32_t t) const { return (terms >> t & 1) != 0; }
    void add(std::uint32_t t) { terms |= std::uint64_t{1} << t; }
    friend bool operator==(const Done&, const Done&) = default;
  };

  [[nodiscard]] Done whole(Vertex v) const {
    Done all;
    for (std::uint32_t t = 0; t < dag_.term_count(v); ++t) all.add(t);
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
          if (x == u && (!ever_[w] || !ever_[w]->has(t))) return true;
    return false;
  }
  template <class Operands>
  [[nodiscard]] std::string operands(const Operands& all) const {
    for (const Vertex u : all) {
      if (!fast_[u]) return "operand_not_red";
      if (fast_[u] != whole(u)) return "operand_incomplete";
    }
    return "";
  }
  [[nodiscard]] std::string compute(const Move& m) {
    const Vertex v = m.v;
    if (dag_.kind(v) == Kind::input) return "is_input";
    if (in_terms(v)) return m.term >= 0 ? term(v, static_cast<std::uint32_t>(m.term)) : "form";
    const bool takes = m.term == Move::takes_over;
    const bool may_take = (rules_ == Rules::partial || rules_ == Rules::partial_recompute) &&
                          dag_.in_place(v) != sim::no_vertex;
    if (m.term >= 0 || (takes && !may_take)) return "form";
    if (fast_[v]) return "already_red";
    if ((rules_ == Rules::one_shot || rules_ == Rules::partial) && ever_[v]) return "computed_twice";
    if (const std::string rule = operands(dag_.operands(v)); !rule.empty()) return rule;
    if (takes && must_stay(dag_.in_place(v), v)) return "lost";
    if (takes) fast_[dag_.in_place(v)].reset();
    fast_[v] = ever_[v] = whole(v);
    return "";
  }
  [[nodiscard]] std::string term(Vertex v, std::uint32_t t) {
    if (rules_ == Rules::partial && !fast_[v] && ever_[v]) return "not_red";
    Done done = fast_[v].value_or(Done{});
    if (done.has(t)) return "term_done";
    if (dag_.term_is_last(v, t))
      for (std::uint32_t s = 0; s < dag_.term_count(v); ++s)
        if (!dag_.term_is_last(v, s) && !done.has(s)) return "last";
    if (const std::string rule = operands(dag_.term(v, t)); !rule.empty()) return rule;
    done.add(t);
    fast_[v] = done;
    if (!ever_[v]) ever_[v] = Done{};
    ever_[v]->add(t);
    if (rules_ == Rules::partial) slow_[v].reset();
    return "";
  }

  const sim::Dag& dag_;
  Rules rules_;
  std::vector<std::optional<Done>> fast_, slow_, ever_;  ///< by vertex; none: no copy, never computed
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

}  // namespace redblue::test
