// GraphML, by Boost.Graph behind the scan.
#include "foreign_graph.hpp"
#include "targets.hpp"

namespace redblue::fuzz {
namespace {
Tally tally("graphml");
}

void graphml(std::string_view bytes) { foreign_graph(tally, cli::read_graphml, bytes); }

}  // namespace redblue::fuzz
