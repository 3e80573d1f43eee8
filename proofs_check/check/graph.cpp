// Reads a graph file.
#include <memory>

#include <redblue/proofs_check/check/check.hpp>

namespace redblue::proofs_check::check {
namespace {

using sim::Vertex;

class GraphReader {
 public:
  explicit GraphReader(Input& in) : in_(in) {}

  sim::Dag read() {
    in_.expect("redblue-graph 1 ");
    label();
    in_.end_line();
    while (in_.peek() != 'o') vertex();
    in_.expect("out");
    listed_.resize(dag_.size());
    do in_.expect(' '), output();
    while (in_.peek() == ' ');
    for (const bool used : used_)
      if (!used) in_.refuse("a vertex is neither an input, nor an operand, nor an output");
    in_.end_line();
    in_.expect_end();
    return std::move(dag_);
  }

 private:
  static bool plain(int c) {
    if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) return true;
    return c == '_' || c == '.' || c == ',' || c == ':' || c == '+' || c == '(' || c == ')' || c == '-';
  }
  int hex() {
    const int c = in_.take();
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    in_.refuse("% is followed by two upper-case hexadecimal digits");
  }
  void label() {
    int bytes = 0;
    for (; plain(in_.peek()) || in_.peek() == '%'; ++bytes) {
      if (in_.take() != '%') continue;
      const int high = hex();
      if (plain(high * 16 + hex())) in_.refuse("a plain byte is written as %XX");
    }
    if (bytes < 1 || bytes > 64) in_.refuse("a name or label has 1 to 64 bytes");
  }
  /// A vertex below `bound`.
  Vertex operand(std::uint64_t bound) {
    const std::uint64_t u = in_.number();
    if (u >= bound) in_.refuse("vertex " + std::to_string(u) + " is not declared before this line");
    used_[u] = true;
    return static_cast<Vertex>(u);
  }

  void vertex() {
    if (dag_.size() >= sim::no_vertex || operands_ >= sim::no_vertex)
      not_checked("2^32 vertices or operands");
    const int kind = in_.peek();
    in_.expect(kind == 'i' ? "in " : kind == 'v' ? "val " : "acc ");
    label();
    used_.push_back(kind == 'i');
    if (kind == 'i')
      dag_.add_input();
    else
      in_.expect(" =");
    if (kind == 'v') val();
    if (kind == 'a') acc();
    in_.end_line();
  }
  void val() {
    const auto self = static_cast<Vertex>(dag_.size());
    std::vector<Vertex> operands;
    Vertex marked = sim::no_vertex;
    seen_.resize(dag_.size() + 1, sim::no_vertex);
    while (in_.peek() == ' ') {
      in_.expect(' ');
      const bool mark = in_.peek() == '!';
      if (mark) in_.expect('!');
      const Vertex u = operand(self);
      if (mark && marked != sim::no_vertex) in_.refuse("two operands are marked");
      if (mark) marked = u;
      if (seen_[u] != self) operands.push_back(u);
      seen_[u] = self;
    }
    operands_ += operands.size();
    dag_.add_val(operands, marked);
  }
  void acc() {
    const Vertex self = dag_.add_acc();
    do in_.expect(' ');
    while (term(self));
  }
  /// True when another term follows.
  bool term(Vertex self) {
    std::array<Vertex, 2> operands{operand(self)};
    std::size_t count = 1;
    bool last = false;
    bool next = false;
    while (!next && in_.peek() == ' ') {
      in_.expect(' ');
      next = in_.peek() == '|';
      if (next)
        in_.expect('|');
      else if (last || (count == 2 && in_.peek() != '*'))
        in_.refuse("a term has one or two operands, then perhaps *");
      else if (in_.peek() == '*')
        last = true, in_.expect('*');
      else
        operands[count++] = operand(self);
    }
    operands_ += count;
    dag_.add_term(std::span(operands).first(count), last);
    return next;
  }
  void output() {
    const Vertex v = operand(dag_.size());
    if (listed_[v]) in_.refuse("an output is listed twice");
    listed_[v] = true;
    dag_.add_output(v);
  }

  Input& in_;
  sim::Dag dag_;
  std::uint64_t operands_ = 0;
  std::vector<bool> used_;    ///< an input, operand or output
  std::vector<bool> listed_;  ///< as an output
  std::vector<Vertex> seen_;  ///< by operand: the newest `val` that has it
};

}  // namespace

sim::Dag read_graph(const char* path, std::uint64_t digest) {
  const auto in = std::make_unique<Input>(path, "graph");
  sim::Dag dag = GraphReader(*in).read();
  if (in->digest() != digest)
    invalid(3, 0, "graph", "graph_mismatch", "the certificate is for another graph file");
  return dag;
}

}  // namespace redblue::proofs_check::check
