#include <algorithm>
#include <bit>
#include <vector>

#include <redblue/kernels/cpu/warp_log.hpp>

namespace redblue::kernels::cpu {
namespace {

constexpr std::int64_t words_of_sector = 8;
constexpr std::int64_t bytes_of_sector = 32;
constexpr std::int64_t banks = 32;

void keep_distinct(std::vector<std::int64_t>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

/// Sectors that the words lie in.
std::int64_t sectors(std::vector<std::int64_t> words) {
  for (std::int64_t& w : words) w /= words_of_sector;
  keep_distinct(words);
  return static_cast<std::int64_t>(words.size());
}

/// The most distinct words of one bank.
std::int64_t turns(std::vector<std::int64_t> words) {
  keep_distinct(words);
  std::array<std::int64_t, banks> of_bank{};
  for (const std::int64_t w : words) ++of_bank[static_cast<std::size_t>(w % banks)];
  return *std::max_element(of_bank.begin(), of_bank.end());
}

}  // namespace

void WarpLog::add(int thread, Space space, int array, bool write, std::int64_t word) {
  const std::int64_t number = made_[{thread, space, array, write}]++;
  Request& request = open_[{{thread / 32, space, array, write}, number}];
  const int lane = thread % 32;
  request.active |= 1U << lane;
  request.words[static_cast<std::size_t>(lane)] = word;
}

void WarpLog::box(std::int64_t first, std::int64_t rows, std::int64_t bytes, std::int64_t pitch) {
  Prediction& p = predictions_.boxes;
  ++p.requests;
  p.least += (rows * bytes + bytes_of_sector - 1) / bytes_of_sector;
  for (std::int64_t row = 0; row < rows && bytes > 0; ++row) {
    const std::int64_t at = first + row * pitch;
    p.cost += (at + bytes - 1) / bytes_of_sector - at / bytes_of_sector + 1;
  }
}

void WarpLog::barrier() {
  for (const auto& [key, request] : open_) {
    std::vector<std::int64_t> words;
    for (std::size_t lane = 0; lane < 32; ++lane)
      if ((request.active >> lane & 1U) != 0) words.push_back(request.words[lane]);
    const bool global = std::get<1>(std::get<0>(key)) == Space::global;
    Prediction& p = global ? predictions_.global : predictions_.shared;
    ++p.requests;
    p.cost += global ? sectors(words) : turns(words);
    keep_distinct(words);
    p.least += global ? (static_cast<std::int64_t>(words.size()) + words_of_sector - 1) / words_of_sector : 1;
  }
  open_.clear();
  made_.clear();
}

}  // namespace redblue::kernels::cpu
