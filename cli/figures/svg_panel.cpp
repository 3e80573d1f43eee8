#include <algorithm>
#include <cmath>

#include <redblue/cli/escape.hpp>
#include <redblue/cli/figures/bound_labels.hpp>
#include <redblue/cli/figures/numbers.hpp>
#include <redblue/cli/figures/palette.hpp>
#include <redblue/cli/figures/svg_panel.hpp>

namespace redblue::cli {
namespace {

/// One panel in the making.
class PanelDrawing {
 public:
  PanelDrawing(Canvas& canvas, const Section& section, const Panel& panel, const SectionStyle& style,
               const PanelFrame& frame)
      : canvas_(canvas),
        section_(section),
        panel_(panel),
        style_(style),
        frame_(frame),
        box_(frame.plot),
        x_(with_ticks(panel.x, style.x_ticks)),
        y_(with_ticks(panel.y, frame.first ? style.y_ticks : (style.y_ticks + 1) / 2)),
        legend_(legend_of(section)) {}

  void draw() {
    canvas_.open_group("panel", attributes());
    canvas_.raw("<clipPath id=\"" + frame_.clip_id + "\"><rect" + attribute("x", coordinate(box_.x)) +
                attribute("y", coordinate(box_.y - 1)) + attribute("width", coordinate(box_.w)) +
                attribute("height", coordinate(box_.h + 2)) + "/></clipPath>\n");
    bands();
    grid();
    canvas_.open_group("", " clip-path=\"url(#" + frame_.clip_id + ")\"");
    for (const Curve& c : panel_.curves)
      if (c.role == Role::lower) floor(c);
    levels();
    marks();
    for (const Role role : {Role::best, Role::bound, Role::lower, Role::schedule})
      for (const Curve& c : panel_.curves)
        if (c.role == role) curve(c);
    canvas_.close_group();
    canvas_.rect(box_, "frame");
    axis_labels();
    if (frame_.first) names();
    if (!style_.direct_labels) return canvas_.close_group();
    bound_labels();
    direct_labels();
    canvas_.close_group();
  }

 private:
  [[nodiscard]] double px(double value) const { return box_.x + box_.w * x_.position(value); }
  [[nodiscard]] double py(double value) const { return box_.bottom() - box_.h * y_.position(value); }
  [[nodiscard]] bool shows(double x, double y) const {
    const double at = y_.position(y), over = x_.position(x);
    return at >= -1e-9 && at <= 1 + 1e-9 && over >= -1e-9 && over <= 1 + 1e-9;
  }

  /// What a script needs to turn pixels into values.
  [[nodiscard]] std::string attributes() const {
    return attribute("data-panel", panel_.kind) +
           attribute("data-box", coordinate(box_.x) + " " + coordinate(box_.y) + " " + coordinate(box_.w) +
                                     " " + coordinate(box_.h)) +
           attribute("data-x",
                     fixed(x_.low, 6) + " " + fixed(x_.high, 6) + (x_.is_log() ? " log" : " linear")) +
           attribute("data-y",
                     fixed(y_.low, 6) + " " + fixed(y_.high, 6) + (y_.is_log() ? " log" : " linear"));
  }

  [[nodiscard]] std::string number_of(const Curve& curve) const {
    const auto at =
        std::find_if(legend_.begin(), legend_.end(), [&](const Curve* c) { return c->id == curve.id; });
    return std::to_string(at - legend_.begin());
  }

  void bands() {
    for (std::size_t i = 0; i < section_.bands.size(); ++i) {
      const Band& band = section_.bands[i];
      const double from = px(band.from), to = px(band.to);
      canvas_.open_group("");
      canvas_.title(band.why);
      canvas_.rect({from, box_.y, to - from, box_.h}, i % 2 == 0 ? "band" : "bg");
      canvas_.close_group();
    }
  }

  void grid() {
    Path p;
    for (const Tick& t : y_.ticks) p.move(box_.x, py(t.value)), p.line(box_.right(), py(t.value));
    for (const Tick& t : x_.ticks)
      if (!t.label.empty()) p.move(px(t.value), box_.y), p.line(px(t.value), box_.bottom());
    canvas_.path(p.str(), "grid");
  }

  void levels() {
    for (const Level& level : panel_.levels)
      if (shows(x_.low, level.y)) canvas_.line(box_.x, py(level.y), box_.right(), py(level.y), "lvl");
  }

  void marks() {
    for (const Mark& mark : section_.marks) {
      canvas_.open_group("");
      canvas_.title(mark.why);
      canvas_.line(px(mark.x), box_.y, px(mark.x), box_.bottom(), mark.measured ? "cross" : "mark");
      canvas_.close_group();
    }
  }

  /// The stretches of a curve between gaps, as points on the canvas; a lone point becomes a short dash.
  template <class Visit>
  void stretches(const Curve& curve, Visit visit) const {
    std::vector<std::pair<double, double>> points;
    const auto flush = [&] {
      if (points.size() == 1 && curve.role != Role::schedule)
        points = {{points[0].first - 6, points[0].second}, {points[0].first + 6, points[0].second}};
      if (points.size() > 1) visit(points);
      points.clear();
    };
    for (const Sample& s : curve.samples) {
      if (s.y.has_value()) points.emplace_back(px(s.x), py(*s.y));
      if (!s.y.has_value() || panel_.points_only) flush();
    }
    flush();
  }

  void floor(const Curve& curve) {
    Path area;
    stretches(curve, [&](const auto& points) {
      area.move(points.front().first, box_.bottom());
      for (const auto& [x, y] : points) area.line(x, y);
      area.line(points.back().first, box_.bottom());
      area.close();
    });
    if (area.empty()) return;
    canvas_.open_group("", attribute("data-k", number_of(curve)));
    canvas_.title("no schedule can go below");
    canvas_.path(area.str(), "floor");
    canvas_.close_group();
  }

  void curve(const Curve& curve) {
    Path p;
    stretches(curve, [&](const auto& points) {
      p.move(points.front().first, points.front().second);
      for (std::size_t i = 1; i < points.size(); ++i) p.line(points[i].first, points[i].second);
    });
    const std::size_t row = palette_row(curve.style);
    const std::string colour(curve_inks[row].name);
    const std::string classes = curve.role == Role::best    ? "best"
                                : curve.role == Role::bound ? "thin bnd"
                                : curve.role == Role::lower
                                    ? "line proof"
                                    : (curve.variant == 0 ? "line " : "line alt ") + colour;
    canvas_.open_group("curve", attribute("data-k", number_of(curve)));
    canvas_.title(curve.label);
    const bool dashed = curve.role == Role::schedule && !dashes[row].empty();
    if (!p.empty()) canvas_.path(p.str(), classes, dashed ? attribute("stroke-dasharray", dashes[row]) : "");
    if (curve.role == Role::schedule) markers(curve, row, colour);
    canvas_.close_group();
  }

  void markers(const Curve& curve, std::size_t row, const std::string& colour) {
    const bool all = curve.samples.size() <= style_.most_markers;
    for (const Sample& s : curve.samples)
      if (s.y.has_value() && (all || s.hollow))
        canvas_.marker(px(s.x), py(*s.y), marker_shapes[row], (s.hollow ? "dot hollow " : "dot ") + colour,
                       s.tip);
  }

  void axis_labels() {
    for (const Tick& t : y_.ticks) canvas_.text(box_.x - 7, py(t.value) + 4, "n soft e", t.label);
    Path small;
    for (const Tick& t : x_.ticks) {
      small.move(px(t.value), box_.bottom());
      small.line(px(t.value), box_.bottom() + (t.label.empty() ? 3 : 5));
      if (!t.label.empty()) canvas_.text(px(t.value), box_.bottom() + 18, "n soft m", t.label);
    }
    canvas_.path(small.str(), "frame");
    canvas_.text(box_.x - style_.left + 8, box_.y - (frame_.first ? 30 : 10), "n soft", panel_.y.label);
    if (frame_.with_x_label)
      canvas_.text(box_.x + box_.w / 2, box_.bottom() + 37, "n soft m", panel_.x.label);
  }

  /// Names of the regimes inside the top, M = d^2 at the foot, numbers of the crossings above the frame.
  void names() {
    for (const Band& band : section_.bands) {
      const double from = px(band.from), to = px(band.to);
      const double needed = std::max(text_width(band.label, 10.5), text_width(band.formula, 10.5));
      if (!style_.band_labels || needed > to - from) continue;
      canvas_.text((from + to) / 2, box_.y + 15, "s soft m on-bg", band.label);
      canvas_.text((from + to) / 2, box_.y + 29, "s soft m on-bg", band.formula);
    }
    std::vector<double> wanted;
    for (const Mark& mark : section_.marks) {
      if (mark.measured)
        wanted.push_back(px(mark.x));
      else
        canvas_.text(place_of(mark).x, place_of(mark).bottom(),
                     over_floor() ? "s soft on-floor" : "s soft on-bg", mark.label);
    }
    const auto places = spread(wanted, 17, box_.x + 8, box_.right() - 8);
    std::size_t i = 0;
    for (const Mark& mark : section_.marks) {
      if (!mark.measured) continue;
      const double x = places[i++];
      canvas_.open_group("");
      canvas_.title(mark.why);
      canvas_.line(px(mark.x), box_.y, x, box_.y - 6, "cross");
      canvas_.rect({x - 7.5, box_.y - 20, 15, 14}, "badge", 7);
      canvas_.text(x, box_.y - 9.4, "s tcross m", mark.label);
      canvas_.close_group();
    }
  }

  /// Where a limit of the theory is named.
  [[nodiscard]] Box place_of(const Mark& mark) const {
    return {px(mark.x) + 5, box_.bottom() - 18, text_width(mark.label, label_size), 10};
  }

  [[nodiscard]] bool over_floor() const {
    return std::any_of(panel_.curves.begin(), panel_.curves.end(),
                       [](const Curve& c) { return c.role == Role::lower; });
  }

  struct Label {
    const Curve* curve;
    double x, y;  ///< where the curve ends
  };

  [[nodiscard]] std::vector<Label> ends() const {
    std::vector<Label> labels;
    for (const Curve& c : panel_.curves) {
      if (c.role == Role::best || c.role == Role::bound) continue;
      for (auto s = c.samples.rbegin(); s != c.samples.rend(); ++s)
        if (s->y.has_value() && shows(s->x, *s->y)) {
          labels.push_back({&c, px(s->x), py(*s->y)});
          break;
        }
    }
    return labels;
  }

  [[nodiscard]] Trace trace(const Curve& curve) const {
    Trace trace{curve.label, {}};
    for (const Sample& s : curve.samples)
      if (s.y.has_value()) trace.points.emplace_back(px(s.x), py(*s.y));
    return trace;
  }

  void bound_labels() {
    std::vector<const Curve*> curves;
    std::vector<Trace> bounds;
    Surroundings around{box_, {}, {}, {}, {}};
    for (const Mark& mark : section_.marks) {
      around.upright.push_back(px(mark.x));
      if (!mark.measured && frame_.first) around.reserved.push_back(place_of(mark));
    }
    for (const Curve& c : panel_.curves) {
      if (c.role == Role::bound) curves.push_back(&c), bounds.push_back(trace(c));
      if (c.role == Role::lower) around.largest = trace(c);
      if (c.role == Role::schedule) around.others.push_back(trace(c));
    }
    for (const LineLabel& label : place_labels(bounds, around)) {
      const std::string x = coordinate(label.x), y = coordinate(label.y);
      canvas_.open_group("curve", attribute("data-k", number_of(*curves[label.trace])) +
                                      attribute("transform", "rotate(" + coordinate(label.degrees) + " " + x +
                                                                 " " + y + ")"));
      canvas_.text(label.x, label.y, "s soft on-floor", label.text);
      canvas_.close_group();
    }
  }

  void direct_labels() {
    const auto labels = ends();
    std::vector<double> wanted;
    for (const Label& l : labels) wanted.push_back(l.y);
    const auto places = spread(wanted, 14.5, box_.y - 6, box_.bottom() + 6);
    for (std::size_t i = 0; i < labels.size(); ++i) {
      const Curve& c = *labels[i].curve;
      const std::string colour(curve_inks[palette_row(c.style)].name);
      const bool schedule = c.role == Role::schedule;
      canvas_.open_group("curve", attribute("data-k", number_of(c)));
      Path lead;
      lead.move(std::max(labels[i].x + 4, box_.right() + 1), labels[i].y);
      lead.line(box_.right() + 18, places[i]);
      canvas_.title(c.label);
      canvas_.path(lead.str(), "lead " + (schedule ? colour : "proof"));
      canvas_.text(box_.right() + 22, places[i] + 4, schedule ? "n f" + colour : "n tproof",
                   fitted(c.label, 11.5, style_.right - 24));
      canvas_.close_group();
    }
  }

  Canvas& canvas_;
  const Section& section_;
  const Panel& panel_;
  const SectionStyle& style_;
  const PanelFrame& frame_;
  Box box_;
  Axis x_, y_;
  std::vector<const Curve*> legend_;
};

}  // namespace

void draw_panel(Canvas& canvas, const Section& section, const Panel& panel, const SectionStyle& style,
                const PanelFrame& frame) {
  PanelDrawing(canvas, section, panel, style, frame).draw();
}

}  // namespace redblue::cli
