// wgmma in PTX: m64nNk16, bfloat16 in, fp32 accumulated in N / 2 registers of each thread.
#pragma once

#include <cstdint>

namespace redblue::kernels::cuda {

// The names of the accumulator's registers in the assembly, and the registers.
#define REDBLUE_NAMES_32                                                                                \
  "{%0,%1,%2,%3,%4,%5,%6,%7,%8,%9,%10,%11,%12,%13,%14,%15,%16,%17,%18,%19,%20,%21,%22,%23,%24,%25,%26," \
  "%27,%28,%29,%30,%31"
#define REDBLUE_NAMES_64                                                                              \
  REDBLUE_NAMES_32                                                                                    \
  ",%32,%33,%34,%35,%36,%37,%38,%39,%40,%41,%42,%43,%44,%45,%46,%47,%48,%49,%50,%51,%52,%53,%54,%55," \
  "%56,%57,%58,%59,%60,%61,%62,%63"
#define REDBLUE_NAMES_128                                                                              \
  REDBLUE_NAMES_64                                                                                     \
  ",%64,%65,%66,%67,%68,%69,%70,%71,%72,%73,%74,%75,%76,%77,%78,%79,%80,%81,%82,%83,%84,%85,%86,%87,"  \
  "%88,%89,%90,%91,%92,%93,%94,%95,%96,%97,%98,%99,%100,%101,%102,%103,%104,%105,%106,%107,%108,%109," \
  "%110,%111,%112,%113,%114,%115,%116,%117,%118,%119,%120,%121,%122,%123,%124,%125,%126,%127"
#define REDBLUE_4(c, n) "+f"(c[n]), "+f"(c[n + 1]), "+f"(c[n + 2]), "+f"(c[n + 3])
#define REDBLUE_16(c, n) REDBLUE_4(c, n), REDBLUE_4(c, n + 4), REDBLUE_4(c, n + 8), REDBLUE_4(c, n + 12)
#define REDBLUE_32(c) REDBLUE_16(c, 0), REDBLUE_16(c, 16)
#define REDBLUE_64(c) REDBLUE_32(c), REDBLUE_16(c, 32), REDBLUE_16(c, 48)
#define REDBLUE_128(c) \
  REDBLUE_64(c), REDBLUE_16(c, 64), REDBLUE_16(c, 80), REDBLUE_16(c, 96), REDBLUE_16(c, 112)

// A and B by descriptor, B with its rows along k; registers: N / 2, and the numbers of the operands after
// them.
#define REDBLUE_WGMMA_SHARED(N, registers, a, b, p)                                                  \
  asm volatile("{\n.reg .pred p;\nsetp.ne.b32 p, %" #p                                               \
               ", 0;\n"                                                                              \
               "wgmma.mma_async.sync.aligned.m64n" #N "k16.f32.bf16.bf16 " REDBLUE_NAMES_##registers \
               "}, %" #a ", %" #b ", p, 1, 1, 0, 0;\n}"                                              \
               : REDBLUE_##registers(c)                                                              \
               : "l"(left), "l"(right), "r"(static_cast<int>(accumulate)))

// A in four registers, B by descriptor and transposed.
#define REDBLUE_WGMMA_REGISTERS(N, registers, a0, a1, a2, a3, b)                                     \
  asm volatile("wgmma.mma_async.sync.aligned.m64n" #N "k16.f32.bf16.bf16 " REDBLUE_NAMES_##registers \
               "}, {%" #a0 ", %" #a1 ", %" #a2 ", %" #a3 "}, %" #b ", 1, 1, 1, 1;"                   \
               : REDBLUE_##registers(c)                                                              \
               : "r"(left[0]), "r"(left[1]), "r"(left[2]), "r"(left[3]), "l"(right))

template <int n>
__device__ inline void wgmma(float (&c)[n / 2], std::uint64_t left, std::uint64_t right, bool accumulate) {
  static_assert(n == 64 || n == 128 || n == 256);
  if constexpr (n == 64) REDBLUE_WGMMA_SHARED(64, 32, 32, 33, 34);
  if constexpr (n == 128) REDBLUE_WGMMA_SHARED(128, 64, 64, 65, 66);
  if constexpr (n == 256) REDBLUE_WGMMA_SHARED(256, 128, 128, 129, 130);
}

template <int n>
__device__ inline void wgmma(float (&c)[n / 2], const std::uint32_t (&left)[4], std::uint64_t right) {
  static_assert(n == 64 || n == 128 || n == 256);
  if constexpr (n == 64) REDBLUE_WGMMA_REGISTERS(64, 32, 32, 33, 34, 35, 36);
  if constexpr (n == 128) REDBLUE_WGMMA_REGISTERS(128, 64, 64, 65, 66, 67, 68);
  if constexpr (n == 256) REDBLUE_WGMMA_REGISTERS(256, 128, 128, 129, 130, 131, 132);
}

#undef REDBLUE_WGMMA_SHARED
#undef REDBLUE_WGMMA_REGISTERS
#undef REDBLUE_NAMES_32
#undef REDBLUE_NAMES_64
#undef REDBLUE_NAMES_128
#undef REDBLUE_4
#undef REDBLUE_16
#undef REDBLUE_32
#undef REDBLUE_64
#undef REDBLUE_128

}  // namespace redblue::kernels::cuda
