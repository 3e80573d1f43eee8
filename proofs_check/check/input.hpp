// A file as bytes, numbers and fixed words, read once through a buffer: memory does not grow with the file.
#pragma once

#include <array>
#include <cstdint>
#include <cstdio>
#include <memory>

#include <redblue/proofs_check/check/verdict.hpp>

namespace redblue::proofs_check::check {

class Input {
 public:
  /// `name` is "graph" or "certificate", for messages. Throws: Stop (unreadable) when `path` cannot be
  /// opened.
  Input(const char* path, const char* name) : name_(name), file_(std::fopen(path, "rb"), &std::fclose) {
    if (file_ == nullptr) refuse("cannot open " + std::string(path));
    std::setvbuf(file_.get(), nullptr, _IONBF, 0);
  }

  static constexpr int end = -1;

  /// The next byte, or `end`; `take` moves past it, `accept` only past `c`.
  int peek() { return at_ < size_ || fill() ? buffer_[at_] : end; }
  int take() {
    const int c = peek();
    if (c != end) ++at_;
    return c;
  }
  bool accept(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  void expect(char c) {
    if (!accept(c)) refuse("'" + std::string(1, c) + "' expected");
  }
  void expect(const char* word) {
    for (const char* c = word; *c != 0; ++c)
      if (!accept(*c)) refuse("'" + std::string(word) + "' expected");
  }
  void end_line() {
    if (!accept('\n')) refuse("the line should end here");
    ++line_;
  }
  void expect_end() {
    if (peek() != end) refuse("the file goes on after its last line");
  }
  /// A decimal number below 2^63 without leading zeros.
  std::uint64_t number() {
    const int first = peek();
    std::uint64_t n = 0;
    int digits = 0;
    for (int c = first; is_digit(c); c = peek()) {
      n = n * 10 + static_cast<std::uint64_t>(c - '0');
      if (++digits > 19 || n >> 63 != 0) refuse("a number of 2^63 or more");
      ++at_;
    }
    if (digits == 0) refuse("a number expected");
    if (first == '0' && digits > 1) refuse("a number with a leading zero");
    return n;
  }
  /// The number of a line that begins with `name`, and past its end.
  std::uint64_t field(const std::string& name) {
    expect(name.c_str());
    const std::uint64_t n = number();
    end_line();
    return n;
  }
  /// The value of one hexadecimal digit; its letters begin with `a`, which is 'a' or 'A'.
  int digit(char a, const char* otherwise) {
    const int c = take();
    if (is_digit(c)) return c - '0';
    if (c < a || c > a + 5) refuse(otherwise);
    return c - a + 10;
  }
  /// Exactly 16 lower-case hexadecimal digits.
  std::uint64_t hexadecimal() {
    std::uint64_t n = 0;
    for (int i = 0; i < 16; ++i)
      n = n << 4 | static_cast<std::uint64_t>(digit('a', "16 lower-case hexadecimal digits expected"));
    return n;
  }
  /// A word of at most 32 small letters, digits and underscores.
  std::string word() {
    std::string text;
    for (int c = peek(); c == '_' || (c >= 'a' && c <= 'z') || is_digit(c); c = peek()) {
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
  static bool is_digit(int c) { return c >= '0' && c <= '9'; }
  bool fill() {
    at_ = 0;
    size_ = std::fread(buffer_.data(), 1, buffer_.size(), file_.get());
    if (size_ == 0 && std::ferror(file_.get()) != 0) refuse("the file cannot be read");
    for (std::size_t i = 0; i < size_; ++i) digest_ = (digest_ ^ buffer_[i]) * 0x100000001b3U;
    return size_ > 0;
  }

  const char* name_;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
  std::array<unsigned char, 1 << 14> buffer_{};
  std::size_t at_ = 0, size_ = 0;  ///< in the buffer: the next byte, and the end
  std::uint64_t line_ = 1;
  std::uint64_t digest_ = 0xcbf29ce484222325U;
};

}  // namespace redblue::proofs_check::check
