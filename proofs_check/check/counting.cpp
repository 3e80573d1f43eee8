// Kind counting: the integers of a phase bound (docs/bounds.md, the finite form), evaluated again.
#include <algorithm>

#include <redblue/proofs_check/check/check.hpp>

namespace redblue::proofs_check::check {
namespace {

using Wide = __int128;
constexpr Wide most_number = (Wide{1} << 63) - 1;
constexpr Wide most_words = Wide{1} << 40;  // of M + X: its cube fits

struct Shape {
  Wide Nq, Nk, dk, dv;
};

Wide floor_root(Wide n) {
  Wide root = 0;
  for (Wide bit = Wide{1} << 62; bit > 0; bit /= 2)
    if ((root + bit) * (root + bit) <= n) root += bit;
  return root;
}

/// The floor of F2(z) = (z/3)^(3/2), or of F1(z) = max{z^2/(16 dk), (z/3)^(3/2)}.
Wide most_items(bool one_product, Wide dk, Wide z) {
  const Wide scattered = floor_root(z * z * z / 27);
  const Wide whole_rows = one_product ? z * z / (16 * dk) : 0;
  return whole_rows > scattered ? whole_rows : scattered;
}

struct Phases {
  bool one_product;
  Wide dk, M, X;

  [[nodiscard]] Wide f(Wide z) const { return most_items(one_product, dk, z); }
  /// What c charges hold at most.
  [[nodiscard]] Wide held(Wide c) const {
    const Wide k = c / X, y = c % X;
    return k == 0 ? f(y) : f(X) + (k - 1) * f(M + X) + f(M + y);
  }
  /// The least number of charges that hold `items`. Expects f(M + X) >= 1.
  [[nodiscard]] Wide least(Wide items) const {
    Wide low = 0, high = (items / f(M + X) + 2) * X;
    while (low < high) {
      const Wide middle = low + (high - low) / 2;
      if (held(middle) >= items)
        high = middle;
      else
        low = middle + 1;
    }
    return low;
  }
};

Wide positive(Input& in) {
  const std::uint64_t n = in.number();
  if (n == 0) in.refuse("a size from 1 expected");
  return n;
}

/// Reads "NAME n" and demands that n is `value`.
void agree(Input& in, const char* name, Wide value) {
  const std::uint64_t line = in.line();
  in.expect(name);
  in.expect(' ');
  const std::uint64_t n = in.number();
  in.end_line();
  if (n != value)
    invalid(line, line - 6, std::string(name) + " " + std::to_string(n), name,
            "it is not what the bound gives");
}

}  // namespace

Verdict check_counting(const char*, Input& in) {
  Shape s{};
  in.expect("shape");
  for (Wide* size : {&s.Nq, &s.Nk, &s.dk, &s.dv}) in.expect(' '), *size = positive(in);
  in.end_line();
  const Header header = read_header(in, "lower");
  in.expect("bound ");
  const std::string bound = in.word();
  if (bound != "phase_pv" && bound != "phase_both" && bound != "phase_both_once") in.refuse("no such bound");
  in.end_line();
  if (header.rules != (bound == "phase_both_once" ? "partial" : "partial_recompute"))
    invalid(4, 0, "rules " + header.rules, "rules", bound + " is proven under other rules");
  in.expect("X ");
  const Phases p{bound == "phase_pv", s.dk, header.M, positive(in)};
  in.end_line();
  const Wide scores = s.Nq * s.Nk;
  if (scores > most_number || s.dk > most_words || s.dv > most_words || p.M > most_words || p.X > most_words)
    not_checked("numbers too large for 128 bits");
  const Wide items = scores * (p.one_product ? s.dv : s.dk + s.dv);
  if (items > most_number) not_checked("numbers too large for 128 bits");
  agree(in, "items", items);
  agree(in, "first", p.f(p.X));
  agree(in, "full", p.f(p.M + p.X));
  if (p.f(p.M + p.X) < 1 || (bound == "phase_both" && p.X * s.dk < p.f(p.M + p.X)))
    invalid(8, 2, "X", "X", "this X proves nothing");
  const Wide c = p.least(items);
  agree(in, "charges", c);
  const std::uint64_t line = in.line();
  in.expect("end 6");
  in.end_line();
  in.expect_end();
  // phase_both: the minimum over n >= Z of c(dk n + Z dv) - n lies at c, or at the next end of a phase.
  const auto with_pairs = [&](Wide charges) { return charges - (p.held(charges) - scores * s.dv) / s.dk; };
  Wide proven = bound == "phase_pv" ? c : c - scores;
  if (bound == "phase_both") proven = std::min(with_pairs(c), with_pairs((c + p.X - 1) / p.X * p.X));
  if (proven < 0) proven = 0;
  if (proven != header.claim)
    invalid(line, 7, "end 6", "claim",
            "the integers give another bound than " + std::to_string(header.claim));
  return valid("counting", header);
}

}  // namespace redblue::proofs_check::check
