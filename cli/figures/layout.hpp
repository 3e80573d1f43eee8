// Where things lie on the canvas. Unit: SVG user units (CSS pixels).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <redblue/cli/figures/figure.hpp>

namespace redblue::cli {

struct Box {
  double x = 0, y = 0, w = 0, h = 0;
  [[nodiscard]] double right() const { return x + w; }
  [[nodiscard]] double bottom() const { return y + h; }
};

/// How one section is drawn.
struct SectionStyle {
  double width = 980;
  double main_height = 360;   ///< plot height of the first panel
  double other_height = 190;  ///< of the others
  double left = 62;
  double right = 168;  ///< room for direct labels; see fit_labels
  bool direct_labels = true;
  bool heading = true;
  bool notes = true;
  bool band_labels = true;
  std::size_t most_markers = 64;  ///< of one curve; a denser one shows its line and hollow markers only
  int x_ticks = 9;
  int y_ticks = 9;
};

/// Room on the right for the longest label of the section, within reason.
[[nodiscard]] SectionStyle fit_labels(SectionStyle style, const Section& section);

/// A narrow drawing for small screens: no direct labels, fewer ticks.
[[nodiscard]] SectionStyle narrow_style();

/// Moves `wanted` places apart so that neighbours are at least `gap` away and all lie in [low, high]
/// as far as there is room; order is kept and the sum of squared moves is least.
[[nodiscard]] std::vector<double> spread(const std::vector<double>& wanted, double gap, double low,
                                         double high);

/// An estimate of how wide `text` is when printed at `size`; for layout only.
[[nodiscard]] double text_width(std::string_view text, double size);

/// `text` cut to fit into `width`, with an ellipsis.
[[nodiscard]] std::string fitted(std::string_view text, double size, double width);

}  // namespace redblue::cli
