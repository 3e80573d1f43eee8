// Result: a value, or the reason why there is none. For readers, where "no" is an answer.
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace redblue::study {

struct Refusal {
  std::string reason;
};

template <class T>
class Result {
 public:
  Result(T value) : content_(std::move(value)) {}
  Result(Refusal refusal) : content_(std::move(refusal)) {}

  [[nodiscard]] explicit operator bool() const { return std::holds_alternative<T>(content_); }
  [[nodiscard]] const T& operator*() const { return std::get<T>(content_); }
  [[nodiscard]] T& operator*() { return std::get<T>(content_); }
  [[nodiscard]] const T* operator->() const { return &std::get<T>(content_); }
  /// Empty when there is a value.
  [[nodiscard]] std::string reason() const {
    return *this ? std::string() : std::get<Refusal>(content_).reason;
  }

 private:
  std::variant<T, Refusal> content_;
};

}  // namespace redblue::study
