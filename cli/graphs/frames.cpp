// A pebbling as pictures: a layered drawing (layered.hpp) of the graph with the copies of every vertex.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <redblue/cli/escape.hpp>
#include <redblue/cli/graphs/draw.hpp>
#include <redblue/cli/graphs/layered.hpp>

namespace redblue::cli {
namespace {

using sim::Move;
using sim::Vertex;

constexpr int caption = 48, narrowest = 620;

/// How many terms each copy of a vertex holds; none where there is no such copy. Inputs and vals have one
/// term.
struct Copies {
  static constexpr int none = -1;
  int fast = none, slow = none;
};

/// What changes with each move: vertices and their copies after it.
using Changes = std::vector<std::pair<Vertex, Copies>>;

class Replay {
 public:
  explicit Replay(const Pebbled& play) : play_(play), copies(play.graph.dag.size()) {
    for (Vertex v = 0; v < copies.size(); ++v)
      if (play.graph.dag.kind(v) == sim::Dag::Kind::input) copies[v].slow = 1;
  }
  Changes next(const Move& m) {
    Copies& c = copies[m.v];
    switch (m.kind) {
      case Move::Kind::load:
        c.fast = c.slow;
        break;
      case Move::Kind::store:
        c.slow = c.fast;
        break;
      case Move::Kind::discard:
        c.fast = Copies::none;
        break;
      case Move::Kind::compute:
        compute(m, c);
    }
    io += m.kind == Move::Kind::load || m.kind == Move::Kind::store;
    Changes changes{{m.v, c}};
    if (m.term == Move::takes_over) {
      const Vertex taken = play_.graph.dag.in_place(m.v);
      copies[taken].fast = Copies::none;
      changes.emplace_back(taken, copies[taken]);
    }
    return changes;
  }
  [[nodiscard]] int terms(Vertex v) const {
    const bool with_terms = play_.rules == "partial" || play_.rules == "partial_recompute";
    const bool divided = with_terms && play_.graph.dag.kind(v) == sim::Dag::Kind::acc;
    return divided ? static_cast<int>(play_.graph.dag.term_count(v)) : 1;
  }

  const Pebbled& play_;
  std::vector<Copies> copies;
  long io = 0;

 private:
  void compute(const Move& m, Copies& c) const {
    if (m.term >= 0 && play_.rules == "partial") c.slow = Copies::none;  // a term voids the slow copy
    c.fast = m.term >= 0 ? std::max(c.fast, 0) + 1 : 1;
  }
};

std::string line_of(const Move& m, const Pebbled& play) {
  constexpr std::array words{std::pair{'L', "load"}, std::pair{'S', "store"}, std::pair{'D', "delete"},
                             std::pair{'C', "compute"}};
  std::string text;
  for (const auto& [kind, word] : words)
    if (kind == static_cast<char>(m.kind)) text = word;
  text += " " + play.graph.labels[m.v];
  if (m.term >= 0) text += fmt::format(", term {}", m.term);
  if (m.term == Move::takes_over)
    text += " in the word of " + play.graph.labels[play.graph.dag.in_place(m.v)];
  return text;
}

std::string caption_of(const Pebbled& play, const Replay& now, std::size_t i) {
  const auto reds = std::ranges::count_if(now.copies, [](const Copies& c) { return c.fast >= 0; });
  return fmt::format("{} of {}: {} | {} of {} words, io {}, {}", i, play.moves.size(),
                     i == 0 ? "start" : line_of(play.moves[i - 1], play), reds, play.M, now.io, play.rules);
}

constexpr std::string_view style =
    "svg{color-scheme:light dark}.bg{fill:#fff}text{font:11px system-ui,'DejaVu "
    "Sans',sans-serif;fill:#1b1f24;"
    "text-anchor:middle}.cap{font-size:14px;text-anchor:start}.key{text-anchor:start;fill:#5b636d}.n{font-"
    "size:9px}"
    ".e{fill:none;stroke:#b9c0c9}.o{fill:#fff;stroke:#b9c0c9;stroke-width:1.5}.m "
    ".o{stroke:#1b1f24;stroke-width:3}"
    ".r,.b{fill:none;transform:rotate(-90deg)}.r{stroke:#f7a79f;stroke-width:20}.b{stroke:#0a63c2;stroke-"
    "width:4}"
    "@media(prefers-color-scheme:dark){.bg{fill:#14171c}text{fill:#e8eaed}.key{fill:#a3abb5}.e{stroke:#"
    "454d58}"
    ".o{fill:#14171c;stroke:#6b7683}.m .o{stroke:#e8eaed}.r{stroke:#a8382d}.b{stroke:#6bb5ff}}";

/// The length of a dash that covers so many of a hundred parts of a circle.
int share(int held, int terms) { return held < 0 ? 0 : 100 * held / std::max(terms, 1); }

/// "2/3" of the terms in fast memory, "(1/3)" in slow memory; nothing of a vertex with one term.
std::string held_text(const Copies& c, int terms) {
  if (terms < 2) return "";
  std::string text = c.fast >= 0 ? fmt::format("{}/{}", c.fast, terms) : "";
  if (c.slow >= 0 && c.slow != c.fast)
    text += fmt::format("{}({}/{})", text.empty() ? "" : " ", c.slow, terms);
  return text;
}

/// The fast copy as a sector, the slow one as a ring, each as long as its share of the terms.
std::string circles(int fast, int slow) {
  return fmt::format(
      "<circle class=\"o\" r=\"{0}\"/><circle class=\"r\" r=\"10\" pathLength=\"100\" "
      "stroke-dasharray=\"{1} 200\"/><circle class=\"b\" r=\"{0}\" pathLength=\"100\" "
      "stroke-dasharray=\"{2} 200\"/>",
      LayeredDrawing::radius, fast, slow);
}

/// What the marks mean.
std::string key() {
  constexpr std::array entries{std::tuple{66, 0, "sector: in fast memory, terms done"},
                               std::tuple{0, 66, "ring: copy in slow memory, terms in it"}};
  std::string svg;
  int x = 24;
  for (const auto& [fast, slow, text] : entries) {
    svg += fmt::format(
        "<g transform=\"translate({} 46) scale(.5)\">{}</g><text class=\"key\" x=\"{}\" y=\"50\">{}</text>\n",
        x, circles(fast, slow), x + 18, text);
    x += 280;
  }
  return svg;
}

std::string vertex_svg(const Replay& now, const LayeredDrawing& l, Vertex v, bool moved) {
  const Copies& c = now.copies[v];
  const int terms = now.terms(v);
  std::string svg = fmt::format("<g id=\"v{}\"{} transform=\"translate({:.0f} {:.0f})\">", v,
                                moved ? " class=\"m\"" : "", l.at[v].x, l.at[v].y + caption);
  svg += circles(share(c.fast, terms), share(c.slow, terms));
  svg += fmt::format("<text y=\"{}\">{}</text>", terms < 2 ? 4 : 1, escape_xml(now.play_.graph.labels[v]));
  if (terms > 1) svg += "<text class=\"n\" y=\"12\">" + held_text(c, terms) + "</text>";
  return svg + "</g>\n";
}

std::string svg_of(const Pebbled& play, const LayeredDrawing& l, const Replay& now, std::size_t i) {
  const int width = std::max(l.width, narrowest), height = l.height + caption;
  const Vertex moved = i == 0 ? sim::no_vertex : play.moves[i - 1].v;
  std::string svg = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\">"
      "<style>{2}</style>\n<rect width=\"100%\" height=\"100%\" class=\"bg\"/><text id=\"cap\" class=\"cap\" "
      "x=\"12\" y=\"24\">{3}</text>\n{4}",
      width, height, style, escape_xml(caption_of(play, now, i)), key());
  svg += fmt::format("<g transform=\"translate(0 {})\">\n", caption);
  for (const DrawnEdge& edge : l.edges) svg += "<path class=\"e\" d=\"" + path_of(edge) + "\"/>\n";
  svg += "</g>\n";
  for (Vertex v = 0; v < play.graph.dag.size(); ++v) svg += vertex_svg(now, l, v, v == moved);
  return svg + "</svg>\n";
}

}  // namespace

std::vector<std::string> pebbling_frames(const Pebbled& play) {
  const LayeredDrawing l = layered(play.graph.dag);
  Replay now(play);
  std::vector<std::string> frames{svg_of(play, l, now, 0)};
  for (std::size_t i = 0; i < play.moves.size(); ++i) {
    (void)now.next(play.moves[i]);
    frames.push_back(svg_of(play, l, now, i + 1));
  }
  return frames;
}

namespace {

constexpr std::string_view script = R"js(
const by_id = id => document.getElementById(id);
const at = by_id("at"), cap = by_id("cap"), run = by_id("run");
let timer = 0, shown = 0, moved = null;
function part(k, n) { return k < 0 ? 0 : Math.floor(100 * k / n); }
function held(fast, slow, n) {
  const parts = [];
  if (n > 1 && fast >= 0) parts.push(fast + "/" + n);
  if (n > 1 && slow >= 0 && slow !== fast) parts.push("(" + slow + "/" + n + ")");
  return parts.join(" ");
}
function put(changes, by_move) {
  for (const [v, fast, slow] of changes) {
    const g = by_id("v" + v), n = terms[v], count = g.querySelector(".n");
    g.querySelector(".r").setAttribute("stroke-dasharray", part(fast, n) + " 200");
    g.querySelector(".b").setAttribute("stroke-dasharray", part(slow, n) + " 200");
    if (count) count.textContent = held(fast, slow, n);
  }
  if (moved) moved.removeAttribute("class");
  moved = by_move ? by_id("v" + changes[0][0]) : null;
  if (moved) moved.setAttribute("class", "m");
}
function show(i) {
  if (i < shown) { shown = 0; put(frames[0][1], false); }
  while (shown < i) put(frames[++shown][1], true);
  cap.textContent = frames[i][0]; at.value = i;
}
function stop() { clearInterval(timer); timer = 0; run.textContent = "play"; }
function step(by) { show(Math.min(Math.max(shown + by, 0), frames.length - 1)); }
at.max = frames.length - 1;
at.oninput = () => { stop(); show(+at.value); };
run.onclick = () => {
  if (timer) return stop();
  if (shown === frames.length - 1) show(0);
  run.textContent = "pause";
  timer = setInterval(() => { if (shown === frames.length - 1) stop(); else step(1); }, 500);
};
document.getElementById("back").onclick = () => { stop(); step(-1); };
document.getElementById("on").onclick = () => { stop(); step(1); };
document.onkeydown = e => {
  if (e.target === at) return;
  if (e.key === "ArrowLeft") step(-1);
  if (e.key === "ArrowRight") step(1);
};
show(Math.min(Math.max(parseInt(location.hash.slice(1)) || 0, 0), frames.length - 1));
)js";

}  // namespace

std::string pebbling_page(const Pebbled& play) {
  Replay now(play);
  const std::string first = svg_of(play, layered(play.graph.dag), now, 0);
  Changes start;
  for (Vertex v = 0; v < now.copies.size(); ++v) start.emplace_back(v, now.copies[v]);
  std::string data, terms;
  for (Vertex v = 0; v < now.copies.size(); ++v) terms += (v == 0 ? "" : ",") + std::to_string(now.terms(v));
  for (std::size_t i = 0; i <= play.moves.size(); ++i) {
    const Changes changes = i == 0 ? start : now.next(play.moves[i - 1]);
    data += (i == 0 ? "[" : ",\n[") + escape_json(caption_of(play, now, i)) + ",[";
    for (std::size_t c = 0; c < changes.size(); ++c)
      data += fmt::format("{}[{},{},{}]", c == 0 ? "" : ",", changes[c].first, changes[c].second.fast,
                          changes[c].second.slow);
    data += "]]";
  }
  const std::string title =
      escape_xml("Pebbling of " + play.graph.name + ", " + play.rules + ", M = " + play.M);
  return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta "
         "http-equiv=\"Content-Security-Policy\" "
         "content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n<title>" +
         title +
         "</title>\n<style>:root{color-scheme:light dark}body{font:15px "
         "sans-serif;margin:1.5em;color:#1b1f24;background:#fff;max-width:none}h1{font-size:20px}svg{max-"
         "width:100%;height:auto}input{width:"
         "60%}"
         "@media(prefers-color-scheme:dark){body{color:#e8eaed;background:#14171c}}</style></"
         "head>\n<body><h1>" +
         title +
         "</h1>\n<p><button "
         "id=\"back\">back</button> "
         "<button id=\"run\">play</button> <button id=\"on\">on</button> <input id=\"at\" type=\"range\" "
         "min=\"0\" value=\"0\" aria-label=\"move\"></p>\n" +
         first + "<script>\nconst terms = [" + terms + "];\nconst frames = [" + data + "];" +
         std::string(script) + "</script></body></html>\n";
}

}  // namespace redblue::cli
