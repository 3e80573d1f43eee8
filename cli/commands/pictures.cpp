#include <filesystem>
#include <system_error>

#include <redblue/algorithms/catalog.hpp>
#include <redblue/cli/commands/pictures.hpp>
#include <redblue/cli/figures/read_points.hpp>
#include <redblue/study/version.hpp>

namespace redblue::cli {

std::vector<PlotPoint> points_of(const Invocation& invocation) {
  const std::string command(invocation.command->name);
  if (invocation.operands.empty())
    sim::raise(UsageError(command +
                          ": a file of records is missing; make one with: redblue sweep --N 4096 --d 64 --M "
                          "256:1Mi:x2 --output FILE.jsonl"));
  return read_points(invocation.operands);
}

void keep_inputs(const Invocation& invocation) {
  const Given* output = invocation.flags.find("output");
  std::error_code none;
  for (const std::string& file : invocation.operands)
    if (output != nullptr && std::filesystem::equivalent(file, output->text, none))
      output->refuse("is read by this command; take another name");
}

Provenance provenance_of(const Invocation& invocation) {
  std::string command = "redblue " + std::string(invocation.command->name);
  for (const std::string& file : invocation.operands) command += " " + file;
  for (const auto& [name, given] : invocation.flags.all())
    if (name != "output" && name != "force") command += " --" + name + " " + given.text;
  return {"redblue " + std::string(study::version()) + " (git " + std::string(study::git_revision()) + ")",
          command};
}

StyleOrder style_order() {
  StyleOrder order;
  for (const algorithms::Schedule& s : algorithms::catalog()) order.emplace_back(s.id);
  return order;
}

}  // namespace redblue::cli
