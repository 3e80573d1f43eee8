// A kernel of each family under one policy, for the CPU back end or, by nvcc, for a GPU: their machine code
// is compared by plain.cmake.
#ifdef __CUDACC__
#include <redblue/kernels/cuda/hopper_thread.cuh>
#include <redblue/kernels/cuda/launcher.cuh>
#else
#include <redblue/kernels/cpu/hopper_thread.hpp>
#endif
#include <redblue/kernels/flash_attention.cuh>
#include <redblue/kernels/flash_ws.cuh>

namespace redblue::kernels {

#ifdef __CUDACC__
template __global__ void cuda::entry(const __grid_constant__ FlashAttentionKernel<POLICY>);
template __global__ void cuda::hopper_kernel(const __grid_constant__ FlashWsKernel<POLICY, 64, 64, 2>);
#else
template void FlashAttentionKernel<POLICY>::operator()(cpu::Thread&) const;
template void FlashWsKernel<POLICY, 64, 64, 2>::operator()(cpu::HopperThread&) const;
#endif

}  // namespace redblue::kernels
