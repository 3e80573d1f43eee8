// Kind pebbling: these moves compute the graph in M words and cost `claim` loads and stores.
#include <redblue/proofs_check/check/board.hpp>
#include <redblue/proofs_check/check/check.hpp>

namespace redblue::proofs_check::check {
namespace {

std::string in_words(const Move& m) {
  const std::string text = std::string(1, m.kind) + " " + std::to_string(m.v);
  if (m.term == Move::takes_over) return text + " !";
  return m.term >= 0 ? text + " " + std::to_string(m.term) : text;
}

Move read_move(Input& in, const sim::Dag& dag) {
  const int kind = in.take();
  if (kind != 'L' && kind != 'S' && kind != 'D' && kind != 'C') in.refuse("a line is L, S, D, C or end");
  in.expect(' ');
  Move m{static_cast<char>(kind), read_vertex(in, dag)};
  if (kind == 'C' && in.accept(' ')) {
    m.term = in.accept('!') ? Move::takes_over : static_cast<std::int64_t>(in.number());
    if (dag.kind(m.v) == sim::Dag::Kind::acc && m.term >= dag.term_count(m.v))
      in.refuse("vertex " + std::to_string(m.v) + " has no term " + std::to_string(m.term));
  }
  in.end_line();
  return m;
}

}  // namespace

Verdict check_pebbling(const char* graph, Input& in) {
  const std::uint64_t digest = read_digest(in);
  const Header header = read_header(in, "io");
  const sim::Dag dag = read_graph(graph, digest);
  Board board(dag, header.rules, header.M);
  std::uint64_t moves = 0, io = 0;
  for (; in.peek() != 'e'; ++moves) {
    const std::uint64_t line = in.line();
    const Move m = read_move(in, dag);
    const Fault fault = board.play(m);
    io += m.kind == 'L' || m.kind == 'S';
    if (!fault) continue;
    const bool full = fault.rule == std::string_view("capacity");
    invalid(line, moves + 1, in_words(m), fault.rule,
            full ? std::to_string(header.M + 1) + " red, M = " + std::to_string(header.M)
                 : "vertex " + std::to_string(fault.v));
  }
  const std::uint64_t line = in.line();
  const std::string what = "end " + std::to_string(moves);
  read_end(in, moves, "there are " + std::to_string(moves) + " moves");
  if (const Fault fault = board.end())
    invalid(line, moves + 1, what, fault.rule, "vertex " + std::to_string(fault.v));
  if (io != header.claim)
    invalid(line, moves + 1, what, "claim",
            std::to_string(io) + " loads and stores, claimed " + std::to_string(header.claim));
  return valid("pebbling", header);
}

}  // namespace redblue::proofs_check::check
