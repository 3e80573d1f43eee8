// redblue graph: a graph as text, data or picture, and a pebbling of it as pictures.
#include <array>

#include <fmt/format.h>

#include <redblue/cli/commands/table.hpp>
#include <redblue/cli/figures/convert.hpp>
#include <redblue/cli/graphs/draw.hpp>
#include <redblue/cli/graphs/load.hpp>
#include <redblue/cli/graphs/write.hpp>
#include <redblue/cli/input.hpp>
#include <redblue/cli/output.hpp>
#include <redblue/proofs_check/instances.hpp>

namespace redblue::cli {
namespace {

using proofs_check::NamedGraph;

std::string text_form(const NamedGraph& graph, Colouring) { return proofs_check::graph_text(graph); }

std::string dot_form(const NamedGraph& graph, Colouring by) { return to_dot(graph, by); }

constexpr std::size_t most_drawn = 5000;

template <char... Format>
std::string picture(const NamedGraph& graph, Colouring by) {
  if (graph.dag.size() > most_drawn)
    sim::raise(
        UsageError(fmt::format("{} vertices are too many for a picture (at most {}); write .dot or .graphml",
                               graph.dag.size(), most_drawn)));
  return draw_dot(to_picture_dot(graph, by), std::string{Format...});
}

struct GraphFormat {
  std::string_view suffix;
  std::string (*write)(const NamedGraph&, Colouring);
};

// To add a format: one row.
constexpr std::array formats{GraphFormat{".graph", text_form},
                             GraphFormat{".txt", text_form},
                             GraphFormat{".dot", dot_form},
                             GraphFormat{".gv", dot_form},
                             GraphFormat{".graphml", to_graphml},
                             GraphFormat{".json", to_json},
                             GraphFormat{".svg", picture<'s', 'v', 'g'>},
                             GraphFormat{".png", picture<'p', 'n', 'g'>},
                             GraphFormat{".pdf", picture<'p', 'd', 'f'>}};

const GraphFormat& format_of(const Given* output) {
  if (output == nullptr) return formats[0];
  std::string suffixes;
  for (const GraphFormat& format : formats) {
    if (output->text.ends_with(format.suffix)) return format;
    suffixes.append(suffixes.empty() ? "" : ", ").append(format.suffix);
  }
  output->refuse("the suffix says the format; it is one of " + suffixes);
}

Colouring colouring(const Flags& flags) {
  const Given* given = flags.find("colour");
  if (given == nullptr || given->text == "tensor") return Colouring::tensor;
  if (given->text == "phase") return Colouring::phase;
  given->refuse("colours are by tensor or phase");
}

/// "frames_%03d.svg" with its number; the pattern has one %d or %0Nd, N from 1 to 9.
std::string numbered(const Given& output, std::size_t i) {
  const std::string& pattern = output.text;
  const std::size_t at = pattern.find('%');
  std::size_t end = at == pattern.npos ? at : at + 1;
  std::size_t digits = 1;
  if (at != pattern.npos && pattern.substr(end, 1) == "0" && end + 1 < pattern.size()) {
    digits = static_cast<std::size_t>(pattern[end + 1] - '0');
    end += 2;
  }
  if (at == pattern.npos || pattern.substr(end, 1) != "d" || digits < 1 || digits > 9 ||
      pattern.find('%', end) != pattern.npos)
    output.refuse("frames need one number in their name, e.g. frames_%03d.svg; or write .html");
  return pattern.substr(0, at) + fmt::format("{:0{}}", i, digits) + pattern.substr(end + 1);
}

constexpr std::size_t largest_certificate = std::size_t{16} << 20;
constexpr std::size_t most_frames = 20000;

int draw_pebbling(const Invocation& invocation, const NamedGraph& graph, const Given& certificate) {
  const Given* output = invocation.flags.find("output");
  if (output == nullptr)
    certificate.refuse("a pebbling needs --output FILE.html or --output frames_%03d.svg");
  const std::string text = read_file(certificate.text, largest_certificate);
  const proofs_check::check::Verdict verdict = check_texts(proofs_check::graph_text(graph), text);
  if (verdict.status != proofs_check::check::Status::valid) {
    say(certificate.text + ": " + verdict.text);
    return static_cast<int>(verdict.status);
  }
  const Pebbled play = read_play(graph, text);
  if (play.moves.empty() || graph.dag.size() > most_drawn || play.moves.size() > most_frames)
    certificate.refuse(fmt::format("pictures are for pebblings of 1 to {} moves on at most {} vertices",
                                   most_frames, most_drawn));
  if (output->text.ends_with(".html")) {
    write_whole(output->text, pebbling_page(play));
    return exit_ok;
  }
  (void)numbered(*output, 0);
  const std::vector<std::string> frames = pebbling_frames(play);
  for (std::size_t i = 0; i < frames.size(); ++i) write_whole(numbered(*output, i), frames[i]);
  return exit_ok;
}

std::string suffixes() {
  std::string list;
  for (const GraphFormat& format : formats) list.append(list.empty() ? "" : " ").append(format.suffix);
  return list;
}

}  // namespace

std::string graph_help() {
  std::string text = "graphs by name:\n";
  for (const proofs_check::Family& f : proofs_check::graph_families()) {
    std::string form = std::string(f.id) + ":" + std::string(f.numbers);
    if (!f.flags.empty()) form += " [" + std::string(f.flags) + "]";
    text += fmt::format("  {:<38}  {}\n", form, f.what);
  }
  return text +
         "graphs from files: the text form, or by suffix .dot .gv .graphml .xml .json\n"
         "\nwhat --output writes, by suffix: " +
         suffixes() +
         "\na pebbling (--certificate FILE): --output FILE.html, an animated page that needs nothing else, "
         "or\n"
         "  --output frames_%03d.svg, a picture before the first move and after each\n";
}

int graph_command(const Invocation& invocation) {
  const Flags& flags = invocation.flags;
  const Given* flag = flags.find("graph");
  if (invocation.operands.size() + (flag != nullptr) != 1)
    sim::raise(UsageError("graph takes one name or file: redblue graph attention:3,1+l"));
  const Given given = flag != nullptr ? *flag : Given{"graph", invocation.operands[0], ""};
  if (given.text.empty()) given.refuse("name a graph, as attention:3,1+l, or a file");
  const NamedGraph graph = load_graph(given);
  if (const Given* certificate = flags.find("certificate"))
    return draw_pebbling(invocation, graph, *certificate);
  const Given* output = flags.find("output");
  const std::string bytes = format_of(output).write(graph, colouring(flags));
  if (output != nullptr)
    write_whole(output->text, bytes);
  else
    Output(Flags{}).write(bytes);
  return exit_ok;
}

}  // namespace redblue::cli
