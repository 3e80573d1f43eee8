// A limit on what a check may take: of work, of states, of entries.
#pragma once

#include <redblue/proofs_check/check/verdict.hpp>

namespace redblue::proofs_check::check {

class Budget {
 public:
  /// 2^`bits` of `what`, bits below 64.
  Budget(int bits, const char* what)
      : left_(std::uint64_t{1} << bits), limit_("2^" + std::to_string(bits) + " " + what) {}

  /// Throws: Stop (not_checked) where less is left, and takes nothing then.
  void spend(std::uint64_t amount) {
    if (amount > left_) not_checked(limit_);
    left_ -= amount;
  }

 private:
  std::uint64_t left_;
  std::string limit_;
};

}  // namespace redblue::proofs_check::check
