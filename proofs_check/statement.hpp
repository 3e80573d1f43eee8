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
  bool certified = false;        ///< a certificate shows io
  std::string lower_by = {};     ///< what proves `lower`; may be left out
  std::string why_unknown = {};  ///< why nothing may be said, where it is not for want of a bound
};

enum class Optimality { optimal, within, unknown };

/// `unknown` too where the rules of the two may not be compared (1.2).
[[nodiscard]] inline Optimality optimality(const Standing& s) {
  if (!comparable(s.io_rules, s.lower_rules) || s.lower <= sim::Words{0}) return Optimality::unknown;
  return s.io <= s.lower ? Optimality::optimal : Optimality::within;
}

/// "optimal (certificate)", "optimal", "within 1.25 x" or "unknown". The factor is rounded up.
[[nodiscard]] inline std::string brief(const Standing& s) {
  const Optimality what = optimality(s);
  if (what == Optimality::optimal) return s.certified ? "optimal (certificate)" : "optimal";
  if (what == Optimality::unknown) return "unknown";
  const sim::Int128 hundredths = sim::ceil_div(s.io.count() * 100, s.lower.count());
  const std::string part = sim::to_string(hundredths % 100);
  return "within " + sim::to_string(hundredths / 100) + "." + (part.size() < 2 ? "0" + part : part) + " x";
}

/// "optimal (certificate), rules partial", "within 1.25 x of the best bound (16 words), rules partial" or
/// "unknown, rules partial: no bound may be compared" (or why_unknown).
[[nodiscard]] inline std::string statement(const Standing& s) {
  const Optimality what = optimality(s);
  std::string text = brief(s);
  if (what == Optimality::within)
    text += " of the best bound (" + to_string(s.lower) + " words" +
            (s.lower_by.empty() ? "" : ", " + s.lower_by) + ")";
  text += ", rules " + std::string(name(s.io_rules));
  if (s.lower_rules != s.io_rules) text += " against a bound under " + std::string(name(s.lower_rules));
  if (what == Optimality::unknown)
    return text + ": " + (s.why_unknown.empty() ? "no bound may be compared" : s.why_unknown);
  return what == Optimality::optimal && !s.lower_by.empty() ? text + ": no less by " + s.lower_by : text;
}

}  // namespace redblue::proofs_check
