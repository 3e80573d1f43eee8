// Kind wavefront: right after a vertex x of each piece at least W values are alive, for W paths go around it
// that no state can leave uncut; what is above M is stored before and loaded after. Pieces share no vertex of
// their paths, so they add up. The cut shows that W is no larger.
#include <redblue/proofs_check/check/budget.hpp>
#include <redblue/proofs_check/check/vertex_lines.hpp>

namespace redblue::proofs_check::check {
namespace {

using sim::Vertex;

class Pieces : VertexLines {
 public:
  Pieces(const sim::Dag& dag, Input& in)
      : VertexLines(dag, in),
        uses_(dag.size()),
        depth_(dag.size()),
        piece_(dag.size()),
        cut_(dag.size()),
        left_(dag.size()),
        state_(dag.size()) {
    for (Vertex v = 0; v < dag.size(); ++v)
      for (const Vertex u : dag.operands(v)) {
        depth_[v] = std::max(depth_[v], depth_[u] + 1);
        uses_[u].push_back(v);
      }
  }

  /// Inputs that are used and outputs that are none, where the first line claims them; from then on pieces
  /// hold neither. 0 where it does not.
  std::uint64_t compulsory() {
    if (in_.peek() != 'c') return 0;
    begin("compulsory");
    in_.expect(' ');
    const std::uint64_t said = in_.number();
    in_.end_line();
    taken_.assign(dag_.size(), true);
    std::uint64_t words = 0;
    for (Vertex v = 0; v < dag_.size(); ++v)
      if (dag_.kind(v) == sim::Dag::Kind::input) taken_[v] = false, words += uses_[v].empty() ? 0 : 1;
    for (const Vertex v : dag_.outputs()) words += taken_[v] ? 1 : 0, taken_[v] = false;
    if (said != words) invalid(line_, line_ - 6, word_, "compulsory", std::to_string(words) + " words");
    return words;
  }
  /// One piece; its W.
  std::uint64_t piece() {
    ++now_;
    begin("piece");
    in_.expect(' ');
    x_ = read_vertex(in_, dag_);
    in_.expect(" depth ");
    first_ = in_.number();
    in_.expect(' ');
    last_ = in_.number();
    in_.end_line();
    if (!inside(x_)) fault("outside", x_);
    const std::uint64_t W = cut();
    for (std::uint64_t i = 0; i < W; ++i) path();
    return W;
  }

 private:
  [[nodiscard]] bool inside(Vertex v) const {
    return first_ <= depth_[v] && depth_[v] <= last_ && (taken_.empty() || taken_[v]);
  }
  bool operand(Vertex u, Vertex v) {
    looked_at_.spend(dag_.operands(v).size());
    return is_operand(u, v);
  }

  /// The vertices named are all that is alive in some state around x: what x drags along, and the uses of all
  /// that is in the state and not named, does not come to a use of x.
  std::uint64_t cut() {
    std::uint64_t W = 0;
    read("cut", false, [&](Vertex, Vertex v) {
      if (cut_[v] == now_) fault("twice", v);
      cut_[v] = now_;
      ++W;
    });
    std::vector<Vertex> open;
    const auto enter = [&](Vertex v) {
      if (state_[v] == now_ || !inside(v)) return;
      state_[v] = now_;
      open.push_back(v);
    };
    for (enter(x_); !open.empty();) {
      const Vertex v = open.back();
      open.pop_back();
      if (operand(x_, v)) fault("cut", v);
      for (const Vertex u : dag_.operands(v)) enter(u);
      if (cut_[v] == now_) continue;
      looked_at_.spend(uses_[v].size());
      for (const Vertex w : uses_[v]) enter(w);
    }
    return W;
  }
  /// From x to a use of x by edges, forward and back; no vertex is left forward twice.
  void path() {
    const Vertex end = read("path", true, [&](Vertex at, Vertex next) {
      if (at == sim::no_vertex) {
        if (next != x_) fault("start", next);
      } else if (operand(at, next)) {
        if (left_[at] == now_) fault("twice", at);
        left_[at] = now_;
      } else if (!operand(next, at)) {
        fault("edge", next);
      }
      if (!inside(next)) fault("outside", next);
      if (piece_[next] != 0 && piece_[next] != now_) fault("shared", next);
      piece_[next] = now_;
    });
    if (!operand(x_, end)) fault("end", end);
  }

  std::vector<std::vector<Vertex>> uses_;
  std::vector<std::uint64_t> depth_;
  std::vector<char> taken_;  // empty: every vertex
  std::vector<std::uint64_t> piece_, cut_, left_,
      state_;  // the last piece that had v on a path, in its cut, ...
  std::uint64_t now_ = 0, first_ = 0, last_ = 0;
  Budget looked_at_{28, "operands looked at"};
  Vertex x_ = 0;
};

}  // namespace

Verdict check_wavefront(const char* graph, Input& in) {
  const std::uint64_t digest = read_digest(in);
  const Header header = read_header(in, "lower");
  const sim::Dag dag = read_graph(graph, digest);
  bool sums = false;
  for (Vertex v = 0; v < dag.size(); ++v) sums = sums || dag.kind(v) == sim::Dag::Kind::acc;
  if (header.rules != "one_shot" && (header.rules != "partial" || sums))
    invalid(4, 0, "rules", "rules", "one_shot, or partial for a graph of val only");
  Pieces pieces(dag, in);
  std::uint64_t words = pieces.compulsory();
  while (in.peek() == 'p')
    if (const std::uint64_t W = pieces.piece(); W > header.M) words += 2 * (W - header.M);
  const std::uint64_t line = in.line();
  read_end(in, line - 7, "the lines before");
  if (words != header.claim)
    invalid(line, line - 6, "end", "claim", "the pieces prove " + std::to_string(words));
  return valid("wavefront", header);
}

}  // namespace redblue::proofs_check::check
