// Names of single bounds: each on its own line, clear of the others.
#include <cmath>

#include "fixed_seed.hpp"
#include <doctest/doctest.h>

#include <redblue/cli/figures/bound_labels.hpp>

using namespace redblue::cli;

namespace {

const Box box{0, 0, 900, 400};

Trace straight(const std::string& name, double left, double right) {
  return {name, {{0, left}, {450, (left + right) / 2}, {900, right}}};
}

/// How far the name begins above its line.
double lift(const LineLabel& label, const Trace& own) { return own.at(label.x) - label.y; }

}  // namespace

TEST_CASE("a trace is straight between its points and nothing outside of them") {
  const Trace trace{"a", {{10, 100}, {20, 200}, {40, 0}}};
  CHECK(trace.at(10) == 100);
  CHECK(trace.at(15) == 150);
  CHECK(trace.at(30) == 100);
  CHECK(trace.at(40) == 0);
  CHECK(std::isnan(trace.at(9.9)));
  CHECK(std::isnan(trace.at(40.1)));
  CHECK(std::isnan(Trace{}.at(0)));
}

TEST_CASE("a name stands just above its own line and turns with it") {
  const Trace level = straight("level", 300, 300), falling = straight("falling", 100, 250);
  const auto labels = place_labels({level, falling}, {box, straight("largest", 20, 20), {}, {}, {}});
  REQUIRE(labels.size() == 2);
  CHECK(labels[0].text == "level");
  CHECK(labels[0].degrees == 0);
  CHECK(lift(labels[0], level) == doctest::Approx(4));
  CHECK(labels[1].degrees == doctest::Approx(std::atan(150.0 / 900) * 180 / std::acos(-1.0)));
  CHECK(lift(labels[1], falling) == doctest::Approx(4));
}

TEST_CASE("two bounds on one line share a name and the largest bound has none") {
  const Trace largest = straight("largest", 50, 50);
  const auto labels = place_labels({straight("a", 200, 200), straight("b", 201, 201), straight("c", 51, 51)},
                                   {box, largest, {}, {}, {}});
  REQUIRE(labels.size() == 1);
  CHECK(labels[0].text == "a, b");
}

TEST_CASE("a bound that leaves the largest one is named where it has left it") {
  const Trace largest{"largest", {{0, 50}, {900, 50}}};
  const Trace bound{"bound", {{0, 50}, {500, 50}, {900, 250}}};
  const auto labels = place_labels({bound}, {box, largest, {}, {}, {}});
  REQUIRE(labels.size() == 1);
  CHECK(labels[0].x > 500);
}

TEST_CASE("a name keeps away from upright lines and from texts that stand already") {
  const Trace bound = straight("bound", 200, 200), largest = straight("largest", 20, 20);
  CHECK(place_labels({bound}, {box, largest, {}, {}, {}}).at(0).x == 6);
  CHECK(place_labels({bound}, {box, largest, {}, {20}, {}}).at(0).x > 20);
  CHECK(place_labels({bound}, {box, largest, {}, {}, {{0, 186, 100, 10}}}).at(0).x > 100);
  // No room above: below. None there either: no name.
  CHECK(place_labels({bound}, {box, largest, {}, {}, {{0, 186, 900, 10}}}).at(0).y == 213);
  CHECK(place_labels({bound}, {box, largest, {}, {}, {{0, 186, 900, 10}, {0, 204, 900, 9}}}).empty());
}

TEST_CASE("a name with no room above its line stands below it") {
  const Trace upper = straight("upper", 200, 200), lower = straight("lower", 206, 206);
  const auto labels = place_labels({upper, lower}, {box, straight("largest", 20, 20), {}, {}, {}});
  REQUIRE(labels.size() == 2);
  CHECK(lift(labels[0], upper) > 0);
  CHECK(lift(labels[1], lower) < -9);
}

TEST_CASE("no line runs through a name and none between a name and its line") {
  CHECK(redblue::test::holds("bound labels", 300, [] {
    std::vector<Trace> bounds;
    const int n = *rc::gen::inRange(1, 8);
    for (int i = 0; i < n; ++i)
      bounds.push_back(straight(std::string(1, static_cast<char>('a' + i)), *rc::gen::inRange(0, 400),
                                *rc::gen::inRange(0, 400)));
    const Trace largest = straight("largest", *rc::gen::inRange(0, 100), *rc::gen::inRange(0, 100));
    for (const LineLabel& label : place_labels(bounds, {box, largest, {}, {}, {}})) {
      std::vector<Trace> lines = bounds;
      lines.push_back(largest);
      const double slope = std::tan(label.degrees * std::acos(-1.0) / 180);
      for (double x = label.x; x < label.x + text_width(label.text, label_size) / std::hypot(1, slope);
           x += 2) {
        const double foot = label.y + slope * (x - label.x), own = bounds[label.trace].at(x);
        RC_ASSERT(foot < own || foot - 9 > own);
        for (const Trace& line : lines) {
          if (label.text.find(line.label) != std::string::npos) continue;  // one of its own
          RC_ASSERT(line.at(x) <= std::min(own, foot - 9) || line.at(x) >= std::max(own, foot));
        }
      }
    }
  }));
}
