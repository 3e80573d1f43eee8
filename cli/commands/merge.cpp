// redblue merge: joins the journals of shards.
#include <fmt/format.h>

#include <redblue/cli/commands/table.hpp>
#include <redblue/cli/output.hpp>
#include <redblue/cli/text_table.hpp>
#include <redblue/study/merge.hpp>

namespace redblue::cli {

int merge_command(const Invocation& invocation) {
  const Flags& flags = invocation.flags;
  const std::vector<std::string>& files = invocation.operands;
  if (files.size() < 2)
    sim::raise(UsageError("merge takes the output and at least one input: redblue merge OUT IN..."));
  const study::JournalMode mode{flags.has("resume"), flags.has("force"), flags.has("allow-mixed")};
  if (mode.resume && mode.force)
    sim::raise(UsageError("--resume keeps the journal and --force replaces it; give one of them"));

  const study::MergeOutcome merged = study::merge(files[0], {files.begin() + 1, files.end()}, mode);
  for (const std::string& file : merged.torn)
    say("warning: " + file +
        ": its last line is torn; that record is missing (redblue sweep --resume computes it)");
  for (const study::Conflict& c : merged.conflicts)
    say("conflict: " + c.first + " and " + c.second + " have the same key " + c.key + " and differ");
  if (merged.conflict_count > 0) {
    say(fmt::format("error: {} conflicts; {} was not written; remove the wrong lines and merge again",
                    merged.conflict_count, files[0]));
    return exit_no;
  }
  say(fmt::format("{}: {} records of {} files, {} of them found more than once", files[0],
                  with_commas(merged.records), files.size() - 1, with_commas(merged.repeated)));
  return exit_ok;
}

}  // namespace redblue::cli
