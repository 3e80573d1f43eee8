// redblue bound --graph as a user runs it: records, rules, certificates, dominators and parts.
#include <fstream>
#include <map>
#include <set>
#include <string>

#include "support/contains.hpp"
#include "support/process.hpp"
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <redblue/cli/figures/palette.hpp>
#include <redblue/proofs_check/graph_bound.hpp>

using namespace redblue::tests;
using Json = nlohmann::json;
namespace proofs_check = redblue::proofs_check;

namespace {

Json record(const std::string& line) {
  const Outcome got = call_line("bound --format jsonl --graph " + line);
  INFO(line, "\n", got.err);
  REQUIRE(got.code == 0);
  return Json::parse(got.out);
}

}  // namespace

TEST_CASE("bound of a graph lists every bound, and lower is the largest certified and comparable one") {
  for (const std::string line :
       {"fft:3 --M 3", "fft:3 --M 3 --rules partial", "matmul:2,2,2 --M 5 --rules one_shot",
        "attention:2,1 --M 4 --rules partial_recompute", "matmul:3,3,1 --M 3"}) {
    const Json r = record(line);
    CAPTURE(line);
    CHECK(r["schema"] == "redblue.bound/1");
    CHECK(r["rules"].is_null() == !contains(line, "--rules"));
    REQUIRE(r["bounds"].size() == proofs_check::graph_bounds().size());
    long most = 0;
    std::string by;
    for (std::size_t i = 0; i < r["bounds"].size(); ++i) {
      const Json& b = r["bounds"][i];
      CHECK(b["id"] == std::string(proofs_check::graph_bounds()[i].id));
      CHECK(b["applicable"].get<bool>() == b["why_not"].get<std::string>().empty());
      CHECK(b["words"].is_null() == !b["applicable"].get<bool>());
      if (b["certified_words"].is_null() || !b["comparable"].get<bool>()) continue;
      if (!by.empty() && b["certified_words"].get<long>() <= most) continue;
      most = b["certified_words"];
      by = b["id"];
    }
    CHECK(r["lower"] == most);
    CHECK(r["lower_by"] == by);
  }
}

TEST_CASE("a bound of one_shot is not compared with counts under partial on a graph with sums") {
  const Json free = record("matmul:2,2,2 --M 5 --bound wavefront");
  CHECK(free["lower_by"] == "wavefront");
  const Json bound = record("matmul:2,2,2 --M 5 --rules partial --bound wavefront");
  CHECK(bound["bounds"][0]["comparable"] == false);
  CHECK(bound["lower_by"] == "");
  CHECK(record("fft:2 --M 3 --rules partial --bound wavefront")["bounds"][0]["comparable"] == true);
}

TEST_CASE("every format holds the same bounds, and the table says what they assume") {
  const std::string line = "bound --graph diamond:5 --M 3 --bound wavefront --format ";
  const std::string jsonl = call_line(line + "jsonl").out;
  CHECK(call_line(line + "json").out == "[" + jsonl.substr(0, jsonl.size() - 1) + "]\n");
  CHECK(contains(jsonl, "\"parameters\":{\"W\":5,\"vertex\":"));
  const std::string table = call_line(line + "table").out;
  CHECK(contains(table, "assumed: nothing is computed twice (wavefront)"));
  CHECK(contains(table, "io >= 4 words by wavefront, for counts under rules partial."));
  CHECK(contains(call_line(line + "csv").out, "diamond:5,3,,wavefront,4,4,true,,explicit,partial,true,W=5"));
}

TEST_CASE(
    "certificates are written for one bound, or for the largest that has one, and the checker confirms "
    "them") {
  const ScratchFolder folder;
  const std::string graph = folder.path("g.graph");
  REQUIRE(call({"graph", "fft:5", "--output", graph}).code == 0);
  std::set<std::string> kinds;
  for (const std::string bound :
       {"wavefront", "wavefront_inner", "spectral", "hong_kung", "x_partition", ""}) {
    const std::string file = folder.path("c" + bound + ".txt");
    std::vector<std::string> line{"bound", "--graph", graph, "--M", "3", "--certificate", file};
    if (!bound.empty()) line.insert(line.end(), {"--bound", bound});
    const Outcome got = call(line);
    INFO(bound, "\n", got.err);
    REQUIRE(got.code == 0);
    const Outcome checked = call({"check", graph, file});
    CHECK(checked.code == 0);
    kinds.insert(checked.out.substr(0, checked.out.find(' ', 6)));
    CHECK(call(line).code == 3);
  }
  CHECK(kinds.size() >= 4);
  const std::string none = folder.path("none.txt");
  CHECK(
      call({"bound", "--graph", "matmul:2,2,2", "--M", "4", "--bound", "matmul_smith", "--certificate", none})
          .code == 2);
  CHECK(read_all(none).empty());
}

TEST_CASE("formulas of a graph write the certificate of its shape, which is checked without the graph") {
  const ScratchFolder folder;
  for (const std::string bound : {"phase_pv", "phase_both", "phase_both_once", ""}) {
    const std::string file = folder.path("c" + bound + ".txt");
    std::vector<std::string> line{"bound", "--graph", "attention:6,2", "--M", "8", "--certificate", file};
    if (!bound.empty()) line.insert(line.end(), {"--bound", bound});
    const Outcome got = call(line);
    INFO(bound, "\n", got.err);
    REQUIRE(got.code == 0);
    CHECK(contains(got.err, "redblue check - " + file));
    CHECK(contains(call({"check", "-", file}).out, "VALID counting"));
  }
  const Outcome nothing = call({"bound", "--graph", "attention:6,2", "--M", "17", "--bound", "phase_both",
                                "--certificate", folder.path("none.txt")});
  CHECK(nothing.code == 2);
  CHECK(contains(nothing.err, "proves nothing at this M"));
}

TEST_CASE("a graph of a family is known by its vertices, whatever they are called") {
  const ScratchFolder folder;
  const std::string file = folder.path("mine.graph");
  for (const std::string name :
       {"fft:5", "attention:6,1", "attention:5,2+l", "attention:6,1+l+chain", "attention:4,2+tree",
        "matmul:3,4,5+tree", "matmul:4,3,5+chain", "matmul:2,5,3+products"}) {
    CAPTURE(name);
    std::string text = call({"graph", name}).out;
    const Json by_name = record(name + " --M 5 --bound x_partition");
    REQUIRE(by_name["bounds"][0]["applicable"].get<bool>());
    for (const char* word : {"\nin ", "\nval ", "\nacc "})
      for (std::size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1))
        text.insert(at + std::string_view(word).size(), "my_");
    text.replace(0, text.find('\n'), "redblue-graph 1 mine");
    std::ofstream(file, std::ios::trunc) << text;
    CHECK(record(file + " --M 5 --bound x_partition")["bounds"] == by_name["bounds"]);
  }
  // One operand elsewhere, and it is none of them.
  std::string text = call({"graph", "attention:6,1"}).out;
  const std::size_t at = text.find("acc s_0_0 = 0 6");
  REQUIRE(at != text.npos);
  std::ofstream(file, std::ios::trunc) << text.replace(at, 15, "acc s_0_0 = 0 7");
  CHECK_FALSE(record(file + " --M 5 --bound x_partition")["bounds"][0]["applicable"].get<bool>());
}

TEST_CASE("a certificate of a shape is of kind counting and needs no graph") {
  const ScratchFolder folder;
  const std::string file = folder.path("c.txt");
  REQUIRE(call({"bound", "--N", "64", "--d", "8", "--M", "100", "--bound", "phase_pv", "--certificate", file})
              .code == 0);
  CHECK(contains(call({"check", "-", file}).out, "VALID counting partial_recompute M=100"));
}

TEST_CASE("the parts of a play and the smallest dominator are printed and drawn") {
  const ScratchFolder folder;
  const std::string play = folder.path("play.txt");
  REQUIRE(
      call({"pebble", "--graph", "fft:2", "--rules", "classic", "--M", "3", "--certificate", play}).code ==
      0);
  const Outcome parts = call({"bound", "--graph", "fft:2", "--bound", "partition", "--from-play", play});
  CHECK(parts.code == 0);
  CHECK(contains(parts.out, "at most 2 M = 6"));
  const Json r = Json::parse(
      call({"bound", "--graph", "fft:2", "--bound", "partition", "--from-play", play, "--format", "jsonl"})
          .out);
  std::size_t vertices = 0;
  for (const Json& part : r["parts"]) vertices += part["vertices"].size();
  CHECK(vertices == 12);
  CHECK(r["holds"] == true);
  const std::string dot = folder.path("parts.dot");
  REQUIRE(call({"bound", "--graph", "fft:2", "--bound", "partition", "--from-play", play, "--output", dot})
              .code == 0);
  CHECK(contains(read_all(dot), "digraph"));
  CHECK(call({"bound", "--graph", "fft:3", "--bound", "partition", "--from-play", play}).code == 1);
  const Outcome found = call({"bound", "--graph", "fft:2", "--bound", "dominator", "--set", "8,9"});
  CHECK(contains(found.out, "2 vertices dominate the set, and no fewer"));
  CHECK(call({"pebble", "--graph", "matmul:2,2,2", "--M", "3", "--certificate", folder.path("p.txt")}).code ==
        0);
  CHECK(
      call({"bound", "--graph", "matmul:2,2,2", "--bound", "partition", "--from-play", folder.path("p.txt")})
          .code == 2);
}

TEST_CASE(
    "in pictures each part has a colour of its own, and a dominator stands beside the set that it "
    "dominates") {
  const ScratchFolder folder;
  const std::string play = folder.path("play.txt"), dot = folder.path("parts.dot");
  REQUIRE(
      call({"pebble", "--graph", "fft:3", "--rules", "one_shot", "--M", "3", "--certificate", play}).code !=
      2);
  const std::vector<std::string> partition{"bound",     "--graph",     "fft:3", "--bound",
                                           "partition", "--from-play", play};
  const auto with = [&](const char* flag, const std::string& value) {
    std::vector<std::string> line = partition;
    line.insert(line.end(), {flag, value});
    return call(line);
  };
  const Json record_of_parts = Json::parse(with("--format", "jsonl").out);
  std::size_t parts = 0;
  for (const Json& part : record_of_parts["parts"]) parts += !part["vertices"].empty();
  CHECK(parts > 7);
  REQUIRE(with("--output", dot).code == 0);
  const auto fills = [](const std::string& text) {
    std::map<std::string, int> found;
    const std::string_view key = "fillcolor=\"";
    for (std::size_t at = text.find(key); at != text.npos; at = text.find(key, at + 1))
      ++found[text.substr(at + key.size(), 7)];
    return found;
  };
  CHECK(fills(read_all(dot)).size() == parts);
  const std::string set = folder.path("set.dot");
  REQUIRE(call({"bound", "--graph", "fft:3", "--bound", "dominator", "--set", "16,20,24,28", "--output", set})
              .code == 0);
  // Two of the set that are no dominator, two that are, and two ways of two vertices to those.
  std::map<std::string, int> marked = fills(read_all(set));
  CHECK(marked["#0b8467"] == 2);
  CHECK(marked["#d1570a"] == 2);
  CHECK(marked["#0a63c2"] == 4);
}

TEST_CASE("what bound --graph cannot take is refused with exit code 2 and its name") {
  struct Bad {
    std::vector<std::string> line;
    std::string named;
  };
  const std::vector<Bad> cases{
      {{"bound", "--N", "64", "--d", "8", "--M", "300", "--set", "3"}, "--set 3"},
      {{"bound", "--N", "64", "--d", "8", "--M", "300", "--time-limit", "5s"}, "--time-limit 5s"},
      {{"bound", "--N", "64", "--d", "8", "--M", "300", "--bound", "saha_ye_sharp", "--certificate", "c.txt"},
       "--certificate c.txt"},
      {{"bound", "--N", "64", "--d", "8", "--M", "300", "--bound", "wavefront"}, "is a bound of graphs"},
      {{"bound", "--graph", "fft:2", "--M", "0"}, "--M 0"},
      {{"bound", "--graph", "fft:2", "--M", "1099511627777"}, "--M 1099511627777"},
      {{"bound", "--graph", "fft:2", "--M", "3,4"}, "--M 3,4"},
      {{"bound", "--graph", "fft:2", "--M", "-1"}, "--M -1"},
      {{"bound", "--graph", "fft:2", "--M", "d^2"}, "--M d^2"},
      {{"bound", "--graph", "fft:x", "--M", "4"}, "--graph fft:x"},
      {{"bound", "--graph", "ftt:2", "--M", "4"}, "did you mean fft"},
      {{"bound", "--graph", "fft:2", "--M", "4", "--N", "4"}, "--N 4"},
      {{"bound", "--graph", "fft:2", "--M", "4", "--heads", "2"}, "--heads 2"},
      {{"bound", "--graph", "fft:2", "--M", "4", "--bound", "wavefrnt"}, "did you mean wavefront"},
      {{"bound", "--graph", "fft:2", "--M", "4", "--bound", ""}, "--bound"},
      {{"bound", "--graph", "fft:2", "--M", "4", "--bound", "matmul_smith", "--certificate", "c.txt"},
       "--certificate c.txt"},
      {{"bound", "--graph", "matmul:2,2,2", "--M", "4", "--bound", "matmul_smith", "--certificate", "c.txt"},
       "formula"},
      {{"bound", "--graph", "fft:2", "--M", "4", "--rules", "chess"}, "--rules chess"},
      {{"bound", "--graph", "fft:2", "--M", "4", "--set", "3"}, "--set 3"},
      {{"bound", "--graph", "fft:2", "--M", "4", "--from-play", "c.txt"}, "--from-play c.txt"},
      {{"bound", "--graph", "fft:2", "--M", "4", "--format", "svg"}, "--format svg"},
      {{"bound", "--graph", "fft:2", "--bound", "dominator"}, "--set"},
      {{"bound", "--graph", "fft:2", "--bound", "dominator", "--set", "12"}, "--set 12"},
      {{"bound", "--graph", "fft:2", "--bound", "dominator", "--set", "3,3"}, "listed twice"},
      {{"bound", "--graph", "fft:2", "--bound", "dominator", "--set", "3,"}, "--set 3,"},
      {{"bound", "--graph", "fft:2", "--bound", "dominator", "--set", ""}, "--set"},
      {{"bound", "--graph", "fft:2", "--bound", "dominator", "--set", "-1"}, "--set -1"},
      {{"bound", "--graph", "fft:2", "--bound", "dominator", "--set", "x"},
       "--set x: vertices by number, as 8,9,10: from 0 to 11"},
      {{"bound", "--graph", "fft:2", "--bound", "dominator", "--set", "1Ki"}, "vertices by number"},
      {{"bound", "--graph", "attention:3,1", "--M", "3", "--bound", "saha_ye_sharp"},
       "is a bound of shapes: it needs --N, --d and --M"},
      {{"bound", "--graph", "random:50000,0,1", "--M", "3"}, "n may be at most 46340 beside the others"},
      {{"bound", "--graph", "fft:2", "--M", "3", "--bound", "partition"}, "needs --from-play"},
      {{"bound", "--graph", "fft:2", "--M", "3", "--bound", "partition", "--from-play", "c.txt"},
       "--M 3: the play of --from-play says its own; leave --M out"},
      {{"bound", "--graph", "fft:2", "--bound", "partition"}, "--from-play"}};
  for (const Bad& bad : cases) {
    const Outcome got = call(bad.line);
    INFO(bad.named, "\n", got.err);
    CHECK(got.code == 2);
    CHECK(got.out.empty());
    CHECK(contains(got.err, bad.named));
  }
}

TEST_CASE("pictures of bounds colour what they are about") {
  const ScratchFolder folder;
  const std::string dot = folder.path("c.dot");
  REQUIRE(call({"bound", "--graph", "fft:2", "--M", "3", "--bound", "compulsory", "--output", dot}).code ==
          0);
  const std::string text = read_all(dot);
  const auto coloured = [&](std::string_view ink) {
    std::size_t n = 0;
    for (std::size_t at = text.find(ink); at != text.npos; at = text.find(ink, at + 1)) ++n;
    return n;
  };
  CHECK(coloured(redblue::cli::curve_inks[5].light) == 4);  // inputs that are used
  CHECK(coloured(redblue::cli::curve_inks[4].light) == 4);  // outputs
  CHECK(call({"bound", "--graph", "fft:2", "--M", "3", "--bound", "compulsory", "--output", dot}).code == 3);
  CHECK(call({"bound", "--graph", "fft:2", "--M", "3", "--bound", "compulsory", "--output", dot, "--force"})
            .code == 0);
  const Outcome none = call(
      {"bound", "--graph", "fft:2", "--M", "3", "--bound", "spectral", "--output", folder.path("s.svg")});
  CHECK(none.code == 2);
  CHECK(contains(none.err, "pictures are for --bound compulsory, wavefront"));
}

TEST_CASE("a bound that --mem-limit stops is not applicable, says what it would take, and exit code 5") {
  const Outcome got = call_line("bound --graph fft:9 --M 4 --bound wavefront --mem-limit 8M --format jsonl");
  CHECK(got.code == 5);
  CHECK(contains(got.err, "stopped by --mem-limit"));
  const Json refused = Json::parse(got.out)["bounds"][0];
  CHECK_FALSE(refused["applicable"].get<bool>());
  CHECK(contains(refused["why_not"].get<std::string>(), "about 9 MB, more than --mem-limit"));
  CHECK(call_line("bound --graph attention:3,1 --M 4 --bound exact --mem-limit 1Ki").code == 5);
  CHECK(call_line("bound --graph attention:3,1 --M 4 --bound exact").code == 0);
  CHECK(record("fft:5 --M 4 --bound wavefront --mem-limit 8M")["bounds"][0]["applicable"].get<bool>());
}

TEST_CASE("bounds at an M at which no play exists say so, with the least M under their rules") {
  for (const std::string bound : {"", " --bound compulsory", " --bound spectral"})
    for (const std::string format : {"table", "jsonl"}) {
      const Outcome got = call_line("bound --graph fft:3 --M 2" + bound + " --format " + format);
      INFO(bound, got.err);
      CHECK(got.code == 0);
      CHECK(contains(got.err, "--M 2: fft:3 under partial"));
      CHECK(contains(got.err, " needs at least 3 words: no play exists"));
      CHECK(call_line("bound --graph fft:3 --M 3" + bound + " --format " + format).err.empty());
    }
  // A term at a time, or a sum at once.
  CHECK(call_line("bound --graph matmul:2,2,2 --M 3 --rules partial --bound compulsory").err.empty());
  CHECK(contains(call_line("bound --graph matmul:2,2,2 --M 3 --rules one_shot --bound compulsory").err,
                 "--M 3: matmul:2,2,2 under one_shot needs at least 5 words"));
}

TEST_CASE("a number that is computed and not proven says so in every format and is not comparable") {
  const Json cosma = record("matmul:3,3,1 --M 3 --bound matmul_cosma")["bounds"][0];
  CHECK(cosma["strength"] == "uncertified");
  CHECK(cosma["certified_words"].is_null());
  CHECK_FALSE(cosma["comparable"].get<bool>());
  CHECK(contains(call_line("bound --graph matmul:3,3,1 --M 3 --bound matmul_cosma --format csv").out,
                 ",uncertified,partial,false,"));
  const Json smith = record("matmul:3,3,1 --M 3 --bound matmul_smith")["bounds"][0];
  CHECK(smith["strength"] == "explicit");
  CHECK(smith["comparable"].get<bool>());
}

TEST_CASE("no file is written over one that the same command reads or writes") {
  const ScratchFolder folder;
  const std::string graph = folder.path("g.graph");
  REQUIRE(call({"graph", "fft:2", "--output", graph}).code == 0);
  for (const std::string command : {"bound", "pebble"}) {
    const Outcome got = call({command, "--graph", graph, "--M", "3", "--certificate", graph, "--force"});
    CHECK(got.code == 2);
    CHECK(contains(got.err, "is the file of --graph too"));
  }
  const std::vector<std::vector<std::string>> proves{
      {"--graph", "attention:2,1", "--certificate", graph, "--output", graph},
      {"--graph", graph, "--certificate", "c.txt", "--output", graph},
      {"--search", "--graph", graph, "--M", "4", "--certificate", graph}};
  for (std::vector<std::string> line : proves) {
    line.insert(line.begin(), {"prove", "--bound", "phase_pv", "--force"});
    const Outcome got = call(line);
    CHECK(got.code == 2);
    CHECK(contains(got.err, " too; give it a name of its own"));
  }
  const std::string play = graph.substr(0, graph.size() - 6);
  CHECK(
      call({"prove", "--search", "--bound", "compulsory", "--graph", graph, "--certificate", play, "--force"})
          .code == 2);
  CHECK(call({"graph", graph}).code == 0);
}

TEST_CASE("a heuristic's play is held against the formulas that hold of its graph") {
  const Outcome got =
      call_line("pebble --graph attention:8,8 --M 12 --format jsonl --time-limit 1s --progress none");
  CHECK(got.code == 5);
  const Json r = Json::parse(got.out);
  const Json bounds = record("attention:8,8 --M 12 --rules partial --bound phase_both_once");
  CHECK(r["lower"].get<long>() >= bounds["lower"].get<long>());
  CHECK(bounds["lower"].get<long>() > 256);  // more than what is compulsory
}

TEST_CASE("a play of a graph too large to search is held against the best of the bounds by its structure") {
  const Outcome got = call_line("pebble --graph fft:6 --rules one_shot --M 4 --format jsonl");
  const Json r = Json::parse(got.out);
  const Json bounds = record("fft:6 --M 4 --rules one_shot");
  CHECK(r["lower"] == bounds["lower"]);
  CHECK(r["lower"].get<long>() > 128);  // more than what is compulsory
  CHECK(contains(r["statement"].get<std::string>(), "(" + std::to_string(r["lower"].get<long>()) +
                                                        " words, " + bounds["lower_by"].get<std::string>() +
                                                        ")"));
}
