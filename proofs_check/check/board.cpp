#include <algorithm>
#include <bit>

#include <redblue/proofs_check/check/board.hpp>

namespace redblue::proofs_check::check {
namespace {

using sim::Dag;

/// The graph with every vertex a value of all its distinct operands at once, unmarked.
Dag at_once(const Dag& dag) {
  Dag made;
  std::vector<Vertex> seen(dag.size(), sim::no_vertex);
  for (Vertex v = 0; v < dag.size(); ++v) {
    std::vector<Vertex> distinct;
    for (const Vertex u : dag.operands(v))
      if (seen[u] != v) seen[u] = v, distinct.push_back(u);
    if (dag.kind(v) == Dag::Kind::input)
      made.add_input();
    else
      made.add_val(distinct);
  }
  for (const Vertex v : dag.outputs()) made.add_output(v);
  return made;
}

constexpr std::uint8_t bit(std::uint32_t t) { return static_cast<std::uint8_t>(1U << t % 8); }

}  // namespace

Board::Board(const Dag& dag, const std::string& rules, std::uint64_t M)
    : dag_(rules == "classic" || rules == "one_shot" ? at_once(dag) : dag),
      once_(rules == "one_shot" || rules == "partial"),
      partial_(rules == "partial"),
      terms_(rules == "partial" || rules == "partial_recompute"),
      M_(M),
      output_(dag.size()),
      left_(dag.size()),
      slow_left_(dag.size()),
      uses_(dag.size()) {
  std::size_t at = dag_.size();
  for (Vertex v = 0; v < dag_.size(); ++v) {
    fast_at_.push_back(at);
    if (dag_.kind(v) == Dag::Kind::acc) at += (dag_.term_count(v) + 7) / 8;
  }
  fast_at_.push_back(at);
  slow_after_ = at - dag_.size();
  plain_.resize(slow_after_);
  for (const Vertex v : dag_.outputs()) output_[v] = true;
  std::vector<std::uint8_t> start(at + slow_after_);
  for (Vertex v = 0; v < dag_.size(); ++v) {
    if (dag_.kind(v) == Dag::Kind::input) start[v] = is_blue;
    for (std::uint32_t t = 0; dag_.kind(v) == Dag::Kind::acc && t < dag_.term_count(v); ++t)
      if (!dag_.term_is_last(v, t)) plain_[fast_at_[v] - dag_.size() + t / 8] |= bit(t);
  }
  set_state(start);
}

void Board::set_state(const std::vector<std::uint8_t>& state) {
  state_ = state;
  red_count_ = 0;
  std::fill(uses_.begin(), uses_.end(), 0);
  for (Vertex v = 0; v < dag_.size(); ++v) {
    red_count_ += has(v, is_red);
    const bool acc = dag_.kind(v) == Dag::Kind::acc;
    left_[v] = missing(v, fast(v));
    slow_left_[v] = missing(v, slow(v));
    for (std::uint32_t t = 0; partial_ && t < dag_.term_count(v); ++t) {
      const bool done = acc ? (fast(v)[t / 8] & bit(t)) != 0 : has(v, is_computed);
      for (const Vertex u : dag_.term(v, t)) uses_[u] += !done;
    }
  }
}

std::uint32_t Board::missing(Vertex v, const std::uint8_t* done) const {
  std::uint32_t count = 0;
  for (std::size_t i = 0; i < bytes(v); ++i) count += static_cast<std::uint32_t>(std::popcount(done[i]));
  return dag_.kind(v) == Dag::Kind::acc ? dag_.term_count(v) - count : 0;
}

void Board::set_red(Vertex v, bool red) {
  state_[v] = static_cast<std::uint8_t>(red ? state_[v] | is_red : state_[v] & ~is_red);
  red_count_ += red ? 1 : std::uint64_t{0} - 1;
}

const char* Board::play(const Move& m) {
  const char* rule = nullptr;
  switch (m.kind) {
    case 'L':
      rule = load(m.v);
      break;
    case 'S':
      rule = store(m.v);
      break;
    case 'D':
      rule = discard(m.v);
      break;
    default:
      rule = compute(m);
  }
  if (rule != nullptr) return rule;
  return red_count_ > M_ ? broken("capacity", m.v) : nullptr;
}

const char* Board::load(Vertex v) {
  if (has(v, is_red)) return broken("already_red", v);
  if (!has(v, is_blue)) return broken("not_in_slow", v);
  std::copy_n(slow(v), bytes(v), fast(v));
  left_[v] = slow_left_[v];
  set_red(v, true);
  ++cost_;
  return nullptr;
}

const char* Board::store(Vertex v) {
  if (!has(v, is_red)) return broken("not_red", v);
  std::copy_n(fast(v), bytes(v), slow(v));
  slow_left_[v] = left_[v];
  state_[v] |= is_blue;
  ++cost_;
  return nullptr;
}

const char* Board::discard(Vertex v) {
  if (!has(v, is_red)) return broken("not_red", v);
  if (lost(v)) return broken("lost", v);
  set_red(v, false);
  if (partial_) return nullptr;  // a done term is done for ever
  std::fill_n(fast(v), bytes(v), std::uint8_t{0});
  left_[v] = bytes(v) > 0 ? dag_.term_count(v) : 0;
  return nullptr;
}

/// partial: no slow copy equal to the fast one, which is an output, or incomplete, or still an operand.
bool Board::lost(Vertex v) const {
  return partial_ && !has(v, is_blue) && (output_[v] || left_[v] > 0 || uses_[v] > 0);
}

const char* Board::compute(const Move& m) {
  if (dag_.kind(m.v) == Dag::Kind::input) return broken("is_input", m.v);
  if (dag_.kind(m.v) == Dag::Kind::val) return whole(m);
  return m.term < 0 ? broken("form", m.v) : term(m.v, static_cast<std::uint32_t>(m.term));
}

const char* Board::whole(const Move& m) {
  const Vertex v = m.v;
  const Vertex freed = m.term == Move::takes_over ? dag_.in_place(v) : sim::no_vertex;
  if (m.term >= 0 || (m.term == Move::takes_over && (!terms_ || freed == sim::no_vertex)))
    return broken("form", v);
  if (has(v, is_red)) return broken("already_red", v);
  if (once_ && has(v, is_computed)) return broken("computed_twice", v);
  if (const char* rule = operands(dag_.operands(v))) return rule;
  if (once_) state_[v] |= is_computed;
  for (const Vertex u : dag_.operands(v)) uses_[u] -= partial_;
  if (freed != sim::no_vertex)
    if (const char* rule = discard(freed)) return rule;
  set_red(v, true);
  return nullptr;
}

const char* Board::term(Vertex v, std::uint32_t t) {
  if (partial_ && !has(v, is_red) && left_[v] < dag_.term_count(v)) return broken("not_red", v);
  if ((fast(v)[t / 8] & bit(t)) != 0) return broken("term_done", v);
  if (dag_.term_is_last(v, t) && plain_left(v)) return broken("last", v);
  if (const char* rule = operands(dag_.term(v, t))) return rule;
  if (!has(v, is_red)) set_red(v, true);
  fast(v)[t / 8] |= bit(t);
  --left_[v];
  if (!partial_) return nullptr;
  for (const Vertex u : dag_.term(v, t)) --uses_[u];
  state_[v] = static_cast<std::uint8_t>(state_[v] & ~is_blue);
  std::fill_n(slow(v), bytes(v), std::uint8_t{0});
  slow_left_[v] = dag_.term_count(v);
  return nullptr;
}

/// True when a term without a star is not done in the fast copy.
bool Board::plain_left(Vertex v) const {
  std::uint8_t left = 0;
  for (std::size_t i = fast_at_[v]; i < fast_at_[v + 1]; ++i)
    left |= static_cast<std::uint8_t>(plain_[i - dag_.size()] & ~state_[i]);
  return left != 0;
}

const char* Board::operands(std::span<const Vertex> all) {
  for (const Vertex u : all) {
    if (!has(u, is_red)) return broken("operand_not_red", u);
    if (left_[u] > 0) return broken("operand_incomplete", u);
  }
  return nullptr;
}

const char* Board::end() {
  for (Vertex v = 0; v < dag_.size(); ++v)
    if (has(v, is_red)) return broken("not_empty", v);
  for (const Vertex v : dag_.outputs())
    if (!has(v, is_blue) || slow_left_[v] > 0) return broken("output_missing", v);
  return nullptr;
}

}  // namespace redblue::proofs_check::check
