// The compiled tiles of flash_ws for compute capability 9.0a.
#include <redblue/kernels/cuda/hopper_thread.cuh>
#include <redblue/kernels/flash_ws.cuh>

namespace redblue::kernels::cuda {

template __global__ void hopper_kernel(const __grid_constant__ FlashWsKernel<Plain, 64, 128, 4>);
template __global__ void hopper_kernel(const __grid_constant__ FlashWsKernel<Plain, 128, 128, 4>);
template __global__ void hopper_kernel(const __grid_constant__ FlashWsKernel<Plain, 256, 64, 4>);

}  // namespace redblue::kernels::cuda
