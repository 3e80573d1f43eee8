// Draws one panel of a section.
#pragma once

#include <string>

#include <redblue/cli/figures/canvas.hpp>
#include <redblue/cli/figures/figure.hpp>
#include <redblue/cli/figures/svg.hpp>

namespace redblue::cli {

/// What a panel is drawn with.
struct PanelFrame {
  Box plot;             ///< inside the axes
  std::string clip_id;  ///< names of our own, unique in the document
  bool with_x_label = true;
  bool first = true;  ///< carries band names and the numbers of crossings
};

void draw_panel(Canvas& canvas, const Section& section, const Panel& panel, const SectionStyle& style,
                const PanelFrame& frame);

}  // namespace redblue::cli
