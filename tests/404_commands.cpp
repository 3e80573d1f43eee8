#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "support/contains.hpp"
#include "support/process.hpp"
#include <doctest/doctest.h>

#include <redblue/algorithms/catalog.hpp>
#include <redblue/proofs_check/catalog.hpp>
#include <redblue/study/record_row.hpp>

using namespace redblue::tests;
namespace algorithms = redblue::algorithms;

namespace {

std::vector<std::string> lines(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> all;
  for (std::string line; std::getline(stream, line);) all.push_back(line);
  return all;
}

/// Fields of one CSV line; quoted fields may hold commas and doubled quotes.
std::vector<std::string> fields(const std::string& line) {
  std::vector<std::string> all{""};
  bool quoted = false;
  for (const char c : line) {
    if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      all.emplace_back();
    else
      all.back() += c;
  }
  return all;
}

}  // namespace

TEST_CASE("no command prints a short usage and exits with 2") {
  const Outcome got = call({});
  CHECK(got.code == 2);
  CHECK(got.out == "");
  CHECK(std::count(got.err.begin(), got.err.end(), '\n') <= 12);
}

TEST_CASE("help and version go to standard output") {
  for (const char* line :
       {"--help", "-h", "help", "help count", "count --help", "sweep --help", "count --N 3 --help"}) {
    const Outcome got = call_line(line);
    CHECK(got.code == 0);
    CHECK(got.err == "");
    CHECK(contains(got.out, "usage: redblue"));
  }
  CHECK(call_line("--version").out.starts_with("redblue 0."));
  const std::string count = call_line("count --help").out;
  for (const char* part : {"--algorithm", "--executed", "examples:", "exit codes:"})
    CHECK(contains(count, part));
}

TEST_CASE("list names every schedule and bound with its source") {
  const std::string algorithms_list = call_line("list").out;
  for (const algorithms::Schedule& s : algorithms::catalog()) {
    CHECK(contains(algorithms_list, s.id));
    CHECK(contains(algorithms_list, s.source));
  }
  for (const char* format : {"table", "json", "jsonl", "csv"}) {
    const Outcome got = call_line(std::string("list bounds --format ") + format);
    CHECK(got.code == 0);
    for (const auto& b : redblue::proofs_check::catalog()) CHECK(contains(got.out, b.id));
  }
  CHECK(contains(call_line("list games").out, "partial_recompute"));
}

TEST_CASE("count prints the same record in every format") {
  const std::string line = "count --algorithm flash_attention_2 --N 4096 --d 64 --M 16Ki --format ";
  CHECK(contains(call_line(line + "table").out, "18,350,080"));
  CHECK(contains(call_line(line + "table").out, "rules fma"));
  const std::string jsonl = call_line(line + "jsonl").out;
  CHECK(call_line(line + "json").out == "[" + jsonl.substr(0, jsonl.size() - 1) + "]\n");
  const auto row = redblue::study::parse_record_line(lines(jsonl).at(0));
  REQUIRE(row);
  CHECK(row->io == 18'350'080);
  CHECK(row->plan == "Br=121 Bc=1 footprint_words=16100");
  const std::vector<std::string> csv = lines(call_line(line + "csv").out);
  REQUIRE(csv.size() == 3);
  CHECK(csv[0].starts_with("# redblue.record/1 redblue "));
  CHECK(contains(csv[0], "redblue count --algorithm flash_attention_2"));
  const std::vector<std::string> names = fields(csv[1]), values = fields(csv[2]);
  REQUIRE(names.size() == values.size());
  const auto at = [&](std::string_view name) {
    const auto found = std::find(names.begin(), names.end(), name);
    return found == names.end() ? "no such column" : values[static_cast<std::size_t>(found - names.begin())];
  };
  CHECK(at("io_words") == "18350080");
  CHECK(at("by_tensor_Q_reads_words") == "262144");
  CHECK(at("by_tensor_O_writes_words") == "262144");
  CHECK(at("shape_Nq") == "4096");
  CHECK(at("M_words") == "16384");
  CHECK(at("key") == row->key);
  CHECK(at("smallest_M_words") == "");
  CHECK(at("feasible") == "true");
}

TEST_CASE("counted and executed runs give the closed form's counts") {
  const std::string line = "count --algorithm all --N 48 --d 8 --M 200 --format jsonl";
  const std::vector<std::string> predicted = lines(call_line(line).out);
  const std::vector<std::string> counted = lines(call_line(line + " --counted").out);
  const std::vector<std::string> executed = lines(call_line(line + " --executed").out);
  REQUIRE(predicted.size() == algorithms::catalog().size());
  REQUIRE(counted.size() == predicted.size());
  REQUIRE(executed.size() == predicted.size());
  for (std::size_t i = 0; i < predicted.size(); ++i) {
    const auto p = redblue::study::parse_record_line(predicted[i]);
    const auto c = redblue::study::parse_record_line(counted[i]);
    const auto e = redblue::study::parse_record_line(executed[i]);
    REQUIRE(p);
    REQUIRE(c);
    REQUIRE(e);
    CHECK(p->by_tensor == c->by_tensor);
    CHECK(p->by_tensor == e->by_tensor);
    CHECK(p->mode == "predicted");
    CHECK(c->mode == "counted");
    CHECK(e->mode == "executed");
    CHECK(!p->max_error);
    REQUIRE(e->max_error);
    CHECK(*e->max_error < 1e-13);
    CHECK(p->key != c->key);
  }
}

TEST_CASE(
    "explain and verify name the M given, the shape and the least M of a schedule that they leave out") {
  const std::string point = " --algorithm flash_attention_2 --N 64 --d 64 --M 12";
  const std::string needs = "redblue: --M 12: flash_attention_2 at N = 64, d = 64 needs at least 260 words; ";
  CHECK(call_line("explain" + point).err == needs + "not explained\n");
  CHECK(call_line("verify" + point).err == needs + "not checked\n");
}

TEST_CASE("an infeasible point is a record, a line and exit code 4 when it was named") {
  const Outcome named = call_line("count --algorithm flash_attention_2 --N 64 --d 64 --M 12 --format jsonl");
  CHECK(named.code == 4);
  CHECK(named.err ==
        "redblue: error: --M 12: flash_attention_2 at N = 64, d = 64 needs at least 260 words\n");
  const auto row = redblue::study::parse_record_line(lines(named.out).at(0));
  REQUIRE(row);
  CHECK(!row->feasible);
  CHECK(row->smallest_M == 260);
  CHECK(!row->io);
  CHECK(call_line("count --algorithm all --N 64 --d 64 --M 12").code == 0);
  CHECK(call_line("count --algorithm exact --N 64 --d 64 --M 12").code == 0);
  CHECK(call_line("count --algorithm all --N 64 --d 64 --M 2").code == 4);
  CHECK(call_line("count --algorithm best,flash_attention_2 --N 64 --d 64 --M 12").code == 4);
}

TEST_CASE("published tiles that overflow are counted, marked and compared with nothing") {
  const Outcome got = call_line(
      "count --algorithm flash_attention --tiles published --init slow --N 64 --d 8 --M 40 --format jsonl");
  CHECK(contains(got.err, "36 more than M = 40"));
  const auto row = redblue::study::parse_record_line(lines(got.out).at(0));
  REQUIRE(row);
  CHECK(!row->feasible);
  CHECK(row->overflow == 36);
  CHECK(row->reads == 37888);
  CHECK(row->writes == 21120);
  CHECK(!row->ratio);
  CHECK(got.code == 4);
}

TEST_CASE("a run that is no play of the rules asked for has no ratio and says so") {
  const std::string line = "count --algorithm two_phase --N 256 --d 64 --M 300 --format jsonl --rules ";
  const Outcome partial = call_line(line + "partial");
  CHECK(partial.code == 0);
  CHECK(contains(partial.err, "no play of the partial game"));
  const auto row = redblue::study::parse_record_line(lines(partial.out).at(0));
  REQUIRE(row);
  CHECK(row->feasible);
  CHECK(!row->plays_rules);
  CHECK(!row->ratio);
  CHECK(call_line(line + "fma").err == "");
}

TEST_CASE("raw exponentials that overflow are said to") {
  const std::string line =
      "count --algorithm square_tiling --N 16 --d 8 --M 200 --scale 1000 --executed --format jsonl";
  const Outcome raw = call_line(line);
  CHECK(contains(raw.err, "overflowed"));
  CHECK(contains(raw.err, "--safe"));
  CHECK(contains(raw.out, "\"max_error\":null"));
  const Outcome safe = call_line(line + " --safe");
  CHECK(safe.err == "");
  CHECK(!contains(safe.out, "\"max_error\":null"));
}

TEST_CASE("multipliers multiply counts, bytes and bounds") {
  const std::string line = "count --algorithm flash_streamed --N 256 --d 16 --M 400 --format jsonl";
  const auto one = redblue::study::parse_record_line(lines(call_line(line).out).at(0));
  const auto many =
      redblue::study::parse_record_line(lines(call_line(line + " --heads 12 --batch 5").out).at(0));
  REQUIRE(one);
  REQUIRE(many);
  CHECK(*many->io == 60 * *one->io);
  CHECK(*many->reads_bytes == 60 * *one->reads_bytes);
  CHECK(*many->flops == 60 * *one->flops);
  CHECK(many->lower == 60 * one->lower);
  CHECK(many->ratio == one->ratio);
  CHECK(*many->peak == *one->peak);
}

TEST_CASE("bound prints every bound with its rules and the largest that may be compared") {
  const Outcome table = call_line("bound --N 4096 --d 64 --M 16Ki");
  CHECK(table.code == 0);
  for (const auto& b : redblue::proofs_check::catalog()) CHECK(contains(table.out, b.id));
  CHECK(contains(table.out, "for counts under rules fma"));
  const std::string json = call_line("bound --N 4096 --d 64 --M 16Ki --format json").out;
  for (const char* part : {"\"schema\":\"redblue.bound/1\"", "\"lower\":", "\"lower_by\":\"phase_both\"",
                           "\"parameters\":{", "\"strength\":\"asymptotic\""})
    CHECK(contains(json, part));
  const std::vector<std::string> csv = lines(call_line("bound --N 64 --d 8 --M 99 --format csv").out);
  REQUIRE(csv.size() == 2 + redblue::proofs_check::catalog().size());
  for (std::size_t i = 2; i < csv.size(); ++i) CHECK(fields(csv[i]).size() == fields(csv[1]).size());
}

TEST_CASE("verify passes on every schedule and names what it checked") {
  const Outcome got = call_line("verify --algorithm all --N 96 --d 12 --M 300");
  CHECK(got.code == 0);
  CHECK(!contains(got.out, "disagreement"));
  const std::string json =
      call_line("verify --algorithm flash_attention_2 --N 17 --d 5 --M 99 --format json").out;
  for (const char* part : {"\"schema\":\"redblue.verify/1\"", "\"id\":\"counted_by_tensor\"",
                           "\"id\":\"executed_reads\"", "\"id\":\"result_float32\"", "\"id\":\"replay\"",
                           "\"id\":\"replayed_writes\"", "\"id\":\"bound_compulsory\"", "\"verdict\":\"ok\""})
    CHECK(contains(json, part));
  CHECK(call_line("verify --algorithm flash_attention_2 --N 64 --d 64 --M 12").code == 4);
  CHECK(call_line("verify --algorithm flash_attention_2 --N 33 --d 5 --M 99 --mask causal").code == 0);
  CHECK(call_line("verify --algorithm flash_attention_2 --Nq 7 --Nk 33 --d 5 --M 99 --mask window:4 --lse")
            .code == 0);
}

TEST_CASE("explain adds up to the count") {
  const Outcome got = call_line("explain --algorithm flash_attention_2 --N 4096 --d 64 --M 16Ki");
  CHECK(got.code == 0);
  for (const char* part : {"plan Br=121 Bc=1: footprint 16,100 words", "read K", "8,912,896", "34.00",
                           "io 18,350,080 words", "phase_both"})
    CHECK(contains(got.out, part));
  const Outcome markdown = call_line("explain --algorithm all --N 64 --d 8 --M 300 --format markdown");
  CHECK(contains(markdown.out, "## flash_streamed"));
  CHECK(contains(markdown.out, "|---|---:|"));
  CHECK(call_line("explain --algorithm standard --N 64 --d 8 --M 2").code == 4);
}

TEST_CASE("doctor answers for every tool and never fails") {
  const Outcome here = call_line("doctor");
  CHECK(here.code == 0);
  const Outcome bare = call({"doctor"}, {"PATH="});
  CHECK(bare.code == 0);
  CHECK(contains(bare.out, "apt-get install graphviz"));
  CHECK(call_line("doctor --format json").out.starts_with("[{\"what\":\"redblue\""));
}

TEST_CASE("completion scripts know every flag and are legal shell") {
  const ScratchFolder folder;
  const std::string bash = folder.file("completion.bash", call_line("completion bash").out);
  CHECK(contains(read_all(bash), "--executed"));
  CHECK(contains(read_all(bash), "flash_attention_2"));
  CHECK(run({"bash", "-n", bash}).code == 0);
  const std::string probe =
      "source " + bash + "; COMP_WORDS=(redblue count --form); COMP_CWORD=2; _redblue; echo ${COMPREPLY[@]}";
  CHECK(run({"bash", "-c", probe}).out == "--format\n");
  CHECK(contains(call_line("completion zsh").out, "#compdef redblue"));
  CHECK(contains(call_line("completion fish").out, "complete -c redblue"));
  const auto offered = [&](const std::string& words, const std::string& at) {
    return run({"bash", "-c",
                "source " + bash + "; COMP_WORDS=(" + words + "); COMP_CWORD=" + at +
                    "; _redblue; echo ${COMPREPLY[@]}"})
        .out;
  };
  CHECK(offered("redblue bound --bound wavefront_", "3") == "wavefront_inner\n");
  CHECK(offered("redblue bound --bound phase_p", "3") == "phase_pv\n");
  CHECK(offered("redblue pebble --graph stras", "3") == "strassen:\n");
  CHECK(offered("redblue graph pyr", "2") == "pyramid:\n");
  for (const char* shell : {"zsh", "fish"}) {
    const std::string script = call({"completion", shell}).out;
    CHECK(contains(script, "spectral_sharp"));
    CHECK(contains(script, "diamond:"));
  }
}

TEST_CASE("the help of graph lists every family, suffix and form of a pebbling") {
  const std::string help = call_line("graph --help").out;
  for (const char* part : {"attention:N,d [+l +chain +tree]", "random:n,p,seed", "schedule:ID,N,d,M",
                           ".graphml", ".pdf", "frames_%03d.svg", "FILE.html"})
    CHECK_MESSAGE(contains(help, part), part);
}

TEST_CASE("no colour reaches a pipe") {
  CHECK(!contains(call_line("count --N 64 --d 8 --M 300").out, "\x1b"));
}

TEST_CASE("a terminal gets a bold head unless NO_COLOR is set") {
  const std::string command = std::string(REDBLUE_PROGRAM) + " count --N 64 --d 8 --M 300";
  if (run({"script", "--version"}).code != 0) return;  // util-linux makes the terminal
  CHECK(contains(run({"script", "-qec", command, "/dev/null"}, {"NO_COLOR="}).out, "\x1b[1malgorithm"));
  CHECK(!contains(run({"script", "-qec", command, "/dev/null"}, {"NO_COLOR=1"}).out, "\x1b"));
}

TEST_CASE("a reader that goes early ends the program quietly") {
  const Outcome got =
      run({"bash", "-c",
           "for i in 1 2 3 4 5 6 7 8; do \"$0\" list bounds; done | true; echo ${PIPESTATUS[1]}; "
           "exec 3> >(true); sleep 0.2; \"$0\" list >&3; echo $?",
           REDBLUE_PROGRAM});
  CHECK(got.out == "0\n3\n");
  CHECK(got.err == "");
}

TEST_CASE("the program opens no socket") {
  const Outcome bare = run({"unshare", "-rn", "true"});
  if (bare.code != 0) return;  // a machine where users may make no network namespace
  CHECK(run({"unshare", "-rn", REDBLUE_PROGRAM, "verify", "--N", "16", "--d", "4", "--M", "100"}).code == 0);
}
