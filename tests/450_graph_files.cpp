// Graphs from files of other formats, and back: what is wrong is named, what would overflow a library is
// refused first.
#include <algorithm>
#include <array>

#include <doctest/doctest.h>

#include <redblue/cli/escape.hpp>
#include <redblue/cli/graphs/draw.hpp>
#include <redblue/cli/graphs/edges.hpp>
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

TEST_CASE("a name goes to its family, a path to its file") {
  CHECK(load_graph({"--graph", "attention:3,1", ""}).dag.size() == 21);
  CHECK_THROWS_WITH_AS((void)load_graph({"--graph", "atention:3,1", ""}),
                       doctest::Contains("did you mean attention?"), UsageError);
  CHECK_THROWS_AS((void)load_graph({"--graph", "./none.graph", ""}), study::FileError);
  CHECK(check_named({"graph", "attention:3,1", ""}, "/nonexistent").status ==
        proofs_check::check::Status::unreadable);
}
