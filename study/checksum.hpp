// CRC-32C (Castagnoli), eight bytes a step: finds every single-bit error and every burst of up to 32 bits.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace redblue::study {

namespace detail {

using CrcTables = std::array<std::array<std::uint32_t, 256>, 8>;

/// Row r holds the effect of a byte that is followed by r zero bytes.
consteval CrcTables make_crc_tables() {
  CrcTables tables{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t crc = byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1U) != 0 ? 0x82F63B78U : 0U);
    tables[0][byte] = crc;
  }
  for (std::size_t row = 1; row < tables.size(); ++row)
    for (std::size_t byte = 0; byte < 256; ++byte) {
      const std::uint32_t before = tables[row - 1][byte];
      tables[row][byte] = (before >> 8) ^ tables[0][before & 0xFFU];
    }
  return tables;
}

inline constexpr CrcTables crc_tables = make_crc_tables();

constexpr std::uint32_t little_endian(std::string_view four) {
  std::uint32_t word = 0;
  for (std::size_t i = 4; i-- > 0;) word = (word << 8) | static_cast<unsigned char>(four[i]);
  return word;
}

}  // namespace detail

/// The CRC-32C of the bytes; of "123456789" it is e3069283.
[[nodiscard]] constexpr std::uint32_t crc32c(std::string_view bytes) {
  const auto& t = detail::crc_tables;
  std::uint32_t crc = 0xFFFFFFFFU;
  while (bytes.size() >= 8) {
    const std::uint32_t a = crc ^ detail::little_endian(bytes.substr(0, 4));
    const std::uint32_t b = detail::little_endian(bytes.substr(4, 4));
    crc = t[7][a & 0xFFU] ^ t[6][(a >> 8) & 0xFFU] ^ t[5][(a >> 16) & 0xFFU] ^ t[4][a >> 24] ^  //
          t[3][b & 0xFFU] ^ t[2][(b >> 8) & 0xFFU] ^ t[1][(b >> 16) & 0xFFU] ^ t[0][b >> 24];
    bytes.remove_prefix(8);
  }
  for (const char c : bytes) crc = (crc >> 8) ^ t[0][(crc ^ static_cast<unsigned char>(c)) & 0xFFU];
  return ~crc;
}

static_assert(crc32c("123456789") == 0xE3069283U);

}  // namespace redblue::study
