// Graphs in JSON.
#include "foreign_graph.hpp"
#include "targets.hpp"

namespace redblue::fuzz {
namespace {
Tally tally("json_graph");
}

void json_graph(std::string_view bytes) { foreign_graph(tally, cli::read_json_graph, bytes); }

}  // namespace redblue::fuzz
