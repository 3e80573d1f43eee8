// The exceptions of the library. They carry their numbers; only main turns them into text and an
// exit code.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

#include <redblue/sim/words.hpp>

namespace redblue::sim {

/// Base of everything the library throws for misuse.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A schedule asked for more fast memory than there is.
class CapacityExceeded : public Error {
 public:
  CapacityExceeded(Words needed, Words capacity, std::string place)
      : Error(place + ": needs " + to_string(needed) + " words of fast memory, M = " + to_string(capacity)),
        need(needed),
        M(capacity),
        where(std::move(place)) {}
  Words need;
  Words M;
  std::string where;
};

/// A value that no caller may pass: names what, and what would do.
class InvalidArgument : public Error {
 public:
  using Error::Error;
};

/// The one door through which the library raises errors, so that a build without exceptions can
/// replace it.
template <class E>
[[noreturn]] void raise(E error) {
  throw error;
}

}  // namespace redblue::sim
