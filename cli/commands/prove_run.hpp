// One question of `redblue prove`: an execution, a bound, a phase length; and what came of it.
#pragma once

#include <string>

#include <redblue/cli/command.hpp>
#include <redblue/proofs_check/prove/report.hpp>
#include <redblue/proofs_check/rules.hpp>

namespace redblue::cli {

struct Proved {
  proofs_check::prove::Report report;
  std::string execution;  ///< "flash_streamed (by=elem Br=456 resident=5799)", "attention:3,1, c.txt"
  std::string id;         ///< of the schedule, or the graph's name
  bool is_graph = false;
  std::string how;         ///< how it was looked at: by tiles, move by move, or both
  std::string infeasible;  ///< not empty: what needs how many words, and there is no report
  std::string refused;     ///< not empty: what the checker says of the certificate, and there is no report
  int refused_code = 0;    ///< its exit code
};

/// The proof that --bound names. Throws: UsageError.
[[nodiscard]] proofs_check::prove::Proof proof_of(const Flags& flags);

/// The execution that --algorithm, or --graph and --certificate, name, with its proof tested.
/// Throws: UsageError for what the bound says nothing about; study::FileError.
[[nodiscard]] Proved prove(const Flags& flags);

/// `redblue prove --search`: prints what it found. Returns: the exit code.
[[nodiscard]] int prove_search(const Flags& flags);

/// The answer in one format each; `lines` for JSON Lines.
[[nodiscard]] std::string prove_table(const Proved& proved, bool colours);
[[nodiscard]] std::string prove_json(const Proved& proved, bool lines);
/// One row a phase.
[[nodiscard]] std::string prove_csv(const Proved& proved, const std::string& command_line);

}  // namespace redblue::cli
