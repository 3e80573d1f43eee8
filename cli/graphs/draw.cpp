#include <algorithm>
#include <charconv>

#include <redblue/cli/figures/convert.hpp>
#include <redblue/cli/figures/palette.hpp>
#include <redblue/cli/graphs/draw.hpp>

namespace redblue::cli {

namespace {

/// What Graphviz draws black on nothing, in the colours of our figures, light and dark.
std::string scheme() {
  const auto rules = [](bool dark) {
    const auto of = [&](std::string_view name) {
      const auto ink = std::ranges::find(inks, name, &Ink::name);
      return std::string(dark ? ink->dark : ink->light);
    };
    return "svg{background:" + of("bg") + "}.graph>text{fill:" + of("ink") +
           "}.edge path{stroke:" + of("mark") + "}.edge polygon{stroke:" + of("mark") +
           ";fill:" + of("mark") + "}";
  };
  return "<style>text{font-family:system-ui,'DejaVu Sans',sans-serif}.node ellipse,.node "
         "polygon{stroke:none}" +
         rules(false) + "@media(prefers-color-scheme:dark){" + rules(true) + "}</style>\n";
}

}  // namespace

std::string draw_dot(std::string_view dot, const std::string& format) {
  std::vector<std::string> command{"dot", "-T" + format};
  if (format == "svg")
    command.emplace_back("-Gbgcolor=transparent");  // the style sheet has one for either scheme
  std::string picture = run_converter(command, dot, "graphviz (or write .dot)");
  const std::size_t open = picture.find("<svg");
  if (format == "svg" && open != picture.npos) picture.insert(picture.find('>', open) + 1, "\n" + scheme());
  return picture;
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
