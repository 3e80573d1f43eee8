// What makes a function one that runs in a kernel. nvcc compiles it for the GPU; any C++ compiler takes the
// same text as the CPU back end.
#pragma once

#ifdef __CUDACC__
#define REDBLUE_DEVICE __device__
#else
#define REDBLUE_DEVICE
#endif
