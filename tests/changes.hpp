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

/// A line of a text doubled, left out or moved down by one, or a number of the text replaced by one near it
/// or by another of the text: what is left can often be read to its end.
inline void change_lines(Random& r, std::string& text) {
  const auto below = [&](std::size_t n) {
    return static_cast<std::size_t>(r.between(0, static_cast<Extent>(n) - 1));
  };
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto end_of = [&](std::size_t at) { return std::min(text.find('\n', at), text.size() - 1) + 1; };
  const auto number_at = [&](std::size_t at) {  // the first at or after a place
    while (at < text.size() && !is_digit(text[at])) ++at;
    while (at > 0 && at < text.size() && is_digit(text[at - 1])) --at;
    std::size_t end = at;
    while (end < text.size() && is_digit(text[end])) ++end;
    return std::pair{at, end - at};
  };
  if (text.empty()) return;
  const std::size_t somewhere = below(text.size());
  const std::size_t before = text.rfind('\n', somewhere > 0 ? somewhere - 1 : 0);
  const std::size_t from = before == text.npos ? 0 : before + 1,
                    to = from < text.size() ? end_of(from) : from;
  const std::string line = text.substr(from, to - from);
  switch (const Extent what = r.between(0, 7)) {
    case 0:
      text.insert(from, line);
      break;
    case 1:
      text.erase(from, to - from);
      break;
    case 2:
      if (to >= text.size()) break;
      text.insert(end_of(to), line);
      text.erase(from, to - from);
      break;
    default: {
      const auto [at, digits] = number_at(somewhere);
      if (digits == 0 || digits > 18) break;
      const std::int64_t n = std::stoll(text.substr(at, digits));
      const auto [other, length] = number_at(below(text.size()));
      const std::string instead = what > 5 ? text.substr(other, length)
                                           : std::to_string(std::max<std::int64_t>(n + r.between(-2, 2), 0));
      if (!instead.empty()) text.replace(at, digits, instead);
    }
  }
}

}  // namespace redblue::test
