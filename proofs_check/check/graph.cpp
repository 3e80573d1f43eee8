// Reads a graph file.
#include <array>
#include <string_view>

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
    std::vector<char> listed(dag_.size());
    do {
      in_.expect(' ');
      const Vertex v = operand();
      if (listed[v]) in_.refuse("an output is listed twice");
      listed[v] = true;
      dag_.add_output(v);
    } while (in_.peek() == ' ');
    for (const char used : used_)
      if (!used) in_.refuse("a vertex is neither an input, nor an operand, nor an output");
    in_.end_line();
    in_.expect_end();
    return std::move(dag_);
  }

 private:
  static bool plain(int c) {
    constexpr std::string_view all = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.,:+()-";
    return all.find(static_cast<char>(c)) != all.npos;
  }
  int hex() { return in_.digit('A', "% is followed by two upper-case hexadecimal digits"); }
  void label() {
    int bytes = 0;
    for (; plain(in_.peek()) || in_.peek() == '%'; ++bytes) {
      if (in_.take() != '%') continue;
      const int high = hex();
      if (plain(high * 16 + hex())) in_.refuse("a plain byte is written as %XX");
    }
    if (bytes < 1 || bytes > 64) in_.refuse("a name or label has 1 to 64 bytes");
  }
  /// A vertex of an earlier line.
  Vertex operand() {
    const std::uint64_t u = in_.number();
    if (u >= used_.size()) in_.refuse("vertex " + std::to_string(u) + " is not declared before this line");
    used_[u] = true;
    ++operands_;
    return static_cast<Vertex>(u);
  }

  void vertex() {
    if (dag_.size() >= sim::no_vertex || operands_ >= sim::no_vertex)
      not_checked("2^32 vertices or operands");
    const int kind = in_.peek();
    in_.expect(kind == 'i' ? "in " : kind == 'v' ? "val " : "acc ");
    label();
    if (kind == 'i')
      dag_.add_input();
    else
      in_.expect(" =");
    if (kind == 'v') val();
    if (kind == 'a') acc();
    used_.push_back(kind == 'i');
    in_.end_line();
  }
  void val() {
    const auto self = static_cast<Vertex>(used_.size());
    std::vector<Vertex> operands;
    Vertex marked = sim::no_vertex;
    newest_.resize(used_.size(), sim::no_vertex);
    while (in_.accept(' ')) {
      const bool mark = in_.accept('!');
      const Vertex u = operand();
      if (mark && marked != sim::no_vertex) in_.refuse("two operands are marked");
      if (mark) marked = u;
      if (newest_[u] != self) operands.push_back(u);
      newest_[u] = self;
    }
    dag_.add_val(operands, marked);
  }
  void acc() {
    dag_.add_acc();
    bool more = true;
    in_.expect(' ');
    while (more) {
      std::array<Vertex, 2> operands{operand()};
      std::size_t count = 1;
      more = in_.accept(' ');
      if (more && in_.peek() != '|' && in_.peek() != '*')
        operands[count++] = operand(), more = in_.accept(' ');
      const bool last = more && in_.accept('*');
      if (last) more = in_.accept(' ');
      if (more && !in_.accept('|')) in_.refuse("a term has one or two operands, then perhaps *");
      if (more) in_.expect(' ');
      dag_.add_term(std::span(operands).first(count), last);
    }
  }

  Input& in_;
  sim::Dag dag_;
  std::uint64_t operands_ = 0;  ///< so far
  std::vector<char> used_;      ///< by vertex: an input, operand or output
  std::vector<Vertex> newest_;  ///< by operand: the newest `val` that has it
};

}  // namespace

sim::Dag read_graph(const char* path, std::uint64_t digest) {
  Input in(path, "graph");
  sim::Dag dag = GraphReader(in).read();
  if (in.digest() != digest)
    invalid(3, 0, "graph", "graph_mismatch", "the certificate is for another graph file");
  return dag;
}

}  // namespace redblue::proofs_check::check
