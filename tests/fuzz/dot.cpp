// DOT, by Boost.Graph behind the scan.
#include "foreign_graph.hpp"
#include "targets.hpp"

namespace redblue::fuzz {
namespace {
Tally tally("dot");
}

void dot(std::string_view bytes) { foreign_graph(tally, cli::read_dot, bytes); }

}  // namespace redblue::fuzz
