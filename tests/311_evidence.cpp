// Evidence on record (kernels/results/*.json): every recorded case is simulated again and must still give the
// recorded words. Where there is none yet, the test says so, and shows on rows of its own that it would
// notice.
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "support/process.hpp"
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <redblue/algorithms/catalog.hpp>
#include <redblue/kernels/confirm_text.hpp>
#include <redblue/kernels/metrics.hpp>

using namespace redblue;
using nlohmann::json;

namespace {

constexpr const char* provenance[] = {"date", "commit", "gpu", "driver", "toolkit", "clocks", "command"};

sim::AttentionShape shape_of(const json& row) {
  const json& s = row.at("shape");
  const std::string mask = s.at("mask");
  if (mask != "none" && mask != "causal") throw std::runtime_error("mask " + mask);
  return {s.at("Nq"),
          s.at("Nk"),
          s.at("dk"),
          s.at("dv"),
          {mask == "causal" ? sim::Mask::Kind::causal : sim::Mask::Kind::none}};
}

bool same_words(const json& recorded, const sim::Counts& counts) {
  if (recorded.size() != sim::tensor_count) return false;
  for (std::size_t t = 0; t < sim::tensor_count; ++t) {
    const json& tensor = recorded.at(std::string(sim::tensor_table[t].name));
    if (tensor.at("reads").get<long long>() != counts.by_tensor[t].reads.count()) return false;
    if (tensor.at("writes").get<long long>() != counts.by_tensor[t].writes.count()) return false;
  }
  return true;
}

/// What is wrong with one recorded row; empty: the simulator still says the same.
std::string fault_of(const json& row) {
  const algorithms::Schedule* schedule = algorithms::find(row.at("algorithm").get<std::string>());
  if (schedule == nullptr) return "no such schedule";
  const algorithms::Options options{.tiles = {algorithms::TileChoice::Rule::kernel}};
  const sim::Words M{row.at("M_words").get<long long>()};
  const auto planned = schedule->plan(shape_of(row), options, M);
  if (!planned) return "the plan does not fit";
  if (row.at("used_words").get<long long>() != planned->footprint.count()) return "used_words";
  const sim::Counts counts =
      schedule->counted(shape_of(row), options, *planned, M).times(row.at("heads").get<long long>());
  if (!same_words(row.at("expected"), counts)) return "expected";
  if (!same_words(row.at("counted"), counts)) return "counted";
  if (row.at("backend") != "gpu") return "backend";
  if (!same_words(row.at("gpu").at("counted"), counts)) return "gpu";
  kernels::Hardware hardware;
  for (const auto& [name, value] : row.at("metrics").items()) hardware.values[name] = value.get<long long>();
  if (!hardware.values.empty() &&
      !kernels::compare_hardware(hardware, counts, kernels::transport_of(*schedule, shape_of(row))).empty())
    return "metrics";
  using kernels::Verdict;
  const Verdict earned = hardware.values.empty() ? Verdict::counts_exact_gpu : Verdict::confirmed;
  return row.at("verdict") == std::string(name(earned)) ? "" : "verdict";
}

json own_row(const char* id = "two_phase", sim::Extent d = 9, long M = 700) {
  const kernels::Question q{
      algorithms::find(id), sim::AttentionShape::square(40, d), sim::Words{M}, {}, 1, {}};
  json row = json::parse(kernels::as_json(*kernels::confirm(q), "0", ""));
  row["backend"] = "gpu";  // as if one had counted the same
  row["gpu"] = {{"counted", row.at("counted")}};
  row["verdict"] = std::string(name(kernels::Verdict::counts_exact_gpu));
  return row;
}

/// The faults of every row of the files of a folder, and how many rows there were.
struct Read {
  int files = 0;
  int rows = 0;
  std::vector<std::string> faults;
};
Read read_evidence(const std::filesystem::path& folder) {
  Read read;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    ++read.files;
    const std::string name = entry.path().filename().string() + ": ";
    std::ifstream file(entry.path());
    const json evidence = json::parse(file);
    if (evidence.at("schema") != "redblue.evidence/1") read.faults.push_back(name + "schema");
    for (const char* field : provenance)
      if (evidence.at(field).get<std::string>().empty()) read.faults.push_back(name + field);
    if (evidence.at("rows").empty()) read.faults.push_back(name + "no rows");
    for (const json& failure : evidence.at("failures"))
      read.faults.push_back(name + "failed: " + failure.at("command").get<std::string>());
    for (const json& row : evidence.at("rows")) {
      ++read.rows;
      const std::string fault = fault_of(row);
      if (!fault.empty()) read.faults.push_back(name + row.at("algorithm").get<std::string>() + ": " + fault);
    }
  }
  return read;
}

}  // namespace

TEST_CASE("every case of the evidence on record is still what the simulator says") {
  const Read read = read_evidence(REDBLUE_RESULTS);
  for (const std::string& fault : read.faults) FAIL_CHECK(fault);
  if (read.files == 0)
    MESSAGE("there is no evidence of a GPU on record yet: tools/gpu_evidence.sh writes it");
  MESSAGE("cases simulated again: " << read.rows);
}

TEST_CASE("files of evidence are read whole, and a false row, a false field or an empty file is found") {
  const redblue::tests::ScratchFolder folder;
  json file{{"schema", "redblue.evidence/1"}, {"rows", json::array()}, {"failures", json::array()}};
  for (const char* field : provenance) file[field] = "made by a test";
  file["rows"].push_back(own_row("two_phase", 9, 700));
  file["rows"].push_back(own_row("flash_ws", 64, 60'000));
  const auto reads = [&](const json& content) {
    std::ofstream(folder.path("2000-01-01_none.json")) << content;
    return read_evidence(folder.path(""));
  };
  const Read right = reads(file);
  CHECK(right.files == 1);
  CHECK(right.rows == 2);
  CHECK(right.faults.empty());
  const auto found = [&](auto change) {
    json changed = file;
    change(changed);
    const Read read = reads(changed);
    return read.faults.size() == 1 ? read.faults[0] : std::to_string(read.faults.size());
  };
  const std::string name = "2000-01-01_none.json: ";
  CHECK(found([](json& f) { f["rows"][1]["M_words"] = 51'219; }) == name + "flash_ws: the plan does not fit");
  CHECK(found([](json& f) { f["rows"][0]["heads"] = 2; }) == name + "two_phase: expected");
  CHECK(found([](json& f) { f["rows"][0]["verdict"] = "MISMATCH"; }) == name + "two_phase: verdict");
  CHECK(found([](json& f) { f["gpu"] = ""; }) == name + "gpu");
  CHECK(found([](json& f) { f["schema"] = "redblue.evidence/0"; }) == name + "schema");
  CHECK(found([](json& f) { f["rows"] = json::array(); }) == name + "no rows");
  CHECK(found([](json& f) { f["rows"][1]["backend"] = "cpu"; }) == name + "flash_ws: backend");
  CHECK(found([](json& f) {
          f["failures"].push_back({{"command", "redblue-confirm --sweep"}, {"code", 3}});
        }) == name + "failed: redblue-confirm --sweep");
}

TEST_CASE("a row on record that the simulator contradicts is noticed") {
  CHECK(fault_of(own_row()).empty());
  const auto changed = [](auto change) {
    json row = own_row();
    change(row);
    return fault_of(row);
  };
  CHECK(changed([](json& r) { r["expected"]["Q"]["reads"] = r["expected"]["Q"]["reads"].get<long>() + 1; }) ==
        "expected");
  CHECK(changed([](json& r) { r["counted"]["O"]["writes"] = 0; }) == "counted");
  CHECK(changed([](json& r) { r["counted"].erase("stats"); }) == "counted");
  CHECK(changed([](json& r) { r["gpu"]["counted"]["O"]["writes"] = 0; }) == "gpu");
  CHECK(changed([](json& r) { r["backend"] = "cpu"; }) == "backend");
  CHECK(changed([](json& r) { r["used_words"] = 1; }) == "used_words");
  CHECK(changed([](json& r) { r["M_words"] = 5; }) == "the plan does not fit");
  CHECK(changed([](json& r) { r["metrics"]["smsp__sass_data_bytes_mem_local"] = 4; }) == "metrics");
  CHECK(changed([](json& r) { r["algorithm"] = "none"; }) == "no such schedule");
  for (const auto verdict : {kernels::Verdict::counts_exact_cpu, kernels::Verdict::confirmed})
    CHECK(changed([&](json& r) { r["verdict"] = std::string(name(verdict)); }) == "verdict");
}
