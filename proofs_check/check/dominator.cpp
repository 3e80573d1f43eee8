// Kind dominator: every way from an input to the set meets the dominator, and as many ways share no vertex,
// so no dominator is smaller.
#include <redblue/proofs_check/check/vertex_lines.hpp>

namespace redblue::proofs_check::check {
namespace {

using sim::Vertex;

class Ways : VertexLines {
 public:
  Ways(const sim::Dag& dag, Input& in) : VertexLines(dag, in), taken_(dag.size()) {}

  /// "WORD v v ...", each once, with one at least where `some`; `count` is how many there are.
  std::vector<char> marked(const char* word, bool some, std::uint64_t& count) {
    std::vector<char> marks(dag_.size());
    count = 0;
    read(word, some, [&](Vertex, Vertex v) {
      if (marks[v]) fault("twice", v);
      marks[v] = true;
      ++count;
    });
    return marks;
  }
  /// Names the first vertex of the set that an input reaches past the dominator, in the dominator's line.
  void dominate(const std::vector<char>& set, const std::vector<char>& dominator) {
    std::vector<char> reached(dag_.size());
    for (Vertex v = 0; v < dag_.size(); ++v) {
      const auto operands = dag_.operands(v);
      reached[v] = !dominator[v] &&
                   (is_input(v) || std::ranges::any_of(operands, [&](Vertex u) { return reached[u]; }));
      if (set[v] && reached[v]) fault("reached", v);
    }
  }
  void path(const std::vector<char>& set) {
    const Vertex last = read("path", true, [&](Vertex before, Vertex v) {
      if (before == sim::no_vertex && !is_input(v)) fault("start", v);
      if (before != sim::no_vertex && !is_operand(before, v)) fault("edge", v);
      if (taken_[v]) fault("shared", v);
      taken_[v] = true;
    });
    if (!set[last]) fault("end", last);
  }

 private:
  [[nodiscard]] bool is_input(Vertex v) const { return dag_.kind(v) == sim::Dag::Kind::input; }

  std::vector<char> taken_;
};

}  // namespace

Verdict check_dominator(const char* graph, Input& in) {
  const std::uint64_t digest = read_digest(in);
  const Header header = read_header(in, "size");
  const sim::Dag dag = read_graph(graph, digest);
  Ways ways(dag, in);
  std::uint64_t size = 0;
  const std::vector<char> set = ways.marked("set", true, size);
  const std::vector<char> dominator = ways.marked("dominator", false, size);
  ways.dominate(set, dominator);
  for (std::uint64_t i = 0; i < size; ++i) ways.path(set);
  const std::uint64_t line = in.line();
  read_end(in, size + 2, "a line each for the set, the dominator and the paths");
  if (size != header.claim) invalid(line, line - 6, "end", "claim", std::to_string(size) + " vertices");
  return valid("dominator", header);
}

}  // namespace redblue::proofs_check::check
