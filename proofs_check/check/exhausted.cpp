// Kind exhausted: a finished search found no play of less than `claim` loads and stores. Found again by
// breadth first over all legal moves, without a bound or a normal form; where that is too much: NOT CHECKED.
#include <unordered_set>

#include <redblue/proofs_check/check/board.hpp>
#include <redblue/proofs_check/check/check.hpp>

namespace redblue::proofs_check::check {
namespace {

constexpr std::size_t most_bytes = std::size_t{1} << 26;  // of states
constexpr std::size_t most_work = std::size_t{1} << 28;   // bytes of states looked at

using State = std::vector<std::uint8_t>;

std::uint64_t digest_of(const State& state) {
  std::uint64_t digest = 0xcbf29ce484222325U;
  for (const std::uint8_t byte : state) digest = (digest ^ byte) * 0x100000001b3U;
  return digest;
}

struct Hash {
  std::size_t operator()(const State& state) const { return digest_of(state); }
};

/// The states at one cost from the start, layer by layer.
class Layers {
 public:
  Layers(const sim::Dag& dag, const Header& header) : dag_(dag), board_(dag, header.rules, header.M) {
    add(board_.state());
  }

  /// Closes the layer under free moves; true when a finished play is in it. `add_next` goes one load or store
  /// on.
  bool close() {
    bool done = false;
    for (std::size_t i = 0; i < layer_.size(); ++i) {
      board_.set_state(*layer_[i]);
      done = done || board_.end() == nullptr;
      moves(*layer_[i], "DC");
    }
    return done;
  }
  void add_next() {
    const std::vector<const State*> closed = std::move(layer_);
    layer_.clear();
    for (const State* state : closed) moves(*state, "LS");
  }
  [[nodiscard]] std::uint64_t size() const { return layer_.size(); }
  /// The sum of the digests of its states, modulo 2^64.
  [[nodiscard]] std::uint64_t digest() const {
    std::uint64_t sum = 0;
    for (const State* state : layer_) sum += digest_of(*state);
    return sum;
  }

 private:
  void moves(const State& from, const char* kinds) {
    for (; *kinds != 0; ++kinds)
      for (Vertex v = 0; v < dag_.size(); ++v) {
        const std::int64_t terms = *kinds == 'C' ? dag_.term_count(v) : 0;
        for (std::int64_t t = *kinds == 'C' ? Move::takes_over : Move::whole; t < terms; ++t) {
          if ((work_ += from.size() + dag_.size()) > most_work) not_checked("2^28 bytes of states looked at");
          board_.set_state(from);
          if (board_.play({*kinds, v, t}) == nullptr) add(board_.state());
        }
      }
  }
  void add(const State& state) {
    const auto [at, is_new] = seen_.insert(state);
    if (is_new) layer_.push_back(&*at);
    if (seen_.size() * (state.size() + 96) > most_bytes) not_checked("2^26 bytes of states");
  }

  const sim::Dag& dag_;
  Board board_;
  std::unordered_set<State, Hash> seen_;
  std::vector<const State*> layer_;
  std::size_t work_ = 0;
};

/// The line that the search should have left of a layer.
void agree(Input& in, std::uint64_t cost, const Layers* layers) {
  const std::uint64_t line = in.line();
  in.expect("layer ");
  if (in.number() != cost) in.refuse("layer " + std::to_string(cost) + " expected");
  in.expect(' ');
  const std::uint64_t states = in.number();
  in.expect(' ');
  const std::uint64_t digest = in.hexadecimal();
  in.end_line();
  if (layers != nullptr && (states != layers->size() || digest != layers->digest()))
    invalid(line, line - 6, "layer " + std::to_string(cost), "layer",
            std::to_string(layers->size()) + " states, or another digest");
}

}  // namespace

Verdict check_exhausted(const char* graph, Input& in) {
  const std::uint64_t digest = read_digest(in);
  const Header header = read_header(in, "lower");
  const sim::Dag dag = read_graph(graph, digest);
  in.expect("search ");
  const bool plain = in.word() == "plain";  // layers of any other search are its own affair
  in.end_line();
  Layers layers(dag, header);
  for (std::uint64_t cost = 0; cost < header.claim; ++cost) {
    if (cost > 0) layers.add_next();
    const std::uint64_t line = in.line();
    const bool done = layers.close();
    agree(in, cost, plain ? &layers : nullptr);
    if (done)
      invalid(line, cost + 2, "layer " + std::to_string(cost), "beaten", "a play costs only this much");
  }
  read_end(in, header.claim + 1, "a line each for the search and the layers below the claim");
  return valid("exhausted", header);
}

}  // namespace redblue::proofs_check::check
