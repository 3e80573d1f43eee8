// Certificates of kind spectral, line by line.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "check_support.hpp"

namespace redblue::test {

/// One input used by three outputs, each edge of weight 1/3: eigenvalues 0, 1/3, 1/3, 4/3.
inline const std::string star = "redblue-graph 1 star\nin a\nval b = 0\nval c = 0\nval d = 0\nout 1 2 3\n";
inline std::string shift(double value, int count) {
  return "shift " + std::to_string(static_cast<std::uint64_t>(value * 0x1p48)) + " " + std::to_string(count);
}

struct Parts {
  std::string rules = "one_shot", M = "0", claim, form = "published", parts, order;
  std::vector<std::string> shifts = {};
  std::string end = {};  ///< empty: right
};

inline std::string certificate(const std::string& graph, const Parts& p) {
  std::string text = "redblue-certificate 1\nkind spectral\ngraph " + digest_text(digest(graph)) +
                     "\nrules " + p.rules + "\nM " + p.M + "\nclaim lower " + p.claim + "\nform " + p.form +
                     "\nparts " + p.parts + "\norder " + p.order + "\n";
  for (const std::string& line : p.shifts) text += line + "\n";
  return text + "end " + (p.end.empty() ? std::to_string(p.shifts.size() + 3) : p.end) + "\n";
}

/// Below 1/3 lies the eigenvalue 0, below 4/3 three of them.
inline const Parts good_star{
    .claim = "2", .parts = "4", .order = "1 2 3 0", .shifts = {shift(0.333, 1), shift(1.333, 3)}};

}  // namespace redblue::test
