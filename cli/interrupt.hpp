// Ctrl-C: the first one asks the work to end, and if that takes too long, or on the second, ends the program.
#pragma once

#include <atomic>
#include <thread>

namespace redblue::cli {

/// While it lives, SIGINT and SIGTERM set `stop` in place of killing the program. Made before any thread
/// that should not be interrupted itself. The program is gone within a second with exit code 130, whatever
/// it is computing; what was written is kept.
class Interrupt {
 public:
  explicit Interrupt(std::atomic<bool>& stop);
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  /// True after the first signal.
  [[nodiscard]] bool happened() const { return happened_; }

 private:
  void watch();

  std::atomic<bool>& stop_;
  std::atomic<bool> happened_{false};
  int signals_ = -1;  ///< readable when one came
  int end_ = -1;      ///< readable when the watch is over
  std::thread watcher_;
};

}  // namespace redblue::cli
