// Lines that name vertices, and what is wrong with one of them: kinds wavefront and dominator.
#pragma once

#include <algorithm>

#include <redblue/proofs_check/check/check.hpp>

namespace redblue::proofs_check::check {

class VertexLines {
 protected:
  VertexLines(const sim::Dag& dag, Input& in) : dag_(dag), in_(in) {}

  void begin(const char* word) {
    line_ = in_.line();
    in_.expect(word_ = word);
  }
  /// Reads "WORD v v ...", with one v at least where `some`: `visit` gets each and the one before it, which
  /// is no_vertex for the first. The last of them.
  template <class Visit>
  sim::Vertex read(const char* word, bool some, const Visit& visit) {
    begin(word);
    sim::Vertex last = sim::no_vertex;
    while (some || in_.peek() == ' ') {
      in_.expect(' ');
      const sim::Vertex v = read_vertex(in_, dag_);
      visit(last, v);
      last = v;
      some = false;
    }
    in_.end_line();
    return last;
  }
  [[nodiscard]] bool is_operand(sim::Vertex u, sim::Vertex v) const {
    const auto operands = dag_.operands(v);
    return std::ranges::find(operands, u) != operands.end();
  }
  [[noreturn]] void fault(const char* rule, sim::Vertex v) const {
    invalid(line_, line_ - 6, word_, rule, "vertex " + std::to_string(v));
  }

  const sim::Dag& dag_;
  Input& in_;
  std::uint64_t line_ = 0;
  const char* word_ = "";
};

}  // namespace redblue::proofs_check::check
