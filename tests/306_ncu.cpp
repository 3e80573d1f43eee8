// Tables of Nsight Compute, held to simulated words. The tables here are written by the tests: no GPU was
// asked.
#include <cstdlib>
#include <set>
#include <string>
#include <typeinfo>

#include "support/ncu_table.hpp"
#include <cxxabi.h>
#include <doctest/doctest.h>

#include <redblue/algorithms/catalog.hpp>
#include <redblue/kernels/confirm.hpp>
#include <redblue/kernels/launch.cuh>
#include <redblue/kernels/launch_bf16.cuh>
#include <redblue/kernels/ncu.hpp>
#include <redblue/kernels/run_bf16.hpp>
#include <redblue/sim/error.hpp>

using namespace redblue;
using kernels::Hardware;
using tests::table;

namespace {

sim::Counts words(long reads, long writes) {
  sim::Counts counts;
  counts[sim::tensor::K].reads = sim::Words{reads};
  counts[sim::tensor::O].writes = sim::Words{writes};
  return counts;
}

/// The table as the one of flash_attention_2.
Hardware read(const std::string& text) {
  return kernels::read_ncu(text, *algorithms::find("flash_attention_2"));
}

/// Runs nothing and keeps the C++ names of the kernels, as ncu prints them.
struct NamesOnly {
  std::set<std::string> names;
  template <class Kernel>
  void operator()(const Kernel&, sim::Extent, sim::Extent = 0) {
    char* name = abi::__cxa_demangle(typeid(Kernel).name(), nullptr, nullptr, nullptr);
    names.insert(name);
    std::free(name);
  }
};

/// Those of the schedule at N x N, d and M words.
std::set<std::string> launched(const algorithms::Schedule& schedule, sim::Extent d, long M) {
  const sim::AttentionShape shape = sim::AttentionShape::square(400, d);
  const auto planned = schedule.plan(shape, {.tiles = {algorithms::TileChoice::Rule::kernel}}, sim::Words{M});
  REQUIRE(planned);
  NamesOnly launcher;
  if (kernels::runs_in_bf16(schedule)) {
    kernels::Bf16Operands a{};
    a.shape = shape;
    kernels::launch_bf16(launcher, a, kernels::bf16_plan(*planned), kernels::PolicyKind::plain);
  } else {
    kernels::Operands a{};
    a.shape = shape;
    kernels::launch(launcher, a, *kernels::kernel_plan(schedule, *planned), kernels::PolicyKind::plain);
  }
  return launcher.names;
}

std::string without(std::string text, const std::string& part) {
  return text.erase(text.find(part), part.size());
}

}  // namespace

TEST_CASE("a table whose counters are the simulated words confirms them") {
  const Hardware hardware = read(table(80'000, 16'000));
  CHECK(hardware.launches == 2);
  CHECK(kernels::compare_hardware(hardware, words(80'000, 16'000), {}).empty());
  CHECK(hardware.hidden_by_l2() == doctest::Approx(0.8));  // "dram" says 16,000 words here
}

TEST_CASE("one word too many or too few is a mismatch, and names the counter and both numbers") {
  const Hardware hardware = read(table(80'000, 16'000));
  for (const long off : {-8, 8}) {
    const auto sentences = kernels::compare_hardware(hardware, words(80'000 + off, 16'000), {});
    REQUIRE(sentences.size() == 1);  // the sectors still agree within 0.1 %
    CHECK(sentences[0].find("smsp__sass_data_bytes_mem_global_op_ld: 320000 bytes") == 0);
  }
  CHECK(kernels::compare_hardware(hardware, words(80'000, 15'999), {}).size() == 1);
  CHECK(kernels::compare_hardware(hardware, words(80'081, 16'000), {}).size() == 2);  // past 0.1 % as well
}

TEST_CASE("a missing counter confirms nothing") {
  const std::string text = table(80, 16);
  const Hardware hardware = read(without(text, "smsp__sass_data_bytes_mem_local.sum"));
  const auto sentences = kernels::compare_hardware(hardware, words(80, 16), {});
  REQUIRE(sentences.size() == 1);
  CHECK(sentences[0] == "smsp__sass_data_bytes_mem_local is missing");
}

TEST_CASE("the words of a bfloat16 kernel are two bytes, and come by TMA") {
  const kernels::Transport boxes{2, true, true};
  const Hardware hardware = read(table(80'000, 16'000, "Plain", boxes));
  const auto first = [&](long reads, long writes, const kernels::Transport& by) {
    const auto sentences = kernels::compare_hardware(hardware, words(reads, writes), by);
    return sentences.empty() ? std::string() : sentences[0];
  };
  CHECK(first(80'000, 16'000, boxes) == "");
  CHECK(first(80'001, 16'000, boxes) ==
        "l1tex__m_xbar2l1tex_read_bytes_mem_global_op_tma_ld: 160000 bytes, the simulated words are 160002");
  CHECK(first(80'000, 16'001, boxes).find("smsp__sass_data_bytes_mem_global_op_st: 32000 bytes") == 0);
  // Rows of broken sectors: TMA may bring more than the words, never less.
  const kernels::Transport broken{2, true, false};
  CHECK(first(79'000, 16'000, broken) == "");
  CHECK(first(80'001, 16'000, broken) ==
        "l1tex__m_xbar2l1tex_read_bytes_mem_global_op_tma_ld: 160000 bytes, the simulated words are at least "
        "160002");
  CHECK(first(80'000, 16'000, {}) != "");  // fp32 kernels have no boxes
}

TEST_CASE("every counter with a value is a line in bytes beside what it is held to") {
  const auto lines = [](const Hardware& hardware, const kernels::Transport& by) {
    std::string all;
    for (const auto& line : kernels::hardware_lines(hardware, words(80'000, 16'000), by))
      all +=
          std::string(line.metric->what) + ": " + sim::to_string(line.bytes) + ", " + line.simulated + "\n";
    return all;
  };
  const kernels::Transport broken{2, true, false};
  CHECK(lines(read(table(80'000, 16'000, "Plain", broken)), broken) ==
        "global loads asked for: 0, 0\n"
        "global stores asked for: 32000, 32000\n"
        "cp.async: 0, 0\n"
        "TMA loads: 160000, at least 160000\n"
        "TMA stores: 0, 0\n"
        "local memory: spills: 0, 0\n"
        "sectors that L2 gave to the SMs: 160000, at least 160000\n"
        "sectors that L2 took from the SMs: 32000, -\n"
        "read from DRAM: 32000, -\n"
        "written to DRAM: 32000, -\n");
  Hardware some;
  some.values["lts__t_sectors_srcunit_tex_op_read"] = 9'000;
  CHECK(lines(some, {}) == "sectors that L2 gave to the SMs: 288000, about 320000\n");
}

TEST_CASE("sectors that ragged rows break may be more than the words of a kernel, and never fewer") {
  // two_phase at N = 250, d = 64, M = 4096: its warps touch 45,797 sectors for 318,500 words and 11,884 for
  // 78,500.
  const kernels::Transport by = kernels::transport_of(*algorithms::find("two_phase"), {250, 250, 64, 64, {}});
  Hardware hardware = read(table(318'500, 78'500));
  const auto with = [&](long read, long written) {
    hardware.values["lts__t_sectors_srcunit_tex_op_read"] = read;
    hardware.values["lts__t_sectors_srcunit_tex_op_write"] = written;
    return kernels::compare_hardware(hardware, words(318'500, 78'500), by).size();
  };
  CHECK(with(45'797, 11'884) == 0);
  CHECK(with(39'813, 9'813) == 0);
  CHECK(with(39'812, 9'813) == 1);
  CHECK(with(39'813, 9'812) == 1);
}

TEST_CASE("each kernel's words are held to the counters of their road") {
  const auto by = [](const char* id, sim::Extent Nk) {
    return kernels::transport_of(*algorithms::find(id), {40, Nk, 256, 256, {}});
  };
  CHECK(by("two_phase", 33).bytes_of_word == 4);
  CHECK(!by("two_phase", 33).boxes);
  CHECK(!by("two_phase", 33).whole_sectors);  // ragged rows, and tile columns within a sector
  CHECK(by("flash_ws", 33).bytes_of_word == 2);
  CHECK((by("flash_ws", 33).boxes && by("flash_ws", 33).whole_sectors));
  CHECK((by("two_phase_ws", 32).boxes && by("two_phase_ws", 32).whole_sectors));
  CHECK(!by("two_phase_ws", 33).whole_sectors);  // rows of stored scores
}

TEST_CASE("a GPU without TMA confirms the kernels that use none, and a counter without a value has a name") {
  const std::string text =
      without(without(table(80, 16), "l1tex__m_xbar2l1tex_read_bytes_mem_global_op_tma_ld"),
              "l1tex__m_l1tex2xbar_write_bytes_mem_global_op_tma_st");
  const Hardware hardware = read(text);
  CHECK(kernels::compare_hardware(hardware, words(80, 16), {}).empty());
  CHECK(kernels::missing_counter(hardware, {}) == "");
  CHECK(kernels::missing_counter(hardware, {2, true, true}) ==
        "l1tex__m_xbar2l1tex_read_bytes_mem_global_op_tma_ld");
  CHECK(kernels::compare_hardware(hardware, words(80, 16), {2, true, true}).size() >= 2);
}

TEST_CASE("the kernels that each schedule launches, and no others, are read from a table of its own") {
  const auto reads = [](const algorithms::Schedule& schedule, const std::string& name) {
    const std::string of = name.substr(0, name.find('<'));
    try {
      return kernels::read_ncu(table(80, 16, "Plain", {}, of), schedule).launches == 2;
    } catch (const redblue::sim::InvalidArgument&) {
      return false;
    }
  };
  std::set<std::string> all;
  const auto check = [&](const char* id, sim::Extent d, long M) {
    const algorithms::Schedule& schedule = *algorithms::find(id);
    const auto names = launched(schedule, d, M);
    for (const std::string& name : names) CHECK_MESSAGE(reads(schedule, name), id << " " << name);
    all.insert(names.begin(), names.end());
  };
  check("standard", 8, 900), check("standard", 8, 200);  // whole rows, and passing ones
  check("flash_attention", 8, 900), check("flash_attention_2", 8, 900), check("two_phase", 8, 900);
  check("flash_ws", 64, 60'000), check("two_phase_ws", 256, 150'000);
  CHECK(all.size() == 10);
  for (const auto list : {algorithms::catalog(), algorithms::kernel_catalog()})
    for (const algorithms::Schedule& schedule : list) {
      if (!schedule.has_kernel) continue;
      const auto own = kernels::kernel_names(schedule);
      CHECK(!own.empty());
      std::size_t read = 0;
      std::set<std::string> templates;
      for (const std::string& name : all) templates.insert(name.substr(0, name.find('<')));
      for (const std::string& name : templates) read += reads(schedule, name) ? 1U : 0U;
      CHECK_MESSAGE(read == own.size(), schedule.id);
    }
}

TEST_CASE("what is no table of counters is refused with its line") {
  const auto refused = [](const std::string& text, const char* words_of_it) {
    try {
      (void)read(text);
      FAIL_CHECK("read: " << text);
    } catch (const redblue::sim::InvalidArgument& e) {
      CHECK_MESSAGE(std::string(e.what()).find(words_of_it) != std::string::npos, e.what());
    }
  };
  refused("", "there is no table");
  refused("==ERROR== no permission\n", "there is no table");
  refused("\"ID\",\"Name\"\n", "line 1: no Kernel Name");
  refused(table(80, 16, "Plain", {}, "TwoPhase"),
          "line 4: a launch of void entry<TwoPhase<Plain>>(T1), but flash_attention_2 launches "
          "FlashAttention2Kernel");
  refused(table(80, 16, "Plain", {}, "NoFlashAttention2Kernel"), "line 4: a launch of void entry<No");
  refused(table(80, 16, "Count"), "no launch of policy Plain");
  refused(table(80, 16) + "\"2\",\"Plain\"\n", "line 6: no row of counters");
  std::string torn = table(80'000, 16'000);
  torn.replace(torn.find("\"80000\""), 7, "\"8000x\"");
  refused(torn, "line 4: no row of counters");
}

TEST_CASE("a confirmation with a table of its own is confirmed, and with another's is a mismatch") {
  kernels::Question q{
      algorithms::find("flash_attention_2"), sim::AttentionShape::square(32, 8), sim::Words{900}, {}, 1, {}};
  const auto counts = kernels::confirm(q)->expected;
  q.hardware =
      read(table(static_cast<long>(counts.reads().count()), static_cast<long>(counts.writes().count())));
  CHECK(kernels::confirm(q)->verdict() == kernels::Verdict::confirmed);
  q.shape.Nq = 33;
  CHECK(kernels::confirm(q)->verdict() == kernels::Verdict::mismatch);
  kernels::Question of_bf16{
      algorithms::find("flash_ws"), sim::AttentionShape::square(70, 64), sim::Words{60'000}, {}, 1, {}};
  const auto moved = kernels::confirm(of_bf16)->expected;
  of_bf16.hardware = kernels::read_ncu(
      table(static_cast<long>(moved.reads().count()), static_cast<long>(moved.writes().count()), "Plain",
            kernels::transport_of(*of_bf16.schedule, of_bf16.shape), "FlashWsKernel"),
      *of_bf16.schedule);
  CHECK(kernels::confirm(of_bf16)->verdict() == kernels::Verdict::confirmed);
}
