// What bounds of graphs are made of, for the eye: the smallest dominator of a set, and the parts of a play.
#include <algorithm>
#include <array>
#include <sstream>

#include <fmt/format.h>

#include <redblue/cli/commands/bound_graph.hpp>
#include <redblue/cli/commands/pebble_run.hpp>
#include <redblue/cli/escape.hpp>
#include <redblue/cli/figures/convert.hpp>
#include <redblue/cli/figures/palette.hpp>
#include <redblue/cli/graphs/draw.hpp>
#include <redblue/cli/graphs/load.hpp>
#include <redblue/cli/graphs/write.hpp>
#include <redblue/cli/input.hpp>
#include <redblue/cli/numbers.hpp>
#include <redblue/cli/output.hpp>
#include <redblue/cli/record_csv.hpp>
#include <redblue/cli/text_table.hpp>
#include <redblue/proofs_check/find/dominator.hpp>
#include <redblue/proofs_check/find/phases.hpp>
#include <redblue/proofs_check/find/subgraph.hpp>
#include <redblue/study/json_text.hpp>

namespace redblue::cli {
namespace {

namespace finder = proofs_check::finder;
using proofs_check::NamedGraph;
using sim::Vertex;

constexpr std::size_t largest_certificate = std::size_t{16} << 20;
constexpr std::size_t most_drawn = 5000;

std::vector<Vertex> parse_set(const Given& given, const NamedGraph& graph) {
  const Limits limits{0, static_cast<Int128>(graph.dag.size()) - 1};
  std::vector<bool> seen(graph.dag.size());
  std::vector<Vertex> set;
  std::string_view text = given.text;
  while (true) {
    const std::string_view one = text.substr(0, text.find(','));
    if (one.find_first_not_of("0123456789") != one.npos || one.empty())
      given.refuse("vertices by number, as 8,9,10: from 0 to " + sim::to_string(limits.most) +
                   " (redblue graph lists them)");
    const auto v = static_cast<Vertex>(parse_integer(given, one, limits));
    if (seen[v]) given.refuse("vertex " + std::to_string(v) + " is listed twice");
    seen[v] = true;
    set.push_back(v);
    if (one.size() == text.size()) return set;
    text.remove_prefix(one.size() + 1);
  }
}

std::string list_text(const NamedGraph& graph, const std::vector<Vertex>& list) {
  std::string text;
  for (const Vertex v : list) text += (text.empty() ? "" : ", ") + std::to_string(v) + " " + graph.labels[v];
  return text.empty() ? "none" : text;
}

void append_list(std::string& out, std::string_view name, const std::vector<Vertex>& list) {
  study::json::append_name(out, name);
  out += '[';
  for (std::size_t i = 0; i < list.size(); ++i) out += (i == 0 ? "" : ",") + std::to_string(list[i]);
  out += ']';
}

std::string as_json(const NamedGraph& graph, const std::vector<Vertex>& set, const finder::Dominator& found) {
  std::string text = "{";
  study::json::field(text, "schema", "redblue.dominator/1");
  study::json::field(text, "graph", proofs_check::encoded_label(graph.name));
  append_list(text, "set", set);
  study::json::field(text, "size", static_cast<Int128>(found.vertices.size()));
  append_list(text, "dominator", found.vertices);
  study::json::append_name(text, "paths");
  text += '[';
  for (const auto& path : found.paths) {
    if (text.back() == '}') text += ',';
    text += '{';
    append_list(text, "vertices", path);
    text += '}';
  }
  return text + "]}";
}

std::string as_table(const NamedGraph& graph, const std::vector<Vertex>& set,
                     const finder::Dominator& found) {
  std::string text =
      fmt::format("{}: {} the set, and no fewer\n\nset        {}\ndominator  {}\n", graph.name,
                  found.vertices.size() == 1 ? "1 vertex dominates"
                                             : fmt::format("{} vertices dominate", found.vertices.size()),
                  list_text(graph, set), list_text(graph, found.vertices));
  for (const auto& path : found.paths) text += "path       " + list_text(graph, path) + "\n";
  return text + "\nEvery way from an input to the set meets the dominator; the paths share no vertex.\n";
}

/// The i-th of 28 colours: seven hues, then each of them darker three times. Writing on them is white.
std::string colour_of_part(std::size_t i) {
  constexpr std::size_t hues = curve_inks.size() - 1;
  constexpr std::array<unsigned, 4> light{100, 72, 52, 36};  // per cent
  const std::string ink{curve_inks[1 + i % hues].light};
  std::string colour = "#";
  for (const std::size_t at : {1U, 3U, 5U})
    colour += fmt::format("{:02x}",
                          std::stoul(ink.substr(at, 2), nullptr, 16) * light[i / hues % light.size()] / 100);
  return colour;
}

/// A colour per vertex: that of the part that it belongs to. A phase may compute nothing and have none.
VertexColours part_colours(const NamedGraph& graph, const std::vector<finder::Phase>& phases) {
  VertexColours colours = unmarked(graph);
  std::size_t parts = 0;
  for (std::size_t i = 0; i < phases.size(); ++i) {
    if (phases[i].part.empty()) continue;
    const std::string ink = colour_of_part(parts++);
    for (const Vertex v : phases[i].part) colours.of[v] = ink;
    const auto same = std::find_if(colours.legend.begin(), colours.legend.end(),
                                   [&](const auto& entry) { return entry.colour == ink; });
    if (same == colours.legend.end())
      colours.legend.push_back({"part " + std::to_string(i + 1), ink});
    else
      same->what += ", " + std::to_string(i + 1);
  }
  return colours;
}

struct Parts {
  const Pebbled& play;
  std::int64_t M;
  std::vector<finder::Phase> phases;
  std::vector<std::size_t> dominators;  ///< the size of the smallest, per part

  [[nodiscard]] bool holds(std::size_t i) const {
    const finder::Phase& p = phases[i];
    const auto X = static_cast<std::size_t>(2 * M);
    return p.dominated && !p.in_vain && p.held.size() <= X && p.ends.size() <= X;
  }
  [[nodiscard]] bool hold() const {
    for (std::size_t i = 0; i < phases.size(); ++i)
      if (!holds(i)) return false;
    return true;
  }
};

std::string verdict_of(const Parts& parts, std::size_t i) {
  const finder::Phase& p = parts.phases[i];
  if (!p.dominated) return "no: an input reaches it past what is held";
  if (p.in_vain) return "no: vertex " + std::to_string(*p.in_vain) + " is placed in vain";
  return parts.holds(i) ? "yes" : "no: more than 2 M";
}

std::string as_table(const Parts& parts, bool colours) {
  using Align = TextTable::Align;
  TextTable table({{"part", Align::right},
                   {"io [words]", Align::right},
                   {"vertices", Align::right},
                   {"held |D|", Align::right},
                   {"smallest |D|", Align::right},
                   {"|Min|", Align::right},
                   {"holds"}});
  for (std::size_t i = 0; i < parts.phases.size(); ++i) {
    const finder::Phase& p = parts.phases[i];
    table.add({std::to_string(i + 1), std::to_string(p.io), std::to_string(p.part.size()),
               std::to_string(p.held.size()), std::to_string(parts.dominators[i]),
               std::to_string(p.ends.size()), verdict_of(parts, i)});
  }
  std::string text = fmt::format("{}, rules {}, M = {} words: a play cut after every {} loads and stores\n\n",
                                 parts.play.graph.name, parts.play.rules, parts.play.M, parts.play.M);
  for (std::size_t i = 0; i < parts.phases.size(); ++i)
    if (parts.phases.size() <= 16)
      text += fmt::format("part {}: {}\n", i + 1, list_text(parts.play.graph, parts.phases[i].part));
  return text + "\n" + table.text(colours) +
         fmt::format(
             "\nheld: in fast memory at the start or loaded. Both |D| and |Min| are to be at most 2 M = "
             "{}.\n",
             2 * parts.M);
}

std::string as_json(const Parts& parts) {
  using namespace study::json;
  std::string text = "{";
  field(text, "schema", "redblue.partition/1");
  field(text, "graph", proofs_check::encoded_label(parts.play.graph.name));
  field(text, "rules", parts.play.rules);
  field(text, "M_words", Int128{parts.M});
  flag(text, "holds", parts.hold());
  append_name(text, "parts");
  text += '[';
  for (std::size_t i = 0; i < parts.phases.size(); ++i) {
    const finder::Phase& p = parts.phases[i];
    if (i > 0) text += ',';
    text += '{';
    field(text, "io_words", Int128{p.io});
    append_list(text, "vertices", p.part);
    append_list(text, "held", p.held);
    field(text, "smallest_dominator", static_cast<Int128>(parts.dominators[i]));
    append_list(text, "min", p.ends);
    flag(text, "holds", parts.holds(i));
    text += '}';
  }
  return text + "]}";
}

}  // namespace

bool is_picture(const Given* output) {
  if (output == nullptr) return false;
  for (const char* suffix : {".svg", ".png", ".pdf", ".dot", ".gv"})
    if (output->text.ends_with(suffix)) return true;
  return false;
}

void write_picture(const Flags& flags, const NamedGraph& graph, const VertexColours& colours) {
  const Given& output = *flags.find("output");
  if (graph.dag.size() > most_drawn) output.refuse("pictures are for graphs of at most 5000 vertices");
  const std::string suffix = output.text.substr(output.text.rfind('.') + 1);
  const bool is_dot = suffix == "dot" || suffix == "gv";
  const std::vector<std::string_view> of(colours.of.begin(), colours.of.end());
  const std::string dot = is_dot ? to_dot(graph, of) : to_dot(graph, of, colours.legend);
  const std::string picture = is_dot ? dot : draw_dot(dot, suffix);
  Output(flags).write(picture);
}

VertexColours unmarked(const NamedGraph& graph) {
  return {std::vector<std::string>(graph.dag.size(), std::string(curve_inks[0].light)), {}};
}

VertexColours marked_colours(const NamedGraph& graph, const std::string& certificate) {
  struct Mark {
    std::string_view line, colour, what;
    bool first_only;
  };
  // In this order: a vertex of a cut is on a path too, and a dominator may be part of its set.
  constexpr std::array marks{Mark{"path ", curve_inks[5].light, "path", false},
                             Mark{"cut ", curve_inks[4].light, "alive", false},
                             Mark{"set ", curve_inks[2].light, "set", false},
                             Mark{"dominator ", curve_inks[4].light, "dominator", false},
                             Mark{"piece ", curve_inks[1].light, "just computed", true}};
  VertexColours colours = unmarked(graph);
  for (const Mark& mark : marks) {
    bool seen = false;
    std::istringstream in(certificate);
    for (std::string line; std::getline(in, line);) {
      if (!line.starts_with(mark.line)) continue;
      seen = true;
      std::istringstream numbers(line.substr(mark.line.size()));
      for (std::size_t v = 0; numbers >> v;) {
        colours.of[v] = mark.colour;
        if (mark.first_only) break;
      }
    }
    if (seen) colours.legend.push_back({std::string(mark.what), std::string(mark.colour)});
  }
  return colours;
}

int bound_dominator(const Invocation& invocation) {
  const Flags& flags = invocation.flags;
  if (const Given* rules = flags.find("rules")) rules->refuse("a dominator is one under any rules");
  const NamedGraph graph = load_graph(*flags.find("graph"));
  const Given* asked = flags.find("set");
  if (asked == nullptr)
    sim::raise(UsageError(
        "--bound dominator needs --set: vertices by number, as 8,9,10 (redblue graph lists them)"));
  const std::vector<Vertex> set = parse_set(*asked, graph);
  const Given* M = flags.find("M");
  const sim::Words words{M == nullptr ? 1 : parse_integer(*M, limit_M)};
  const finder::Dominator found = finder::smallest_dominator(graph.dag, set);
  const std::string certificate = dominator_certificate(graph, words, set, found);
  if (const Given* file = flags.find("certificate"))
    write_certificate(file->text, certificate, flags.has("force"));
  if (const Given* output = flags.find("output"); is_picture(output)) {
    write_picture(flags, graph, marked_colours(graph, certificate));
    return exit_ok;
  }
  const Format format = chosen_format(flags, {Format::table, Format::json, Format::jsonl});
  Output out(flags);
  if (format == Format::table) out.write(as_table(graph, set, found));
  if (format == Format::json) out.write("[" + as_json(graph, set, found) + "]\n");
  if (format == Format::jsonl) out.write(as_json(graph, set, found) + "\n");
  return exit_ok;
}

int bound_partition(const Invocation& invocation) {
  const Flags& flags = invocation.flags;
  const Given* certificate = flags.find("from-play");
  if (certificate == nullptr)
    sim::raise(
        UsageError("--bound partition needs --from-play: a certificate of kind pebbling (redblue pebble)"));
  for (const char* name : {"M", "rules"})
    if (const Given* given = flags.find(name))
      given->refuse("the play of --from-play says its own; leave --" + std::string(name) + " out");
  if (const Given* given = flags.find("certificate"))
    given->refuse("the play of --from-play is the certificate; its parts have none of their own");
  const NamedGraph graph = load_graph(*flags.find("graph"));
  const std::string text = read_file(certificate->text, largest_certificate);
  const proofs_check::check::Verdict verdict = check_texts(proofs_check::graph_text(graph), text);
  if (verdict.status != proofs_check::check::Status::valid) {
    say(certificate->text + ": " + verdict.text);
    return static_cast<int>(verdict.status);
  }
  if (!verdict.text.starts_with("VALID pebbling"))
    certificate->refuse("a certificate of kind pebbling is needed");
  const Pebbled play = read_play(graph, text);
  const bool whole = play.rules == "classic" || play.rules == "one_shot" || !finder::has_sums(graph.dag);
  if (!whole)
    certificate->refuse(
        "parts are for plays of classic or one_shot, or of a graph without acc: here a sum may be "
        "half done at the end of a phase");
  Parts parts{play, std::stoll(play.M), {}, {}};
  parts.phases = finder::phases_of(graph.dag, finder::without_vain_moves(graph.dag, play.moves), parts.M);
  for (const finder::Phase& p : parts.phases)
    parts.dominators.push_back(
        p.part.empty() ? 0 : finder::smallest_dominator(graph.dag, p.part).vertices.size());
  const Given* output = flags.find("output");
  if (is_picture(output)) {
    write_picture(flags, graph, part_colours(graph, parts.phases));
    return parts.hold() ? exit_ok : exit_no;
  }
  const Format format = chosen_format(flags, {Format::table, Format::json, Format::jsonl});
  Output out(flags);
  if (format == Format::table) out.write(as_table(parts, out.colours()));
  if (format == Format::json) out.write("[" + as_json(parts) + "]\n");
  if (format == Format::jsonl) out.write(as_json(parts) + "\n");
  return parts.hold() ? exit_ok : exit_no;
}

}  // namespace redblue::cli
