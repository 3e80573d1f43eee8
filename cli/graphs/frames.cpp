// A pebbling as pictures: our own plain layout, one row per depth, operands below their uses.
#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include <redblue/cli/escape.hpp>
#include <redblue/cli/graphs/draw.hpp>
#include <redblue/cli/graphs/write.hpp>

namespace redblue::cli {
namespace {

using sim::Move;
using sim::Vertex;

constexpr int step_x = 64, step_y = 76, radius = 22, margin = 44, caption = 34;

struct Layout {
  std::vector<int> x, y;
  int width = 0, height = 0;
};

/// Rows by depth, the deepest on top; each vertex near the middle of its operands.
Layout layout_of(const sim::Dag& dag) {
  const std::vector<std::uint32_t> depth = depths(dag);
  std::map<std::uint32_t, std::vector<Vertex>, std::greater<>> rows;
  for (Vertex v = 0; v < dag.size(); ++v) rows[depth[v]].push_back(v);
  std::size_t widest = 1;
  for (const auto& [level, row] : rows) widest = std::max(widest, row.size());
  Layout l{std::vector<int>(dag.size()), std::vector<int>(dag.size()),
           2 * margin + step_x * static_cast<int>(widest - 1),
           2 * margin + caption + step_y * static_cast<int>(rows.size() - 1)};
  l.width = std::max(l.width, 460);
  int y = margin + caption;
  for (const auto& [level, row] : rows) {
    const int gap = l.width / static_cast<int>(row.size() + 1);
    for (std::size_t i = 0; i < row.size(); ++i) l.x[row[i]] = gap * static_cast<int>(i + 1), l.y[row[i]] = y;
    y += step_y;
  }
  return l;
}

enum Copy : int { none = 0, red = 1, blue = 2 };

/// What changes with each move: vertices and their copies after it.
using Changes = std::vector<std::pair<Vertex, int>>;

class Replay {
 public:
  explicit Replay(const Pebbled& play) : play_(play), copies(play.graph.dag.size()) {
    for (Vertex v = 0; v < copies.size(); ++v)
      copies[v] = play.graph.dag.kind(v) == sim::Dag::Kind::input ? blue : none;
  }
  Changes next(const Move& m) {
    Changes changes;
    const auto set = [&](Vertex v, int copy) { copies[v] = copy, changes.emplace_back(v, copy); };
    const bool voids = m.kind == Move::Kind::compute && m.term >= 0 && play_.rules == "partial";
    if (m.kind == Move::Kind::discard)
      set(m.v, copies[m.v] & ~red);
    else if (m.kind == Move::Kind::store)
      set(m.v, copies[m.v] | blue);
    else
      set(m.v, (voids ? copies[m.v] & ~blue : copies[m.v]) | red);
    if (m.term == Move::takes_over)
      set(play_.graph.dag.in_place(m.v), copies[play_.graph.dag.in_place(m.v)] & ~red);
    io += m.kind == Move::Kind::load || m.kind == Move::Kind::store;
    return changes;
  }

  const Pebbled& play_;
  std::vector<int> copies;
  long io = 0;
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
  const auto reds = std::count_if(now.copies.begin(), now.copies.end(), [](int c) { return (c & red) != 0; });
  return fmt::format("{} of {}: {} | {} of {} words, io {}, {}", i, play.moves.size(),
                     i == 0 ? "start" : line_of(play.moves[i - 1], play), reds, play.M, now.io, play.rules);
}

constexpr std::string_view style =
    ".bg{fill:#fff}text{font:11px "
    "sans-serif;fill:#1b1f24;text-anchor:middle}.cap{font-size:13px;text-anchor:start}"
    ".e{stroke:#b9c0c9}.v{fill:#fff;stroke:#b9c0c9;stroke-width:1.5}.r{fill:#f08a80}.b{stroke:#0a63c2;stroke-"
    "width:4}@media(prefers-color-scheme:dark){.bg{fill:#14181d}text{fill:#e4e8ec}.e{stroke:#4a535e}"
    ".v{fill:#14181d;stroke:#6b7683}.r{fill:#a8382d}.b{stroke:#5aa2f0}}";

constexpr std::array classes{"v", "v r", "v b", "v r b"};

std::string svg_of(const Pebbled& play, const Layout& l, const Replay& now, std::size_t i) {
  std::string svg = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" width=\"{}\" "
      "height=\"{}\"><style>{}</style>\n",
      l.width, l.height, l.width, l.height, style);
  svg += fmt::format(
      "<rect width=\"100%\" height=\"100%\" class=\"bg\"/><text id=\"cap\" class=\"cap\" x=\"10\" "
      "y=\"22\">{}</text>\n",
      escape_xml(caption_of(play, now, i)));
  for (Vertex v = 0; v < play.graph.dag.size(); ++v)
    for (const Vertex u : distinct_operands(play.graph.dag, v))
      svg += fmt::format("<line class=\"e\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/>\n", l.x[u], l.y[u],
                         l.x[v], l.y[v]);
  for (Vertex v = 0; v < play.graph.dag.size(); ++v)
    svg += fmt::format(
        "<circle id=\"v{}\" class=\"{}\" cx=\"{}\" cy=\"{}\" r=\"{}\"/><text x=\"{}\" y=\"{}\">{}</text>\n",
        v, classes[static_cast<std::size_t>(now.copies[v])], l.x[v], l.y[v], radius, l.x[v], l.y[v] + 4,
        escape_xml(play.graph.labels[v]));
  return svg + "</svg>\n";
}

}  // namespace

std::vector<std::string> pebbling_frames(const Pebbled& play) {
  const Layout l = layout_of(play.graph.dag);
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
const classes = ["v", "v r", "v b", "v r b"];
let timer = 0, shown = 0;
function put(changes) {
  for (const [v, c] of changes) by_id("v" + v).setAttribute("class", classes[c]);
}
function show(i) {
  if (i < shown) { shown = 0; put(frames[0][1]); }
  while (shown < i) put(frames[++shown][1]);
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
show(0);
)js";

}  // namespace

std::string pebbling_page(const Pebbled& play) {
  Replay now(play);
  std::string first = svg_of(play, layout_of(play.graph.dag), now, 0);
  Changes start;
  for (Vertex v = 0; v < now.copies.size(); ++v) start.emplace_back(v, now.copies[v]);
  std::string data;
  for (std::size_t i = 0; i <= play.moves.size(); ++i) {
    const Changes changes = i == 0 ? start : now.next(play.moves[i - 1]);
    data += (i == 0 ? "[" : ",\n[") + escape_json(caption_of(play, now, i)) + ",[";
    for (std::size_t c = 0; c < changes.size(); ++c)
      data += fmt::format("{}[{},{}]", c == 0 ? "" : ",", changes[c].first, changes[c].second);
    data += "]]";
  }
  const std::string title =
      escape_xml("Pebbling of " + play.graph.name + ", " + play.rules + ", M = " + play.M);
  return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta "
         "http-equiv=\"Content-Security-Policy\" "
         "content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n<title>" +
         title +
         "</title>\n<style>:root{color-scheme:light dark}body{font:15px "
         "sans-serif;margin:1.5em;color:#1b1f24;background:#fff}svg{max-width:100%;height:auto}input{width:"
         "60%}"
         "@media(prefers-color-scheme:dark){body{color:#e4e8ec;background:#14181d}}</style></"
         "head>\n<body><h1>" +
         title +
         "</h1>\n<p>Red: in fast memory. Blue ring: a copy in slow memory.</p>\n<p><button "
         "id=\"back\">back</button> "
         "<button id=\"run\">play</button> <button id=\"on\">on</button> <input id=\"at\" type=\"range\" "
         "min=\"0\" value=\"0\" aria-label=\"move\"></p>\n" +
         first + "<script>\nconst frames = [" + data + "];" + std::string(script) +
         "</script></body></html>\n";
}

}  // namespace redblue::cli
