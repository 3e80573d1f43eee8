// A certificate as text (interface 3a): what a finder writes and the checker reads. The checker has a reader of
// its own and shares nothing with this file.
#pragma once

#include <charconv>
#include <string>
#include <string_view>

#include <redblue/proofs_check/graph.hpp>
#include <redblue/proofs_check/rules.hpp>
#include <redblue/sim/moves.hpp>
#include <redblue/sim/words.hpp>

namespace redblue::proofs_check {

/// Kind `pebbling`: these moves compute the graph in fast memory of M words and cost `io` loads and stores.
struct Pebbling {
  std::uint64_t graph = 0;  ///< digest of the graph's file
  Rules rules = Rules::partial;
  sim::Words M;
  sim::Words io;
  sim::Moves moves;
};

/// Loads and stores among `moves`.
[[nodiscard]] inline sim::Words cost(const sim::Moves& moves) {
  sim::Words words;
  for (const sim::Move& m : moves)
    if (m.kind == sim::Move::Kind::load || m.kind == sim::Move::Kind::store) words += sim::Words{1};
  return words;
}

/// One move as its line, with the line's end.
inline void append_move(std::string& text, const sim::Move& move) {
  char digits[24];
  const auto number = [&](auto n) { text.append(digits, std::to_chars(digits, digits + sizeof digits, n).ptr); };
  text += static_cast<char>(move.kind);
  text += ' ';
  number(move.v);
  if (move.kind == sim::Move::Kind::compute && move.term == sim::Move::takes_over) text += " !";
  if (move.kind == sim::Move::Kind::compute && move.term >= 0) {
    text += ' ';
    number(move.term);
  }
  text += '\n';
}

/// The six lines of a header; `subject` is "graph H" or "shape Nq Nk dk dv", `claim` "io n" or "lower n".
[[nodiscard]] inline std::string certificate_header(std::string_view kind, const std::string& subject, Rules rules,
                                                    sim::Words M, const std::string& claim) {
  std::string text = "redblue-certificate 1\nkind ";
  text += kind;
  text += "\n" + subject + "\nrules ";
  text += name(rules);
  return text + "\nM " + to_string(M) + "\nclaim " + claim + "\n";
}

/// The exact bytes of the certificate's file.
[[nodiscard]] inline std::string certificate_text(const Pebbling& p) {
  std::string text = certificate_header("pebbling", "graph " + digest_text(p.graph), p.rules, p.M, "io " + to_string(p.io));
  for (const sim::Move& m : p.moves) append_move(text, m);
  return text + "end " + std::to_string(p.moves.size()) + "\n";
}

}  // namespace redblue::proofs_check
