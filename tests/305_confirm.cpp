// `redblue confirm`, as a user runs it.
#include <filesystem>
#include <string>
#include <vector>

#include "support/confirm_text.hpp"
#include "support/ncu_table.hpp"
#include "support/process.hpp"
#include "support/sanitizer.hpp"
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <redblue/algorithms/catalog.hpp>
#include <redblue/kernels/crossover.hpp>

using namespace redblue::tests;

namespace {

/// The rest of the line from `part` on, one blank for several.
std::string line_from(const std::string& text, std::string_view part) {
  std::string line;
  for (std::size_t at = text.find(part); at < text.size() && text[at] != '\n'; ++at)
    if (text[at] != ' ' || line.back() != ' ') line += text[at];
  return line;
}

}  // namespace

TEST_CASE("confirm is exact for every kernel that fits, and says why there is no hardware evidence") {
  const Outcome got = call_line("confirm --N 250 --d 64 --M 4096");
  CHECK(got.code == 0);
  for (const auto& s : redblue::algorithms::catalog())
    if (s.has_kernel) CHECK(contains(got.out, std::string("\n") + std::string(s.id) + " "));
  CHECK(times(got.out, "  COUNTS EXACT (CPU back end)\n") == 4);
  CHECK(contains(got.out, "Evidence: "));
  CHECK(contains(got.err, "square_tiling has no kernel"));
}

TEST_CASE("confirm runs the kernels of 16-bit words with all others, each beside the bits of its word") {
  const Outcome got = call_line("confirm --N 40 --d 256 --M 150000");
  CHECK(got.code == 0);
  for (const char* id : {"\nflash_ws ", "\ntwo_phase_ws ", "\nstandard ", "\ntwo_phase "})
    CHECK(times(got.out, id) == 1);
  CHECK(times(got.out, "  COUNTS EXACT (CPU back end)\n") == 6);
  CHECK(contains(call_line("confirm --N 20 --d 64 --M 4096").err,
                 "the kernel of flash_ws needs at least 51220 words"));
}

TEST_CASE("a record of confirm holds the same words of the same tensors twice") {
  const Outcome got =
      call_line("confirm --algorithm flash_attention --N 70 --d 9 --M 400 --mask causal --format json");
  CHECK(got.code == 0);
  CHECK(contains(got.out, "\"schema\":\"redblue.confirm/1\""));
  const std::string expected = object_after(got.out, "expected");
  CHECK(expected == object_after(got.out, "counted"));
  for (const char* tensor : {"\"Q\":", "\"K\":", "\"V\":", "\"O\":", "\"S\":", "\"P\":", "\"stats\":"})
    CHECK(contains(expected, tensor));
  const Outcome counted = call_line(
      "count --algorithm flash_attention --tiles kernel --N 70 --d 9 --M 400 --mask causal --format json");
  CHECK(contains(counted.out, "\"by_tensor\":" + expected));
}

TEST_CASE("confirm reports shared memory and threads of a block beside M, and no registers without a GPU") {
  const std::string line = "confirm --algorithm two_phase --N 20 --d 8 --M 400";
  const std::string text = call_line(line).out;
  const auto record = nlohmann::json::parse(call_line(line + " --format json").out).at(0);
  CHECK(record.at("shared_bytes") == 4 * record.at("used_words").get<int>());
  CHECK(record.at("threads") == 128);
  if (record.at("gpu").is_null()) {
    CHECK(contains(text, "  - x 128  "));
    CHECK(times(text, "[bytes]") == 2);  // shared and hardware; no table of counters
  } else {
    CHECK(record.at("gpu").at("registers") > 0);
    CHECK(record.at("gpu").at("spilled_bytes") == 0);
  }
  // Q of 128 x 64 and two slots of 64 x 64, two bytes each; five mbarriers. Three warpgroups.
  const Outcome ws = call_line("confirm --algorithm flash_ws --N 20 --d 64 --M 51220 --format jsonl");
  CHECK(contains(ws.out, "\"shared_bytes\":32808,\"threads\":384"));
}

TEST_CASE("kernels that do not fit are named without a row, and are an error when asked for by id") {
  const Outcome all = call_line("confirm --N 60 --d 64 --M 600");
  CHECK(all.code == 0);
  CHECK(!contains(all.out, "flash_attention"));
  CHECK(contains(all.err, "the kernel of flash_attention_2 needs at least 1052 words"));
  const Outcome one = call_line("confirm --algorithm flash_attention_2 --N 60 --d 64 --M 1051");
  CHECK(one.code == 4);
  CHECK(one.out == "");
  CHECK(contains(one.err, "error: --M 1051: the kernel of flash_attention_2 needs at least 1052 words"));
  CHECK(call_line("confirm --algorithm flash_attention_2 --N 60 --d 64 --M 1052").code == 0);
  CHECK(call_line("confirm --N 60 --d 64 --M 20").code == 4);
}

TEST_CASE("what confirm cannot do is a usage error") {
  for (const char* line :
       {"confirm", "confirm --N 64 --d 8", "confirm --algorithm best --N 64 --d 8 --M 900",
        "confirm --algorithm square_tiling --N 64 --d 8 --M 900", "confirm --N 64 --d 8 --M 900 --tiles 8,8",
        "confirm --N 100k --d 64 --M 4096", "confirm --N 64,65 --d 8 --M 900",
        "confirm --algorithm two_phase --N 64 --d 8 --M 900 --mask causal"}) {
    const Outcome got = call_line(line);
    CHECK_MESSAGE(got.code == 2, line << ": " << got.err);
    CHECK(got.out == "");
  }
}

TEST_CASE("doctor says which evidence is possible and why not more") {
  const std::string out = call_line("doctor").out;
  for (const char* level : {"CPU back end", "GPU software counter", "hardware counters"})
    CHECK(contains(out, level));
  CHECK(contains(out, "possible"));
  CHECK(contains(out, "libcupti"));
}

TEST_CASE("a GPU is a device of the driver, or a controller of NVIDIA on the PCI bus") {
  using redblue::kernels::gpu_files;
  const ScratchFolder root;
  const auto pci = [&](const std::string& address, const char* vendor, const char* kind) {
    std::filesystem::create_directories(root.path("sys/bus/pci/devices/" + address));
    (void)root.file("sys/bus/pci/devices/" + address + "/vendor", std::string(vendor) + "\n");
    (void)root.file("sys/bus/pci/devices/" + address + "/class", std::string(kind) + "\n");
  };
  const std::string at = root.path("");
  CHECK(!gpu_files(at).any());
  pci("0000:00:02.0", "0x8086", "0x030000");  // another maker's
  pci("0000:01:00.1", "0x10de", "0x040300");  // the sound of a card
  CHECK(!gpu_files(at).any());
  pci("0000:41:00.0", "0x10de", "0x030200");
  pci("0000:01:00.0", "0x10de", "0x030000");
  CHECK(gpu_files(at).pci == "0000:01:00.0");
  CHECK(gpu_files(at).device == "");
  std::filesystem::create_directories(root.path("dev"));
  (void)root.file("dev/nvidia0", "");
  CHECK(gpu_files(at).device == "/dev/nvidia0");
}

TEST_CASE("doctor advises what needs a GPU only where there is one") {
  const std::string out = call({"doctor"}, {"PATH="}).out;  // no program is found
  const bool gpu = redblue::kernels::gpu_files().any();
  CHECK(contains(out, "apt-get install nvidia-smi") == gpu);
  CHECK(contains(out, "apt-get install nsight-compute") == gpu);
  CHECK(times(out, "nothing to do: there is no GPU") == (gpu ? 0 : 3));
  CHECK(contains(out, "none in this machine") != gpu);
  CHECK(contains(out, "apt-get install nvidia-cuda-toolkit"));  // nvcc compiles without one
}

TEST_CASE("a table of ncu is read for one schedule, and what is no such table is an error with its name") {
  const ScratchFolder scratch;
  const std::string table = scratch.file("ncu.csv", "==ERROR== no permission to read counters\n");
  const std::string one = "confirm --algorithm two_phase --N 20 --d 8 --M 400 --ncu ";
  const Outcome got = call_line(one + table);
  CHECK(got.code == 3);
  CHECK(contains(got.err, "ncu.csv: there is no table of ncu"));
  CHECK(call_line(one + scratch.path("absent.csv")).code == 3);
  CHECK(call_line("confirm --N 20 --d 8 --M 400 --ncu " + table).code == 2);
  CHECK(run({REDBLUE_CONFIRM, "--N", "20", "--d", "8", "--M", "400", "--algorithm", "two_phase", "--ncu",
             table})
            .code == 3);
}

TEST_CASE("a table of ncu of the very words confirms them, and one that is a word off is exit code 1") {
  const ScratchFolder scratch;
  const redblue::kernels::Question q{redblue::algorithms::find("flash_attention_2"),
                                     redblue::sim::AttentionShape::square(32, 8), redblue::sim::Words{900}};
  const auto counts = redblue::kernels::confirm(q)->expected;
  const auto reads = static_cast<long>(counts.reads().count());
  const auto writes = static_cast<long>(counts.writes().count());
  const auto both = [&](const std::string& file) {
    const std::vector<std::string> flags{
        "--algorithm", "flash_attention_2", "--N", "32", "--d", "8", "--M", "900", "--ncu", file};
    std::vector<std::string> alone{REDBLUE_CONFIRM}, command{"confirm"};
    alone.insert(alone.end(), flags.begin(), flags.end());
    command.insert(command.end(), flags.begin(), flags.end());
    return std::vector<Outcome>{run(alone), call(command)};
  };
  for (const Outcome& got : both(scratch.file("right.csv", table(reads, writes)))) {
    CHECK(got.code == 0);
    CHECK(contains(got.out, "CONFIRMED (hardware counters)"));
    for (const redblue::kernels::Metric& m : redblue::kernels::metrics)
      CHECK(times(got.out, "900  " + std::string(m.name) + " ") == 1);
    const std::string R = std::to_string(4 * reads), W = std::to_string(4 * writes);
    CHECK(line_from(got.out, "global loads asked for ") == "global loads asked for " + R + " " + R);
    CHECK(line_from(got.out, "global stores asked for ") == "global stores asked for " + W + " " + W);
    CHECK(line_from(got.out, "local memory: spills ") == "local memory: spills 0 0");
    CHECK(line_from(got.out, "sectors that L2 gave to the SMs ") ==
          "sectors that L2 gave to the SMs " + R + " at least " + R);
    CHECK(line_from(got.out, "read from DRAM ") == "read from DRAM " + W + " -");
  }
  const std::string four_bytes =
      "smsp__sass_data_bytes_mem_global_op_ld: " + std::to_string(4 * (reads + 1)) +
      " bytes, the simulated words are " + std::to_string(4 * reads);
  for (const Outcome& got : both(scratch.file("off.csv", table(reads + 1, writes)))) {
    CHECK(got.code == 1);
    CHECK(contains(got.out, "MISMATCH"));
    CHECK(contains(got.out, four_bytes));
  }
  for (const Outcome& got : both(scratch.file("other.csv", table(reads, writes, "Plain", {}, "TwoPhase")))) {
    CHECK(got.code == 3);
    CHECK(contains(got.err, "other.csv: line 4: a launch of void entry<TwoPhase<Plain>>(T1)"));
  }
}

TEST_CASE("a sweep crosses from two_phase to flash_attention_2 at the predicted M, near d^2") {
  const Outcome got = call_line("confirm --sweep --N 64 --d 32");
  CHECK(got.code == 0);
  const std::size_t at = got.out.find("predicted from M = ");
  REQUIRE(at != got.out.npos);
  const std::string rest = got.out.substr(at + 10);
  const std::string from = rest.substr(0, rest.find(", counted"));
  CHECK(contains(rest, "counted " + from + "\n"));
  CHECK(contains(got.out, "d = 32, d^2 = 1024: flash_attention_2 moves no more words than two_phase, "));
  CHECK(times(got.out, "\nflash_attention_2 ") >= 5);
  CHECK(times(got.out, "\ntwo_phase ") > times(got.out, "\nflash_attention_2 "));  // it fits smaller M
  CHECK(times(got.out, "COUNTS EXACT (CPU back end)") ==
        times(got.out, "\ntwo_phase ") + times(got.out, "\nflash_attention_2 "));
  const Outcome records = call_line("confirm --sweep --N 20 --d 16 --format jsonl");
  CHECK(records.code == 0);
  CHECK(times(records.out, "\"schema\":\"redblue.confirm/1\"") >= 8);
}

TEST_CASE("a sweep holds the kernels of 16-bit words to their own crossing, or says which is not compiled") {
  const Outcome got = run({REDBLUE_CONFIRM, "--sweep", "--N", "24", "--d", "256"});
  CHECK(got.code == 0);
  CHECK(contains(got.out,
                 "flash_ws moves no more words than two_phase_ws, predicted from M = 149,524 words on, "
                 "counted from M = 149,524 words on\n"));
  const Outcome narrow = call_line("confirm --sweep --N 20 --d 64 --format jsonl");
  CHECK(narrow.code == 0);
  CHECK(times(narrow.out, "\"algorithm\":\"flash_ws\"") == 2);  // at its least M, and at all that a block has
  CHECK(times(narrow.out, "\"word_bits\":16") == 2);
  CHECK(!contains(narrow.out, "two_phase_ws"));
}

TEST_CASE("the crossings on the page of the kernels are what a sweep predicts and counts, each one of them") {
  if (REDBLUE_ADDRESS_SANITIZER) {
    MESSAGE("skipped: half a minute under AddressSanitizer, which sees smaller sweeps in other cases");
    return;
  }
  namespace kernels = redblue::kernels;
  const std::vector<redblue::sim::Extent> all(kernels::sweep_dimensions.begin(),
                                              kernels::sweep_dimensions.end());
  const auto commas = [](std::string digits) {
    for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, ",");
    return digits;
  };
  const auto cell = [&](const kernels::Crossover& c) -> std::string {
    const redblue::sim::AttentionShape shape = redblue::sim::AttentionShape::square(128, c.d);
    const kernels::Question fused{redblue::algorithms::find(c.between.fused), shape};
    if (!kernels::why_not(fused).empty()) return "not compiled for it";
    if (!c.predicted) return "at no M that a block has";
    const bool least = *c.predicted == kernels::smallest_M(fused);
    return commas(to_string(*c.predicted)) + (least ? ": its least M" : "");
  };
  std::vector<std::string> rows;
  for (const redblue::sim::Extent d : all)
    rows.push_back("| d = " + std::to_string(d) + " | " + commas(std::to_string(d * d)));
  const std::vector<kernels::Crossover> found = kernels::crossovers(all, 128, 1);
  REQUIRE(found.size() == 2 * rows.size());  // in fp32, then in bfloat16
  for (std::size_t n = 0; n < found.size(); ++n) {
    CHECK_MESSAGE(found[n].ok(), found[n].sentence());
    rows[n % rows.size()] += " | " + cell(found[n]);
  }
  std::string table;
  for (const std::string& row : rows) table += row + " |\n";
  const std::string page = read_all(REDBLUE_KERNELS_PAGE);
  CHECK_MESSAGE(contains(page, "\n|---|---|---|---|\n" + table + "\n"), table);
}

TEST_CASE("what a sweep of confirm does not take is a usage error") {
  for (const char* line : {"confirm --sweep", "confirm --sweep --N 64 --M 4096", "confirm --sweep --N 100k",
                           "confirm --sweep --N 64 --algorithm two_phase", "confirm --sweep --N 0",
                           "confirm --sweep --N 2 --d 100k", "confirm --sweep --N 64 --mask causal"})
    CHECK_MESSAGE(call_line(line).code == 2, line);
}
