// redblue check: the checker of redblue-check under another name; GRAPH may be a graph's name.
#include <redblue/cli/commands/table.hpp>
#include <redblue/cli/graphs/load.hpp>
#include <redblue/cli/output.hpp>

namespace redblue::cli {

int check_command(const Invocation& invocation) {
  const std::vector<std::string>& files = invocation.operands;
  if (files.size() != 2)
    sim::raise(UsageError("check takes a graph and a certificate: redblue check GRAPH CERTIFICATE"));
  const proofs_check::check::Verdict verdict = check_named({"graph", files[0], ""}, files[1]);
  Output(Flags{}).write(verdict.text + "\n");
  return static_cast<int>(verdict.status);
}

}  // namespace redblue::cli
