// Fibers, on either road: the switch of our own on x86-64 (test_kernels), and ucontext (test_ucontext).
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <redblue/kernels/cpu/fiber.hpp>

using redblue::kernels::cpu::Fiber;

namespace {

struct Speaker {
  Fiber fiber;
  std::string* heard = nullptr;
  char name = 0;
  int lines = 0;

  static void speak(void* self) {
    auto& me = *static_cast<Speaker*>(self);
    for (int n = 0; n < me.lines; ++n) {
      *me.heard += me.name;
      me.fiber.suspend();
    }
    *me.heard += '.';
  }
};

}  // namespace

TEST_CASE("fibers go on where they left off, in any order, and can be started again") {
  std::string heard;
  std::vector<Speaker> all(3);
  for (int round = 0; round < 2; ++round) {
    heard.clear();
    for (std::size_t n = 0; n < all.size(); ++n) {
      all[n].heard = &heard;
      all[n].name = static_cast<char>('a' + n);
      all[n].lines = static_cast<int>(n);
      all[n].fiber.start(&Speaker::speak, &all[n]);
    }
    all[2].fiber.resume();
    all[0].fiber.resume();
    all[1].fiber.resume();
    all[2].fiber.resume();
    all[1].fiber.resume();
    all[2].fiber.resume();
    CHECK(heard == "c.bc..");
  }
}

TEST_CASE("a fiber keeps its locals, floats and stack alignment across switches, and so does its caller") {
  struct Sum {
    Fiber fiber;
    double total = 0;
    std::uintptr_t misaligned = 1;
    static void add(void* self) {
      auto& me = *static_cast<Sum*>(self);
      alignas(16) volatile double here[4] = {0.5, 1.5, 2.5, 3.5};
      me.misaligned = reinterpret_cast<std::uintptr_t>(&here) % 16;
      double running = 0;
      for (int n = 0; n < 100; ++n) {
        running += std::sqrt(here[n % 4]);
        me.fiber.suspend();
      }
      me.total = running;
    }
  } sum;
  sum.fiber.start(&Sum::add, &sum);
  double expected = 0;
  for (int n = 0; n < 100; ++n) {
    expected += std::sqrt(0.5 + n % 4);
    sum.fiber.resume();
  }
  sum.fiber.resume();
  CHECK(sum.misaligned == 0);
  CHECK(sum.total == expected);
}

TEST_CASE("an exception is thrown and caught inside a fiber") {
  struct Thrower {
    Fiber fiber;
    int caught = 0;
    static void run(void* self) {
      auto& me = *static_cast<Thrower*>(self);
      for (int n = 1; n <= 3; ++n) try {
          me.fiber.suspend();
          throw n;
        } catch (int what) {
          me.caught += what;
        }
    }
  } thrower;
  thrower.fiber.start(&Thrower::run, &thrower);
  for (int n = 0; n < 4; ++n) thrower.fiber.resume();
  CHECK(thrower.caught == 6);
}

TEST_CASE("a thousand fibers have a stack each") {
  std::string heard;
  std::vector<Speaker> all(1000);
  for (Speaker& s : all) {
    s.heard = &heard;
    s.name = 'x';
    s.lines = 1;
    s.fiber.start(&Speaker::speak, &s);
  }
  for (int n = 0; n < 2; ++n)
    for (Speaker& s : all) s.fiber.resume();
  CHECK(heard == std::string(1000, 'x') + std::string(1000, '.'));
}
