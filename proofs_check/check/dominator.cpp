// Kind dominator: every way from an input to the set meets the dominator, and as many ways share no vertex,
// so no dominator is smaller.
#include <algorithm>

#include <redblue/proofs_check/check/check.hpp>

namespace redblue::proofs_check::check {
namespace {

using sim::Vertex;

class Ways {
 public:
  Ways(const sim::Dag& dag, Input& in) : dag_(dag), in_(in), taken_(dag.size()) {}

  /// "WORD v v ...": at least `least` vertices, each once.
  std::vector<bool> marked(const char* word, std::uint64_t least, std::uint64_t& count) {
    begin(word);
    std::vector<bool> marks(dag_.size());
    for (count = 0; count < least || in_.peek() == ' '; ++count) {
      in_.expect(' ');
      const Vertex v = vertex();
      if (marks[v]) fault("twice", v);
      marks[v] = true;
    }
    in_.end_line();
    return marks;
  }
  /// Names the first vertex of the set that an input reaches past the dominator, in the dominator's line.
  void dominate(const std::vector<bool>& set, const std::vector<bool>& dominator) {
    std::vector<bool> reached(dag_.size());
    for (Vertex v = 0; v < dag_.size(); ++v) {
      const auto operands = dag_.operands(v);
      reached[v] = !dominator[v] && (dag_.kind(v) == sim::Dag::Kind::input ||
                                     std::ranges::any_of(operands, [&](Vertex u) { return reached[u]; }));
      if (set[v] && reached[v]) fault("reached", v);
    }
  }
  void path(const std::vector<bool>& set) {
    begin("path");
    in_.expect(' ');
    Vertex at = vertex();
    if (dag_.kind(at) != sim::Dag::Kind::input) fault("start", at);
    for (take(at); in_.peek() == ' '; take(at)) {
      in_.expect(' ');
      const Vertex next = vertex();
      const auto operands = dag_.operands(next);
      if (std::ranges::find(operands, at) == operands.end()) fault("edge", next);
      at = next;
    }
    in_.end_line();
    if (!set[at]) fault("end", at);
  }

 private:
  void begin(const char* word) {
    line_ = in_.line();
    in_.expect(word_ = word);
  }
  Vertex vertex() {
    const std::uint64_t v = in_.number();
    if (v >= dag_.size()) in_.refuse("the graph has no vertex " + std::to_string(v));
    return static_cast<Vertex>(v);
  }
  void take(Vertex v) {
    if (taken_[v]) fault("shared", v);
    taken_[v] = true;
  }
  [[noreturn]] void fault(const char* rule, Vertex v) const {
    invalid(line_, line_ - 6, word_, rule, "vertex " + std::to_string(v));
  }

  const sim::Dag& dag_;
  Input& in_;
  std::vector<bool> taken_;
  std::uint64_t line_ = 0;
  const char* word_ = "";
};

}  // namespace

Verdict check_dominator(const char* graph, Input& in) {
  const std::uint64_t digest = read_digest(in);
  const Header header = read_header(in, "size");
  const sim::Dag dag = read_graph(graph, digest);
  Ways ways(dag, in);
  std::uint64_t size = 0;
  const std::vector<bool> set = ways.marked("set", 1, size);
  const std::vector<bool> dominator = ways.marked("dominator", 0, size);
  ways.dominate(set, dominator);
  for (std::uint64_t i = 0; i < size; ++i) ways.path(set);
  const std::uint64_t line = in.line();
  read_end(in, size + 2, "a line each for the set, the dominator and the paths");
  if (size != header.claim) invalid(line, line - 6, "end", "claim", std::to_string(size) + " vertices");
  return valid("dominator", header);
}

}  // namespace redblue::proofs_check::check
