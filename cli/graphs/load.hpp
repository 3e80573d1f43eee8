// A graph from its name or from a file: text form, DOT, GraphML or JSON.
#pragma once

#include <string>
#include <string_view>

#include <redblue/cli/command.hpp>
#include <redblue/cli/errors.hpp>
#include <redblue/proofs_check/check/verdict.hpp>
#include <redblue/proofs_check/graph.hpp>

namespace redblue::cli {

/// The graph that `given` names, or that is in the file it names; the suffix (.dot .gv .graphml .xml .json,
/// else the text form) says the format. Throws: UsageError for a wrong name, study::FileError for a wrong
/// file.
[[nodiscard]] proofs_check::NamedGraph load_graph(const Given& given);

/// The checker's verdict on texts that are in memory.
[[nodiscard]] proofs_check::check::Verdict check_texts(std::string_view graph, std::string_view certificate);
/// The same of a certificate of kind counting, which has no graph.
[[nodiscard]] proofs_check::check::Verdict check_without_graph(std::string_view certificate);

/// The checker's verdict on a graph as it is named on the command line; a file in the text form is not read
/// here.
[[nodiscard]] proofs_check::check::Verdict check_named(const Given& graph, const std::string& certificate);

/// Throws: UsageError where two flags name one file, of which at least one would be written.
void require_distinct_files(const Flags& flags);

}  // namespace redblue::cli
