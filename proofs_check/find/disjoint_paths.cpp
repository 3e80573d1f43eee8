#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/boykov_kolmogorov_max_flow.hpp>

#include <redblue/proofs_check/find/disjoint_paths.hpp>

namespace redblue::proofs_check::finder {
namespace {

using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
using Edge = Traits::edge_descriptor;
using Units = std::int64_t;
using EdgeData = boost::property<
    boost::edge_capacity_t, Units,
    boost::property<boost::edge_residual_capacity_t, Units, boost::property<boost::edge_reverse_t, Edge>>>;
using VertexData = boost::property<
    boost::vertex_color_t, boost::default_color_type,
    boost::property<boost::vertex_distance_t, long, boost::property<boost::vertex_predecessor_t, Edge>>>;
using Flow = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, VertexData, EdgeData>;

}  // namespace

// Vertex v is two nodes, 2v where paths enter and 2v + 1 where they leave, with one unit from one to the
// other.
struct DisjointPaths::Network {
  explicit Network(const Subgraph& graph)
      : size(graph.size()), any(size + 1), flow(2 * std::size_t{size} + 2) {
    for (Local v = 0; v < size; ++v) {
      connect(enter(v), leave(v), 1);
      for (const Local u : graph.operands(v)) connect(leave(u), enter(v), any);
    }
    for (Local v = 0; v < size; ++v) {
      from_source.push_back(connect(source(), enter(v), 0));
      to_sink.push_back(connect(leave(v), sink(), 0));
    }
  }

  static std::size_t enter(Local v) { return 2 * std::size_t{v}; }
  static std::size_t leave(Local v) { return 2 * std::size_t{v} + 1; }
  [[nodiscard]] std::size_t source() const { return 2 * std::size_t{size}; }
  [[nodiscard]] std::size_t sink() const { return source() + 1; }

  Edge connect(std::size_t from, std::size_t to, Units units) {
    const Edge edge = boost::add_edge(from, to, flow).first;
    const Edge back = boost::add_edge(to, from, flow).first;
    capacity()[edge] = units;
    const auto reverse = boost::get(boost::edge_reverse, flow);
    reverse[edge] = back;
    reverse[back] = edge;
    return edge;
  }
  boost::property_map<Flow, boost::edge_capacity_t>::type capacity() {
    return boost::get(boost::edge_capacity, flow);
  }
  [[nodiscard]] std::vector<bool> reached() const;
  [[nodiscard]] Units used(Edge e) const {
    return boost::get(boost::edge_capacity, flow, e) - boost::get(boost::edge_residual_capacity, flow, e);
  }

  Local size;
  Units any;  ///< more than all paths together
  Flow flow;
  std::vector<Edge> from_source, to_sink;
  std::vector<Edge> open;  ///< those of them that the last question opened
};

DisjointPaths::DisjointPaths(const Subgraph& graph) : network_(std::make_unique<Network>(graph)) {}
DisjointPaths::DisjointPaths(DisjointPaths&&) noexcept = default;
DisjointPaths& DisjointPaths::operator=(DisjointPaths&&) noexcept = default;
DisjointPaths::~DisjointPaths() = default;

std::int64_t DisjointPaths::most(std::span<const Local> sources, std::span<const Local> targets) {
  Network& n = *network_;
  for (const Edge e : n.open) n.capacity()[e] = 0;
  n.open.clear();
  for (const Local v : sources) n.open.push_back(n.from_source[v]);
  for (const Local v : targets) n.open.push_back(n.to_sink[v]);
  for (const Edge e : n.open) n.capacity()[e] = n.any;
  return boost::boykov_kolmogorov_max_flow(n.flow, n.source(), n.sink());
}

// What the source still reaches when nothing more can flow.
std::vector<bool> DisjointPaths::Network::reached() const {
  std::vector<bool> reached(boost::num_vertices(flow));
  std::vector<std::size_t> nodes{source()};
  reached[source()] = true;
  while (!nodes.empty()) {
    const std::size_t from = nodes.back();
    nodes.pop_back();
    for (auto [e, end] = boost::out_edges(from, flow); e != end; ++e) {
      const std::size_t to = boost::target(*e, flow);
      if (reached[to] || boost::get(boost::edge_residual_capacity, flow, *e) == 0) continue;
      reached[to] = true;
      nodes.push_back(to);
    }
  }
  return reached;
}

std::vector<Local> DisjointPaths::cut() const {
  const std::vector<bool> reached = network_->reached();
  std::vector<Local> cut;
  for (Local v = 0; v < network_->size; ++v)
    if (reached[Network::enter(v)] && !reached[Network::leave(v)]) cut.push_back(v);
  return cut;
}

// The flow, unit by unit: what enters a node other than the sink also leaves it.
std::vector<std::vector<Local>> DisjointPaths::paths() const {
  const Network& n = *network_;
  struct Way {
    std::size_t to;
    Units units;
  };
  std::vector<std::vector<Way>> ways(boost::num_vertices(n.flow));
  for (auto [e, end] = boost::edges(n.flow); e != end; ++e)
    if (const Units units = n.used(*e); units > 0)
      ways[boost::source(*e, n.flow)].push_back({boost::target(*e, n.flow), units});
  const auto step = [&](std::size_t from) {
    Way& way = ways[from].back();
    const std::size_t to = way.to;
    if (--way.units == 0) ways[from].pop_back();
    return to;
  };
  std::vector<std::vector<Local>> paths;
  while (!ways[n.source()].empty()) {
    std::vector<Local>& path = paths.emplace_back();
    for (std::size_t node = step(n.source()); node != n.sink(); node = step(node))
      if (node % 2 == 0) path.push_back(static_cast<Local>(node / 2));
  }
  return paths;
}

}  // namespace redblue::proofs_check::finder
