// What may be said of a count: optimal, within a factor of the best bound, or unknown; and under which rules.
#pragma once

#include <string>

#include <redblue/proofs_check/rules.hpp>
#include <redblue/sim/words.hpp>

namespace redblue::proofs_check {

/// A count, the best lower bound known for it, and the rules of both.
struct Standing {
  sim::Words io;
  Rules io_rules = Rules::partial;
  sim::Words lower;
  Rules lower_rules = Rules::partial;
  bool certified = false;  ///< a certificate shows io
};

enum class Optimality { optimal, within, unknown };

/// `unknown` too where the rules of the two may not be compared (1.2).
[[nodiscard]] inline Optimality optimality(const Standing& s) {
  if (!comparable(s.io_rules, s.lower_rules) || s.lower <= sim::Words{0}) return Optimality::unknown;
  return s.io <= s.lower ? Optimality::optimal : Optimality::within;
}

/// "optimal (certificate), rules partial", "within 1.25 x of the best bound (16 words), rules partial" or
/// "unknown, rules partial: no bound may be compared". The factor is rounded up.
[[nodiscard]] inline std::string statement(const Standing& s) {
  std::string rules = ", rules " + std::string(name(s.io_rules));
  if (s.lower_rules != s.io_rules) rules += " against a bound under " + std::string(name(s.lower_rules));
  switch (optimality(s)) {
    case Optimality::optimal:
      return (s.certified ? "optimal (certificate)" : "optimal") + rules;
    case Optimality::unknown:
      return "unknown" + rules + ": no bound may be compared";
    case Optimality::within:
      break;
  }
  const sim::Int128 hundredths = sim::ceil_div(s.io.count() * 100, s.lower.count());
  const std::string part = sim::to_string(hundredths % 100);
  return "within " + sim::to_string(hundredths / 100) + "." + (part.size() < 2 ? "0" + part : part) +
         " x of the best bound (" + to_string(s.lower) + " words)" + rules;
}

}  // namespace redblue::proofs_check
