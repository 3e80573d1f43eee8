// The tasks of a command that takes one point: a few at a time, and no longer than --time-limit.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include <redblue/cli/command.hpp>

namespace redblue::cli {

/// How the tasks ended. Those that a limit cut off may still be running.
struct TaskRun {
  std::vector<bool> done;  ///< by task
  bool out_of_time = false;
};

/// Runs task(0) to task(count - 1) on --threads threads (default 1) until all are done or --time-limit has
/// passed. Throws: what the first task that failed threw; UsageError for the flags.
/// `task` outlives this call where time ran out: it owns, or shares, what it uses.
[[nodiscard]] TaskRun run_tasks(std::size_t count, const Flags& flags,
                                const std::function<void(std::size_t)>& task);

/// Ends the program now, beside tasks that still run; what was written is kept. The line says what is
/// missing.
[[noreturn]] void leave_out_of_time(const TaskRun& run, int code = exit_limit);

}  // namespace redblue::cli
