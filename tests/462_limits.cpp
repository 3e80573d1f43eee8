// What limits promise (reliability R14): a megabyte of anything is read or refused in little time and memory,
// a number costs nothing before it is needed, and --mem-limit holds for what one point allocates at a stroke.
#include <algorithm>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <string>
#include <vector>

#include "support/process.hpp"
#include "support/sanitizer.hpp"
#include <doctest/doctest.h>

#include <redblue/proofs_check/graph.hpp>

using namespace redblue::tests;

namespace {

constexpr std::size_t megabyte = std::size_t{1} << 20;
/// A sanitizer makes everything slow and large, so that only the exit codes count.
constexpr std::size_t size = sanitized ? megabyte / 16 : megabyte;
constexpr std::int64_t most_bytes = std::int64_t{64} << 20;
/// Boost's readers hold about 2 KB for each vertex of GraphML and 600 bytes for each edge of a chain in DOT.
constexpr std::int64_t most_boost_bytes = std::int64_t{224} << 20;

std::string repeated(const std::string& text, std::size_t bytes = size - 200) {
  std::string all;
  while (all.size() < bytes) all += text;
  return all;
}
std::string numbered(const std::function<std::string(const std::string&)>& entry) {
  std::string all;
  for (int i = 0; all.size() < size - 200; ++i) all += entry(std::to_string(i));
  return all;
}

const std::string largest = "9223372036854775807";
const std::string small_graph = "redblue-graph 1 x\nin a\nval b = 0\nout 1\n";

std::string certificate(const std::string& rest) {
  return "redblue-certificate 1\nkind pebbling\ngraph " +
         redblue::proofs_check::digest_text(redblue::proofs_check::digest(small_graph)) +
         "\nrules partial\nM " + largest + "\nclaim io " + largest + "\n" + rest;
}

/// Takes a file's name and text. One at a time, because the peak of a child counts from that of its parent.
using Visit = std::function<void(const std::string& name, const std::string& text)>;

void each_graph(const Visit& visit) {
  const std::string head = "redblue-graph 1 x\nin a\n";
  const std::string xml = "<?xml version=\"1.0\"?>\n<graphml><graph edgedefault=\"directed\">";
  const std::string end = "</graph></graphml>";
  visit("inputs.graph", head + repeated("in a\n") + "out 0\n");
  visit("wide.graph", head + "val b =" + repeated(" 0") + "\nout 1\n");
  visit("terms.graph", head + "acc b = 0" + repeated(" | 0") + "\nout 1\n");
  visit("digits.graph", head + "val b = " + repeated("1") + "\nout 1\n");
  visit("junk.graph", repeated("x"));
  visit("lines.graph", repeated("\n"));
  visit("vertices.dot", "digraph {" + numbered([](auto& n) { return "n" + n + ";"; }) + "}");
  visit("edges.dot", "digraph {" + numbered([](auto& n) { return "n" + n + "->m" + n + ";"; }) + "}");
  visit("same.dot", "digraph {" + repeated("a->b;") + "}");
  visit("chain.dot", "digraph {a" + repeated("->a") + "}");
  visit("name.dot", "digraph {\"" + repeated("x") + "\"->b}");
  visit("blanks.dot", "digraph {" + repeated(" ") + "a->b}");
  visit("comments.dot", repeated("/**/") + "digraph {a->b}");
  visit("braces.dot", repeated("{"));
  visit("subgraphs.dot", "digraph {" + repeated("{a b}") + "}");
  visit("attributes.dot", "digraph { a [" + repeated("x=y,") + "x=y]; a->b}");
  visit("vertices.graphml", xml + numbered([](auto& n) { return "<node id=\"" + n + "\"/>"; }) + end);
  visit("edges.graphml",
        xml + "<node id=\"a\"/><node id=\"b\"/>" + repeated("<edge source=\"a\" target=\"b\"/>") + end);
  visit("tags.graphml", repeated("<a "));
  visit("attributes.graphml",
        xml + "<node " + numbered([](auto& n) { return "a" + n + "=\"1\" "; }) + "id=\"a\"/>" + end);
  visit("text.graphml", xml + "<node id=\"a\">" + repeated("x") + "</node>" + end);
  visit("vertices.json", "{\"vertices\":[" + numbered([](auto& n) { return n + ","; }) + "\"a\"]}");
  visit("edges.json", "{\"vertices\":[1,2],\"edges\":[" + repeated("[1,2],") + "[1,2]]}");
  visit("members.json",
        "{" + numbered([](auto& n) { return "\"k" + n + "\":0,"; }) + "\"vertices\":[\"a\"]}");
  visit("deep.json", repeated("[1,"));
}

void each_certificate(const Visit& visit) {
  visit("end", certificate("end " + largest + "\n"));
  visit("moves", certificate(repeated("L 0\nD 0\n") + "end 1\n"));
  visit("digits", certificate("L " + repeated("1")));
  visit("counting", "redblue-certificate 1\nkind counting\nshape " + largest + " " + largest + " " + largest +
                        " " + largest + "\nrules partial\nM " + largest + "\nclaim lower " + largest +
                        "\nbound phase_both_once\nX " + largest +
                        "\nitems 1\nfirst 1\nfull 1\ncharges 1\nend 6\n");
  visit("junk", repeated("\xFF"));
}

/// Runs it, and holds what it took to what is promised.
void within(const std::vector<std::string>& words, std::int64_t bytes = most_bytes) {
  const Outcome got = run(words);
  std::string line;
  for (const std::string& word : words)
    line += (line.empty() ? "" : " ") + word.substr(word.find_last_of('/') + 1);
  INFO(line, "\n", got.err.substr(0, 300));
  CHECK(got.signal == 0);
  CHECK(got.code <= 5);
  if (sanitized) return;
  CHECK(got.peak_bytes <= bytes);
  // Nothing is timed but by tools/soak.sh limits, in a build that is optimised.
  if (std::getenv("REDBLUE_LIMITS") != nullptr) CHECK(got.cpu_seconds <= 1);
  if (std::getenv("REDBLUE_LIMITS") != nullptr)
    std::cout << line << ": " << got.cpu_seconds << " s, " << got.peak_bytes / megabyte << " MB, 1 input\n";
}

}  // namespace

TEST_CASE(
    "a megabyte of anything that is meant as a graph or a certificate takes at most 64 MB, Boost's readers "
    "224") {
  const ScratchFolder folder;
  const std::string sound = folder.file("sound.graph", small_graph);
  const std::string last = folder.file("end", certificate("end " + largest + "\n"));
  each_graph([&](const std::string& name, const std::string& text) {
    const std::string path = folder.file(name, text);
    const bool boost = path.ends_with(".dot") || path.ends_with(".graphml");
    within({REDBLUE_PROGRAM, "graph", path}, boost ? most_boost_bytes : most_bytes);
    if (path.ends_with(".graph")) within({REDBLUE_CHECK, path, last});
  });
  each_certificate([&](const std::string& name, const std::string& text) {
    within({REDBLUE_CHECK, name == "counting" ? "-" : sound, folder.file(name, text)});
  });
}

TEST_CASE("a megabyte of anything that is meant as a plan, a journal or records takes at most 64 MB") {
  const ScratchFolder folder;
  within({REDBLUE_PROGRAM, "sweep", "--from", folder.file("p.toml", repeated("N = 64\n"))});
  for (const std::string& text :
       {repeated("{"), repeated("{}\n"), "{\"schema\":\"redblue.journal/1\",\"version\":\"" + repeated("x"),
        repeated("[1,"), repeated("\n"), repeated("\xFF\x00\n")}) {
    const std::string path = folder.file("a.jsonl", text);
    within({REDBLUE_PROGRAM, "plot", path, "--output", folder.path("a.svg"), "--force"});
    within({REDBLUE_PROGRAM, "report", path, "--output", folder.path("a.html"), "--force"});
    within({REDBLUE_PROGRAM, "merge", folder.path("b.jsonl"), path});
    within({REDBLUE_PROGRAM, "sweep", "--algorithm", "best", "--N", "8", "--d", "2", "--M", "40", "--resume",
            "--output", path});
  }
}

TEST_CASE("--mem-limit holds for a point that wants far more, and what was done before it is kept") {
  if (sanitized) return;  // a sanitizer that is refused memory ends the process itself
  const ScratchFolder folder;
  const std::string journal = folder.path("a.jsonl");
  const std::string sweep =
      "sweep --algorithm standard --executed --long --N 10,20000 --d 1 --M 300 --output " + journal;
  for (const std::string threads : {"1", "4"}) {
    const Outcome got = call_line(sweep + " --force --mem-limit 80M --threads " + threads);
    INFO(got.err);
    CHECK(got.code == 5);
    CHECK(got.err.find("stopped by --mem-limit: ") != std::string::npos);
    CHECK(got.peak_bytes <= 80'000'000 + most_bytes);
    const std::string kept = read_all(journal);
    CHECK(std::count(kept.begin(), kept.end(), '\n') >= (threads == "1" ? 2 : 1));
  }
}
