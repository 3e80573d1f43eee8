// The bfloat16 kernels as a user reaches them.
#include "support/contains.hpp"
#include "support/process.hpp"
#include <doctest/doctest.h>

using namespace redblue::tests;

TEST_CASE("confirm runs the bfloat16 kernels by their ids, at their least M and not one word below") {
  for (const char* exact :
       {"flash_ws --N 130 --d 64 --M 51220", "flash_ws --N 70 --d 128 --M 200000 --mask causal",
        "two_phase_ws --N 70 --d 512 --M 133136"}) {
    const Outcome got = call_line(std::string("confirm --algorithm ") + exact);
    CHECK_MESSAGE(got.code == 0, exact << got.err);
    CHECK(contains(got.out, "COUNTS EXACT (CPU back end)"));
  }
  CHECK(call_line("confirm --algorithm flash_ws --N 130 --d 64 --M 51219").code == 4);
  CHECK(call_line("confirm --algorithm two_phase_ws --N 70 --d 512 --M 133135").code == 4);
}

TEST_CASE("confirm predicts the sectors of the bfloat16 kernels and the banks of those that read scores") {
  // 128 rows of Q, K and V at four sectors each; O is stored in half sectors: (1536 + 1024) / (1536 + 512).
  const std::string point = "confirm --algorithm flash_ws --N 128 --d 64 --M 60000";
  CHECK(contains(call_line(point).out, "  1.250 "));
  const std::string json = call_line(point + " --format json").out;
  CHECK(contains(json, R"("predicted_sectors":{"requests":128,"sectors":1024,"least":512})"));
  CHECK(contains(json, R"(,"sectors":1536,"least":1536},"predicted_bank_turns":{"requests":0,)"));
  const std::string scores =
      call_line("confirm --algorithm two_phase_ws --N 64 --d 256 --M 140000 --format json").out;
  CHECK(contains(scores, R"("predicted_bank_turns":{"requests":128,"turns":128,"least":128})"));
}

TEST_CASE("count predicts what confirm counts, and neither kernel is in all") {
  const std::string point = "--algorithm flash_ws --N 130 --d 64 --M 60000 --format json";
  const Outcome confirmed = call_line("confirm " + point);
  const Outcome counted = call_line("count --tiles kernel " + point);
  const std::size_t from = counted.out.find("\"by_tensor\":{") + 12;
  const std::string words = counted.out.substr(from, counted.out.find("}}", from) - from);
  CHECK(contains(confirmed.out, "\"expected\":" + words));
  CHECK(contains(confirmed.out, "\"counted\":" + words));
  CHECK(!contains(call_line("count --algorithm all --N 130 --d 64 --M 60000").out, "_ws"));
}

TEST_CASE("what the bfloat16 kernels cannot do is a usage error with the reason") {
  for (const auto& [line, reason] :
       {std::pair{"confirm --algorithm flash_ws --N 64 --d 32 --M 99999", "d = 64, 128, 256"},
        std::pair{"confirm --algorithm two_phase_ws --N 64 --d 400 --M 200000", "256 and 512"},
        std::pair{"confirm --algorithm two_phase_ws --N 64 --d 512 --M 200000 --mask causal",
                  "no masked form"},
        std::pair{"count --algorithm flash_ws --N 64 --d 64 --M 99999", "--tiles kernel"}}) {
    const Outcome got = call_line(line);
    CHECK_MESSAGE(got.code == 2, line << ": " << got.err);
    CHECK_MESSAGE(contains(got.err, reason), got.err);
  }
}
