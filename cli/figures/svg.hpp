// Figures as SVG.
#pragma once

#include <string>
#include <vector>

#include <redblue/cli/figures/figure.hpp>
#include <redblue/cli/figures/layout.hpp>

namespace redblue::cli {

/// The curves of a section, each once: schedules by palette row, then best, lower, single bounds.
/// The place in this list is the number (`data-k`) that ties curves, legend and data together.
[[nodiscard]] std::vector<const Curve*> legend_of(const Section& section);

/// What a picture was made with; printed in its description.
struct Provenance {
  std::string program;  ///< "redblue 0.1.0 (abc123)"
  std::string command;  ///< the command line, without what varies from run to run
};

/// A whole SVG file, light and dark.
[[nodiscard]] std::string to_svg(const Figure& figure, const Provenance& provenance);

/// One section as an <svg> element without style sheet, for a page that includes embedded_css().
/// `id` is a name of our own, unique in the page.
[[nodiscard]] std::string section_svg(const Section& section, const SectionStyle& style,
                                      const std::string& id);

}  // namespace redblue::cli
