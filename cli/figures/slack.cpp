#include <algorithm>

#include <redblue/cli/escape.hpp>
#include <redblue/cli/figures/axis.hpp>
#include <redblue/cli/figures/canvas.hpp>
#include <redblue/cli/figures/numbers.hpp>
#include <redblue/cli/figures/palette.hpp>
#include <redblue/cli/figures/slack.hpp>
#include <redblue/cli/text_table.hpp>

namespace redblue::cli {
namespace {

using namespace proofs_check::prove;

constexpr double width = 980, left = 78, right = 24, top = 108, tall = 330, between = 34, strip = 84,
                 foot = 92;
constexpr std::size_t most_columns = 400;
/// A step has its colour in every picture; they differ in lightness too.
struct Fill {
  std::string_view step;
  std::string_view classes;
};
constexpr std::array fills{Fill{"capacity", "fc1"}, Fill{"means", "fc2"}, Fill{"scores", "fc3"},
                           Fill{"products", "fc5"}, Fill{"charges", "fc4"}};
constexpr std::string_view fill_of_idle = "fc6";

std::string_view fill_of(std::string_view step) {
  for (const Fill& f : fills)
    if (f.step == step) return f.classes;
  return "fc0";
}

/// Phases side by side that share a place on the canvas: means over them.
struct Column {
  double from = 0, to = 0;  ///< charges
  Ladder ladder;
  double idle = 0;       ///< what phases without products may do
  double uncharged = 0;  ///< words stored so far beyond one store of each output
};

std::vector<Column> columns_of(const Report& report) {
  const std::size_t n = report.ladders.size();
  const std::size_t width_of_one = (n + most_columns - 1) / most_columns;
  std::vector<Column> columns;
  double at = 0, uncharged = 0;
  for (std::size_t p = 0; p < n; ++p) {
    if (p % width_of_one == 0) columns.push_back({at, at, Ladder(report.ladders[p].size())});
    Column& c = columns.back();
    at += static_cast<double>(report.phases.all[p].charges(report.phases.proof));
    c.to = at;
    const auto share = static_cast<double>(std::min(width_of_one, n - p / width_of_one * width_of_one));
    const Phase& phase = report.phases.all[p];
    c.uncharged = uncharged += static_cast<double>(phase.stores - phase.starts);
    const Ladder& ladder = report.ladders[p];
    if (ladder[0] <= 0) c.idle += ladder.back() / share;
    for (std::size_t i = 0; ladder[0] > 0 && i < ladder.size(); ++i) c.ladder[i] += ladder[i] / share;
  }
  // An output that is begun and not yet stored is no loss: what counts is what no later store of one takes
  // back.
  for (std::size_t i = columns.size(); i-- > 1;)
    columns[i - 1].uncharged = std::min(columns[i - 1].uncharged, columns[i].uncharged);
  return columns;
}

/// Height of the strip under the picture, 0 where the step about charges gives nothing away.
double strip_of(const Report& report) { return report.io() > report.charges - report.taken_off ? strip : 0; }

class Drawing {
 public:
  Drawing(Canvas& canvas, const Report& report)
      : canvas_(canvas),
        report_(report),
        columns_(columns_of(report)),
        box_{left, top, width - left - right, tall},
        strip_{left, top + tall + between, box_.w, strip_of(report)} {
    double highest = 1, charges = 1;
    for (const Column& c : columns_) {
      highest = std::max(highest, *std::max_element(c.ladder.begin(), c.ladder.end()) + c.idle);
      charges = c.to;
    }
    x_ = make_axis("charges since the start [words]", Scale::linear, TickStyle::scientific, 0, charges, 0, 8);
    y_ = make_axis("products in a phase", Scale::linear, TickStyle::scientific, 0, highest, 0.03, 7);
    y_.low = 0;
    stored_ = make_axis("stored so far beyond one store of each output [words]", Scale::linear,
                        TickStyle::scientific, 0,
                        columns_.empty() ? 1 : std::max(1.0, columns_.back().uncharged), 0.03, 3);
    stored_.low = 0;
  }

  void draw() {
    Path grid;
    for (const Tick& t : y_.ticks)
      if (t.value >= 0) grid.move(box_.x, py(t.value)), grid.line(box_.right(), py(t.value));
    canvas_.path(grid.str(), "grid");
    layers();
    canvas_.rect(box_, "frame");
    if (strip_.h > 0) uncharged();
    labels();
    legend();
  }

 private:
  [[nodiscard]] double px(double x) const { return box_.x + box_.w * x_.position(x); }
  [[nodiscard]] double py(double y) const { return box_.bottom() - box_.h * y_.position(y); }

  [[nodiscard]] double sy(double y) const { return strip_.bottom() - strip_.h * stored_.position(y); }

  /// The step that allows level i of the ladders, from 1.
  [[nodiscard]] const Step& step(std::size_t i) const {
    return *std::find_if(report_.steps.begin(), report_.steps.end(),
                         [&](const Step& s) { return s.rung == i; });
  }

  /// From level i - 1 up to level i; level 0 is what was done.
  [[nodiscard]] std::string area(std::size_t i) const {
    Path p;
    for (const Column& c : columns_) {
      const double low = i == 0 ? 0 : c.ladder[i - 1];
      p.move(px(c.from), py(low));
      p.line(px(c.from), py(c.ladder[i]));
      p.line(px(c.to), py(c.ladder[i]));
      p.line(px(c.to), py(low));
      p.close();
    }
    return p.str();
  }

  void layers() {
    if (columns_.empty()) return;
    for (std::size_t i = 0; i < columns_[0].ladder.size(); ++i) {
      canvas_.open_group("");
      canvas_.title(i == 0 ? "products done" : "given away by step " + std::string(step(i).id));
      canvas_.path(area(i), i == 0 ? "floor" : fill_of(step(i).id),
                   i == 0 ? "" : attribute("fill-opacity", "0.72"));
      canvas_.close_group();
    }
    idle();
    Path done;
    for (const Column& c : columns_) {
      done.empty() ? done.move(px(c.from), py(c.ladder[0])) : done.line(px(c.from), py(c.ladder[0]));
      done.line(px(c.to), py(c.ladder[0]));
    }
    canvas_.path(done.str(), "line proof");
  }

  /// What phases without products may do, above what the others of their column may.
  void idle() {
    if (report_.idle_phases == 0) return;
    Path p;
    for (const Column& c : columns_) {
      if (c.idle <= 0) continue;
      const double low = c.ladder.back();
      p.move(px(c.from), py(low)), p.line(px(c.from), py(low + c.idle));
      p.line(px(c.to), py(low + c.idle)), p.line(px(c.to), py(low)), p.close();
    }
    canvas_.open_group("");
    canvas_.title("given away to phases that do no products");
    canvas_.path(p.str(), fill_of_idle, attribute("fill-opacity", "0.72"));
    canvas_.close_group();
  }

  /// The step about charges, along the run: where the curve rises, words are moved that it does not charge.
  void uncharged() {
    Path grid, curve;
    for (const Tick& t : stored_.ticks)
      grid.move(strip_.x, sy(t.value)), grid.line(strip_.right(), sy(t.value));
    canvas_.path(grid.str(), "grid");
    curve.move(px(0), sy(0));
    for (const Column& c : columns_) curve.line(px(c.to), sy(std::max(0.0, c.uncharged)));
    curve.line(strip_.right(), sy(0));
    curve.close();
    canvas_.open_group("");
    canvas_.title("given away by step charges");
    canvas_.path(curve.str(), fill_of("charges"), attribute("fill-opacity", "0.72"));
    canvas_.close_group();
    canvas_.rect(strip_, "frame");
    for (const Tick& t : stored_.ticks)
      if (t.value >= 0 && !t.label.empty()) canvas_.text(strip_.x - 7, sy(t.value) + 4, "n soft e", t.label);
    canvas_.text(14, strip_.y - 10, "n soft", stored_.label);
  }

  [[nodiscard]] double bottom() const { return strip_.h > 0 ? strip_.bottom() : box_.bottom(); }

  void labels() {
    for (const Tick& t : y_.ticks)
      if (t.value >= 0) canvas_.text(box_.x - 7, py(t.value) + 4, "n soft e", t.label);
    for (const Tick& t : x_.ticks)
      if (!t.label.empty()) canvas_.text(px(t.value), bottom() + 18, "n soft m", t.label);
    canvas_.text(14, box_.y - 12, "n soft", y_.label);
    canvas_.text(box_.x + box_.w / 2, bottom() + 37, "n soft m", x_.label);
  }

  /// From the top of the picture down.
  void legend() {
    double y = bottom() + 62;
    double x = left;
    const auto entry = [&](std::string_view fill, const std::string& text, bool faint) {
      if (x + 28 + text_width(text, 11.5) > width - right) x = left, y += 20;
      canvas_.path("M" + coordinate(x) + " " + coordinate(y - 9) + "h16v11h-16z", fill,
                   faint ? attribute("fill-opacity", "0.72") : "");
      canvas_.text(x + 22, y, "n", text);
      x += 44 + text_width(text, 11.5);
    };
    if (report_.idle_phases > 0)
      entry(fill_of_idle, "no products: x " + ratio_text(report_.idle_slack), true);
    for (std::size_t i = columns_.empty() ? 0 : columns_[0].ladder.size() - 1; i > 0; --i) {
      const Step& s = step(i);
      entry(fill_of(s.id),
            std::to_string(s.number) + " " + std::string(s.id) + ": x " + ratio_text(s.slack.total), true);
    }
    entry("floor", "products done", false);
    for (const Step& s : report_.steps)
      if (s.rung == 0 && s.id != "sum")
        entry(s.id == "charges" && strip_.h > 0 ? fill_of(s.id) : "bg",
              std::to_string(s.number) + " " + std::string(s.id) + ": x " + ratio_text(s.slack.total), true);
  }

  Canvas& canvas_;
  const Report& report_;
  std::vector<Column> columns_;
  Box box_, strip_;
  Axis x_, y_, stored_;
};

std::string subtitle(const Report& r) {
  const auto& s = r.phases.shape;
  const std::string shape = s.is_square() ? "N = " + with_commas(s.Nq) + ", d = " + with_commas(s.dk)
                                          : "Nq = " + with_commas(s.Nq) + ", Nk = " + with_commas(s.Nk) +
                                                ", dk = " + with_commas(s.dk) + ", dv = " + with_commas(s.dv);
  return shape + ", M = " + with_commas(r.phases.M.count()) + " words, X = " + with_commas(r.phases.X) +
         ", " + with_commas(static_cast<sim::Int128>(r.phases.all.size())) +
         " phases; io = " + with_commas(r.io()) + " words, every execution >= " + with_commas(r.bound);
}

}  // namespace

std::string slack_svg(const Report& report, const std::string& execution, const Provenance& provenance) {
  const std::string title =
      "Where the proof of " + std::string(bound_id(report.phases.proof)) + " gives away";
  const double below = strip_of(report);
  const double height = top + tall + (below > 0 ? between + below : 0) + foot;
  Canvas page;
  page.raw("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"rb\" role=\"img\"" +
           attribute("viewBox", "0 0 " + coordinate(width) + " " + coordinate(height)) +
           attribute("width", coordinate(width)) + attribute("height", coordinate(height)) +
           " aria-labelledby=\"rb-title rb-desc\">\n<title id=\"rb-title\">" + escape_xml(title) +
           "</title>\n<desc id=\"rb-desc\">" +
           escape_xml(execution + ". " + subtitle(report) + ". Made with: " + provenance.command + " (" +
                      provenance.program + ")") +
           "</desc>\n<style>" + standalone_css() + "</style>\n");
  page.rect({0, 0, width, height}, "bg");
  page.text(14, 30, "h", fitted(title, 16, width - 28));
  page.text(14, 52, "n soft", fitted(execution, 11.5, width - 28));
  page.text(14, 68, "n soft", fitted(subtitle(report), 11.5, width - 28));
  if (report.phases.broken)
    page.text(14, 96, "n", fitted("broken: " + report.phases.broken->what, 11.5, width - 28));
  else
    Drawing(page, report).draw();
  page.raw("</svg>\n");
  return page.str();
}

}  // namespace redblue::cli
