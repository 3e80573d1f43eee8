// Graphs from files of other formats, and back: what is wrong is named, what would overflow a library is
// refused first.
#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include <doctest/doctest.h>

#include <redblue/cli/escape.hpp>
#include <redblue/cli/figures/convert.hpp>
#include <redblue/cli/graphs/draw.hpp>
#include <redblue/cli/graphs/edges.hpp>
#include <redblue/cli/graphs/layered.hpp>
#include <redblue/cli/graphs/load.hpp>
#include <redblue/cli/graphs/write.hpp>
#include <redblue/proofs_check/instances.hpp>
#include <redblue/study/file_error.hpp>

using namespace redblue;
using namespace redblue::cli;
using proofs_check::graph_text;
using proofs_check::NamedGraph;

namespace {

using Read = EdgeList (*)(const std::string&, const std::string&);

std::string refusal(Read read, const std::string& text) {
  try {
    (void)to_graph(read("g", text));
  } catch (const study::FileError& e) {
    return e.what();
  }
  return "";
}

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

std::string graphml(const std::string& inside) {
  return "<?xml version=\"1.0\"?>\n<graphml><graph edgedefault=\"directed\">\n" + inside +
         "</graph></graphml>\n";
}

}  // namespace

TEST_CASE("a cycle is listed, and a duplicate edge and an undeclared vertex are named") {
  CHECK(refusal(read_dot, "digraph { s3 -> s5; s5 -> s3; a -> s3 }") == "g: cycle s3 -> s5 -> s3");
  CHECK(refusal(read_dot, "digraph { a -> a }") == "g: cycle a -> a");
  CHECK(refusal(read_dot, "digraph { a -> b; b -> c; c -> d; d -> b; d -> e }") ==
        "g: cycle b -> c -> d -> b");
  CHECK(refusal(read_dot, "digraph { a -> b; a -> b }") == "g: duplicate edge a -> b");
  CHECK(refusal(read_graphml, graphml("<node id=\"a\"/>\n<edge source=\"a\" target=\"x\"/>\n")) ==
        "g:4: edge a -> x: vertex x is not declared");
  CHECK(refusal(read_graphml, graphml("<node id=\"a\"/>\n<node id=\"a\"/>\n")) ==
        "g:4: vertex a is declared twice");
  CHECK(refusal(read_json_graph, R"({"vertices":["a","b"],"edges":[["a","c"]]})") ==
        "g: vertex c is not declared");
  CHECK(refusal(read_json_graph, R"({"vertices":["a","a"]})") == "g: vertex a is declared twice");
  CHECK(
      refusal(read_json_graph, R"({"vertices":["a","b"],"edges":[["a","b"],["b","a"]]})").find("g: cycle ") ==
      0);
  CHECK(refusal(read_json_graph, "{\"vertices\":[\"a\"],\n\"edges\":[[}") == "g:2: is no JSON");
  CHECK(refusal(read_json_graph, R"({"vertices":[1e999]})") == "g: holds a number that is too large");
  CHECK(refusal(read_json_graph, R"({"vertices":["a","b"],"edge":[["a","b"]]})") ==
        "g: unknown key \"edge\"; did you mean edges? (keys of a graph: schema, name, vertices, edges, "
        "outputs)");
  CHECK(refusal(read_json_graph, R"({"vertices":[{"id":"a","lable":"x"}]})") ==
        "g: unknown key \"lable\"; did you mean label? (keys of a vertex: id, label, kind, colour, terms, "
        "last)");
  const std::string forked = R"({"vertices":["a","b","c"],"edges":[["a","b"],["a","c"]],"outputs":)";
  CHECK(refusal(read_json_graph, forked + R"(["b"]})").find("g: vertex c is computed, used by nothing") == 0);
  CHECK(refusal(read_json_graph, forked + R"(["b","c"]})").empty());
  CHECK(refusal(read_json_graph, forked + "[]}").empty());
  CHECK(refusal(read_dot, "graph { a -- b }").find("undirected") != std::string::npos);
  CHECK(refusal(read_dot, "digraph { a; b }").find("computes nothing") != std::string::npos);
  CHECK(refusal(read_dot, "digraph { " + std::string(65, 'a') + " -> b }").find("1 to 64 bytes") !=
        std::string::npos);
  for (const char* text : {"", "digraph", "digraph {", "digraph { a -> ", "digraph { a -> b [ }", "\xFF\xFE",
                           "digraph { \"a -> b }"})
    CHECK_MESSAGE(!refusal(read_dot, text).empty(), text);
  for (const char* text : {"", "<", "<graphml>", "<graphml><graph>", "<a></b>",
                           "<graphml><graph edgedefault=\"undirected\"/></graphml>"})
    CHECK_MESSAGE(!refusal(read_graphml, text).empty(), text);
  for (const char* text :
       {"", "[]", "{}", "null", R"({"vertices":1})", R"({"vertices":[1.5]})", R"({"vertices":[{}]})",
        R"({"vertices":["a"],"edges":[1]})", R"({"vertices":["a"],"edges":[["a"]]})",
        R"({"vertices":["a"],"edges":1})", R"({"vertices":["a"],"outputs":[-1]})"})
    CHECK_MESSAGE(!refusal(read_json_graph, text).empty(), text);
}

TEST_CASE("what overflows a library's stack is refused before it gets there") {
  const std::string deep = "nested more than 64 deep";
  CHECK(refusal(read_dot, "digraph {" + repeated("{", 20000)).find(deep) != std::string::npos);
  CHECK(refusal(read_dot, "digraph { a [label=" + repeated("<", 20000)).find(deep) != std::string::npos);
  CHECK(refusal(read_graphml, repeated("<a>", 50000)).find(deep) != std::string::npos);
  CHECK(refusal(read_json_graph, repeated("[", 70000)).find(deep) != std::string::npos);
  CHECK(refusal(read_json_graph, repeated("{\"a\":", 70000)).find(deep) != std::string::npos);
  CHECK(refusal(read_dot, "digraph {" + repeated("subgraph {", 63) + "a -> b" + repeated("}", 63) + "}")
            .find(deep) == std::string::npos);
  CHECK(refusal(read_dot, "digraph {" + repeated("subgraph {", 64) + "a -> b" + repeated("}", 64) + "}")
            .find(deep) != std::string::npos);
  CHECK(refusal(read_graphml, "<!DOCTYPE a [<!ENTITY b \"c\">]>" + graphml("<node id=\"a\"/>"))
            .find("not read") != std::string::npos);
}

TEST_CASE("a graph that was written is read back with its edges, labels and outputs") {
  for (const char* name :
       {"attention:2,1+l", "matmul:2,2,2+products", "fft:3", "diamond:4", "random:12,0.3,4"}) {
    const NamedGraph g = proofs_check::named_graph(name);
    const struct {
      Read read;
      std::string text;
    } files[] = {{read_dot, to_dot(g, Colouring::tensor)},
                 {read_graphml, to_graphml(g, Colouring::phase)},
                 {read_json_graph, to_json(g, Colouring::tensor)}};
    for (const auto& file : files) {
      const NamedGraph back = to_graph(file.read("g", file.text));
      REQUIRE_MESSAGE(back.dag.size() == g.dag.size(), file.text);
      std::size_t edges = 0, edges_back = 0;
      for (sim::Vertex v = 0; v < g.dag.size(); ++v)
        edges += distinct_operands(g.dag, v).size(), edges_back += back.dag.operands(v).size();
      CHECK(edges == edges_back);
      CHECK(back.dag.outputs().size() == g.dag.outputs().size());
      std::vector<std::string> a = g.labels, b = back.labels;
      std::sort(a.begin(), a.end()), std::sort(b.begin(), b.end());
      CHECK(a == b);
    }
  }
}

TEST_CASE("labels cannot leave their place in any output") {
  const std::string evil[] = {"\"]; x [image=\"/etc/passwd",
                              "<script>alert(1)</script>",
                              "a\\N\\",
                              "&lt;b&gt;",
                              "</text><script>",
                              "]]>",
                              "\n}\ndigraph {",
                              "%00",
                              "';--"};
  for (const std::string& label : evil) {
    NamedGraph g{"evil", {}, {label, label + "2"}};
    g.dag.add_input();
    g.dag.add_output(g.dag.add_val(std::array<sim::Vertex, 1>{0}));
    for (const std::string& text : {to_graphml(g, Colouring::tensor), to_json(g, Colouring::tensor)})
      CHECK(text.find("<script") == std::string::npos);
    CHECK_MESSAGE(to_graph(read_dot("g", to_dot(g, Colouring::tensor))).dag.size() == 2,
                  to_dot(g, Colouring::tensor));
    CHECK(to_graph(read_json_graph("g", to_json(g, Colouring::tensor))).labels == g.labels);
    const Pebbled play{g, "partial", "2", {{sim::Move::Kind::load, 0}, {sim::Move::Kind::compute, 1}}};
    const std::string page = pebbling_page(play);
    CHECK(page.find("<script", page.find("<script") + 1) == std::string::npos);
    for (const std::string& frame : pebbling_frames(play)) CHECK(frame.find("<script") == std::string::npos);
  }
}

namespace {

/// The least distance from the edge to the middle of a vertex that is not one of its ends.
double clearance(const LayeredDrawing& drawing, const DrawnEdge& edge) {
  double least = 1e9;
  for (std::size_t i = 1; i < edge.points.size(); ++i)
    for (double t = 0; t <= 1; t += 0.02) {
      const DrawnPoint &a = edge.points[i - 1], &b = edge.points[i];
      const double s = 1 - t, middle = (a.y + b.y) / 2;
      const double x = s * s * (1 + 2 * t) * a.x + t * t * (1 + 2 * s) * b.x;
      const double y = s * s * s * a.y + 3 * s * t * middle + t * t * t * b.y;
      for (sim::Vertex v = 0; v < drawing.at.size(); ++v)
        if (v != edge.from && v != edge.to)
          least = std::min(least, std::hypot(x - drawing.at[v].x, y - drawing.at[v].y));
    }
  return least;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("no edge of a drawing runs under a vertex that it does not concern, and no two vertices touch") {
  for (const char* name : {"attention:3,1+l", "attention:3,2", "matmul:2,2,2", "fft:3", "pyramid:5",
                           "strassen:1", "attention:2,2+l+chain", "schedule:flash_streamed,3,1,6"}) {
    const NamedGraph graph = proofs_check::named_graph(name);
    const LayeredDrawing drawing = layered(graph.dag);
    CAPTURE(name);
    std::size_t edges = 0;
    for (sim::Vertex v = 0; v < graph.dag.size(); ++v) edges += distinct_operands(graph.dag, v).size();
    CHECK(drawing.edges.size() == edges);
    for (const DrawnEdge& edge : drawing.edges) {
      CHECK(drawing.at[edge.from].y > drawing.at[edge.to].y);
      CHECK(clearance(drawing, edge) > LayeredDrawing::radius);
    }
    for (sim::Vertex v = 0; v < graph.dag.size(); ++v) {
      CHECK(drawing.at[v].x >= LayeredDrawing::radius);
      CHECK(drawing.at[v].x <= drawing.width - LayeredDrawing::radius);
      for (sim::Vertex u = 0; u < v; ++u)
        CHECK(std::hypot(drawing.at[u].x - drawing.at[v].x, drawing.at[u].y - drawing.at[v].y) >
              2 * LayeredDrawing::radius);
    }
  }
}

TEST_CASE("frames show how many terms of an accumulation each copy holds") {
  const NamedGraph graph = proofs_check::named_graph("matmul:1,1,3");  // a 0 1 2, b 3 4 5, c 6
  using Kind = sim::Move::Kind;
  const Pebbled play{graph,
                     "partial",
                     "3",
                     {{Kind::load, 0},
                      {Kind::load, 3},
                      {Kind::compute, 6, 0},
                      {Kind::store, 6},
                      {Kind::discard, 6},
                      {Kind::load, 6},
                      {Kind::compute, 6, 1}}};
  const std::vector<std::string> frames = pebbling_frames(play);
  REQUIRE(frames.size() == 8);
  const auto terms = [&](std::size_t i) {
    const std::size_t at = frames[i].find("<text class=\"n\"");
    const std::size_t from = frames[i].find('>', at) + 1;
    return frames[i].substr(from, frames[i].find('<', from) - from);
  };
  CHECK(terms(0) == "");
  CHECK(terms(3) == "1/3");
  CHECK(terms(4) == "1/3");    // both copies alike
  CHECK(terms(5) == "(1/3)");  // in slow memory alone
  CHECK(terms(6) == "1/3");
  CHECK(terms(7) == "2/3");  // the slow copy is void
  CHECK(has(frames[7],
            "stroke-dasharray=\"66 200\"/><circle class=\"b\" r=\"22\" pathLength=\"100\" "
            "stroke-dasharray=\"0 200\"/><text y=\"1\">c_0_0"));
  CHECK(has(frames[5],
            "stroke-dasharray=\"0 200\"/><circle class=\"b\" r=\"22\" pathLength=\"100\" "
            "stroke-dasharray=\"33 200\"/><text y=\"1\">c_0_0"));
  for (const std::string& frame : frames) {
    CHECK(has(frame, "prefers-color-scheme:dark"));
    CHECK(has(frame, "ring: copy in slow memory"));
  }
}

TEST_CASE("colours of tensors and phases do not repeat, and the legend names each") {
  for (const auto& [name, by, entries] : {std::tuple{"attention:3,1+l", Colouring::tensor, std::size_t{6}},
                                          std::tuple{"diamond:20", Colouring::phase, std::size_t{39}},
                                          std::tuple{"strassen:1", Colouring::tensor, std::size_t{4}}}) {
    const NamedGraph graph = proofs_check::named_graph(name);
    const VertexColours colours = vertex_colours(graph, by);
    CAPTURE(name);
    CHECK(colours.legend.size() == entries);
    std::set<std::string> different;
    for (const auto& entry : colours.legend) different.insert(entry.colour);
    CHECK(different.size() == entries);
    CHECK(std::set<std::string>(colours.of.begin(), colours.of.end()) == different);
    const std::string dot = to_picture_dot(graph, by);
    for (const auto& entry : colours.legend)
      if (entries <= 24) CHECK(has(dot, "\"" + entry.colour + "\" WIDTH"));
    CHECK_FALSE(has(to_dot(graph, by), "TABLE"));
  }
}

TEST_CASE("a picture by Graphviz has colours for light and dark pages") {
  try {
    const std::string svg =
        draw_dot(to_picture_dot(proofs_check::named_graph("fft:2"), Colouring::phase), "svg");
    CHECK(has(svg, "prefers-color-scheme:dark"));
    CHECK(has(svg, ">phase 2</text>"));
    CHECK_FALSE(has(svg, "fill=\"white\""));
  } catch (const MissingTool&) {
    MESSAGE("skipped: Graphviz is not installed");
  }
}

TEST_CASE("a name goes to its family, a path to its file") {
  CHECK(load_graph({"--graph", "attention:3,1", ""}).dag.size() == 21);
  CHECK_THROWS_WITH_AS((void)load_graph({"--graph", "atention:3,1", ""}),
                       doctest::Contains("did you mean attention?"), UsageError);
  CHECK_THROWS_AS((void)load_graph({"--graph", "./none.graph", ""}), study::FileError);
  CHECK(check_named({"graph", "attention:3,1", ""}, "/nonexistent").status ==
        proofs_check::check::Status::unreadable);
}
