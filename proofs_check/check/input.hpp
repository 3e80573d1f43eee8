// A file as bytes, numbers and fixed words, read once through a buffer: memory does not grow with the file.
#pragma once

#include <array>
#include <cstdint>
#include <cstdio>

#include <redblue/proofs_check/check/verdict.hpp>

namespace redblue::proofs_check::check {

class Input {
 public:
  /// `name` is "graph" or "certificate", for messages. Throws: Stop (unreadable) when `path` cannot be
  /// opened.
  Input(const char* path, const char* name) : name_(name), file_(std::fopen(path, "rb")) {
    if (file_ == nullptr) refuse("cannot open " + std::string(path));
    std::setvbuf(file_, nullptr, _IONBF, 0);
  }
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;
  ~Input() { std::fclose(file_); }

  static constexpr int end = -1;

  /// The next byte, or `end`; `take` moves past it.
  int peek() { return at_ < size_ || fill() ? buffer_[at_] : end; }
  int take() {
    const int c = peek();
    if (c != end) ++at_;
    return c;
  }
  void expect(char c) {
    if (take() != static_cast<unsigned char>(c))
      refuse(c == '\n' ? "the line should end here" : "'" + std::string(1, c) + "' expected");
  }
  void expect(const char* word) {
    for (const char* c = word; *c != 0; ++c)
      if (take() != static_cast<unsigned char>(*c)) refuse("'" + std::string(word) + "' expected");
  }
  void end_line() {
    expect('\n');
    ++line_;
  }
  void expect_end() {
    if (peek() != end) refuse("the file goes on after its last line");
  }
  /// A decimal number below 2^63 without leading zeros.
  std::uint64_t number() {
    constexpr std::uint64_t limit = std::uint64_t{1} << 63;
    const int first = peek();
    std::uint64_t n = 0;
    int digits = 0;
    for (int c = first; c >= '0' && c <= '9'; c = peek()) {
      n = n * 10 + static_cast<std::uint64_t>(c - '0');
      ++at_;
      if (++digits > 19 || n >= limit) refuse("a number of 2^63 or more");
    }
    if (digits == 0) refuse("a number expected");
    if (first == '0' && digits > 1) refuse("a number with a leading zero");
    return n;
  }
  /// Exactly 16 lower-case hexadecimal digits.
  std::uint64_t hexadecimal() {
    std::uint64_t n = 0;
    for (int i = 0; i < 16; ++i) {
      const int c = take();
      const bool digit = c >= '0' && c <= '9';
      if (!digit && !(c >= 'a' && c <= 'f')) refuse("16 lower-case hexadecimal digits expected");
      n = n << 4 | static_cast<std::uint64_t>(digit ? c - '0' : c - 'a' + 10);
    }
    return n;
  }
  /// A word of at most 32 letters, digits and underscores.
  std::string word() {
    std::string text;
    for (int c = peek(); c == '_' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); c = peek()) {
      if (text.size() == 32) refuse("a word of more than 32 letters");
      text += static_cast<char>(take());
    }
    if (text.empty()) refuse("a word expected");
    return text;
  }

  [[nodiscard]] std::uint64_t line() const { return line_; }
  /// FNV-1a, 64 bits, of all bytes read from the file so far; the whole file's when its end was met.
  [[nodiscard]] std::uint64_t digest() const { return digest_; }
  [[noreturn]] void refuse(const std::string& what) const { unreadable(name_, line_, what); }

 private:
  bool fill() {
    at_ = 0;
    size_ = std::fread(buffer_.data(), 1, buffer_.size(), file_);
    if (size_ == 0 && std::ferror(file_) != 0) refuse("the file cannot be read");
    for (std::size_t i = 0; i < size_; ++i) digest_ = (digest_ ^ buffer_[i]) * 0x100000001b3U;
    return size_ > 0;
  }

  const char* name_;
  std::FILE* file_;
  std::array<unsigned char, 1 << 14> buffer_{};
  std::size_t at_ = 0;
  std::size_t size_ = 0;
  std::uint64_t line_ = 1;
  std::uint64_t digest_ = 0xcbf29ce484222325U;
};

}  // namespace redblue::proofs_check::check
