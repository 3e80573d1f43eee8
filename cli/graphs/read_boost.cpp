// DOT and GraphML, by Boost.Graph behind the scans. Labels are the attribute `label` where there is one, else
// the id.
#include <sstream>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/graphml.hpp>
#include <boost/graph/graphviz.hpp>

#include <redblue/cli/graphs/edges.hpp>
#include <redblue/study/file_error.hpp>

namespace redblue::cli {
namespace {

struct Named {
  std::string id;
  std::string label;
};

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, Named>;

[[noreturn]] void refuse(const std::string& file, const std::string& what) {
  sim::raise(study::FileError(file, what));
}

/// Attributes that we do not know are read and forgotten.
boost::shared_ptr<boost::dynamic_property_map> forget(const std::string&, const boost::any&,
                                                      const boost::any&) {
  return {};
}

EdgeList list_of(const std::string& file, const Graph& graph) {
  EdgeList list{file, {}, {}, {}};
  for (const auto v : boost::make_iterator_range(boost::vertices(graph)))
    list.labels.push_back(graph[v].label.empty() || graph[v].label == "\\N" ? graph[v].id : graph[v].label);
  for (const auto e : boost::make_iterator_range(boost::edges(graph)))
    list.edges.emplace_back(boost::source(e, graph), boost::target(e, graph));
  return list;
}

}  // namespace

EdgeList read_dot(const std::string& file, const std::string& text) {
  scan_dot(file, text);
  Graph graph;
  boost::dynamic_properties properties(&forget);
  properties.property("node_id", boost::get(&Named::id, graph));
  properties.property("label", boost::get(&Named::label, graph));
  try {
    (void)boost::read_graphviz(text, graph, properties);
  } catch (const boost::undirected_graph_error&) {
    refuse(file, "the graph is undirected; write digraph and a -> b, from operand to result");
  } catch (const std::exception& e) {
    refuse(file, std::string("is no DOT graph: ") + e.what());
  }
  return list_of(file, graph);
}

EdgeList read_graphml(const std::string& file, const std::string& text) {
  const std::vector<std::string> ids = scan_graphml(file, text);
  Graph graph;
  boost::dynamic_properties properties(&forget);
  properties.property("label", boost::get(&Named::label, graph));
  std::istringstream in(text);
  try {
    boost::read_graphml(in, graph, properties);
  } catch (const boost::undirected_graph_error&) {
    refuse(file, "the graph is undirected; write edgedefault=\"directed\"");
  } catch (const std::exception& e) {
    refuse(file, std::string("is no GraphML: ") + e.what());
  }
  if (boost::num_vertices(graph) != ids.size()) refuse(file, "is no GraphML that names each vertex once");
  // Boost numbers vertices as it meets them; the scan demanded that none is met first in an edge.
  for (const auto v : boost::make_iterator_range(boost::vertices(graph))) graph[v].id = ids[v];
  return list_of(file, graph);
}

}  // namespace redblue::cli
