// redblue bound --graph: what no play of a graph can beat.
#pragma once

#include <redblue/cli/command.hpp>

namespace redblue::cli {

/// The command, where --graph is given; returns an exit code.
[[nodiscard]] int bound_graph(const Invocation& invocation);

}  // namespace redblue::cli
