// The CPU back end itself, on kernels of a few lines: what it runs, and what it refuses with which words.
#include <cmath>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <redblue/kernels/cpu/launcher.hpp>

using namespace redblue::kernels;
using cpu::FaultKind;
using cpu::KernelFault;
using cpu::Launcher;
using cpu::Thread;

namespace {

/// A kernel from a function of the thread.
template <class F>
struct Lambda {
  static constexpr const char* name = "probe";
  F f;
  void operator()(Thread& thread) const { f(thread); }
};

template <class F>
void launch(F f, Extent blocks = 1, Extent words = 256) {
  Launcher launcher;
  launcher(Lambda<F>{f}, blocks, words);
}

/// The kernel is refused as `kind`, with every part of `words` in the report.
template <class F>
void refused(FaultKind kind, std::initializer_list<const char*> words, F f) {
  try {
    launch(f);
  } catch (const KernelFault& fault) {
    CHECK(fault.kind == kind);
    for (const char* part : words)
      CHECK_MESSAGE(std::string(fault.what()).find(part) != std::string::npos,
                    part << " in " << fault.what());
    return;
  }
  FAIL_CHECK("nothing was refused");
}

void exchange(Thread& t) {
  const auto words = t.shared(0, 256);
  words.set(t.index(), static_cast<float>(t.index()));
  t.barrier();
  const float other = words.get(127 - t.index());
  t.barrier();
  words.set(t.index(), other);
}

}  // namespace

TEST_CASE("every thread of every block runs once and knows its number") {
  std::vector<int> ran(3 * 128);
  launch([&](Thread& t) { ++ran[static_cast<std::size_t>(t.block() * 128 + t.index())]; }, 3);
  for (const int n : ran) CHECK(n == 1);
}

TEST_CASE("what one thread writes before a barrier the others read after it") {
  std::vector<float> got(128);
  launch([&](Thread& t) {
    exchange(t);
    got[static_cast<std::size_t>(t.index())] = t.shared(0, 256).get(t.index());
  });
  for (std::size_t n = 0; n < 128; ++n) CHECK(got[n] == static_cast<float>(127 - n));
}

TEST_CASE("a shuffle gives each lane its partner's value in groups of every width") {
  for (const int width : {2, 4, 8, 16, 32})
    for (int lanes = 1; lanes < width; lanes *= 2)
      launch([&](Thread& t) {
        for (int round = 0; round < 3; ++round) {
          const float mine = static_cast<float>(1000 * round + t.index());
          CHECK(t.shuffle_xor(mine, lanes, width) == static_cast<float>(1000 * round + (t.index() ^ lanes)));
        }
      });
}

TEST_CASE("groups of a warp shuffle without the others") {
  launch([](Thread& t) {
    if (t.index() / 8 % 2 == 1) return;
    CHECK(t.shuffle_xor(static_cast<float>(t.index()), 4, 8) == static_cast<float>(t.index() ^ 4));
  });
}

TEST_CASE("a barrier that some threads pass by is a divergence that names them and the line") {
  refused(FaultKind::divergence,
          {"kernel probe, block 0", "threads 0..63 wait at the barrier of",
           "301_cpu_back_end.cpp:", "threads 64..127 returned"},
          [](Thread& t) {
            if (t.index() < 64) t.barrier();
          });
}

TEST_CASE("two different barriers are a divergence even when every thread stands at one") {
  refused(FaultKind::divergence, {"threads 0..0 wait", "threads 1..127 wait"}, [](Thread& t) {
    if (t.index() == 0)
      t.barrier();
    else
      t.barrier();
  });
}

TEST_CASE("a shuffle whose partner has returned is a deadlock") {
  refused(FaultKind::deadlock, {"threads 0..4 wait at the shuffle", "threads 5..5 returned"}, [](Thread& t) {
    if (t.index() == 5) return;
    t.shuffle_xor(1, 1, 8);
  });
}

TEST_CASE("a shuffle beside a barrier is a deadlock") {
  refused(FaultKind::deadlock, {"wait at the shuffle", "wait at the barrier"}, [](Thread& t) {
    if (t.index() % 8 == 0)
      t.barrier();
    else
      t.shuffle_xor(1, 1, 8);
  });
}

TEST_CASE("shared memory is poisoned: a word that nobody wrote is not read") {
  refused(FaultKind::uninitialised, {"thread 3 reads word 17 of 256"}, [](Thread& t) {
    if (t.index() == 3) (void)t.shared(16, 8).get(1);
  });
}

TEST_CASE("shared memory is poisoned anew for every block") {
  Launcher launcher;
  const auto kernel = Lambda{[](Thread& t) {
    if (t.index() != 0) return;
    if (t.block() == 0) t.shared(0, 256).set(0, 1);
    if (t.block() == 1) (void)t.shared(0, 256).get(0);
  }};
  CHECK_THROWS_AS(launcher(kernel, 2, 8), KernelFault);
}

TEST_CASE("reading what another thread wrote without a barrier is a race in either order") {
  refused(FaultKind::race, {"thread 1 and thread 0 touch word 0 of 256"}, [](Thread& t) {
    if (t.index() == 0) t.shared(0, 256).set(0, 1);
    if (t.index() == 1) (void)t.shared(0, 256).get(0);
  });
  refused(FaultKind::race, {"thread 1 and thread 0 touch word 0 of 256", "301_cpu_back_end.cpp"},
          [](Thread& t) {
            if (t.index() == 1) t.shared(0, 256).set(0, 1);
            t.barrier();
            if (t.index() == 0) (void)t.shared(0, 256).get(0);
            if (t.index() == 1) t.shared(0, 256).set(0, 2);
          });
  refused(FaultKind::race, {"thread 1 and thread 0"}, [](Thread& t) {
    if (t.index() < 2) t.shared(0, 256).set(0, 1);
  });
  refused(FaultKind::race, {"several threads"}, [](Thread& t) {
    if (t.index() == 0) t.shared(0, 256).set(0, 1);
    t.barrier();
    if (t.index() < 9) (void)t.shared(0, 256).get(0);
    if (t.index() == 0) return;
    if (t.index() == 9) t.shared(0, 256).set(0, 2);
  });
}

TEST_CASE("many readers of a word and one thread that rewrites its own are no race") {
  CHECK_NOTHROW(launch([](Thread& t) {
    const auto words = t.shared(0, 256);
    words.set(t.index(), 1);
    words.set(t.index(), words.get(t.index()) + 1);
    t.barrier();
    for (int n = 0; n < 128; ++n) (void)words.get(n);
  }));
}

TEST_CASE("shared memory ends where the plan ends") {
  CHECK_NOTHROW(launch([](Thread& t) { t.shared(0, 256).set(t.index(), 0); }, 1, 128));
  refused(FaultKind::out_of_bounds, {"thread 0 touches word 256 of 256"},
          [](Thread& t) { t.shared(255, 9).set(1, 0); });
  refused(FaultKind::out_of_bounds, {"word -1 of 256 of a tile"},
          [](Thread& t) { (void)t.shared(0, 256).get(-1); });
}

TEST_CASE("a tile ends where it ends, though the block has more") {
  CHECK_NOTHROW(launch([](Thread& t) {
    if (t.index() == 0) t.shared(10, 5).set(4, 0);
  }));
  refused(FaultKind::out_of_bounds, {"thread 0 touches word 5 of 5 of a tile"}, [](Thread& t) {
    if (t.index() == 0) t.shared(10, 5).set(5, 0);
  });
}

TEST_CASE("global memory ends where the matrix ends, and the report names the tensor") {
  std::vector<float> words(10);
  const Words<redblue::sim::tensor::K.row> K{words.data(), 10};
  CHECK_NOTHROW(launch([&](Thread& t) { t.store(K, t.index() % 10, t.load(K, 9)); }));
  refused(FaultKind::out_of_bounds, {"touches word 10 of 10 of K"}, [&](Thread& t) { (void)t.load(K, 10); });
  refused(FaultKind::out_of_bounds, {"touches word -1 of 10 of K"}, [&](Thread& t) { t.store(K, -1, 0); });
}

TEST_CASE("the back end counts what moves per tensor, and adds of all threads") {
  std::vector<float> words(128);
  const Words<redblue::sim::tensor::V.row> V{words.data(), 128};
  unsigned long long sum = 0;
  Launcher launcher;
  const auto kernel = Lambda{[&](Thread& t) {
    (void)t.load(V, t.index());
    if (t.index() < 5) t.store(V, t.index(), 1);
    t.add(&sum, 2);
  }};
  launcher(kernel, 2, 0);
  CHECK(launcher.moved().reads[redblue::sim::tensor::V.row] == 256);
  CHECK(launcher.moved().writes[redblue::sim::tensor::V.row] == 10);
  CHECK(sum == 512);
}

TEST_CASE("an exception of one thread ends the block, and the next launch starts clean") {
  Launcher launcher;
  const auto fails = Lambda{[](Thread& t) {
    t.barrier();
    if (t.index() == 77) throw std::string("mine");
    t.barrier();
  }};
  for (int again = 0; again < 3; ++again) {
    CHECK_THROWS_AS(launcher(fails, 1, 8), std::string);
    CHECK_NOTHROW(launcher(Lambda{exchange}, 2, 128));
  }
}
