// HopperThread: what a kernel with asynchronous units sees of its thread, on a GPU of compute
// capability 9.0a. The same face as cpu/hopper_thread.hpp; a byte of shared memory is counted from the
// block's first.
#pragma once

#include <cstdint>

#include <redblue/kernels/cuda/wgmma.cuh>
#include <redblue/kernels/hopper.hpp>

namespace redblue::kernels::cuda {

extern __shared__ __align__(1024) unsigned char hopper_shared[];

class HopperThread {
 public:
  __device__ HopperThread() : base_(static_cast<std::uint32_t>(__cvta_generic_to_shared(hopper_shared))) {}

  [[nodiscard]] __device__ int index() const { return static_cast<int>(threadIdx.x); }
  [[nodiscard]] __device__ long block() const { return blockIdx.x; }
  [[nodiscard]] __device__ long head() const { return blockIdx.y; }
  __device__ void barrier() { __syncthreads(); }
  __device__ float shuffle_xor(float value, int lanes, int width) {
    return __shfl_xor_sync(0xffffffffU, value, lanes, width);
  }
  __device__ void add(unsigned long long* sum, unsigned long long n) { atomicAdd(sum, n); }

  __device__ void mbarrier_init(int barrier, int arrivals) {
    asm volatile("mbarrier.init.shared::cta.b64 [%0], %1;" ::"r"(base_ + barrier), "r"(arrivals) : "memory");
  }
  __device__ void mbarrier_fence_init() { asm volatile("fence.mbarrier_init.release.cluster;" ::: "memory"); }
  __device__ void mbarrier_arrive(int barrier) {
    asm volatile("mbarrier.arrive.shared::cta.b64 _, [%0];" ::"r"(base_ + barrier) : "memory");
  }
  __device__ void mbarrier_arrive_expect_tx(int barrier, int bytes) {
    asm volatile("mbarrier.arrive.expect_tx.shared::cta.b64 _, [%0], %1;" ::"r"(base_ + barrier), "r"(bytes)
                 : "memory");
  }
  __device__ void mbarrier_wait(int barrier, int parity) {
    asm volatile(
        "{\n.reg .pred p;\nagain:\n"
        "mbarrier.try_wait.parity.shared::cta.b64 p, [%0], %1;\n@p bra over;\nbra again;\nover:\n}" ::"r"(
            base_ + barrier),
        "r"(parity)
        : "memory");
  }

  template <int tensor>
  __device__ void tma_load(const TensorMap<tensor>& map, int to, int barrier, Extent row, Extent col) {
    asm volatile(
        "cp.async.bulk.tensor.3d.shared::cluster.global.mbarrier::complete_tx::bytes [%0], [%1, {%2, %3, "
        "%4}], [%5];" ::"r"(base_ + to),
        "l"(map.engine), "r"(static_cast<int>(col)), "r"(static_cast<int>(row)), "r"(blockIdx.y),
        "r"(base_ + barrier)
        : "memory");
  }

  __device__ void wgmma_fence() { asm volatile("wgmma.fence.sync.aligned;" ::: "memory"); }
  template <int n>
  __device__ void wgmma(float (&c)[n / 2], std::uint64_t left, std::uint64_t right, bool accumulate) {
    cuda::wgmma<n>(c, left + (base_ >> 4), right + (base_ >> 4), accumulate);
  }
  template <int n>
  __device__ void wgmma(float (&c)[n / 2], const std::uint32_t (&left)[4], std::uint64_t right) {
    cuda::wgmma<n>(c, left, right + (base_ >> 4));
  }
  __device__ void wgmma_commit() { asm volatile("wgmma.commit_group.sync.aligned;" ::: "memory"); }
  template <int n>
  __device__ void wgmma_wait(float (&c)[n]) {
    asm volatile("wgmma.wait_group.sync.aligned 0;" ::: "memory");
    REDBLUE_UNROLL
    for (int k = 0; k < n; ++k) asm volatile("" : "+f"(c[k])::"memory");  // nobody reads them before
  }

  template <int registers>
  __device__ void give_registers() {
    asm volatile("setmaxnreg.dec.sync.aligned.u32 %0;" ::"n"(registers));
  }
  template <int registers>
  __device__ void take_registers() {
    asm volatile("setmaxnreg.inc.sync.aligned.u32 %0;" ::"n"(registers));
  }

  [[nodiscard]] __device__ std::uint32_t shared_pair(int byte) {
    std::uint32_t pair;
    asm volatile("ld.shared.b32 %0, [%1];" : "=r"(pair) : "r"(base_ + byte) : "memory");
    return pair;
  }
  [[nodiscard]] __device__ float low(std::uint32_t pair) const { return __uint_as_float(pair << 16); }
  [[nodiscard]] __device__ float high(std::uint32_t pair) const {
    return __uint_as_float(pair & 0xffff0000U);
  }
  [[nodiscard]] __device__ std::uint32_t pack(float low, float high) const {
    std::uint32_t pair;
    asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(pair) : "f"(high), "f"(low));
    return pair;
  }
  template <int tensor>
  __device__ void store_pair(Halves<tensor> to, Extent at, std::uint32_t pair, int words) {
    if (words == 2)
      *reinterpret_cast<std::uint32_t*>(to.data + at) = pair;
    else
      to.data[at].bits = static_cast<std::uint16_t>(pair);
  }

 private:
  std::uint32_t base_;
};

/// Runs a kernel of this face; its parameters stay where the copy engine finds the maps.
template <class Kernel>
__global__ void __launch_bounds__(Kernel::threads, 1) hopper_kernel(const __grid_constant__ Kernel kernel) {
  HopperThread thread;
  kernel(thread);
}

}  // namespace redblue::kernels::cuda
