// The seeds of the fuzz targets (tests/fuzz), and small damage to each, in every build: what fuzzing once
// found stays found without a fuzzer.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "changes.hpp"
#include "fuzz/targets.hpp"
#include <doctest/doctest.h>

using namespace redblue;
namespace fs = std::filesystem;

namespace {

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::vector<std::string> seeds_of(std::string_view name) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(fs::path(REDBLUE_FUZZ_SEEDS) / name))
    files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<std::string> seeds;
  for (const fs::path& file : files) seeds.push_back(bytes_of(file));
  return seeds;
}

}  // namespace

TEST_CASE("every seed and sixty damaged copies of it end quietly in their target") {
  constexpr std::uint64_t seed = 20251120;
  std::cout << "seed " << seed << "\n";
  test::Random r(seed);
  for (const fuzz::Target& target : fuzz::targets) {
    const std::vector<std::string> seeds = seeds_of(target.name);
    CHECK_MESSAGE(seeds.size() >= 3, target.name);
    for (const std::string& bytes : seeds) {
      target.run(bytes);
      for (int i = 0; i < 60; ++i) {
        std::string changed = bytes;
        for (test::Extent n = r.between(1, 3); n > 0; --n) test::damage(r, changed);
        target.run(changed);
      }
    }
  }
}
