// Tables of Nsight Compute, held to simulated words. The tables here are written by the tests: no GPU was
// asked.
#include <string>

#include <doctest/doctest.h>

#include <redblue/algorithms/catalog.hpp>
#include <redblue/kernels/confirm.hpp>
#include <redblue/kernels/metrics.hpp>
#include <redblue/sim/error.hpp>

using namespace redblue;
using kernels::Hardware;
using kernels::Metric;

namespace {

/// A table as ncu writes it, whose counters say `reads` and `writes` words in two launches.
std::string table(long reads, long writes, const std::string& other = "Plain") {
  std::string head = R"("ID","Kernel Name","Block Size")";
  std::string units = R"("","","")";
  const std::string kernel = "\"void entry<FlashAttention2Kernel<" + other + ">>(T1)\",\"(128, 1, 1)\"";
  std::string rows[2] = {"\"0\"," + kernel, "\"1\"," + kernel};
  for (const Metric& metric : kernels::metrics) {
    const bool of_reads = metric.held == Metric::Held::reads || metric.held == Metric::Held::about_reads;
    const long words = metric.held == Metric::Held::zero ? 0 : of_reads ? reads : writes;
    const long value = words * 4 / metric.bytes_per_unit;
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
  CHECK(kernels::compare_hardware(hardware, words(80'000, 16'000)).empty());
  CHECK(hardware.hidden_by_l2() == doctest::Approx(0.8));  // "dram" says 16,000 words here
}

TEST_CASE("one word too many or too few is a mismatch, and names the counter and both numbers") {
  const Hardware hardware = kernels::read_ncu(table(80'000, 16'000));
  for (const long off : {-8, 8}) {
    const auto sentences = kernels::compare_hardware(hardware, words(80'000 + off, 16'000));
    REQUIRE(sentences.size() == 1);  // the sectors still agree within 0.1 %
    CHECK(sentences[0].find("smsp__sass_data_bytes_mem_global_op_ld: 320000 bytes") == 0);
  }
  CHECK(kernels::compare_hardware(hardware, words(80'000, 15'999)).size() == 1);
  CHECK(kernels::compare_hardware(hardware, words(80'081, 16'000)).size() == 2);  // past 0.1 % as well
}

TEST_CASE("a missing counter confirms nothing") {
  const std::string text = table(80, 16);
  const Hardware hardware = kernels::read_ncu(without(text, "smsp__sass_data_bytes_mem_local.sum"));
  const auto sentences = kernels::compare_hardware(hardware, words(80, 16));
  REQUIRE(sentences.size() == 1);
  CHECK(sentences[0] == "smsp__sass_data_bytes_mem_local is missing");
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
}
