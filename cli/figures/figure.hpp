// A figure as a value: what is drawn, before any format is chosen. Writers (SVG, CSV, gnuplot, the
// report) read it and add nothing of their own.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <redblue/cli/figures/axis.hpp>

namespace redblue::cli {

/// One point of a curve. `y` empty is a gap: nothing can be said there (an infeasible point).
struct Sample {
  double x = 0;
  std::optional<double> y;
  bool hollow = false;  ///< counts of a plan that overflows M
  std::string x_text;   ///< exact digits, for CSV
  std::string y_text;
  std::string tip;  ///< lines for the reader who points at it
};

enum class Role {
  schedule,  ///< what a schedule moves
  best,      ///< the least over the schedules
  lower,     ///< the largest comparable lower bound: no schedule can go below
  bound      ///< one bound on its own
};

struct Curve {
  std::string id;  ///< algorithm or bound id and what tells variants apart; unique in a panel
  std::string label;
  Role role = Role::schedule;
  int style = 0;                ///< row of the palette (schedules only)
  int variant = 0;              ///< 0, 1, ... among the curves of one algorithm
  std::vector<Sample> samples;  ///< by increasing x
};

/// A stretch of the x axis where the theory gives one answer.
struct Band {
  double from = 0, to = 0;
  std::string label;    ///< what stays in fast memory
  std::string formula;  ///< leading cost
  std::string why;
};

/// A vertical line: a limit of the theory or a measured crossing.
struct Mark {
  double x = 0;
  std::string label;
  std::string why;
  bool measured = false;
};

/// A horizontal line.
struct Level {
  double y = 0;
  std::string label;
};

struct Panel {
  std::string kind;  ///< io, ratio, d, residuals
  Axis x, y;
  std::string x_name;  ///< column names with their units, e.g. M_words
  std::string y_name;
  std::vector<Curve> curves;
  std::vector<Level> levels;
  bool points_only = false;  ///< too few x values for lines between them
};

/// Panels one above the other over one x axis: one shape under one set of rules.
struct Section {
  std::string title;
  std::string subtitle;
  std::vector<Panel> panels;
  std::vector<Band> bands;
  std::vector<Mark> marks;
  std::vector<std::string> notes;
};

struct Figure {
  std::string title;
  std::string description;
  std::vector<Section> sections;
};

}  // namespace redblue::cli
