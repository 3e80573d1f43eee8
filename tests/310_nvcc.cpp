// What can be said of the kernels' machine code without a GPU, from the one call of nvcc that built them.
// Where there was no nvcc the tests say so and pass.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include <doctest/doctest.h>

#include <redblue/algorithms/flash_ws.hpp>
#include <redblue/algorithms/two_phase_ws.hpp>

namespace {

#ifdef REDBLUE_PTXAS_LOG
std::string read_all(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}
std::size_t times(const std::string& text, std::string_view part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++n;
  return n;
}

/// Kernels of one policy in a text of PTX: the entries that name it, each from its name to the next.
std::string entries(const std::string& ptx, std::string_view policy) {
  constexpr std::string_view begins = ".visible .entry ";
  std::string all;
  for (std::size_t at = ptx.find(begins); at != ptx.npos;) {
    const std::size_t next = ptx.find(begins, at + 1);
    const std::string one = ptx.substr(at, std::min(next, ptx.rfind('}') + 1) - at);
    if (one.substr(0, one.find('\n')).find(policy) != one.npos) all += one;
    at = next;
  }
  return all;
}
#endif

}  // namespace

#ifdef REDBLUE_PTXAS_LOG
TEST_CASE("ptxas spills nothing and gives no kernel local memory, on any architecture") {
  const std::string log = read_all(REDBLUE_PTXAS_LOG);
  constexpr std::size_t kernels = 7 * 3;  // seven kernels, three policies
  for (const char* architecture : {"'sm_80'", "'sm_90'", "'sm_90a'"})
    CHECK_MESSAGE(times(log, std::string("for ") + architecture) == kernels, architecture);
  CHECK(times(log, "bytes stack frame") == 3 * kernels);
  CHECK(times(log, " 0 bytes stack frame, 0 bytes spill stores, 0 bytes spill loads") == 3 * kernels);
}

TEST_CASE("the PTX holds every kernel, and its loads pass L1 by") {
  const std::string object = read_all(REDBLUE_CUDA_OBJECT);
  CHECK(times(object, ".target sm_90") >= 1);
  CHECK(times(object, ".visible .entry ") >= 21);
  CHECK(times(object, "ld.global.cg.f32") > 0);
  CHECK(times(object, "ld.global.f32") == 0);
  CHECK(times(object, "bar.sync") > 0);
  CHECK(times(object, "shfl.sync.bfly") > 0);
}

TEST_CASE("nvcc leaves out no word of global memory where a policy leaves out the arithmetic") {
  for (const char* file : {REDBLUE_CUDA_OBJECT, REDBLUE_BF16_CUDA_OBJECT}) {
    const std::string object = read_all(file);
    const auto accesses = [&](std::string_view policy) {
      const std::string ptx = entries(object, policy);
      std::array<std::size_t, 3> n{times(ptx, "ld.global"), times(ptx, "st.global"),
                                   times(ptx, "cp.async.bulk")};
      return n;
    };
    const auto plain = accesses("5PlainE");
    CHECK(plain[0] + plain[2] > 0);
    CHECK(plain[1] > 0);
    for (const char* policy : {"5CountE", "6IoOnlyE"}) CHECK(accesses(policy) == plain);
  }
}

TEST_CASE("ptxas spills nothing of the bfloat16 kernels and serialises no wgmma") {
  const std::string log = read_all(REDBLUE_BF16_PTXAS_LOG);
  constexpr std::size_t kernels =
      3 * (redblue::algorithms::flash_ws::tiles.size() + 2 * redblue::algorithms::two_phase_ws::slots.size());
  CHECK(times(log, "Compiling entry function") == kernels);
  CHECK(times(log, " 0 bytes stack frame, 0 bytes spill stores, 0 bytes spill loads") == kernels);
  CHECK(times(log, "arning") == 0);
  CHECK(times(log, "serialized") == 0);
}

TEST_CASE("the PTX holds each instruction of the asynchronous units as often as the source asks for") {
  const std::string object = read_all(REDBLUE_BF16_CUDA_OBJECT);
  std::map<int, std::size_t> products;  // by width
  std::size_t flash = 0, boxes = 0;
  for (const auto& t : redblue::algorithms::flash_ws::tiles) {
    products[t.Bc] += static_cast<std::size_t>(t.d) / 16;  // S = Q K^T
    products[t.d] += static_cast<std::size_t>(t.Bc) / 16;  // O += P V
    boxes += 3 * static_cast<std::size_t>(t.d) / 64;       // Q, K and V
    ++flash;
  }
  const std::size_t phases = redblue::algorithms::two_phase_ws::slots.size();  // each of scores and output
  products[256] += phases * 2 * 4;                                             // a panel of 64 in steps of 16
  boxes += phases * (2 + 1 + 4);                                               // Q and K; S and four of V
  for (const char* policy : {"5PlainE", "5CountE", "6IoOnlyE"}) {
    const std::string ptx = entries(object, policy);
    const bool computes = std::string_view(policy) != "6IoOnlyE";
    for (const auto& [width, n] : products)
      CHECK(times(ptx, "wgmma.mma_async.sync.aligned.m64n" + std::to_string(width) + "k16.f32.bf16.bf16") ==
            (computes ? n : 0));
    const std::size_t groups = computes ? 2 * flash + 2 * phases : 0;
    CHECK(times(ptx, "wgmma.fence.sync") == groups);
    CHECK(times(ptx, "wgmma.commit_group") == groups);
    CHECK(times(ptx, "wgmma.wait_group") == groups);
    CHECK(times(ptx, "cp.async.bulk.tensor.3d") == boxes);
    CHECK(times(ptx, "mbarrier.arrive.expect_tx") == 3 * flash + 2 * phases);
    CHECK(times(ptx, "setmaxnreg") == 2 * (flash + 2 * phases));  // producers give, consumers take
    CHECK((times(ptx, "atom.") > 0) == (std::string_view(policy) == "5CountE"));
  }
}

TEST_CASE("the SASS holds the instructions of the asynchronous units and no local memory") {
  if (std::string_view(REDBLUE_CUOBJDUMP).empty()) {
    MESSAGE("skipped: there is no cuobjdump");
    return;
  }
  const std::string file = std::string(REDBLUE_BF16_CUDA_OBJECT) + ".sass";
  const std::string command = REDBLUE_CUOBJDUMP " -sass " REDBLUE_BF16_CUDA_OBJECT " > " + file;
  REQUIRE(std::system(command.c_str()) == 0);
  const std::string sass = read_all(file.c_str());
  for (const char* instruction : {"HGMMA", "UTMALDG", "SYNCS", "USETMAXREG"})
    CHECK_MESSAGE(times(sass, instruction) > 0, instruction);
  for (const char* local : {" LDL", " STL"}) CHECK_MESSAGE(times(sass, local) == 0, local);
}
#else
TEST_CASE("the kernels' machine code is looked at where nvcc is") { MESSAGE("skipped: built without nvcc"); }
#endif
