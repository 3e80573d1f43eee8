// What stands beside the numbers: assumptions, multiples, bytes, limits, and the words that need a line.
#include <algorithm>
#include <string>
#include <vector>

#include "support/contains.hpp"
#include "support/process.hpp"
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <redblue/proofs_check/catalog.hpp>

using namespace redblue::tests;
using Json = nlohmann::json;
namespace proofs_check = redblue::proofs_check;

namespace {

const std::string point = " --N 96 --d 12 --M 300 ";

Json json(const std::string& line) {
  const Outcome got = call_line(line + " --format json");
  INFO(line, "\n", got.err);
  REQUIRE(got.code == 0);
  return Json::parse(got.out);
}

}  // namespace

TEST_CASE("every bound is printed with what it assumes") {
  const std::string table = call_line("bound" + point).out;
  const Json bounds = json("bound" + point)[0]["bounds"];
  const Json list = json("list bounds");
  const std::string csv = call_line("bound --format csv" + point).out;
  for (std::size_t b = 0; b < bounds.size(); ++b) {
    const auto& assumptions = proofs_check::find(bounds[b]["id"].get<std::string>())->assumptions;
    REQUIRE(bounds[b]["assumptions"].size() == assumptions.size());
    for (std::size_t a = 0; a < assumptions.size(); ++a) {
      const std::string sentence(assumptions[a].sentence);
      CHECK(bounds[b]["assumptions"][a] == sentence);
      CHECK(contains(table, "assumed: " + sentence + " ("));
      CHECK(contains(list[b]["assumptions"].get<std::string>(), sentence));
      CHECK(contains(csv, sentence));
    }
  }
  for (const std::string command : {"count", "explain --algorithm flash_attention_2"})
    CHECK(contains(call_line(command + point).out, "running sums"));
}

TEST_CASE("one bound can be asked for, and bounds are multiplied by the heads") {
  const Json all = json("bound" + point)[0];
  const Json one = json("bound --bound saha_ye_sharp" + point)[0];
  REQUIRE(one["bounds"].size() == 1);
  CHECK(one["lower_by"] == "saha_ye_sharp");
  CHECK(one["lower"] == one["bounds"][0]["words"]);
  const Json many = json("bound --heads 3 --batch 5" + point)[0];
  CHECK(many["lower"].get<int>() == 15 * all["lower"].get<int>());
  CHECK(many["bounds"][0]["words"].get<int>() == 15 * all["bounds"][0]["words"].get<int>());
  CHECK(contains(call_line("bound --heads 3 --batch 5" + point).out, "for 3 heads x 5 batch"));
  const Outcome wrong = call_line("bound --bound phase_bothh" + point);
  CHECK(wrong.code == 2);
  CHECK(contains(wrong.err, "did you mean phase_both"));
}

TEST_CASE("another seed gives other inputs, the same counts and another key") {
  const std::string run = "count --algorithm flash_attention_2 --executed" + point;
  const Json first = json(run)[0];
  const Json same = json(run + "--seed 1")[0];
  const Json other = json(run + "--seed 2")[0];
  CHECK(first == same);
  CHECK(first["options"]["seed"] == 1);
  CHECK(other["options"]["seed"] == 2);
  CHECK(other["key"] != first["key"]);
  CHECK(other["max_error"] != first["max_error"]);
  CHECK(other["io_words"] == first["io_words"]);
  const Json predicted = json("count --algorithm flash_attention_2 --seed 2" + point)[0];
  CHECK_FALSE(predicted["options"].contains("seed"));
  CHECK(predicted["key"] == json("count --algorithm flash_attention_2" + point)[0]["key"]);
  CHECK(call_line(run + "--seed 18446744073709551615").code == 0);
  CHECK(call_line(run + "--seed 18446744073709551616").code == 2);
  CHECK(call_line("verify --seed 7" + point).code == 0);
}

TEST_CASE("threads change nothing and a time limit ends with what is done") {
  for (const std::string command : {"count --executed", "verify"})
    CHECK(call_line(command + point + "--threads 3").out == call_line(command + point).out);
  const std::string endless =
      "count --algorithm flash_attention_2,flash_streamed --N 50000 --d 64 --M 20000 --executed --long ";
  const Outcome stopped = call_line(endless + "--time-limit 1s");
  CHECK(stopped.code == 5);
  CHECK(contains(stopped.err, "stopped by --time-limit: 0 of 2 schedules are done"));
}

TEST_CASE("explain multiplies, and verify refuses what it does not look at") {
  const std::string once = call_line("explain --algorithm flash_attention_2" + point).out;
  CHECK(contains(once, "io 27,648 words, per head"));
  const std::string many =
      call_line("explain --algorithm flash_attention_2 --heads 2 --batch 5 --bits 8" + point).out;
  CHECK(contains(many, "2 heads x 5 batch: io 276,480 words"));
  CHECK(contains(many, "bytes, all heads"));
  for (const std::string flag : {"--heads 2", "--batch 2", "--bits 8"}) {
    const Outcome got = call_line("verify " + flag + point);
    CHECK(got.code == 2);
    CHECK(contains(got.err, "not a flag of redblue verify"));
    CHECK(contains(got.err, "it is for count"));
  }
}

TEST_CASE("verify says how many bounds were compared") {
  const std::string fma = call_line("verify --algorithm flash_attention_2" + point).out;
  CHECK(contains(fma, "io >= every comparable lower bound (column bounds: how many)"));
  const std::string none = call_line("verify --algorithm flash_attention_2 --rules one_shot" + point).out;
  const std::string some =
      call_line("verify --algorithm flash_attention_2 --rules classic --tiles 8,1" + point).out;
  CHECK(contains(none, "no lower bound: none of these counts is a play under these rules"));
  CHECK(contains(some, "io >= every comparable lower bound"));
}

TEST_CASE("tables show bytes, multiples and options where they were given") {
  for (const std::string command : {"count", "sweep"}) {
    const std::string plain = call_line(command + point).out;
    CHECK_FALSE(contains(plain, "[bytes]"));
    const std::string full =
        call_line(
            command +
            " --algorithm flash_attention_2 --tiles 8,1 --lse --mask causal --heads 2 --batch 3 --bits 8" +
            point)
            .out;
    for (const std::string part :
         {"reads [bytes]", "writes [bytes]", "2 heads x 3 batch", "tiles 8,1", "lse", "mask causal"}) {
      INFO(part);
      CHECK(contains(full, part));
    }
  }
}

TEST_CASE("words that need a line get one where they appear and nowhere else") {
  const std::string all = call_line("count" + point).out;
  CHECK(contains(all, "\nscores=Qstat: rows of Q"));
  CHECK(contains(all, "\nby=elem: "));
  CHECK(contains(all, "\nresident: "));
  CHECK_FALSE(contains(call_line("count --algorithm flash_attention_2" + point).out, "resident: "));
  const std::string bounds = call_line("bound" + point).out;
  CHECK(contains(bounds, "\nX: "));
  CHECK(contains(bounds, "\nat M: "));
  CHECK_FALSE(contains(call_line("bound --bound compulsory" + point).out, "\nX: "));
  CHECK_FALSE(contains(call_line("bound --rules classic" + point).out, "\nat M: "));
}

TEST_CASE("lists are plain JSON and commented CSV") {
  for (const std::string what : {"algorithms", "bounds", "games"}) {
    CHECK(call_line("list " + what + " --format csv").out.starts_with("# redblue.list/1 redblue 0."));
    const std::string text = call_line("list " + what + " --format json").out;
    CHECK_FALSE(contains(text, "\\u003"));
    CHECK_FALSE(contains(text, "\\u0027"));
    CHECK_FALSE(contains(text, "_words\":"));
  }
}

TEST_CASE("help names every exit code, and only commands that are there") {
  const std::string help = call_line("sweep --help").out;
  CHECK(contains(help, "6 some points failed, 130 interrupted"));
  CHECK(call_line("help nonsense").code == 2);
  CHECK(contains(call_line("help cuont").err, "did you mean count"));
  const Outcome shell = call_line("completion");
  CHECK(shell.code == 2);
  CHECK(contains(shell.err, "error: name one shell"));
  CHECK(contains(call_line("count --algorithm flash_attention_2 --tiles 1,1,1" + point).err,
                 "two sizes Br,Bc"));
  CHECK(contains(call_line("count --mask window:-1" + point).err, "must not be negative"));
  CHECK(contains(call_line("doctor").out, "g++ 1") != contains(call_line("doctor").out, "clang 1"));
}
