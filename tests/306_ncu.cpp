// Tables of Nsight Compute, held to simulated words. The tables here are written by the tests: no GPU was
// asked.
#include <string>

#include <doctest/doctest.h>

#include <redblue/algorithms/catalog.hpp>
#include <redblue/kernels/confirm.hpp>
#include <redblue/kernels/metrics.hpp>
#include <redblue/kernels/ncu.hpp>
#include <redblue/sim/error.hpp>

using namespace redblue;
using kernels::Hardware;
using kernels::Metric;

namespace {

/// What a counter sees of the words.
long words_of(Metric::Held held, long reads, long writes, const kernels::Transport& by) {
  using Held = Metric::Held;
  if (held == Held::zero || held == Held::box_writes) return 0;
  if (held == Held::thread_reads || held == Held::box_reads)
    return by.boxes == (held == Held::box_reads) ? reads : 0;
  return held == Held::about_reads ? reads : writes;
}

/// A table as ncu writes it, whose counters say `reads` and `writes` words in two launches.
std::string table(long reads, long writes, const std::string& other = "Plain",
                  const kernels::Transport& by = {}) {
  std::string head = R"("ID","Kernel Name","Block Size")";
  std::string units = R"("","","")";
  const std::string kernel = "\"void entry<FlashAttention2Kernel<" + other + ">>(T1)\",\"(128, 1, 1)\"";
  std::string rows[2] = {"\"0\"," + kernel, "\"1\"," + kernel};
  for (const Metric& metric : kernels::metrics) {
    const long value = words_of(metric.held, reads, writes, by) * by.bytes_of_word / metric.bytes_per_unit;
    head += ",\"" + std::string(metric.name) + ".sum\"";
    units += ",\"byte\"";
    rows[0] += ",\"" + std::to_string(value / 4) + "\"";
    rows[1] += ",\"" + std::to_string(value - value / 4) + ".00\"";
  }
  return "==PROF== Connected to process 1\n" + head + "\n" + units + "\n" + rows[0] + "\n" + rows[1] + "\n";
}

sim::Counts words(long reads, long writes) {
  sim::Counts counts;
  counts[sim::tensor::K].reads = sim::Words{reads};
  counts[sim::tensor::O].writes = sim::Words{writes};
  return counts;
}

std::string without(std::string text, const std::string& part) {
  return text.erase(text.find(part), part.size());
}

}  // namespace

TEST_CASE("a table whose counters are the simulated words confirms them") {
  const Hardware hardware = kernels::read_ncu(table(80'000, 16'000));
  CHECK(hardware.launches == 2);
  CHECK(kernels::compare_hardware(hardware, words(80'000, 16'000), {}).empty());
  CHECK(hardware.hidden_by_l2() == doctest::Approx(0.8));  // "dram" says 16,000 words here
}

TEST_CASE("one word too many or too few is a mismatch, and names the counter and both numbers") {
  const Hardware hardware = kernels::read_ncu(table(80'000, 16'000));
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
  const Hardware hardware = kernels::read_ncu(without(text, "smsp__sass_data_bytes_mem_local.sum"));
  const auto sentences = kernels::compare_hardware(hardware, words(80, 16), {});
  REQUIRE(sentences.size() == 1);
  CHECK(sentences[0] == "smsp__sass_data_bytes_mem_local is missing");
}

TEST_CASE("the words of a bfloat16 kernel are two bytes, and come by TMA") {
  const kernels::Transport boxes{2, true, true};
  const Hardware hardware = kernels::read_ncu(table(80'000, 16'000, "Plain", boxes));
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

TEST_CASE("each kernel's words are held to the counters of their road") {
  const auto by = [](const char* id, sim::Extent Nk) {
    return kernels::transport_of(*algorithms::find(id), {40, Nk, 256, 256, {}});
  };
  CHECK(by("two_phase", 33).bytes_of_word == 4);
  CHECK(!by("two_phase", 33).boxes);
  CHECK(by("flash_ws", 33).bytes_of_word == 2);
  CHECK((by("flash_ws", 33).boxes && by("flash_ws", 33).whole_sectors));
  CHECK((by("two_phase_ws", 32).boxes && by("two_phase_ws", 32).whole_sectors));
  CHECK(!by("two_phase_ws", 33).whole_sectors);  // rows of stored scores
}

TEST_CASE("a GPU without TMA confirms the kernels that use none, and a counter without a value has a name") {
  const std::string text =
      without(without(table(80, 16), "l1tex__m_xbar2l1tex_read_bytes_mem_global_op_tma_ld"),
              "l1tex__m_l1tex2xbar_write_bytes_mem_global_op_tma_st");
  const Hardware hardware = kernels::read_ncu(text);
  CHECK(kernels::compare_hardware(hardware, words(80, 16), {}).empty());
  CHECK(kernels::missing_counter(hardware, {}) == "");
  CHECK(kernels::missing_counter(hardware, {2, true, true}) ==
        "l1tex__m_xbar2l1tex_read_bytes_mem_global_op_tma_ld");
  CHECK(kernels::compare_hardware(hardware, words(80, 16), {2, true, true}).size() >= 2);
}

TEST_CASE("what is no table of counters is refused with its line") {
  const auto refused = [](const std::string& text, const char* words_of_it) {
    try {
      (void)kernels::read_ncu(text);
      FAIL_CHECK("read: " << text);
    } catch (const redblue::sim::InvalidArgument& e) {
      CHECK_MESSAGE(std::string(e.what()).find(words_of_it) != std::string::npos, e.what());
    }
  };
  refused("", "there is no table");
  refused("==ERROR== no permission\n", "there is no table");
  refused("\"ID\",\"Name\"\n", "line 1: no Kernel Name");
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
  q.hardware = kernels::read_ncu(
      table(static_cast<long>(counts.reads().count()), static_cast<long>(counts.writes().count())));
  CHECK(kernels::confirm(q)->verdict() == kernels::Verdict::confirmed);
  q.shape.Nq = 33;
  CHECK(kernels::confirm(q)->verdict() == kernels::Verdict::mismatch);
  kernels::Question of_bf16{
      algorithms::find("flash_ws"), sim::AttentionShape::square(70, 64), sim::Words{60'000}, {}, 1, {}};
  const auto moved = kernels::confirm(of_bf16)->expected;
  of_bf16.hardware = kernels::read_ncu(table(static_cast<long>(moved.reads().count()),
                                             static_cast<long>(moved.writes().count()), "Plain",
                                             kernels::transport_of(*of_bf16.schedule, of_bf16.shape)));
  CHECK(kernels::confirm(of_bf16)->verdict() == kernels::Verdict::confirmed);
}
