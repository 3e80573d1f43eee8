#include <algorithm>
#include <string_view>
#include <utility>

#include <redblue/kernels/cpu/async.hpp>
#include <redblue/kernels/cpu/thread.hpp>

namespace redblue::kernels::cpu {
namespace {

/// "file.cuh:12", the end of a path only.
std::string text(Site site) {
  std::string_view file = site.file == nullptr ? "start" : site.file;
  if (const auto slash = file.rfind('/'); slash != std::string_view::npos) file.remove_prefix(slash + 1);
  return std::string(file) + (site.line > 0 ? ":" + std::to_string(site.line) : "");
}

}  // namespace

void Block::prepare() {
  const auto count = static_cast<std::size_t>(kernel_.threads);
  lanes_.assign(count, Lane{});
  if (fibers_.size() < count) fibers_.resize(count);
  for (std::size_t t = 0; t < count; ++t) {
    lanes_[t].block = this;
    lanes_[t].index = static_cast<int>(t);
    fibers_[t].start(&Block::enter, &lanes_[t]);
  }
}

void Block::run(const AnyKernel& kernel, long number, long shared_words, Counters& moved, WarpLog* log,
                Async* async) {
  kernel_ = kernel;
  number_ = number;
  shared_.reset(shared_words);
  moved_ = &moved;
  log_ = log;
  async_ = async;
  last_barrier_ = {};
  abandoned_ = false;
  failure_ = nullptr;
  prepare();
  try {
    while (resume_ready()) {
      if (failure_) std::rethrow_exception(failure_);
      if (!advance()) release_barrier();
    }
    if (async_ != nullptr) async_->finish();
  } catch (...) {
    abandon();
    throw;
  }
  if (log_ != nullptr) log_->barrier();
}

/// Threads wait and none can go on: the asynchronous units end one thing that they have begun.
bool Block::advance() {
  const auto returned = [](const Lane& lane) { return lane.state == State::returned; };
  return async_ != nullptr && !std::all_of(lanes_.begin(), lanes_.end(), returned) && async_->advance();
}

/// Runs every ready thread until it waits or returns; false when all have returned.
bool Block::resume_ready() {
  const auto returned = [](const Lane& lane) { return lane.state == State::returned; };
  if (std::all_of(lanes_.begin(), lanes_.end(), returned)) return false;
  bool ran = true;
  while (ran && !failure_) {
    ran = false;
    for (Lane& lane : lanes_)
      if (lane.state == State::ready && !failure_) {
        lane.started = true;
        fibers_[static_cast<std::size_t>(lane.index)].resume();
        ran = true;
      }
  }
  return true;
}

/// All threads stand at one barrier: they go on. Anything else, but that all have returned, is a fault.
void Block::release_barrier() {
  const Lane& first = lanes_[0];
  const bool all_alike = std::all_of(lanes_.begin(), lanes_.end(), [&](const Lane& lane) {
    return lane.state == first.state && (lane.state == State::returned || lane.site == first.site);
  });
  const bool together = first.state == State::at_barrier || first.state == State::returned;
  if (!all_alike || !together) report_stuck();
  if (first.state == State::returned) return;
  last_barrier_ = first.site;
  shared_.barrier();
  if (async_ != nullptr) async_->barrier();
  if (log_ != nullptr) log_->barrier();
  for (Lane& lane : lanes_) lane.state = State::ready;
}

void Block::enter(void* argument) {
  Lane& lane = *static_cast<Lane*>(argument);
  Block& block = *lane.block;
  try {
    Thread thread(block, lane);
    block.kernel_.run(block.kernel_.kernel, thread);
  } catch (const Abandoned&) {
  } catch (...) {
    block.failure_ = std::current_exception();
  }
  lane.state = State::returned;
}

void Block::wait(Lane& lane, State state, Site site) {
  lane.state = state;
  lane.site = site;
  fibers_[static_cast<std::size_t>(lane.index)].suspend();
  if (abandoned_) throw Abandoned{};
}

/// The value of the lane that is `lanes` (exclusive or) away, once all lanes of the aligned group have come.
float Block::shuffle(Lane& lane, float value, int lanes, int width, Site site) {
  const int first = lane.index / width * width;
  lane.given = value;
  const auto of = [&](int index) -> Lane& { return lanes_[static_cast<std::size_t>(index)]; };
  for (int other = first; other < first + width; ++other)
    if (other != lane.index && (of(other).state != State::at_shuffle || of(other).site != site)) {
      wait(lane, State::at_shuffle, site);
      return lane.taken;
    }
  for (int other = first; other < first + width; ++other) {
    of(other).taken = of(other ^ lanes).given;
    of(other).state = State::ready;
  }
  return lane.taken;
}

/// Lets the threads of a failed block unwind, one by one.
void Block::abandon() {
  abandoned_ = true;
  for (Lane& lane : lanes_) {
    if (lane.state == State::returned) continue;
    if (lane.started) fibers_[static_cast<std::size_t>(lane.index)].resume();
  }
}

void Block::fail(FaultKind kind, const std::string& text) {
  sim::raise(KernelFault(kind, kernel_.name, number_, text));
}

void Block::complain(const SharedMemory::Wrong& wrong) {
  const std::string word =
      "word " + std::to_string(wrong.word) + " of " + std::to_string(shared_.size()) + " of shared memory";
  const std::string thread = "thread " + std::to_string(wrong.thread);
  const std::string after = ", after " + text(last_barrier_);
  if (wrong.kind == FaultKind::out_of_bounds) fail(wrong.kind, thread + " touches " + word + after);
  if (wrong.kind == FaultKind::uninitialised)
    fail(wrong.kind, thread + " reads " + word + ", which nobody wrote" + after);
  const std::string other =
      wrong.other == SharedMemory::several ? "several threads" : "thread " + std::to_string(wrong.other);
  fail(wrong.kind, thread + " and " + other + " touch " + word + " without a barrier between them" + after);
}

/// "threads 0..63 wait at tile_ops.cuh:41, threads 64..127 have returned": runs of threads that do alike.
std::string Block::who_waits_where() const {
  const auto does = [](const Lane& lane) {
    switch (lane.state) {
      case State::returned:
        return std::string("returned");
      case State::at_shuffle:
        return "wait at the shuffle of " + text(lane.site);
      case State::at_mbarrier:
        return "wait at the mbarrier of " + text(lane.site);
      case State::at_wgmma:
        return "wait at the wgmma group of " + text(lane.site);
      default:
        return "wait at the barrier of " + text(lane.site);
    }
  };
  std::string all;
  for (std::size_t from = 0; from < lanes_.size();) {
    std::size_t to = from + 1;
    while (to < lanes_.size() && does(lanes_[to]) == does(lanes_[from])) ++to;
    all += (all.empty() ? "" : ", ") + ("threads " + std::to_string(from)) + ".." + std::to_string(to - 1) +
           " " + does(lanes_[from]);
    from = to;
  }
  return all;
}

void Block::report_stuck() {
  const bool at_barriers = std::all_of(lanes_.begin(), lanes_.end(), [](const Lane& lane) {
    return lane.state == State::at_barrier || lane.state == State::returned;
  });
  fail(at_barriers ? FaultKind::divergence : FaultKind::deadlock,
       who_waits_where() + (async_ == nullptr ? "" : async_->what_is_awaited()));
}

}  // namespace redblue::kernels::cpu
