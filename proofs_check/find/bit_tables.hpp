// A map from sets to sets that is a union over elements, as eight tables of 256 entries.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include <redblue/proofs_check/game.hpp>

namespace redblue::proofs_check::finder {

class UnionTable {
 public:
  UnionTable() = default;
  /// `images[i]` is what element i contributes.
  explicit UnionTable(const std::vector<Mask>& images) : parts_((images.size() + 7) / 8) {
    for (std::size_t i = 0; i < images.size(); ++i)
      for (std::size_t b = 0; b < 256; ++b)
        if ((b >> (i % 8) & 1) != 0) parts_[i / 8][b] |= images[i];
  }
  [[nodiscard]] Mask operator()(Mask set) const {
    Mask image = 0;
    for (const auto& part : parts_) {
      image |= part[set & 255];
      set >>= 8;
    }
    return image;
  }

 private:
  std::vector<std::array<Mask, 256>> parts_;
};

}  // namespace redblue::proofs_check::finder
