// Key: 128 bits that name one point of one version; and a set of them at 16 bytes each.
#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redblue::study {

struct Key {
  std::uint64_t hi = 0;
  std::uint64_t lo = 0;
  friend constexpr auto operator<=>(const Key&, const Key&) = default;
};

/// Digits of a key as records print it: lower-case hex.
inline constexpr std::size_t key_digits = 32;

[[nodiscard]] inline std::string to_string(Key key) {
  std::string text(key_digits, '0');
  for (std::size_t i = 0; i < key_digits; ++i) {
    const std::uint64_t half = i < 16 ? key.hi : key.lo;
    text[i] = "0123456789abcdef"[(half >> (60 - 4 * (i % 16))) & 15U];
  }
  return text;
}

/// The key that `to_string` printed as `text`; nothing for any other text.
[[nodiscard]] constexpr std::optional<Key> parse_key(std::string_view text) {
  if (text.size() != key_digits) return std::nullopt;
  Key key;
  for (std::size_t i = 0; i < key_digits; ++i) {
    const char c = text[i];
    const bool letter = c >= 'a' && c <= 'f';
    if (!letter && (c < '0' || c > '9')) return std::nullopt;
    std::uint64_t& half = i < 16 ? key.hi : key.lo;
    half = (half << 4) | static_cast<std::uint64_t>(letter ? c - 'a' + 10 : c - '0');
  }
  return key;
}

/// Shard of a key among `shards`, from 0; the same on every machine.
[[nodiscard]] constexpr std::uint64_t shard_of(Key key, std::uint64_t shards) { return key.lo % shards; }

/// A set of keys, filled once and then only asked: 16 bytes a key, nothing else.
class KeySet {
 public:
  void reserve(std::size_t keys) { keys_.reserve(keys); }
  void add(Key key) { keys_.push_back(key); }

  /// After the last `add`: the keys that were added more than once, each named once.
  std::vector<Key> close() {
    std::sort(keys_.begin(), keys_.end());
    std::vector<Key> repeated;
    for (std::size_t i = 1; i < keys_.size(); ++i)
      if (keys_[i] == keys_[i - 1] && (repeated.empty() || repeated.back() != keys_[i]))
        repeated.push_back(keys_[i]);
    if (!repeated.empty()) keys_.erase(std::unique(keys_.begin(), keys_.end()), keys_.end());
    return repeated;
  }

  [[nodiscard]] bool contains(Key key) const { return std::binary_search(keys_.begin(), keys_.end(), key); }
  [[nodiscard]] std::size_t size() const { return keys_.size(); }

 private:
  std::vector<Key> keys_;
};

}  // namespace redblue::study
