// redblue prove as a user runs it: answers, formats, exit codes, and what it refuses.
#include <algorithm>
#include <cctype>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "support/process.hpp"
#include <doctest/doctest.h>

using namespace redblue::tests;

namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != text.npos; }

const std::string small = "prove --algorithm flash_streamed --N 24 --d 4 --M 60 --bound ";

/// A folder of its own with a certificate of attention:3,1 at M = 4.
struct Played {
  ScratchFolder folder;
  std::string certificate = folder.path("c.txt");
  explicit Played(const std::string& rules = "partial", const std::string& M = "4") {
    const Outcome made = call(
        {"pebble", "--graph", "attention:3,1", "--rules", rules, "--M", M, "--certificate", certificate});
    REQUIRE(made.code == 0);
  }
};

}  // namespace

TEST_CASE("prove prints every step with its slack, the charges and the bound") {
  const Outcome got =
      call_line("prove --algorithm flash_streamed --N 4096 --d 64 --M 65536 --bound phase_pv --X best");
  CHECK(got.code == 0);
  CHECK(got.err == "");
  for (const char* part :
       {"1 charges", "2 capacity", "3 scores", "4 products", "4 means", "5 sum", "79 phases", "79/79",
        "io = 5,192,848 words", "io >= 4,243,512", "Tightest step: charges", "loosest: capacity"})
    CHECK_MESSAGE(has(got.out, part), part);
}

TEST_CASE("prove takes every bound whose proof it knows, by tiles and move by move where it is small") {
  for (const std::string bound : {"phase_pv", "phase_both", "phase_both_once", "saha_ye", "saha_ye_sharp"}) {
    const Outcome got = call_line(small + bound);
    INFO(bound, got.out, got.err);
    CHECK(got.code == 0);
    CHECK(has(got.out, "by tiles and move by move, the same"));
  }
  CHECK(has(call_line(small + "phase_pv --X 7").out, "X = 7 words"));
  CHECK(has(call_line(small + "saha_ye").out, "M = 63 words (3 more"));  // three more than the machine has
}

TEST_CASE("prove tests a pebbling under rules that its bound speaks of") {
  const Played partial;
  const auto with = [&](const std::string& certificate, const std::string& bound) {
    return call({"prove", "--graph", "attention:3,1", "--certificate", certificate, "--bound", bound});
  };
  CHECK(with(partial.certificate, "phase_pv").code == 0);
  CHECK(with(partial.certificate, "phase_both_once").code == 0);
  const Outcome classic = with(partial.certificate, "saha_ye");
  CHECK(classic.code == 2);
  CHECK(has(classic.err, "is a play of partial, and saha_ye_sharp speaks of classic plays"));
  const Played at_7("classic", "7");
  CHECK(with(at_7.certificate, "saha_ye").code == 0);
  CHECK(with(at_7.certificate, "phase_both").code == 0);
}

TEST_CASE(
    "prove says what phases without products give away, and draws it and the words that no step charges") {
  const std::string standard = "prove --algorithm standard --N 64 --d 8 --M 256 --bound phase_both";
  const Outcome table = call_line(standard);
  CHECK(table.code == 0);
  CHECK(has(table.out, " phases do no products and may do some: x 1."));
  const Outcome json = call_line(standard + " --format json");
  CHECK(has(json.out, "\"idle_phases\":"));
  CHECK(!has(json.out, "\"idle_phases\":0,"));
  const Outcome svg = call_line(standard + " --format svg");
  CHECK(has(svg.out, "given away by step charges"));
  CHECK(has(svg.out, "given away to phases that do no products"));
  CHECK(has(svg.out, "stored so far beyond one store of each output [words]"));
  // The strip rises from left to right, and nearly to its top: y of its corners falls.
  const std::string from_strip = svg.out.substr(svg.out.find("given away by step charges"));
  std::string path = from_strip.substr(from_strip.find("d=\"") + 3);
  path.resize(path.find('"'));
  std::ranges::replace_if(
      path, [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }, ' ');
  std::istringstream corners(path);
  std::vector<double> ys;
  for (double x = 0, y = 0; corners >> x >> y;) ys.push_back(y);
  REQUIRE(ys.size() > 3);
  CHECK(ys.front() == ys.back());
  CHECK(std::is_sorted(ys.rbegin() + 1, ys.rend()));
  CHECK(ys.front() - ys[ys.size() - 2] > 70);
  // Where every word is charged there is no strip.
  CHECK(!has(call_line("prove --algorithm standard --N 64 --d 8 --M 256 --bound saha_ye --format svg").out,
             "given away by step charges"));
}

TEST_CASE("prove writes JSON, CSV with a row a phase, and a picture") {
  const Outcome json = call_line(small + "phase_pv --X 50 --format json");
  CHECK(json.code == 0);
  for (const char* part : {"\"schema\":\"redblue.prove/1\"", "\"verdict\":\"holds\"", "\"X_words\":50",
                           "\"slack_total\":", "\"tightest\":", "\"bound_words\":"})
    CHECK_MESSAGE(has(json.out, part), part);
  const Outcome csv = call_line(small + "phase_pv --X 50 --format csv");
  CHECK(has(csv.out, "phase,charges,loads_words"));
  CHECK(has(csv.out, "allowed_by_products,allowed_by_scores,allowed_by_means,allowed_by_capacity"));
  const Outcome svg = call_line(small + "phase_pv --X 50 --format svg");
  CHECK(svg.code == 0);
  CHECK(!has(svg.out, "given away by step charges"));
  CHECK(!has(svg.out, "given away to phases that do no products"));
  CHECK(svg.out.starts_with("<svg"));
  CHECK(svg.out.ends_with("</svg>\n"));
  CHECK(has(svg.out, "given away by step capacity"));
  const ScratchFolder folder;
  CHECK(call({"prove", "--algorithm", "fused_tile", "--N", "24", "--d", "4", "--M", "60", "--bound",
              "phase_both", "--output", folder.path("slack.svg")})
            .code == 0);
}

TEST_CASE("a run that does not fit is exit code 4, as is a graph with too few words") {
  const Outcome got = call_line("prove --algorithm flash_attention_2 --N 24 --d 4 --M 5 --bound phase_pv");
  CHECK(got.code == 4);
  CHECK(has(got.err, "error: --M 5: flash_attention_2 at N = 24, d = 4 needs at least "));
  CHECK(call_line("prove --algorithm standard --N 1500 --d 1 --M 100 --bound phase_pv --X 7").code == 0);
  const Outcome counted = call_line("count --algorithm flash_attention_2 --N 24 --d 4 --M 5");
  CHECK(counted.err == got.err);
  CHECK(call_line("prove --search --bound phase_pv --graph attention:3,1 --M 2").code == 4);
}

TEST_CASE("prove --search reports the closest execution with a certificate that the checker accepts") {
  const ScratchFolder folder;
  const Outcome got = call({"prove", "--search", "--bound", "phase_pv", "--graph", "attention:3,2", "--M",
                            "6", "--certificate", folder.path("c.txt")});
  CHECK(got.code == 0);
  CHECK(has(got.out, "a play of attention:3,2"));
  CHECK(has(got.out, "Not refuted"));
  CHECK(call({"check", "attention:3,2", folder.path("c.txt")}).code == 0);
  const Outcome json = call_line("prove --search --bound phase_pv --graph attention:3,2 --M 6 --format json");
  CHECK(has(json.out, "\"schema\":\"redblue.prove_search/1\""));
  CHECK(has(json.out, "\"refuted\":false"));
}

TEST_CASE("what prove cannot test is refused with the flag and the reason") {
  const Played played;
  const std::vector<std::pair<std::string, std::string>> bad{
      {"prove", "prove needs --bound"},
      {"prove --bound phase_pv", "prove needs an execution"},
      {"prove --bound phase_vp", "did you mean phase_pv?"},
      {"prove --bound matmul_smith", "proofs are tested of"},
      {small + "phase_pv --X 0", "--X"},
      {small + "phase_pv --X -3", "--X"},
      {small + "phase_pv --X most", "must be best or a number"},
      {small + "phase_pv --X 1e3", "--X"},
      {small + "phase_pv --X", "--X"},
      {small + "phase_pv --X 9223372036854775808", "--X"},
      {small + "saha_ye --X 60", "the phases of this proof are of M words, 63 here"},
      {small + "phase_pv --seed 3", "goes with --search"},
      {small + "phase_pv --time-limit 3s", "goes with --search"},
      {small + "phase_pv --format markdown", "--format"},
      {"prove --algorithm all --N 24 --d 4 --M 60 --bound phase_pv", "prove takes one schedule"},
      {"prove --algorithm flash_streamed --N 24,25 --d 4 --M 60 --bound phase_pv", "these are 2"},
      {"prove --algorithm flash_streamed --Nq 24 --Nk 23 --d 4 --M 60 --bound saha_ye", "square shapes"},
      {"prove --algorithm flash_attention --tiles published --N 64 --d 8 --M 400 --bound phase_pv",
       "overflows M"},
      {"prove --algorithm standard --N 1500 --d 1 --M 100 --bound phase_pv --X 1",
       "--X 1: cuts the execution into more than 1,048,576 phases; --X 7 or more does not"},
      {"prove --algorithm standard --N 1500 --d 1 --M 100 --bound phase_pv --X 6", "--X 7 or more does not"},
      {"prove --algorithm standard --N 400000 --d 64 --M 64 --bound phase_pv", "prove: standard would take"},
      {small + "phase_pv --output slack.dot", "pictures of slack are .svg"},
      {"prove --graph attention:3,1 --bound phase_pv", "add --certificate"},
      {"prove --certificate c.txt --bound phase_pv", "needs its graph"},
      {"prove --graph fft:2 --certificate " + played.certificate + " --bound phase_pv", "attention:N,d"},
      {"prove --graph attention:3,1 --M 4 --certificate " + played.certificate + " --bound phase_pv",
       "leave --M out"},
      {"prove --search", "needs --bound"},
      {"prove --search --bound phase_vp", "did you mean phase_pv?"},
      {"prove --search --bound saha_ye_theta", "asymptotic"},
      {"prove --search --bound phase_pv --N 24", "leave --N out"},
      {"prove --search --bound phase_pv --M 24", "goes with --graph"},
      {"prove --search --bound phase_pv --graph attention:40,9", "too many for --search"}};
  for (const auto& [line, named] : bad) {
    const Outcome got = call_line(line);
    INFO("redblue ", line, "\n", got.err.substr(0, 400));
    CHECK(got.signal == 0);
    CHECK(got.code == 2);
    CHECK(got.out == "");
    CHECK(has(got.err, named));
    CHECK(std::count(got.err.begin(), got.err.end(), '\n') <= 13);
  }
}

TEST_CASE("prove answers a certificate that the checker refuses as the checker does") {
  const Played played("partial", "4");
  const auto with = [&](const std::string& graph, const std::string& certificate) {
    return call({"prove", "--graph", graph, "--certificate", certificate, "--bound", "phase_pv"});
  };
  const Outcome other = with("attention:2,1", played.certificate);
  CHECK(other.code == 1);
  CHECK(has(other.err, "INVALID"));
  CHECK(other.out.empty());
  CHECK(with("attention:3,1", "no such file").code == 3);
  const std::string torn = played.folder.path("torn.txt");
  std::ofstream(torn) << "redblue-certificate 1\n";
  CHECK(with("attention:3,1", torn).code == 3);
  const std::string bound = played.folder.path("bound.txt");
  REQUIRE(
      call({"bound", "--graph", "attention:3,1", "--M", "7", "--bound", "wavefront", "--certificate", bound})
          .code == 0);
  const Outcome no_play = with("attention:3,1", bound);
  CHECK(no_play.code == 2);
  CHECK(has(no_play.err, "kind pebbling is needed"));
}
