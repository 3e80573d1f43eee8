// Graphs by name: the file that the interface prints, sizes by formula, and names that are none.
#include "check_support.hpp"
#include "schedule_support.hpp"
#include <doctest/doctest.h>

using namespace redblue::test;
namespace sim = redblue::sim;

namespace {

std::size_t edges(const NamedGraph& g) {
  std::size_t n = 0;
  for (Vertex v = 0; v < g.dag.size(); ++v) n += g.dag.operands(v).size();
  return n;
}

std::string refusal(const std::string& name) {
  try {
    (void)named_graph(name);
  } catch (const GraphError& e) {
    return e.what();
  }
  return "";
}

}  // namespace

TEST_CASE("the file of attention:2,1+l is the one that the interface prints") {
  CHECK(
      graph_text(named_graph("attention:2,1+l")) ==
      "redblue-graph 1 attention:2,1+l\nin q_0_0\nin q_1_0\nin k_0_0\nin k_1_0\nin v_0_0\nin v_1_0\n"
      "acc s_0_0 = 0 2\nacc s_0_1 = 0 3\nacc s_1_0 = 1 2\nacc s_1_1 = 1 3\nacc l_0 = 6 | 7\nacc l_1 = 8 | 9\n"
      "acc o_0_0 = 6 4 | 7 5 | 10 *\nacc o_1_0 = 8 4 | 9 5 | 11 *\nout 12 13\n");
}

TEST_CASE("graphs have the sizes of their formulas") {
  struct Size {
    const char* name;
    std::size_t vertices, operands, outputs;
  };
  const Size sizes[] = {
      {"attention:3,2", 18 + 9 + 6, 2 * 18 + 2 * 18, 6},
      {"attention:3,2+l", 18 + 9 + 3 + 6, 36 + 9 + 36 + 6, 6},
      {"attention:3,2+chain", 18 + 9 * 3 + 6 * 5, 9 * 6 + 6 * 10, 6},
      {"attention:3,2+l+tree", 18 + 9 * 3 + 3 * 2 + 6 * 6, 9 * 6 + 3 * 4 + 6 * 12, 6},
      {"matmul:2,3,4", 8 + 12 + 6, 48, 6},
      {"matmul:2,3,4+products", 20 + 24 + 6, 48 + 24, 6},
      {"matmul:2,3,4+chain", 20 + 24 + 18, 48 + 36, 6},
      {"matmul:2,3,4+tree", 20 + 24 + 18, 48 + 36, 6},
      {"fft:9", 5120, 9216, 512},
      {"tree:4", 31, 30, 1},
      {"pyramid:4", 15, 20, 1},
      {"diamond:4", 16, 24, 1},
      {"passes:7,3", 27, 40, 1},
      {"passes:1,3", 3, 3, 1},
      {"strassen:1", 8 + 10 + 7 + 8, 50, 4},
      {"random:10,0,1", 10, 0, 1},
      {"random:10,1,1", 10, 45, 1},
  };
  for (const Size& s : sizes) {
    const NamedGraph g = named_graph(s.name);
    INFO(s.name);
    CHECK(g.dag.size() == s.vertices);
    CHECK(edges(g) == s.operands);
    CHECK(g.dag.outputs().size() == s.outputs);
    CHECK(g.name == s.name);
    CHECK(graph_text(parse_graph_text(graph_text(g))) == graph_text(g));
  }
  CHECK(named_graph("attention:2,2+tree+l").name == "attention:2,2+l+tree");
  CHECK(graph_text(named_graph("random:30,0.3,5")) == graph_text(named_graph("random:30,0.3,5")));
  CHECK(graph_text(named_graph("random:30,0.3,5")) != graph_text(named_graph("random:30,0.3,6")));
}

TEST_CASE("names that are none are refused with the form that would do") {
  CHECK(refusal("atention:3,1").find("no such graph") != std::string::npos);
  for (const char* name : {"attention", "attention:", "attention:3", "attention:3,1,1", "attention:3,1,",
                           "fft:1,2", "schedule:two_phase,4"})
    CHECK_MESSAGE(refusal(name).find("the form is") != std::string::npos, name);
  for (const char* name : {"attention:0,1", "attention:3,0", "fft:0", "tree:-1", "matmul:1,x,1",
                           "fft:9223372036854775808", "fft:1.0", "fft: 1"})
    CHECK_MESSAGE(!refusal(name).empty(), name);
  for (const char* name : {"attention:3,1+x", "attention:3,1+", "fft:3+l", "matmul:1,1,1+l"})
    CHECK_MESSAGE(refusal(name).find("no such flag") != std::string::npos, name);
  CHECK(refusal("attention:3,1+l+l").find("twice") != std::string::npos);
  CHECK(refusal("attention:3,1+chain+tree").find("one form") != std::string::npos);
  for (const char* name : {"random:5,1.5,1", "random:5,-1,1", "random:5,nan,1", "random:5,,1"})
    CHECK_MESSAGE(!refusal(name).empty(), name);
  for (const char* name :
       {"attention:1000,1000", "fft:40", "fft:9223372036854775807", "tree:26", "strassen:20",
        "matmul:3037000500,3037000500,9", "random:100000,0,1", "pyramid:3037000500"})
    CHECK_MESSAGE(refusal(name).find("too large") != std::string::npos, name);
  CHECK(refusal("fft:40").find("l may be at most 20") != std::string::npos);
  CHECK(refusal("attention:1000,1000").find("N may be at most 115 beside the others") != std::string::npos);
  CHECK(refusal("attention:1,67108864").find("even N = 1 is") != std::string::npos);
  CHECK(refusal("random:20000,1,1").find("n may be at most 11579") != std::string::npos);
  CHECK(named_graph("random:10000,0,1").dag.size() == 10'000);
  CHECK(refusal("schedule:none,4,2,40").find("no such schedule") != std::string::npos);
  CHECK(refusal("schedule:flash_attention_2,4,2,3").find("at least") != std::string::npos);
  CHECK(refusal("schedule:flash_attention_2,0,2,40").find("no whole number from 1") != std::string::npos);
  CHECK(refusal("schedule:flash_attention_2,4,2x,40").find("no whole number from 1") != std::string::npos);
  CHECK(refusal("schedule:flash_attention_2,4,2").find("the form is") != std::string::npos);
  CHECK(refusal("schedule:flash_attention_2,4096,64,9000").find("2^24 products") != std::string::npos);
}

TEST_CASE("what no file can hold is refused before it is written") {
  const auto written = [](const std::string& label, bool is_used) {
    NamedGraph g{"g", {}, {label, "v"}};
    g.dag.add_input();
    const Vertex operand[] = {0};
    g.dag.add_val(std::span(operand));
    g.dag.add_output(is_used ? 1 : 0);
    try {
      return graph_text(g);
    } catch (const GraphError& e) {
      return std::string(e.what());
    }
  };
  CHECK(written("a", true) == "redblue-graph 1 g\nin a\nval v = 0\nout 1\n");
  CHECK(written(std::string(64, 'a'), true).starts_with("redblue-graph 1 g\n"));
  CHECK(written(std::string(65, 'a'), true).find("65 bytes") != std::string::npos);
  CHECK(written("", true).find("0 bytes") != std::string::npos);
  CHECK(written("a", false).find("vertex v is used by nothing") != std::string::npos);
}

TEST_CASE("every schedule's traced run is a valid pebbling at its M and refused below its peak") {
  int replayed = 0;
  for (const Schedule& s : catalog())
    for (const auto& [N, d] : {std::pair<Extent, Extent>{1, 1}, {3, 2}, {6, 4}, {9, 3}}) {
      const AttentionShape shape{N, N, d, d, {}};
      const Words least = s.smallest_M(shape, {});
      for (const Extent room : {0, 1, 7, 40}) {
        const Words M = least + Words{room};
        const auto planned = s.plan(shape, {}, M);
        if (!planned || !planned->fits()) continue;
        const auto traced = traced_graph(s.traced(shape, {}, *planned, M), "run");
        const std::string text = graph_text(traced.graph);
        const Rules rules = planned->evaluates_once ? Rules::partial : Rules::partial_recompute;
        Pebbling p{digest(text), rules, M, cost(traced.moves), traced.moves};
        const Verdict v = verdict_on(text, certificate_text(p));
        REQUIRE_MESSAGE(v.status == Status::valid, s.id << " " << N << " " << d << " " << v.text);
        CHECK(p.io == planned->predicted.io());
        p.M = Words{2};
        CHECK(verdict_on(text, certificate_text(p)).rule == "capacity");
        ++replayed;
      }
    }
  CHECK(replayed > 80);
}
