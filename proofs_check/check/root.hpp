// Square roots in integers.
#pragma once

namespace redblue::proofs_check::check {

/// The largest integer whose square is at most `n`. Expects 0 <= n < 2^120.
inline __int128 floor_root(__int128 n) {
  __int128 root = 0;
  for (__int128 bit = __int128{1} << 59; bit > 0; bit /= 2)
    if ((root + bit) * (root + bit) <= n) root += bit;
  return root;
}

}  // namespace redblue::proofs_check::check
