// What an exact search is asked, what it answers, and what it says while it runs.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>

#include <redblue/sim/moves.hpp>

namespace redblue::proofs_check::finder {

/// How far a search is. Unit of bytes: those of its tables.
struct SearchStatus {
  std::uint64_t expanded = 0;   ///< states whose macro moves were made; one state may count several times
  std::uint64_t generated = 0;  ///< states made
  std::uint64_t states = 0;     ///< different ones kept
  std::uint64_t bytes = 0;
  std::int64_t lower = 0;                  ///< proven: no play costs less
  std::optional<std::int64_t> upper = {};  ///< the cheapest play known costs this
};

struct SearchOptions {
  const std::atomic<bool>* stop = nullptr;
  std::optional<std::chrono::steady_clock::time_point> deadline = {};
  std::optional<std::uint64_t> most_bytes = {};
  std::function<void(const SearchStatus&)> progress = {};  ///< called a few times a second
  int threads = 1;                                         ///< the answer is the same for any number of them
  bool symmetry = true;
  bool prune = true;  ///< false, for tests: only what the normal form and the estimate leave out
};

struct SearchAnswer {
  enum class Stopped { no, by_user, by_time, by_memory };
  Stopped stopped = Stopped::no;
  bool optimal = false;
  sim::Moves moves;  ///< of the cheapest play known; empty where none is
  SearchStatus status;
};

}  // namespace redblue::proofs_check::finder
