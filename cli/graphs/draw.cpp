#include <charconv>

#include <redblue/cli/figures/convert.hpp>
#include <redblue/cli/graphs/draw.hpp>

namespace redblue::cli {

std::string draw_dot(std::string_view dot, const std::string& format) {
  return run_converter({"dot", "-T" + format}, dot, "graphviz (or write .dot)");
}

Pebbled read_play(const proofs_check::NamedGraph& graph, const std::string& certificate) {
  Pebbled play{graph, "", "", {}};
  std::size_t line = 0;
  for (std::size_t at = 0; at < certificate.size(); ++line) {
    const std::size_t end = certificate.find('\n', at);
    const std::string text = certificate.substr(at, end - at);
    at = end + 1;
    if (line == 3) play.rules = text.substr(6);
    if (line == 4) play.M = text.substr(2);
    if (line < 6 || text[0] == 'e') continue;
    sim::Move move{static_cast<sim::Move::Kind>(text[0]), 0};
    const char* const last = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data() + 2, last, move.v);
    if (rest < last && rest[1] == '!')
      move.term = sim::Move::takes_over;
    else if (rest < last)
      std::from_chars(rest + 1, last, move.term);
    play.moves.push_back(move);
  }
  return play;
}

}  // namespace redblue::cli
