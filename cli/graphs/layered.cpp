#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include <redblue/cli/graphs/layered.hpp>
#include <redblue/cli/graphs/write.hpp>

namespace redblue::cli {
namespace {

using sim::Vertex;
using Item = std::size_t;  // a vertex, or from dag.size() on a place that an edge passes through

constexpr int step_y = 96, margin = 48, vertex_width = 62, passing_width = 26;
constexpr int sweeps = 6;
constexpr std::size_t most_passing = 40'000;  // beyond it long edges are straight

class Layering {
 public:
  explicit Layering(const sim::Dag& dag) : dag_(dag), level_(dag.size()), first_passing_(dag.size()) {
    const std::vector<std::uint32_t> depth = depths(dag);
    std::vector<std::uint32_t> first_use(dag.size(), UINT32_MAX), last_use(dag.size());
    for (Vertex v = 0; v < dag.size(); ++v)
      for (const Vertex u : distinct_operands(dag, v)) {
        first_use[u] = std::min(first_use[u], depth[v]);
        last_use[u] = std::max(last_use[u], depth[v]);
        edges_.emplace_back(u, v);
      }
    for (Vertex v = 0; v < dag.size(); ++v) {
      const bool input = dag.kind(v) == sim::Dag::Kind::input && first_use[v] != UINT32_MAX;
      level_[v] = input ? first_use[v] - 1 : depth[v];
      place(v, level_[v]);
    }
    add_passing(last_use);
    connect();
  }

  LayeredDrawing draw() {
    for (int i = 0; i < sweeps; ++i) sweep(i % 2 == 0);
    LayeredDrawing drawn;
    x_.assign(below_.size(), 0);
    int widest = 0;
    for (const auto& row : rows_) widest = std::max(widest, width(row));
    for (const auto& row : rows_) spread(row, (widest - width(row)) / 2 + margin);
    drawn.width = widest + 2 * margin;
    drawn.height = step_y * static_cast<int>(rows_.size() - 1) + 2 * margin;
    for (Vertex v = 0; v < dag_.size(); ++v) drawn.at.push_back({x_[v], y(level_[v])});
    for (const auto& [u, v] : edges_) drawn.edges.push_back(route(u, v));
    return drawn;
  }

 private:
  void place(Item item, std::uint32_t level) {
    if (rows_.size() <= level) rows_.resize(level + 1);
    rows_[level].push_back(item);
  }
  void add_passing(const std::vector<std::uint32_t>& last_use) {
    std::size_t all = 0;
    for (Vertex v = 0; v < dag_.size(); ++v)
      all += last_use[v] > level_[v] + 1 ? last_use[v] - level_[v] - 1 : 0;
    Item next = dag_.size();
    for (Vertex v = 0; v < dag_.size() && all <= most_passing; ++v) {
      first_passing_[v] = next;
      for (std::uint32_t level = level_[v] + 1; level < last_use[v]; ++level) place(next++, level);
    }
    straight_ = all > most_passing;
    below_.resize(next);
    above_.resize(next);
  }
  /// What the edge from u to v stands on in the row `level`.
  [[nodiscard]] Item on(Vertex u, Vertex v, std::uint32_t level) const {
    if (level == level_[u]) return u;
    return level == level_[v] ? v : first_passing_[u] + (level - level_[u] - 1);
  }
  void connect() {
    for (const auto& [u, v] : edges_)
      for (std::uint32_t level = level_[u]; level < level_[v]; ++level) {
        if (straight_ && level_[v] > level_[u] + 1) break;
        const Item low = on(u, v, level), high = on(u, v, level + 1);
        if (!below_[high].empty() && below_[high].back() == low) continue;  // shared by an earlier edge
        below_[high].push_back(low);
        above_[low].push_back(high);
      }
  }

  /// Orders every row by the middle of its neighbours in the row before it.
  void sweep(bool upwards) {
    std::vector<double> position(below_.size());
    const auto number = [&](const std::vector<Item>& row) {
      for (std::size_t i = 0; i < row.size(); ++i)
        position[row[i]] = (static_cast<double>(i) + 0.5) / static_cast<double>(row.size());
    };
    for (const auto& row : rows_) number(row);
    for (std::size_t k = 1; k < rows_.size(); ++k) {
      std::vector<Item>& row = rows_[upwards ? k : rows_.size() - 1 - k];
      std::vector<std::pair<double, Item>> keyed;
      for (const Item item : row) {
        const auto& near = upwards ? below_[item] : above_[item];
        double sum = 0;
        for (const Item n : near) sum += position[n];
        keyed.emplace_back(near.empty() ? position[item] : sum / static_cast<double>(near.size()), item);
      }
      std::ranges::stable_sort(keyed, {}, &std::pair<double, Item>::first);
      std::ranges::transform(keyed, row.begin(), &std::pair<double, Item>::second);
      number(row);
    }
  }

  [[nodiscard]] int width_of(Item item) const { return item < dag_.size() ? vertex_width : passing_width; }
  [[nodiscard]] int width(const std::vector<Item>& row) const {
    return std::accumulate(row.begin(), row.end(), 0, [&](int sum, Item i) { return sum + width_of(i); });
  }
  void spread(const std::vector<Item>& row, int from) {
    for (const Item item : row) {
      x_[item] = from + width_of(item) / 2.0;
      from += width_of(item);
    }
  }
  [[nodiscard]] double y(std::uint32_t level) const {
    return margin + step_y * static_cast<double>(rows_.size() - 1 - level);
  }
  [[nodiscard]] DrawnEdge route(Vertex u, Vertex v) const {
    DrawnEdge edge{u, v, {}};
    for (std::uint32_t level = level_[u]; level <= level_[v]; ++level) {
      if (straight_ && level != level_[u] && level != level_[v]) continue;
      edge.points.push_back({x_[on(u, v, level)], y(level)});
    }
    return edge;
  }

  const sim::Dag& dag_;
  std::vector<std::uint32_t> level_;
  std::vector<Item> first_passing_;
  std::vector<std::pair<Vertex, Vertex>> edges_;
  std::vector<std::vector<Item>> rows_, below_, above_;
  std::vector<double> x_;
  bool straight_ = false;
};

}  // namespace

LayeredDrawing layered(const sim::Dag& dag) { return Layering(dag).draw(); }

std::string path_of(const DrawnEdge& edge) {
  std::string path = fmt::format("M{:.0f} {:.0f}", edge.points[0].x, edge.points[0].y);
  for (std::size_t i = 1; i < edge.points.size(); ++i) {
    const DrawnPoint &a = edge.points[i - 1], &b = edge.points[i];
    const double middle = (a.y + b.y) / 2;
    path += fmt::format("C{:.0f} {:.0f} {:.0f} {:.0f} {:.0f} {:.0f}", a.x, middle, b.x, middle, b.x, b.y);
  }
  return path;
}

}  // namespace redblue::cli
