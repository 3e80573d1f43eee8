// A certificate as text (interface 3a): what a finder writes and the checker reads. The checker has a reader
// of its own and shares nothing with this file.
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

/// Kind `exhausted`: no play of less than `lower` loads and stores. A layer is what a search saw at one cost
/// from the start, 0 to lower - 1; for the search called "plain" the checker finds the same layers
/// (docs/certificates.md).
struct Exhausted {
  struct Layer {
    std::uint64_t states = 0;
    std::uint64_t digest = 0;
  };
  std::uint64_t graph = 0;
  Rules rules = Rules::partial;
  sim::Words M;
  std::string search = "plain";
  std::vector<Layer> layers;  ///< one per cost below the bound
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
  const auto number = [&](auto n) {
    text.append(digits, std::to_chars(digits, digits + sizeof digits, n).ptr);
  };
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
[[nodiscard]] inline std::string certificate_header(std::string_view kind, const std::string& subject,
                                                    Rules rules, sim::Words M, const std::string& claim) {
  std::string text = "redblue-certificate 1\nkind ";
  text += kind;
  text += "\n" + subject + "\nrules ";
  text += name(rules);
  return text + "\nM " + to_string(M) + "\nclaim " + claim + "\n";
}

/// A bound's certificate about `graph`: these lines prove `lower` words.
[[nodiscard]] inline std::string bound_certificate(std::string_view kind, const NamedGraph& graph,
                                                   Rules rules, sim::Words M, std::int64_t lower,
                                                   const std::vector<std::string>& lines) {
  std::string text = certificate_header(kind, "graph " + digest_text(digest(graph_text(graph))), rules, M,
                                        "lower " + std::to_string(lower));
  for (const std::string& line : lines) text += line + "\n";
  return text + "end " + std::to_string(lines.size()) + "\n";
}

/// The exact bytes of the certificate's file.
[[nodiscard]] inline std::string certificate_text(const Pebbling& p) {
  std::string text =
      certificate_header("pebbling", "graph " + digest_text(p.graph), p.rules, p.M, "io " + to_string(p.io));
  for (const sim::Move& m : p.moves) append_move(text, m);
  return text + "end " + std::to_string(p.moves.size()) + "\n";
}

/// The exact bytes of the certificate's file.
[[nodiscard]] inline std::string certificate_text(const Exhausted& e) {
  std::string text = certificate_header("exhausted", "graph " + digest_text(e.graph), e.rules, e.M,
                                        "lower " + std::to_string(e.layers.size()));
  text += "search " + e.search + "\n";
  for (std::size_t cost = 0; cost < e.layers.size(); ++cost)
    text += "layer " + std::to_string(cost) + " " + std::to_string(e.layers[cost].states) + " " +
            digest_text(e.layers[cost].digest) + "\n";
  return text + "end " + std::to_string(e.layers.size() + 1) + "\n";
}

}  // namespace redblue::proofs_check
