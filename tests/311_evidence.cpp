// Evidence on record (kernels/results/*.json): every recorded case is simulated again and must still give the
// recorded words. Where there is none yet, the test says so, and shows on rows of its own that it would
// notice.
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

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
  const auto planned = schedule->plan(shape_of(row), options, sim::Words{row.at("M_words").get<long long>()});
  if (!planned) return "the plan does not fit";
  if (row.at("used_words").get<long long>() != planned->footprint.count()) return "used_words";
  if (!same_words(row.at("expected"), planned->predicted)) return "expected";
  if (!same_words(row.at("counted"), planned->predicted)) return "counted";
  if (row.at("backend") == "gpu" && !same_words(row.at("gpu").at("counted"), planned->predicted))
    return "gpu";
  kernels::Hardware hardware;
  for (const auto& [name, value] : row.at("metrics").items()) hardware.values[name] = value.get<long long>();
  if (!hardware.values.empty() && !kernels::compare_hardware(hardware, planned->predicted).empty())
    return "metrics";
  return {};
}

json own_row() {
  const kernels::Question q{
      algorithms::find("two_phase"), sim::AttentionShape::square(40, 9), sim::Words{700}, {}, 1, {}};
  return json::parse(kernels::as_json(*kernels::confirm(q), "0", ""));
}

}  // namespace

TEST_CASE("every case of the evidence on record is still what the simulator says") {
  int cases = 0;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(REDBLUE_RESULTS))
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  for (const auto& path : files) {
    std::ifstream file(path);
    const json evidence = json::parse(file);
    CHECK(evidence.at("schema") == "redblue.evidence/1");
    for (const char* field : provenance) CHECK_MESSAGE(!evidence.at(field).get<std::string>().empty(), field);
    for (const json& row : evidence.at("rows")) {
      CHECK_MESSAGE(fault_of(row).empty(), path.filename()
                                               << ": " << row.at("algorithm") << ": " << fault_of(row));
      CHECK(row.at("verdict") != "MISMATCH");
      ++cases;
    }
    CHECK(!evidence.at("rows").empty());
  }
  if (files.empty()) MESSAGE("there is no evidence of a GPU on record yet: tools/gpu_evidence.sh writes it");
  MESSAGE("cases simulated again: " << cases);
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
  CHECK(changed([](json& r) { r["used_words"] = 1; }) == "used_words");
  CHECK(changed([](json& r) { r["M_words"] = 5; }) == "the plan does not fit");
  CHECK(changed([](json& r) { r["metrics"]["smsp__sass_data_bytes_mem_local"] = 4; }) == "metrics");
  CHECK(changed([](json& r) { r["algorithm"] = "none"; }) == "no such schedule");
}
