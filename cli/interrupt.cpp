#include <array>
#include <csignal>
#include <cstdint>

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <redblue/cli/errors.hpp>
#include <redblue/cli/interrupt.hpp>

namespace redblue::cli {

namespace {

constexpr int grace_ms = 900;  // of the second that Ctrl-C may take

sigset_t watched() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

}  // namespace

Interrupt::Interrupt(std::atomic<bool>& stop) : stop_(stop) {
  // Threads made from here on inherit the mask, so that the signals wait for the watcher.
  const sigset_t set = watched();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  signals_ = ::signalfd(-1, &set, SFD_CLOEXEC);
  end_ = ::eventfd(0, EFD_CLOEXEC);
  if (signals_ >= 0 && end_ >= 0) {
    watcher_ = std::thread([this] { watch(); });
  } else {
    pthread_sigmask(SIG_UNBLOCK, &set, nullptr);  // Ctrl-C then kills at once; the journal bears it
  }
}

Interrupt::~Interrupt() {
  if (watcher_.joinable()) {
    const std::uint64_t one = 1;
    if (::write(end_, &one, sizeof one) != sizeof one) watcher_.detach();
    if (watcher_.joinable()) watcher_.join();
  }
  if (signals_ >= 0) ::close(signals_);
  if (end_ >= 0) ::close(end_);
  const sigset_t set = watched();
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

void Interrupt::watch() {
  for (;;) {
    std::array<pollfd, 2> waiting{pollfd{signals_, POLLIN, 0}, pollfd{end_, POLLIN, 0}};
    const int ready = ::poll(waiting.data(), waiting.size(), happened_ ? grace_ms : -1);
    if (ready < 0) continue;  // interrupted itself
    if ((waiting[1].revents & POLLIN) != 0) return;
    if (happened_) ::_exit(exit_interrupted);  // a second signal, or no end in time
    signalfd_siginfo which;
    if (::read(signals_, &which, sizeof which) != sizeof which) continue;
    happened_ = true;
    stop_ = true;
  }
}

}  // namespace redblue::cli
