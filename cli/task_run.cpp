#include <chrono>
#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include <unistd.h>

#include <redblue/cli/numbers.hpp>
#include <redblue/cli/output.hpp>
#include <redblue/cli/task_run.hpp>

namespace redblue::cli {

namespace {

/// Shared with the threads, which may outlive the call.
struct Board {
  std::mutex mutex;
  std::condition_variable changed;
  std::function<void(std::size_t)> task;
  std::vector<bool> done;
  std::size_t next = 0;
  std::size_t running = 0;
  std::exception_ptr error;
};

void work(const std::shared_ptr<Board>& board) {
  std::unique_lock lock(board->mutex);
  while (board->next < board->done.size() && !board->error) {
    const std::size_t mine = board->next++;
    lock.unlock();
    std::exception_ptr error;
    try {
      board->task(mine);
    } catch (...) {
      error = std::current_exception();
    }
    lock.lock();
    board->done[mine] = error == nullptr;
    if (error && !board->error) board->error = error;
  }
  --board->running;
  board->changed.notify_all();
}

}  // namespace

TaskRun run_tasks(std::size_t count, const Flags& flags, const std::function<void(std::size_t)>& task) {
  const Given* threads = flags.find("threads");
  const Given* limit = flags.find("time-limit");
  const auto board = std::make_shared<Board>();
  board->task = task;
  board->done.resize(count);
  board->running = threads == nullptr ? 1 : static_cast<std::size_t>(parse_integer(*threads, limit_threads));
  const std::size_t started = board->running;
  const std::int64_t seconds = limit == nullptr ? 0 : parse_duration(*limit);
  for (std::size_t i = 0; i < started; ++i) std::thread(work, board).detach();
  std::unique_lock lock(board->mutex);
  const auto finished = [&] { return board->running == 0; };
  bool in_time = true;
  if (limit == nullptr)
    board->changed.wait(lock, finished);
  else
    in_time = board->changed.wait_for(lock, std::chrono::seconds(seconds), finished);
  board->next = count;  // nothing more is begun
  if (board->error) std::rethrow_exception(board->error);
  return {board->done, !in_time};
}

void leave_out_of_time(const TaskRun& run, int code) {
  std::size_t done = 0;
  for (const bool d : run.done) done += d ? 1 : 0;
  say("stopped by --time-limit: " + std::to_string(done) + " of " + std::to_string(run.done.size()) +
      " schedules are done");
  ::_exit(code);
}

}  // namespace redblue::cli
