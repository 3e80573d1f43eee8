// What makes a function one that runs in a kernel. nvcc compiles it for the GPU; any C++ compiler takes the
// same text as the CPU back end.
#pragma once

#ifdef __CUDACC__
#define REDBLUE_DEVICE __device__
#define REDBLUE_UNROLL _Pragma("unroll")  // a register array is indexed by constants
#define REDBLUE_ROLLED _Pragma("unroll 1")
#else
#define REDBLUE_DEVICE
#define REDBLUE_UNROLL
#define REDBLUE_ROLLED
#endif
