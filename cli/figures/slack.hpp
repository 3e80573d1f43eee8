// Where along an execution a proof gives away: one picture.
#pragma once

#include <string>

#include <redblue/cli/figures/svg.hpp>
#include <redblue/proofs_check/prove/report.hpp>

namespace redblue::cli {

/// A whole SVG file: over the charges of the run, the products done and, above them, what each step of the
/// proof allows; the topmost line is F of the words that a phase can have. Neighbouring phases share a column
/// where there are many.
[[nodiscard]] std::string slack_svg(const proofs_check::prove::Report& report, const std::string& execution,
                                    const Provenance& provenance);

}  // namespace redblue::cli
