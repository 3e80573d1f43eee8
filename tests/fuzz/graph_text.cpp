// The text form of graphs. Oracle: two readers that share nothing, ours and the checker's, must accept the
// same files and name the same line of the others; what is accepted is written back byte for byte.
#include "memory_files.hpp"
#include "targets.hpp"

#include <redblue/proofs_check/certificate.hpp>
#include <redblue/proofs_check/graph.hpp>

namespace redblue::fuzz {
namespace {

using namespace redblue::proofs_check;

Tally tally("graph_text");

/// The line of the first departure from the format by our reader; 0: there is none.
std::uint64_t departure(const std::string& text) {
  try {
    const std::string again = proofs_check::graph_text(parse_graph_text(text));
    demand(again == text, "a graph that was read is written differently", text, again);
    return 0;
  } catch (const GraphError& e) {
    demand(e.line > 0, "a graph is refused without a line", text, e.what());
    return e.line;
  }
}

}  // namespace

void graph_text(std::string_view bytes) {
  const std::string text(bytes);
  const std::uint64_t line = departure(text);
  const std::string certificate = certificate_text(Pebbling{digest(text), Rules::classic, {}, {}, {}});
  const check::Verdict v = check_bytes(text, certificate);
  const bool refused = v.status == check::Status::unreadable;
  demand(refused == (line > 0) && (!refused || v.line == line), "two readers of a graph disagree",
         text + "--- line " + std::to_string(line), v.text);
  ++tally.executions;
  tally.accepted += line == 0;
}

}  // namespace redblue::fuzz
