// What a figure holds, whatever the order of the records.
#include <algorithm>
#include <random>

#include "figure_support.hpp"
#include <doctest/doctest.h>

#include <redblue/cli/figures/exports.hpp>

using namespace redblue::figure_test;

namespace {

const Curve* curve(const Panel& panel, const std::string& id) {
  for (const Curve& c : panel.curves)
    if (c.id == id) return &c;
  return nullptr;
}

}  // namespace

TEST_CASE("the standard figure has io above ratio for every shape") {
  const Figure figure = build_figure(sample_points(), FigureKind::standard, order);
  REQUIRE(figure.sections.size() == 2);
  for (const Section& s : figure.sections) {
    REQUIRE(s.panels.size() == 2);
    CHECK(s.panels[0].kind == "io");
    CHECK(s.panels[1].kind == "ratio");
    CHECK(s.panels[0].x.low == s.panels[1].x.low);
    CHECK(s.panels[0].x.high == s.panels[1].x.high);
  }
  CHECK(figure.sections[0].title == "N = 4,096, d = 64");
  CHECK(build_figure(sample_points(), FigureKind::io, order).sections[0].panels.size() == 1);
  CHECK(build_figure(sample_points(), FigureKind::ratio, order).sections[0].panels[0].kind == "ratio");
}

TEST_CASE("shapes and rules never share a section") {
  auto points = sample_points();
  PlotPoint other = points.front();
  other.rules = "partial";
  points.push_back(other);
  other.shape.mask = "causal";
  points.push_back(other);
  CHECK(build_figure(points, FigureKind::io, order).sections.size() == 4);
}

TEST_CASE("an infeasible point is a gap and a published overflow is hollow and has no ratio") {
  const Figure figure = build_figure(sample_points(), FigureKind::standard, order);
  const Panel& io = figure.sections[0].panels[0];
  const Panel& ratio = figure.sections[0].panels[1];
  REQUIRE(curve(io, "standard") != nullptr);
  CHECK_FALSE(curve(io, "standard")->samples[0].y.has_value());
  CHECK(curve(io, "standard")->samples[1].y.has_value());
  const Curve* published = curve(io, "flash_attention published init=slow");
  REQUIRE(published != nullptr);
  CHECK(published->samples[0].hollow);
  CHECK(published->samples[0].y.has_value());
  CHECK_FALSE(curve(ratio, "flash_attention published init=slow")->samples[0].y.has_value());
  CHECK(std::any_of(figure.sections[0].notes.begin(), figure.sections[0].notes.end(),
                    [](const std::string& n) { return n.find("overflows M") != std::string::npos; }));
}

TEST_CASE("the largest bound and each comparable bound have curves and an asymptotic one has none") {
  const Figure figure = build_figure(sample_points(), FigureKind::standard, order);
  const Panel& io = figure.sections[0].panels[0];
  REQUIRE(curve(io, "lower_words") != nullptr);
  CHECK(curve(io, "lower_words")->role == Role::lower);
  CHECK(curve(io, "bound phase_pv") != nullptr);
  CHECK(curve(io, "bound compulsory") != nullptr);
  CHECK(curve(io, "bound saha_ye_theta") == nullptr);
  for (const Sample& s : curve(io, "lower_words")->samples)
    CHECK(s.tip.find("phase_pv") != std::string::npos);
}

TEST_CASE("every ratio is io over lower of the same point and the envelope is the least of them") {
  const auto points = sample_points();
  const Figure figure = build_figure(points, FigureKind::ratio, order);
  const Panel& panel = figure.sections[0].panels[0];
  const Curve* best = curve(panel, "best");
  REQUIRE(best != nullptr);
  for (std::size_t i = 0; i < best->samples.size(); ++i) {
    double least = 1e300;
    for (const PlotPoint& p : points)
      if (p.feasible && p.shape.dk == 64 && static_cast<double>(p.M) == best->samples[i].x)
        least = std::min(least, static_cast<double>(p.io) / static_cast<double>(p.lower));
    CHECK(best->samples[i].y.value() == doctest::Approx(least));
  }
}

TEST_CASE("regimes are those of theory at d^2/4, d^2 and 2Nd, and only for plain square shapes") {
  const Figure figure = build_figure(sample_points(), FigureKind::io, order);
  const auto& bands = figure.sections[0].bands;
  REQUIRE(bands.size() == 3);  // 2 N d = 524288 lies beyond the data
  CHECK(bands[0].to == 1024);
  CHECK(bands[1].to == 4096);
  CHECK(bands[2].from == 4096);
  CHECK(std::any_of(figure.sections[0].marks.begin(), figure.sections[0].marks.end(),
                    [](const Mark& m) { return !m.measured && m.x == 4096; }));
  CHECK(figure.sections[1].bands[1].to == 16384);
  auto points = sample_points();
  for (PlotPoint& p : points) p.shape.mask = "causal";
  CHECK(build_figure(points, FigureKind::io, order).sections[0].bands.empty());
}

TEST_CASE("colours belong to schedules and not to the file they come from") {
  const auto all = sample_points();
  std::vector<PlotPoint> some;
  std::copy_if(all.begin(), all.end(), std::back_inserter(some),
               [](const PlotPoint& p) { return p.algorithm == "flash_streamed"; });
  const auto style = [](const std::vector<PlotPoint>& points) {
    return curve(build_figure(points, FigureKind::io, order).sections[0].panels[0], "flash_streamed")->style;
  };
  CHECK(style(all) == 3);
  CHECK(style(some) == 3);
}

TEST_CASE("the order of the records and repeated records change no byte") {
  auto points = sample_points();
  const std::string svg = to_svg(build_figure(points, FigureKind::standard, order), made);
  const std::string csv = to_csv(build_figure(points, FigureKind::standard, order), made);
  std::mt19937 random(7);
  for (int i = 0; i < 20; ++i) {
    std::shuffle(points.begin(), points.end(), random);
    points.push_back(points.front());
    CHECK(to_svg(build_figure(points, FigureKind::standard, order), made) == svg);
    CHECK(to_csv(build_figure(points, FigureKind::standard, order), made) == csv);
  }
}

TEST_CASE("against d few values of it and many of M share a panel of points with a series per M") {
  const auto points = sample_points();  // 2 values of d, 9 of M
  const Figure figure = build_figure(points, FigureKind::d, order);
  REQUIRE(figure.sections.size() == 1);
  const Panel& panel = figure.sections[0].panels[0];
  CHECK(panel.x_name == "d_elements");
  CHECK(panel.points_only);
  REQUIRE(panel.curves.size() == 9);
  for (const Curve& c : panel.curves) {
    REQUIRE(c.samples.size() == 2);
    for (const Sample& s : c.samples) {
      double least = 1e300;
      for (const PlotPoint& p : points)
        if (p.feasible && "M " + redblue::sim::to_string(p.M) == c.id &&
            static_cast<double>(p.shape.dk) == s.x)
          least = std::min(least, static_cast<double>(p.io));
      CHECK(s.y.value() == least);
    }
  }
  CHECK(figure.sections[0].notes.at(0).find("2 values of d: points, no curves") == 0);
  const std::string svg = to_svg(figure, made);
  CHECK(svg.find("class=\"line ") == std::string::npos);
}

TEST_CASE("against d five values of it or at most four of M have a section per M and lines from three on") {
  const auto grid = [](int d_values, int M_values) {
    std::vector<PlotPoint> points;
    for (int i = 0; i < d_values; ++i)
      for (int j = 0; j < M_values; ++j)
        for (const char* name : {"two_phase", "standard"})
          points.push_back(point(name, Int128{1024} << j, 100000 * (i + 1), 5000, 16 << i));
    return build_figure(points, FigureKind::d, order);
  };
  CHECK(grid(4, 5).sections.size() == 1);
  CHECK(grid(5, 5).sections.size() == 5);
  CHECK(grid(2, 4).sections.size() == 4);
  CHECK(grid(2, 4).sections[0].panels[0].points_only);
  CHECK(grid(2, 4).sections[0].notes.size() == 1);
  CHECK_FALSE(grid(3, 4).sections[0].panels[0].points_only);
  CHECK(curve(grid(3, 4).sections[0].panels[0], "two_phase")->samples.size() == 3);
  CHECK(grid(4, 16).sections[0].panels[0].curves.size() == 16);
  CHECK(grid(4, 17).sections[0].panels[0].curves.size() == 16);
  CHECK(grid(4, 17).sections[0].notes.back() == "16 of 17 values of M are drawn");
}

TEST_CASE("a picture with very many problems draws some of them, says so, and its CSV has all") {
  std::vector<PlotPoint> points;
  for (std::int64_t d = 1; d <= 100; ++d)
    for (const Int128 M : {1024, 2048}) points.push_back(point("two_phase", M, 100000, 5000, d));
  const Figure figure = build_figure(points, FigureKind::standard, order);
  REQUIRE(figure.sections.size() == 100);
  const std::string svg = to_svg(figure, made);
  const std::size_t at = svg.find(" height=\"") + 9;
  CHECK(std::stod(svg.substr(at)) < 4000);
  CHECK(svg.find(" of 100 problems, evenly taken") != std::string::npos);
  CHECK(svg.find("d = 1<") != std::string::npos);
  CHECK(svg.find("d = 100<") != std::string::npos);
  CHECK(to_csv(figure, made).find("d = 50\"") != std::string::npos);
}

TEST_CASE("against d there is nothing when d does not vary, and M may go with d") {
  auto one = sample_points();
  std::erase_if(one, [](const PlotPoint& p) { return p.shape.dk != 64; });
  CHECK(build_figure(one, FigureKind::d, order).sections.empty());
  CHECK(build_figure(one, FigureKind::d, order).description.find("redblue sweep") != std::string::npos);
  // M that goes with d: M = d^2.
  const Figure along =
      build_figure({point("standard", 4096, 100000, 5000, 64), point("standard", 16384, 300000, 5000, 128)},
                   FigureKind::d, order);
  REQUIRE(along.sections.size() == 1);
  CHECK(along.sections[0].title.find("M goes with d") != std::string::npos);
}

TEST_CASE("residuals are counted minus predicted words where both are there") {
  auto points = sample_points();
  PlotPoint counted = points.front();
  counted.mode = "counted";
  counted.io += 5;
  points.push_back(counted);
  const Figure figure = build_figure(points, FigureKind::residuals, order);
  REQUIRE_FALSE(figure.sections.empty());
  const Panel& panel = figure.sections[0].panels[0];
  REQUIRE(panel.curves.size() == 1);
  CHECK(panel.y_name == "counted_minus_predicted_words");
  CHECK(panel.curves[0].samples[0].y.value() == 5);
  CHECK(build_figure(sample_points(), FigureKind::residuals, order).sections[0].panels[0].y_name ==
        "io_over_leading_minus_1");
}

TEST_CASE("residuals say which of the two they are and which schedules have none") {
  const auto notes_of = [](const Figure& figure) { return figure.sections[0].notes; };
  const Figure leading = build_figure(sample_points(), FigureKind::residuals, order);
  CHECK(leading.description.find("io over the leading term") == 0);
  CHECK(notes_of(leading).at(0) == "no leading term on record: standard");
  auto points = sample_points();
  for (const PlotPoint& p : sample_points())
    if (p.algorithm == "two_phase") points.push_back(p), points.back().mode = "counted";
  const Figure counted = build_figure(points, FigureKind::residuals, order);
  CHECK(counted.description.find("Counted minus predicted words: ") == 0);
  CHECK(notes_of(counted).at(0) ==
        "no records in two modes: flash_attention published init=slow, flash_streamed, standard");
  std::erase_if(points, [](const PlotPoint& p) { return p.mode == "counted" && p.shape.dk == 128; });
  CHECK(build_figure(points, FigureKind::residuals, order).description.find(" where both are on record") !=
        std::string::npos);
}

TEST_CASE("where several modes were recorded the curve is the prediction") {
  auto points = sample_points();
  PlotPoint counted = points.front();
  counted.mode = "counted";
  counted.io *= 2;
  points.push_back(counted);
  CHECK(to_csv(build_figure(points, FigureKind::io, order), made) ==
        to_csv(build_figure(sample_points(), FigureKind::io, order), made));
}

TEST_CASE("nothing feasible gives no section and says so") {
  const Figure figure = build_figure({point("standard", 16, 0, 0)}, FigureKind::standard, order);
  CHECK(figure.sections.empty());
  CHECK(figure.description.find("infeasible") != std::string::npos);
}

TEST_CASE("records of best alone are drawn as a curve and beside others are not") {
  CHECK(curve(build_figure({point("best", 1024, 5000, 100)}, FigureKind::io, order).sections[0].panels[0],
              "best")
            ->role == Role::schedule);
  auto points = sample_points();
  points.push_back(point("best", 1024, 1, 1));
  const Figure both = build_figure(points, FigureKind::io, order);
  CHECK(curve(both.sections[0].panels[0], "best")->role == Role::best);
}
