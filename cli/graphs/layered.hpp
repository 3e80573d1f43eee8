// A layered drawing of a graph: a row per level, operands below their uses, edges around what they do not
// concern.
#pragma once

#include <string>
#include <vector>

#include <redblue/sim/dag.hpp>

namespace redblue::cli {

struct DrawnPoint {
  double x = 0, y = 0;
};

struct DrawnEdge {
  sim::Vertex from, to;
  std::vector<DrawnPoint> points;  ///< one per row that it passes, both ends included
};

struct LayeredDrawing {
  static constexpr int radius = 22;  ///< of a vertex
  std::vector<DrawnPoint> at;        ///< by vertex
  std::vector<DrawnEdge> edges;
  int width = 0, height = 0;
};

/// Values stand on the row of their depth, inputs right below their first use. An edge over several rows has
/// a place of its own in each, one for all that start at the same vertex. Rows are ordered by the places of
/// their neighbours (Sugiyama, Tagawa and Toda 1981).
[[nodiscard]] LayeredDrawing layered(const sim::Dag& dag);

/// The edge as the d of an SVG path: it leaves and enters every row upright.
[[nodiscard]] std::string path_of(const DrawnEdge& edge);

}  // namespace redblue::cli
