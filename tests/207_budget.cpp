// The limits of the checker on work and memory.
#include <string>

#include <doctest/doctest.h>

#include <redblue/proofs_check/check/budget.hpp>

using namespace redblue::proofs_check::check;

namespace {

std::string refusal(Budget& budget, std::uint64_t amount) {
  try {
    budget.spend(amount);
  } catch (const Stop& stop) {
    CHECK(stop.verdict.status == Status::not_checked);
    return stop.verdict.text;
  }
  return {};
}

}  // namespace

TEST_CASE("a budget is spent to its last unit and no further") {
  Budget budget(4, "leaves");
  CHECK(refusal(budget, 17) == "NOT CHECKED: limit: 2^4 leaves");
  CHECK(refusal(budget, 0).empty());
  CHECK(refusal(budget, 9).empty());
  CHECK(refusal(budget, 8) == "NOT CHECKED: limit: 2^4 leaves");
  CHECK(refusal(budget, 7).empty());
  CHECK(refusal(budget, 0).empty());
  CHECK(!refusal(budget, 1).empty());
  CHECK(!refusal(budget, ~std::uint64_t{0}).empty());  // no sum wraps around
}
