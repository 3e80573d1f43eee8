// two_phase_ws for compute capability 9.0a.
#include <redblue/kernels/cuda/hopper_thread.cuh>
#include <redblue/kernels/two_phase_ws.cuh>

namespace redblue::kernels::cuda {

template __global__ void hopper_kernel(const __grid_constant__ TwoPhaseWsKernel<Plain, ScoreTile, 4>);
template __global__ void hopper_kernel(const __grid_constant__ TwoPhaseWsKernel<Plain, OutputTile, 4>);

}  // namespace redblue::kernels::cuda
