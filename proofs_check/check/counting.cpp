// Kind counting: the integers of a phase bound (docs/bounds.md, the finite form), evaluated again.
#include <algorithm>
#include <string_view>

#include <redblue/proofs_check/check/check.hpp>
#include <redblue/proofs_check/check/root.hpp>

namespace redblue::proofs_check::check {
namespace {

using Wide = __int128;
constexpr Wide most_number = (Wide{1} << 63) - 1;
constexpr Wide most_words = Wide{1} << 40;  // of M and X: the cube of M + X fits
constexpr const char* too_large = "numbers too large for 128 bits";

struct Phases {
  bool one_product;
  Wide dk, M, X;

  /// The floor of F1(z) = max{z^2/(16 dk), (z/3)^(3/2)} for one product, else of F2(z) = (z/3)^(3/2).
  [[nodiscard]] Wide f(Wide z) const {
    const Wide scattered = floor_root(z * z * z / 27);
    return one_product ? std::max(z * z / (16 * dk), scattered) : scattered;
  }
  /// What c charges hold at most.
  [[nodiscard]] Wide held(Wide c) const {
    const Wide k = c / X, y = c % X;
    return k == 0 ? f(y) : f(X) + (k - 1) * f(M + X) + f(M + y);
  }
  /// The least number of charges that hold `items`. Expects f(M + X) >= 1.
  [[nodiscard]] Wide least(Wide items) const {
    Wide low = 0, high = 1;  // low holds less, high enough
    while (held(high) < items) high *= 2;
    while (high - low > 1) {
      const Wide middle = low + (high - low) / 2;
      (held(middle) < items ? low : high) = middle;
    }
    return high;
  }
};

Wide positive(Input& in) {
  const std::uint64_t n = in.number();
  if (n == 0) in.refuse("a size from 1 expected");
  return n;
}

/// Reads "NAME n" and demands that n is `value`.
void agree(Input& in, const std::string& name, Wide value) {
  const std::uint64_t line = in.line();
  const std::uint64_t n = in.field(name + " ");
  if (n != value)
    invalid(line, line - 6, name + " " + std::to_string(n), name.c_str(), "it is not what the bound gives");
}

}  // namespace

Verdict check_counting(const char* graph, Input& in) {
  if (std::string_view(graph) != "-") in.refuse("kind counting has no graph: write - in its place");
  Wide Nq = 0, Nk = 0, dk = 0, dv = 0;
  in.expect("shape");
  for (Wide* size : {&Nq, &Nk, &dk, &dv}) in.expect(' '), *size = positive(in);
  in.end_line();
  const Header header = read_header(in, "lower");
  in.expect("bound ");
  const std::string bound = in.word();
  if (bound != "phase_pv" && bound != "phase_both" && bound != "phase_both_once") in.refuse("no such bound");
  in.end_line();
  if (header.rules != (bound == "phase_both_once" ? "partial" : "partial_recompute"))
    invalid(4, 0, "rules " + header.rules, "rules", bound + " is proven under other rules");
  in.expect("X ");
  const Phases p{bound == "phase_pv", dk, header.M, positive(in)};
  in.end_line();
  const Wide scores = Nq * Nk;
  if (scores > most_number || std::max({dk, dv, p.M, p.X}) > most_words) not_checked(too_large);
  const Wide items = scores * (p.one_product ? dv : dk + dv);
  if (items > most_number) not_checked(too_large);
  const Wide full = p.f(p.M + p.X);
  agree(in, "items", items);
  agree(in, "first", p.f(p.X));
  agree(in, "full", full);
  if (full < 1 || (bound == "phase_both" && p.X * dk < full))
    invalid(8, 2, "X", "X", "this X proves nothing");
  const Wide c = p.least(items);
  agree(in, "charges", c);
  const std::uint64_t line = in.line();
  read_end(in, 6, "'end 6' expected");
  // phase_both: the minimum over n >= Z of c(dk n + Z dv) - n lies at c, or at the next end of a phase;
  // where c is an end itself the next one gives no less, for X dk >= full.
  const auto with_pairs = [&](Wide charges) { return charges - (p.held(charges) - scores * dv) / dk; };
  Wide proven = bound == "phase_pv" ? c : c - scores;
  if (bound == "phase_both") proven = std::min(with_pairs(c), with_pairs((c / p.X + 1) * p.X));
  if (std::max(proven, Wide{0}) != header.claim)
    invalid(line, 7, "end 6", "claim",
            "the integers give another bound than " + std::to_string(header.claim));
  return valid("counting", header);
}

}  // namespace redblue::proofs_check::check
