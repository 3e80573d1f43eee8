// Small random damage to certificates.
#pragma once

#include "check_support.hpp"
#include "schedule_support.hpp"

namespace redblue::test {

/// One entry of a play, changed at random.
inline void change(Random& r, const sim::Dag& dag, Moves& moves) {
  if (moves.empty()) return;
  const auto at = static_cast<std::size_t>(r.between(0, static_cast<Extent>(moves.size()) - 1));
  const auto v = static_cast<Vertex>(r.between(0, static_cast<Extent>(dag.size()) - 1));
  const auto i = static_cast<std::ptrdiff_t>(at);
  switch (r.between(0, 5)) {
    case 0:
      moves.erase(moves.begin() + i);
      break;
    case 1:
      moves.insert(moves.begin() + i, moves[at]);
      break;
    case 2:
      moves[at].v = v;
      break;
    case 3:
      moves[at].kind = static_cast<Move::Kind>("LSDC"[r.between(0, 3)]);
      break;
    case 4:
      moves[at].term = static_cast<std::int32_t>(r.between(-2, 4));
      break;
    default:
      std::swap(moves[at], moves[(at + 1) % moves.size()]);
  }
}

/// One byte of a text, changed at random.
inline void damage(Random& r, std::string& text) {
  if (text.empty()) return;
  const auto at = static_cast<std::size_t>(r.between(0, static_cast<Extent>(text.size()) - 1));
  constexpr std::string_view bytes = " \n0123456789!*|=LSDCend%-+\xFF";
  switch (r.between(0, 3)) {
    case 0:
      text[at] = bytes[static_cast<std::size_t>(r.between(0, static_cast<Extent>(bytes.size()) - 1))];
      break;
    case 1:
      text.erase(at, 1);
      break;
    case 2:
      text.insert(at, 1,
                  bytes[static_cast<std::size_t>(r.between(0, static_cast<Extent>(bytes.size()) - 1))]);
      break;
    default:
      text.resize(at);
  }
}

}  // namespace redblue::test
