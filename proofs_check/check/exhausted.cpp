// Kind exhausted: a finished search found no play of less than `claim` loads and stores. Found again by
// breadth first over all legal moves, without a bound or a normal form; where that is too much: NOT CHECKED.
#include <unordered_set>
#include <utility>

#include <redblue/proofs_check/check/board.hpp>
#include <redblue/proofs_check/check/budget.hpp>
#include <redblue/proofs_check/check/check.hpp>

namespace redblue::proofs_check::check {
namespace {

struct Digest {  // FNV-1a
  std::uint64_t operator()(const State& state) const {
    std::uint64_t digest = 0xcbf29ce484222325U;
    for (const std::uint8_t byte : state) digest = (digest ^ byte) * 0x100000001b3U;
    return digest;
  }
};

/// The states at one cost from the start, layer by layer.
class Layers {
 public:
  Layers(const sim::Dag& dag, const Header& h) : dag_(dag), board_(dag, h.rules, h.M) { add(board_.state()); }

  /// Closes the layer under free moves; true when a finished play is in it.
  bool close() {
    bool done = false;
    for (std::size_t i = 0; i < layer_.size(); ++i) {
      board_.set_state(*layer_[i]);
      if (!board_.end()) done = true;
      moves(*layer_[i], "DC");
    }
    return done;
  }
  void add_next() {  // one load or store on
    digest_ = 0;
    for (const State* state : std::exchange(layer_, {})) moves(*state, "LS");
  }
  [[nodiscard]] std::uint64_t size() const { return layer_.size(); }
  /// The sum of the digests of its states, modulo 2^64.
  [[nodiscard]] std::uint64_t digest() const { return digest_; }

 private:
  void moves(const State& from, const char* kinds) {
    for (; *kinds != 0; ++kinds)
      for (Vertex v = 0; v < dag_.size(); ++v) {
        const std::int64_t terms = *kinds == 'C' ? dag_.term_count(v) : 0;
        for (std::int64_t t = *kinds == 'C' ? Move::takes_over : Move::whole; t < terms; ++t) {
          looked_at_.spend(from.size() + dag_.size());
          board_.set_state(from);
          if (!board_.play({*kinds, v, t})) add(board_.state());
        }
      }
  }
  void add(const State& state) {
    const auto [at, is_new] = seen_.insert(state);
    if (!is_new) return;
    held_.spend(state.size() + 96);
    layer_.push_back(&*at);
    digest_ += Digest{}(state);
  }

  const sim::Dag& dag_;
  Board board_;
  std::unordered_set<State, Digest> seen_;
  std::vector<const State*> layer_;
  std::uint64_t digest_ = 0;
  Budget held_{26, "bytes of states"}, looked_at_{28, "bytes of states looked at"};
};

}  // namespace

Verdict check_exhausted(const char* graph, Input& in) {
  const std::uint64_t graph_digest = read_digest(in);
  const Header header = read_header(in, "lower");
  const sim::Dag dag = read_graph(graph, graph_digest);
  in.expect("search ");
  const bool plain = in.word() == "plain";  // layers of any other search are its own affair
  in.end_line();
  Layers layers(dag, header);
  for (std::uint64_t cost = 0; cost < header.claim; ++cost) {
    if (cost > 0) layers.add_next();
    const bool done = layers.close();
    const std::uint64_t line = in.line();
    const std::string what = "layer " + std::to_string(cost);
    in.expect((what + " ").c_str());
    const std::uint64_t states = in.number();
    in.expect(' ');
    const std::uint64_t digest = in.hexadecimal();
    in.end_line();
    if (plain && (states != layers.size() || digest != layers.digest()))
      invalid(line, cost + 2, what, "layer", std::to_string(layers.size()) + " states, or another digest");
    if (done) invalid(line, cost + 2, what, "beaten", "a play costs only this much");
  }
  read_end(in, header.claim + 1, "a line each for the search and the layers below the claim");
  return valid("exhausted", header);
}

}  // namespace redblue::proofs_check::check
