// On x86-64 a switch saves six registers and two pointers; elsewhere ucontext does it. AddressSanitizer is
// told of every switch, or it would take one stack for another.
#include <cstdint>
#include <new>
#include <utility>

#include <sys/mman.h>

#include <redblue/kernels/cpu/fiber.hpp>

#if defined(__SANITIZE_ADDRESS__)
#define REDBLUE_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define REDBLUE_ASAN 1
#endif
#endif

#ifdef REDBLUE_ASAN
#include <sanitizer/common_interface_defs.h>
#endif

// REDBLUE_UCONTEXT: the other road on x86-64 too, for its test.
#if defined(__x86_64__) && !defined(REDBLUE_UCONTEXT)
#define REDBLUE_OWN_SWITCH 1
#else
#include <ucontext.h>
#endif

#ifdef REDBLUE_OWN_SWITCH
extern "C" void redblue_switch_stack(void** from, void* to);
extern "C" void redblue_fiber_entry();
// Saves what a callee must keep, stores the stack pointer, takes the other one. A new stack holds a frame
// whose return address is redblue_fiber_entry, with the function in r12 and its argument in r13.
__asm__(R"(
.text
.globl redblue_switch_stack
.hidden redblue_switch_stack
.type redblue_switch_stack, @function
redblue_switch_stack:
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  ret
.size redblue_switch_stack, .-redblue_switch_stack
.globl redblue_fiber_entry
.hidden redblue_fiber_entry
.type redblue_fiber_entry, @function
redblue_fiber_entry:
  .cfi_startproc
  .cfi_undefined rip
  movq %r13, %rdi
  callq *%r12
  ud2
  .cfi_endproc
.size redblue_fiber_entry, .-redblue_fiber_entry
.section .note.GNU-stack,"",@progbits
.text
)");
#endif

namespace redblue::kernels::cpu {
namespace {

#ifdef REDBLUE_ASAN
constexpr std::size_t stack_bytes = 256 * 1024;
#else
constexpr std::size_t stack_bytes = 64 * 1024;
#endif
constexpr std::size_t guard_bytes = 4096;

/// Pages with an unreadable one below them: an overflow ends the program instead of eating a neighbour.
class Stack {
 public:
  Stack() {
    memory_ = ::mmap(nullptr, stack_bytes + guard_bytes, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory_ == MAP_FAILED) throw std::bad_alloc();
    ::mprotect(memory_, guard_bytes, PROT_NONE);
  }
  Stack(const Stack&) = delete;
  Stack& operator=(const Stack&) = delete;
  ~Stack() { ::munmap(memory_, stack_bytes + guard_bytes); }
  [[nodiscard]] char* bottom() const { return static_cast<char*>(memory_) + guard_bytes; }
  [[nodiscard]] char* top() const { return bottom() + stack_bytes; }

 private:
  void* memory_ = nullptr;
};

/// What a switch to or from a stack says to AddressSanitizer.
struct Announced {
  void* fake_stack = nullptr;
  const void* bottom = nullptr;
  std::size_t size = 0;
};
void leaving(void** fake_stack, const void* bottom, std::size_t size) {
#ifdef REDBLUE_ASAN
  __sanitizer_start_switch_fiber(fake_stack, bottom, size);
#else
  (void)fake_stack, (void)bottom, (void)size;
#endif
}
void arrived(void* fake_stack, const void** bottom, std::size_t* size) {
#ifdef REDBLUE_ASAN
  __sanitizer_finish_switch_fiber(fake_stack, bottom, size);
#else
  (void)fake_stack, (void)bottom, (void)size;
#endif
}

}  // namespace

struct Fiber::State {
  Stack stack;
  Entry entry = nullptr;
  void* argument = nullptr;
  Announced caller;  ///< the stack that resumed the fiber
  void* own_fake_stack = nullptr;
#ifdef REDBLUE_OWN_SWITCH
  void* here = nullptr;  ///< stack pointers of the side that does not run
  void* there = nullptr;
  void to_fiber() { redblue_switch_stack(&there, here); }
  void to_caller() { redblue_switch_stack(&here, there); }
  void prepare() {
    auto* top = reinterpret_cast<std::uintptr_t*>(stack.top());
    *--top = 0;  // keeps the stack aligned at the entry's call
    *--top = 0;
    *--top = reinterpret_cast<std::uintptr_t>(&redblue_fiber_entry);
    *--top = 0;                                         // rbp
    *--top = 0;                                         // rbx
    *--top = reinterpret_cast<std::uintptr_t>(&begin);  // r12
    *--top = reinterpret_cast<std::uintptr_t>(this);    // r13
    *--top = 0;                                         // r14
    *--top = 0;                                         // r15
    here = top;
  }
#else
  ucontext_t here{};
  ucontext_t there{};
  void to_fiber() { swapcontext(&there, &here); }
  void to_caller() { swapcontext(&here, &there); }
  void prepare() {
    getcontext(&here);
    here.uc_stack.ss_sp = stack.bottom();
    here.uc_stack.ss_size = stack_bytes;
    here.uc_link = nullptr;
    const auto address = reinterpret_cast<std::uintptr_t>(this);
    makecontext(&here, reinterpret_cast<void (*)()>(&begin_in_halves), 2, unsigned(address >> 32),
                unsigned(address));
  }
  static void begin_in_halves(unsigned high, unsigned low) {
    begin(reinterpret_cast<void*>((std::uintptr_t{high} << 32) | low));
  }
#endif

  static void begin(void* self) {
    auto* state = static_cast<State*>(self);
    arrived(nullptr, &state->caller.bottom, &state->caller.size);
    state->entry(state->argument);
    leaving(nullptr, state->caller.bottom, state->caller.size);  // this stack's frames are gone for good
    state->to_caller();
  }
};

Fiber::Fiber() : state_(std::make_unique<State>()) {}
Fiber::Fiber(Fiber&&) noexcept = default;
Fiber& Fiber::operator=(Fiber&&) noexcept = default;
Fiber::~Fiber() = default;

void Fiber::start(Entry entry, void* argument) {
  state_->entry = entry;
  state_->argument = argument;
  state_->own_fake_stack = nullptr;
  state_->prepare();
}

void Fiber::resume() {
  leaving(&state_->caller.fake_stack, state_->stack.bottom(), stack_bytes);
  state_->to_fiber();
  arrived(state_->caller.fake_stack, nullptr, nullptr);
}

void Fiber::suspend() {
  leaving(&state_->own_fake_stack, state_->caller.bottom, state_->caller.size);
  state_->to_caller();
  arrived(state_->own_fake_stack, &state_->caller.bottom, &state_->caller.size);
}

}  // namespace redblue::kernels::cpu
