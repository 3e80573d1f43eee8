// Kind pebbling: these moves compute the graph in M words and cost `claim` loads and stores.
#include <redblue/proofs_check/check/board.hpp>
#include <redblue/proofs_check/check/check.hpp>

namespace redblue::proofs_check::check {
namespace {

std::string in_words(const Move& m) {
  std::string text = std::string(1, m.kind) + " " + std::to_string(m.v);
  if (m.term == Move::takes_over) text += " !";
  if (m.term >= 0) text += " " + std::to_string(m.term);
  return text;
}

Move read_move(Input& in, const sim::Dag& dag) {
  Move m{static_cast<char>(in.take()), 0};
  if (m.kind != 'L' && m.kind != 'S' && m.kind != 'D' && m.kind != 'C')
    in.refuse("a line is L, S, D, C or end");
  in.expect(' ');
  const std::uint64_t v = in.number();
  if (v >= dag.size()) in.refuse("the graph has no vertex " + std::to_string(v));
  m.v = static_cast<Vertex>(v);
  if (m.kind == 'C' && in.peek() == ' ') {
    in.expect(' ');
    if (in.peek() == '!')
      in.expect('!'), m.term = Move::takes_over;
    else
      m.term = static_cast<std::int64_t>(in.number());
    const bool acc = dag.kind(m.v) == sim::Dag::Kind::acc;
    if (acc && m.term >= dag.term_count(m.v))
      in.refuse("vertex " + std::to_string(v) + " has no term " + std::to_string(m.term));
  }
  return m;
}

}  // namespace

Verdict check_pebbling(const char* graph, Input& in) {
  const std::uint64_t digest = read_digest(in);
  const Header header = read_header(in, "io");
  const sim::Dag dag = read_graph(graph, digest);
  Board board(dag, header.rules, header.M);
  std::uint64_t moves = 0;
  for (; in.peek() != 'e'; ++moves) {
    const std::uint64_t line = in.line();
    const Move m = read_move(in, dag);
    in.end_line();
    const char* rule = board.play(m);
    if (rule == nullptr) continue;
    const bool full = std::string(rule) == "capacity";
    invalid(line, moves + 1, in_words(m), rule,
            full ? std::to_string(board.red()) + " red, M = " + std::to_string(header.M)
                 : "vertex " + std::to_string(board.culprit()));
  }
  const std::uint64_t line = in.line();
  const std::string what = "end " + std::to_string(moves);
  read_end(in, moves, "there are " + std::to_string(moves) + " moves");
  if (const char* rule = board.end())
    invalid(line, moves + 1, what, rule, "vertex " + std::to_string(board.culprit()));
  if (board.cost() != header.claim)
    invalid(line, moves + 1, what, "claim",
            std::to_string(board.cost()) + " loads and stores, claimed " + std::to_string(header.claim));
  return valid("pebbling", header);
}

}  // namespace redblue::proofs_check::check
