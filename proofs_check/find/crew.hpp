// Crew: a few threads that share the tasks of one round after the other and sleep in between.
//
// Rounds of a search last about a millisecond, so nobody waits actively: on a busy machine that costs more
// than it saves.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <thread>
#include <vector>

namespace redblue::proofs_check::finder {

class Crew {
 public:
  /// `threads` with the caller's.
  explicit Crew(int threads) {
    for (int i = 1; i < threads; ++i) others_.emplace_back([this] { work(); });
  }
  ~Crew() {
    left_ = over;
    left_.notify_all();
  }
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;

  /// Calls task(i) for every i below n, in any order, and returns when all are done. The others are woken
  /// where that is `worth` it. `task` throws nothing.
  void run(std::size_t n, bool worth, const std::function<void(std::size_t)>& task) {
    if (others_.empty() || !worth) {
      for (std::size_t i = 0; i < n; ++i) task(i);
      return;
    }
    task_ = &task;
    undone_ = n;
    left_ = n;
    left_.notify_all();
    while (take()) {
    }
    for (std::size_t u = undone_; u != 0; u = undone_) undone_.wait(u);
  }

 private:
  static constexpr std::size_t over = static_cast<std::size_t>(-1);

  void work() {
    while (left_ != over)
      if (!take()) left_.wait(0);
  }
  /// Whoever counts `left_` down from t has task t - 1, and the round is not over before it is done.
  bool take() {
    std::size_t t = left_;
    do {
      if (t == 0 || t == over) return false;
    } while (!left_.compare_exchange_weak(t, t - 1));
    (*task_)(t - 1);
    if (--undone_ == 0) undone_.notify_one();
    return true;
  }

  const std::function<void(std::size_t)>* task_ = nullptr;
  std::atomic<std::size_t> left_ = 0;    ///< tasks that nobody has taken
  std::atomic<std::size_t> undone_ = 0;  ///< tasks that are not done
  std::vector<std::jthread> others_;     // last: they end before what they use
};

}  // namespace redblue::proofs_check::finder
