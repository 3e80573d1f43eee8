// Counting certificates whose integers are known, at the limits of what is checked too.
#include "check_support.hpp"
#include <doctest/doctest.h>

using namespace redblue::test;

TEST_CASE("phase bounds by hand") {
  const auto said = [](const std::string& body) {
    return verdict_on("", "redblue-certificate 1\nkind counting\n" + body).text;
  };
  // F2(z) = floor((z/3)^(3/2)): F2(6) = 2, F2(9) = 5; F1 at dk = 1: max{z^2/16, F2}.
  CHECK(said("shape 4 4 1 1\nrules partial_recompute\nM 3\nclaim lower 23\nbound phase_pv\nX 6\nitems "
             "16\nfirst 2\nfull 5\ncharges 23\nend 6\n") == "VALID counting partial_recompute M=3 lower=23");
  CHECK(said("shape 4 4 1 1\nrules partial_recompute\nM 3\nclaim lower 22\nbound phase_pv\nX 6\nitems "
             "16\nfirst 2\nfull 5\ncharges 22\nend 6\n")
            .starts_with("INVALID line 12 move 6: charges 22: charges"));
  CHECK(said("shape 4 4 1 1\nrules partial_recompute\nM 3\nclaim lower 0\nbound phase_both\nX 1\nitems "
             "32\nfirst 0\nfull 1\ncharges 1\nend 6\n")
            .starts_with("INVALID line 12"));
  CHECK(said("shape 4 4 1 1\nrules partial_recompute\nM 0\nclaim lower 0\nbound phase_pv\nX 1\nitems "
             "16\nfirst 0\nfull 0\ncharges 1\nend 6\n")
            .starts_with("INVALID line 8 move 2: X: X"));
  CHECK(said("shape 4 4 1 1\nrules partial_recompute\nM 20\nclaim lower 0\nbound phase_both\nX 6\nitems "
             "32\nfirst 2\nfull 25\ncharges 1\nend 6\n")
            .starts_with("INVALID line 8 move 2: X: X"));
  // Less than a phase, and the largest numbers that there are.
  CHECK(said("shape 1 1 1 1\nrules partial_recompute\nM 3\nclaim lower 3\nbound phase_pv\nX 100\nitems "
             "1\nfirst 625\nfull 663\ncharges 3\nend 6\n") == "VALID counting partial_recompute M=3 lower=3");
  CHECK(said("shape 1 1 1 1\nrules partial_recompute\nM 3\nclaim lower 1\nbound phase_pv\nX 1\nitems "
             "1\nfirst 0\nfull 1\ncharges 1\nend 6\n") == "VALID counting partial_recompute M=3 lower=1");
  CHECK(said("shape 1048576 1048576 1048576 1\nrules partial_recompute\nM 1099511627776\nclaim lower "
             "1354773819493\nbound phase_both\nX 1099511627776\nitems 1152922604118474752\nfirst "
             "221879847013090487\nfull 627570977726360062\ncharges 2454285447269\nend 6\n") ==
        "VALID counting partial_recompute M=1099511627776 lower=1354773819493");
  CHECK(said("shape 1048576 1048576 1048576 1\nrules partial_recompute\nM 1099511627776\nclaim lower "
             "319586044\nbound phase_pv\nX 1099511627776\nitems 1099511627776\nfirst "
             "221879847013090487\nfull 627570977726360062\ncharges 319586044\nend 6\n") ==
        "VALID counting partial_recompute M=1099511627776 lower=319586044");
  CHECK(said("shape 4 4 3 2\nrules partial_recompute\nM 4\nclaim lower 68\nbound phase_both\nX 10\nitems "
             "80\nfirst 6\nfull 10\ncharges 84\nend 6\n") == "VALID counting partial_recompute M=4 lower=68");
  CHECK(said("shape 2 6 1 1\nrules partial_recompute\nM 1\nclaim lower 15\nbound phase_both\nX 23\nitems "
             "24\nfirst 21\nfull 22\ncharges 29\nend 6\n") ==
        "VALID counting partial_recompute M=1 lower=15");
  CHECK(said("shape 3 2 2 4\nrules partial_recompute\nM 11\nclaim lower 24\nbound phase_both\nX 36\nitems "
             "36\nfirst 41\nfull 62\ncharges 33\nend 6\n") ==
        "VALID counting partial_recompute M=11 lower=24");
  CHECK(said("shape 9 8 5 3\nrules partial_recompute\nM 12\nclaim lower 256\nbound phase_both\nX 15\nitems "
             "576\nfirst 11\nfull 27\ncharges 329\nend 6\n") ==
        "VALID counting partial_recompute M=12 lower=256");
  // A power of two of charges holds one too few.
  CHECK(said("shape 11 1 1 1\nrules partial_recompute\nM 3\nclaim lower 17\nbound phase_pv\nX 6\nitems "
             "11\nfirst 2\nfull 5\ncharges 17\nend 6\n") == "VALID counting partial_recompute M=3 lower=17");
  CHECK(said("shape 5 7 2 2\nrules partial_recompute\nM 7\nclaim lower 21\nbound phase_both\nX 2\nitems "
             "140\nfirst 0\nfull 5\ncharges 58\nend 6\n") ==
        "INVALID line 8 move 2: X: X: this X proves nothing");
  CHECK(said("shape 5 7 2 2\nrules partial_recompute\nM 6\nclaim lower 36\nbound phase_both\nX 2\nitems "
             "140\nfirst 0\nfull 4\ncharges 72\nend 6\n") == "VALID counting partial_recompute M=6 lower=36");
  // Below 0 it is 0.
  CHECK(said("shape 4 4 1 1\nrules partial\nM 40\nclaim lower 0\nbound phase_both_once\nX 10\nitems "
             "32\nfirst 6\nfull 68\ncharges 10\nend 6\n") == "VALID counting partial M=40 lower=0");
  CHECK(said("shape 0 4 1 1\n").starts_with("UNREADABLE certificate line 3"));
  CHECK(said("shape 4 4 1 1\nrules partial\nM 3\nclaim lower 1\nbound phase_x\n")
            .starts_with("UNREADABLE certificate line 7"));
  CHECK(said("shape 9223372036854775807 9223372036854775807 1 1\nrules partial_recompute\nM 3\nclaim lower "
             "1\nbound phase_pv\nX 1\nitems 1\nfirst 0\nfull 1\ncharges 1\nend 6\n")
            .starts_with("NOT CHECKED: limit"));
  CHECK(said("shape 1 1 1 1\nrules partial_recompute\nM 9223372036854775807\nclaim lower 1\nbound "
             "phase_pv\nX 1\nitems 1\nfirst 0\nfull 1\ncharges 1\nend 6\n")
            .starts_with("NOT CHECKED: limit"));
}

TEST_CASE("counting is checked up to its limits and not above") {
  constexpr std::uint64_t most = (std::uint64_t{1} << 63) - 1, words = std::uint64_t{1} << 40;
  const auto status = [](std::uint64_t Nq, std::uint64_t Nk, std::uint64_t dk, std::uint64_t dv,
                         std::uint64_t M, std::uint64_t X) {
    const auto n = [](std::uint64_t x) { return std::to_string(x); };
    return verdict_on("", "redblue-certificate 1\nkind counting\nshape " + n(Nq) + " " + n(Nk) + " " + n(dk) +
                              " " + n(dv) + "\nrules partial_recompute\nM " + n(M) +
                              "\nclaim lower 1\nbound phase_pv\nX " + n(X) + "\nitems 0\n")
        .rule;
  };
  CHECK(status(most, 1, 1, 1, 3, 6) == "items");
  CHECK(status(words, 1, 1, 1, 3, 6) == "items");
  CHECK(status((most >> 1) + 1, 2, 1, 1, 3, 6).empty());
  CHECK(status((most >> 1) + 1, 1, 1, 2, 3, 6).empty());
  CHECK(status(1, 1, words, 1, 3, 6) == "items");
  CHECK(status(1, 1, words + 1, 1, 3, 6).empty());
  CHECK(status(1, 1, 1, words, 3, 6) == "items");
  CHECK(status(1, 1, 1, words + 1, 3, 6).empty());
  CHECK(status(1, 1, 1, 1, words, 6) == "items");
  CHECK(status(1, 1, 1, 1, words + 1, 6).empty());
  CHECK(status(1, 1, 1, 1, 3, words) == "items");
  CHECK(status(1, 1, 1, 1, 3, words + 1).empty());
  // Nq Nk dv is 2^128, which is 0 to a computer.
  CHECK(
      verdict_on("",
                 "redblue-certificate 1\nkind counting\nshape 4611686018427387904 4611686018427387904 1 16\n"
                 "rules partial_recompute\nM 3\nclaim lower 0\nbound phase_pv\nX 6\nitems 0\nfirst 2\n")
          .status == Status::not_checked);
}
