// The four games of interface 3a: what every vertex's two copies are, and what a move does to them.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <redblue/sim/dag.hpp>

namespace redblue::proofs_check::check {

using sim::Vertex;

/// All that the rest of a play depends on, as bytes (docs/certificates.md): flags by vertex, then the done
/// terms of the fast copies, then those of the slow copies.
using State = std::vector<std::uint8_t>;

/// One move: `L v`, `S v`, `D v`, `C v`, `C v t` (term from 0), `C v !`.
struct Move {
  static constexpr std::int64_t whole = -1, takes_over = -2;
  char kind;
  Vertex v;
  std::int64_t term = whole;
};

/// The first rule that is broken, and the vertex that it is about; `rule` is null where none is.
struct Fault {
  const char* rule = nullptr;
  Vertex v = 0;
  explicit operator bool() const { return rule != nullptr; }
};

class Board {
 public:
  /// The start: a slow copy of each input. `rules` is one of the four names; `dag` is kept by reference.
  Board(const sim::Dag& dag, const std::string& rules, std::uint64_t M)
      : dag_(dag),
        once_(rules == "one_shot" || rules == "partial"),
        partial_(rules == "partial"),
        terms_(rules == "partial" || rules == "partial_recompute"),
        M_(M),
        output_(dag.size()) {
    for (const Vertex v : dag.outputs()) output_[v] = true;
    std::size_t at = dag.size();
    for (Vertex v = 0; v < dag.size(); ++v) {
      state_.push_back(dag.kind(v) == Kind::input ? is_blue : 0);
      done_at_.push_back(at);
      if (in_terms(v)) at += (dag.term_count(v) + 7) / 8;
    }
    done_at_.push_back(at);
    state_.resize(2 * at - dag.size());
    set_state(state_);
    untouched_ = left_[fast];
  }

  /// Plays `m`; after a fault the board is of no use.
  Fault play(const Move& m) {
    const Fault fault = m.kind == 'L'   ? load(m.v)
                        : m.kind == 'S' ? store(m.v)
                        : m.kind == 'D' ? discard(m.v)
                                        : compute(m);
    return red_ <= M_ ? fault : Fault{"capacity", m.v};  // a move with a fault reddens nothing
  }
  /// None when fast memory is empty and every output is whole in slow memory.
  [[nodiscard]] Fault end() const {
    for (Vertex v = 0; v < dag_.size(); ++v)
      if (has(v, is_red)) return {"not_empty", v};
    for (const Vertex v : dag_.outputs())
      if (!has(v, is_blue) || left_[slow][v].all > 0) return {"output_missing", v};
    return {};
  }
  [[nodiscard]] const State& state() const { return state_; }
  void set_state(const State& state) {
    state_ = state;
    red_ = 0;
    uses_.assign(dag_.size(), 0);
    left_.fill(std::vector<Left>(dag_.size()));
    for (Vertex v = 0; v < dag_.size(); ++v) {
      red_ += has(v, is_red);
      for (std::uint32_t t = 0; t < dag_.term_count(v); ++t) {
        for (const Place p : {fast, slow})
          if (in_terms(v) && !is_done(p, v, t))
            ++left_[p][v].all, left_[p][v].plain += !dag_.term_is_last(v, t);
        const bool done = in_terms(v) ? is_done(fast, v, t) : has(v, is_computed);
        for (const Vertex u : dag_.term(v, t)) uses_[u] += !done;
      }
    }
  }

 private:
  using Kind = sim::Dag::Kind;
  enum Flag : std::uint8_t { is_red = 1, is_blue = 2, is_computed = 4 };
  enum Place : std::uint8_t { fast, slow };
  /// Terms not done in a copy: all of them, and those without a star.
  struct Left {
    std::uint32_t all = 0, plain = 0;
  };

  [[nodiscard]] bool has(Vertex v, Flag f) const { return (state_[v] & f) != 0; }
  void unset(Vertex v, Flag f) { state_[v] = static_cast<std::uint8_t>(state_[v] & ~f); }
  [[nodiscard]] bool in_terms(Vertex v) const { return terms_ && dag_.kind(v) == Kind::acc; }
  /// Where the done terms of a copy begin in the state, and how many bytes they are.
  [[nodiscard]] std::size_t at(Place p, Vertex v) const {
    return done_at_[v] + (p == slow ? done_at_.back() - dag_.size() : 0);
  }
  [[nodiscard]] std::size_t bytes(Vertex v) const { return done_at_[v + 1] - done_at_[v]; }
  [[nodiscard]] bool is_done(Place p, Vertex v, std::uint32_t t) const {
    return (state_[at(p, v) + t / 8] >> t % 8 & 1) != 0;
  }
  void copy(Vertex v, Place from, Place to) {
    std::copy_n(state_.begin() + at(from, v), bytes(v), state_.begin() + at(to, v));
    left_[to][v] = left_[from][v];
  }
  void clear(Vertex v, Place p) {
    std::fill_n(state_.begin() + at(p, v), bytes(v), std::uint8_t{0});
    left_[p][v] = untouched_[v];
  }

  Fault load(Vertex v) {
    if (has(v, is_red)) return {"already_red", v};
    if (!has(v, is_blue)) return {"not_in_slow", v};
    copy(v, slow, fast);
    redden(v);
    return {};
  }
  Fault store(Vertex v) {
    if (!has(v, is_red)) return {"not_red", v};
    copy(v, fast, slow);
    state_[v] |= is_blue;
    return {};
  }
  Fault discard(Vertex v) {
    if (!has(v, is_red)) return {"not_red", v};
    // partial: no slow copy equal to the fast one, which is an output or an operand (incomplete: one of the
    // two)
    if (partial_ && !has(v, is_blue) && (output_[v] || uses_[v] > 0)) return {"lost", v};
    unset(v, is_red), --red_;
    if (!partial_) clear(v, fast);  // partial: a done term is done for ever
    return {};
  }
  Fault compute(const Move& m) {
    if (dag_.kind(m.v) == Kind::input) return {"is_input", m.v};
    if (!in_terms(m.v)) return compute_at_once(m.v, m.term);
    return m.term < 0 ? Fault{"form", m.v} : compute_term(m.v, static_cast<std::uint32_t>(m.term));
  }
  Fault compute_at_once(Vertex v, std::int64_t how) {
    const bool takes_over = how == Move::takes_over;
    if (how >= 0 || (takes_over && (!terms_ || dag_.in_place(v) == sim::no_vertex))) return {"form", v};
    if (has(v, is_red)) return {"already_red", v};
    if (has(v, is_computed)) return {"computed_twice", v};
    if (const Fault fault = need(dag_.operands(v))) return fault;
    if (once_) use(dag_.operands(v)), state_[v] |= is_computed;
    if (takes_over)
      if (const Fault fault = discard(dag_.in_place(v))) return fault;
    redden(v);
    return {};
  }
  Fault compute_term(Vertex v, std::uint32_t t) {
    if (!has(v, is_red) && left_[fast][v].all < dag_.term_count(v)) return {"not_red", v};  // partial
    if (is_done(fast, v, t)) return {"term_done", v};
    if (dag_.term_is_last(v, t) && left_[fast][v].plain > 0) return {"last", v};
    if (const Fault fault = need(dag_.term(v, t))) return fault;
    if (!has(v, is_red)) redden(v);
    state_[at(fast, v) + t / 8] |= static_cast<std::uint8_t>(1U << t % 8);
    --left_[fast][v].all;
    left_[fast][v].plain -= !dag_.term_is_last(v, t);
    if (!partial_) return {};
    use(dag_.term(v, t));
    unset(v, is_blue);
    clear(v, slow);
    return {};
  }
  void redden(Vertex v) { state_[v] |= is_red, ++red_; }
  [[nodiscard]] Fault need(std::span<const Vertex> operands) const {
    for (const Vertex u : operands) {
      if (!has(u, is_red)) return {"operand_not_red", u};
      if (left_[fast][u].all > 0) return {"operand_incomplete", u};
    }
    return {};
  }
  void use(std::span<const Vertex> operands) {
    for (const Vertex u : operands) --uses_[u];
  }

  const sim::Dag& dag_;
  bool once_, partial_, terms_;
  std::uint64_t M_;
  std::vector<char> output_;
  std::vector<std::size_t> done_at_;  ///< where a vertex's fast terms begin in the state, and the end
  std::vector<Left> untouched_;       ///< of a copy without a done term
  State state_;
  std::array<std::vector<Left>, 2> left_;  ///< by place
  std::vector<std::uint32_t> uses_;        ///< as operands of terms not yet done, for games that do each once
  std::uint64_t red_ = 0;
};

}  // namespace redblue::proofs_check::check
