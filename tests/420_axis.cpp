// Axes, ticks, label places and printed numbers.
#include <algorithm>
#include <cmath>

#include "fixed_seed.hpp"
#include <doctest/doctest.h>

#include <redblue/cli/figures/axis.hpp>
#include <redblue/cli/figures/layout.hpp>
#include <redblue/cli/figures/numbers.hpp>
#include <redblue/cli/text_table.hpp>

using namespace redblue::cli;
using redblue::sim::Int128;

namespace {

constexpr Scale scales[] = {Scale::linear, Scale::log2, Scale::log10};

/// An axis over two random positive values.
Axis random_axis(Scale scale) {
  const double a = *rc::gen::inRange(1, 1000000000), b = a * *rc::gen::inRange(1, 1000000);
  return make_axis("x", scale, TickStyle::plain, a / 1000, b / 1000, 0.05, *rc::gen::inRange(2, 12));
}

}  // namespace

TEST_CASE("mapping a value to its place and back gives the value on every scale") {
  CHECK(redblue::test::holds("axis inverse", 2000, [] {
    const Axis axis = random_axis(scales[*rc::gen::inRange(0, 3)]);
    const double t = *rc::gen::inRange(0, 10001) / 10000.0;
    RC_ASSERT(std::abs(axis.position(axis.value_at(t)) - t) < 1e-9);
    RC_ASSERT(axis.position(axis.low) == 0.0);
    RC_ASSERT(std::abs(axis.position(axis.high) - 1) < 1e-12);
  }));
}

TEST_CASE("places grow strictly with values") {
  CHECK(redblue::test::holds("axis monotone", 1000, [] {
    const Axis axis = random_axis(scales[*rc::gen::inRange(0, 3)]);
    const int i = *rc::gen::inRange(0, 1000), j = *rc::gen::inRange(i + 1, 1001);
    RC_ASSERT(axis.position(axis.value_at(i / 1000.0)) < axis.position(axis.value_at(j / 1000.0)));
  }));
}

TEST_CASE("ticks lie on the axis in increasing order and at least two carry numbers") {
  CHECK(redblue::test::holds("ticks", 2000, [] {
    const Axis axis = random_axis(scales[*rc::gen::inRange(0, 3)]);
    int numbered = 0;
    double last = -1;
    for (const Tick& tick : axis.ticks) {
      const double at = axis.position(tick.value);
      RC_ASSERT(at > last);
      RC_ASSERT(at >= -1e-9 && at <= 1 + 1e-9);
      last = at;
      numbered += tick.label.empty() ? 0 : 1;
    }
    RC_ASSERT(numbered >= 1);
    RC_ASSERT(numbered <= 24);
  }));
}

TEST_CASE("a log2 axis from 256 to 1Mi numbers powers of two and never more than asked") {
  for (int want = 2; want < 16; ++want) {
    const Axis axis = make_axis("M", Scale::log2, TickStyle::binary, 256, 1048576, 0, want);
    const auto numbered =
        std::count_if(axis.ticks.begin(), axis.ticks.end(), [](const Tick& t) { return !t.label.empty(); });
    CHECK(axis.ticks.size() == 13);
    CHECK(numbered <= want);
    CHECK(numbered >= 2);
    for (const Tick& t : axis.ticks) CHECK(std::log2(t.value) == std::round(std::log2(t.value)));
  }
  CHECK(make_axis("M", Scale::log2, TickStyle::binary, 256, 1048576, 0, 13).ticks[2].label == "1Ki");
}

TEST_CASE("degenerate ranges are widened on every scale") {
  for (const Scale scale : scales)
    for (const double value : {0.0, 1.0, 5e9}) {
      const Axis axis = make_axis("x", scale, TickStyle::plain, value, value, 0.05, 5);
      CHECK(axis.low < axis.high);
      CHECK(std::isfinite(axis.position(axis.high)));
      if (axis.is_log()) CHECK(axis.low > 0);
      CHECK_FALSE(axis.ticks.empty());
    }
  CHECK(make_axis("x", Scale::log10, TickStyle::plain, 0, 100, 0, 5).low > 0);
}

TEST_CASE("labels are moved apart by at least the gap and in order, and no more than needed") {
  CHECK(redblue::test::holds("spread", 2000, [] {
    const auto n = static_cast<std::size_t>(*rc::gen::inRange(1, 20));
    std::vector<double> wanted(n);
    for (double& w : wanted) w = *rc::gen::inRange(0, 400);
    const auto places = spread(wanted, 14, 0, 400);
    std::vector<std::size_t> by_wish(n);
    for (std::size_t i = 0; i < n; ++i) by_wish[i] = i;
    std::stable_sort(by_wish.begin(), by_wish.end(), [&](auto a, auto b) { return wanted[a] < wanted[b]; });
    for (std::size_t i = 0; i + 1 < n; ++i)
      RC_ASSERT(places[by_wish[i + 1]] - places[by_wish[i]] >= 14 - 1e-6);
    for (const double place : places) RC_ASSERT(place >= -1e-6 && place <= 400 + 1e-6);
  }));
  CHECK(spread({10, 200, 390}, 14, 0, 400) == std::vector<double>{10, 200, 390});
  CHECK(spread({100, 100}, 10, 0, 400) == std::vector<double>{95, 105});
  CHECK(spread({}, 10, 0, 400).empty());
}

TEST_CASE("a text that is too wide is cut between characters and one that fits is kept") {
  CHECK(fitted("standard", 11, 500) == "standard");
  for (int width = 20; width < 200; width += 7) {
    const std::string cut = fitted("größer als es geht, viel größer", 11, width);
    CHECK(text_width(cut, 11) <= width + 11);
    if (cut.ends_with("…"))
      CHECK(static_cast<unsigned char>(cut[cut.size() - 4]) != 0xC3);  // no half of an umlaut
  }
}

TEST_CASE("numbers are printed with their groups, prefixes and powers") {
  CHECK(with_commas(0) == "0");
  CHECK(with_commas(999) == "999");
  CHECK(with_commas(1000) == "1,000");
  CHECK(with_commas(-1234567) == "-1,234,567");
  CHECK(with_commas(Int128{1} << 100) == "1,267,650,600,228,229,401,496,703,205,376");
  CHECK(fixed(-0.0004, 2) == "0.00");
  CHECK(fixed(1.005, 1) == "1.0");
  CHECK(shortest(1.5) == "1.5");
  CHECK(shortest(0) == "0");
  CHECK(shortest(20000) == "20000");
  CHECK(binary_prefix(4096) == "4Ki");
  CHECK(binary_prefix(1023) == "1023");
  CHECK(binary_prefix(6000) == "5.86Ki");
  CHECK(scientific(1e6) == "10⁶");
  CHECK(scientific(2e12) == "2×10¹²");
  CHECK(scientific(9999) == "9999");
  CHECK(ratio_text(1.23456) == "1.235");
  CHECK(ratio_text(12.3456) == "12.35");
}
