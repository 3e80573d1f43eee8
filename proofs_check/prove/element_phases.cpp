#include <redblue/proofs_check/prove/element_phases.hpp>
#include <redblue/proofs_check/prove/stamps.hpp>
#include <redblue/proofs_check/prove/useful.hpp>
#include <redblue/sim/error.hpp>

namespace redblue::proofs_check::prove {
namespace {

using Kind = NodeInfo::Kind;
using MoveKind = sim::Move::Kind;

class Player {
 public:
  Player(const Execution& e, const Useful& useful, Proof proof, Int128 X)
      : e_(e),
        useful_(useful),
        sets_(e.shape),
        pairs_(e.shape),
        state_(e.nodes.size()),
        begun_(e.nodes.size()) {
    whole_ = {proof, e.shape, e.M, X, {}, 0, 0, {}};
    for (Node n = 0; n < e.nodes.size(); ++n) state_[n].slow = is_input(e.nodes[n].kind);
  }

  Phases run() {
    for (const NodeMove& m : e_.moves) {
      number_ = m.number;
      play(m);
      if (red_ > e_.M.count())
        fail("capacity", sim::to_string(red_) + " words in fast memory, M = " + to_string(e_.M));
      if (whole_.broken) return std::move(whole_);
    }
    for (const Node n : e_.outputs)
      if (n != no_node && !state_[n].slow)
        number_ = 0, fail("sum", "an output is not in slow memory at the end");
    close();
    pairs_.count_intervals(whole_);
    return std::move(whole_);
  }

 private:
  struct State {
    bool fast = false, slow = false;
  };

  [[nodiscard]] static bool is_input(Kind k) { return k == Kind::Q || k == Kind::K || k == Kind::V; }
  [[nodiscard]] const Useful::Marks& marks(Node n) const { return useful_.marks[n]; }
  [[nodiscard]] bool by_scores() const { return whole_.proof == Proof::saha_ye; }
  [[nodiscard]] std::uint32_t phase() const { return static_cast<std::uint32_t>(whole_.all.size() + 1); }

  void fail(std::string_view step, std::string what) {
    if (!whole_.broken) whole_.broken = Broken{step, number_, std::move(what)};
  }

  void play(const NodeMove& m) {
    State& s = state_[m.node];
    switch (m.kind) {
      case MoveKind::load:
        if (!s.slow) return fail("charges", "a word is loaded that slow memory does not hold");
        charge(&Phase::loads);
        set_fast(m.node, true);
        if (marks(m.node).score) pairs_.covered(e_.nodes[m.node], phase());
        return;
      case MoveKind::store:
        if (!s.fast) return fail("charges", "a word is stored that fast memory does not hold");
        by_scores() ? charge(&Phase::stores) : void(now_.stores += 1);
        s.slow = true;
        return;
      case MoveKind::discard:
        return set_fast(m.node, false);
      case MoveKind::compute:
        return compute(m);
    }
  }

  void compute(const NodeMove& m) {
    for (const Node u : e_.operands_of(m.node))
      if (!state_[u].fast) return fail("charges", "a word is used that was neither loaded nor made");
    if (e_.nodes[m.node].is_product) product(m.node);
    const Node parent = e_.nodes[m.node].parent;
    if (begun_[m.node] == 0 && parent != no_node) begun_[m.node] = begun_[parent];
    if (m.frees != no_node) set_fast(m.frees, false);
    set_fast(m.node, true);
  }

  void product(Node n) {
    const NodeInfo& info = e_.nodes[n];
    if (marks(n).event) return event(n, info);
    if (!marks(n).score || (by_scores() && !marks(n).chosen)) return;
    const bool begins = info.products == 1;
    if (begins && charges_scores(whole_.proof) && !pairs_.is_covered(info, phase())) {
      charge(&Phase::fresh);
      pairs_.fresh(info, phase());
    }
    begun_[n] = begins ? phase() : begun_[info.parent];
    sets_.score(info, phase(), now_);
    pairs_.scored(info, phase(), begun_[n]);
  }

  void event(Node n, const NodeInfo& info) {
    if (marks(n).first_event && !by_scores()) charge(&Phase::starts);
    sets_.event(info, phase(), now_);
    pairs_.used(e_.nodes[info.weight], phase(), begun_[info.weight]);
  }

  void charge(Int128 Phase::*kind) {
    if (now_.charges(whole_.proof) == whole_.X) {
      close();
      if (charges_scores(whole_.proof))
        for (const Node n : resident_scores()) pairs_.covered(e_.nodes[n], phase());
    }
    now_.*kind += 1;
  }

  /// Useful words of scores in fast memory.
  [[nodiscard]] std::vector<Node> resident_scores() const {
    std::vector<Node> all;
    for (const Node n : fast_scores_)
      if (state_[n].fast) all.push_back(n);
    return all;
  }

  void set_fast(Node n, bool fast) {
    if (state_[n].fast == fast) return;
    state_[n].fast = fast;
    red_ += fast ? 1 : -1;
    if (!marks(n).score || !charges_scores(whole_.proof)) return;
    if (fast) fast_scores_.push_back(n);
    if (fast_scores_.size() > 64 + 2 * static_cast<std::size_t>(red_)) fast_scores_ = resident_scores();
  }

  void close() {
    if (whole_.all.size() >= most_phases) sim::raise(TooManyPhases());
    pairs_.close(by_scores(), phase(), now_);
    whole_.all.push_back(now_);
    now_ = {};
  }

  const Execution& e_;
  const Useful& useful_;
  Phases whole_;
  Phase now_;
  WordStamps sets_;
  PairStamps pairs_;
  std::vector<State> state_;
  std::vector<std::uint32_t> begun_;  ///< by node: the phase of its sum's first product
  std::vector<Node> fast_scores_;     ///< useful score words in fast memory, and some that left
  Int128 red_ = 0;
  std::uint32_t number_ = 0;
};

}  // namespace

Phases element_phases(const Execution& execution, Proof proof, Int128 X) {
  Phases none{proof, execution.shape, execution.M, X, {}, 0, 0, execution.broken};
  if (none.broken) return none;
  const Useful found = useful(execution);
  none.broken = found.broken;
  // A word that was not there is named before what it spoils.
  Phases played = Player(execution, found, proof, X).run();
  if (played.broken) return played;
  return none.broken ? none : played;
}

}  // namespace redblue::proofs_check::prove
