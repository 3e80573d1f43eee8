// Certificates of kind counting: the integers of a phase bound, for the checker to evaluate again.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <redblue/sim/shape.hpp>
#include <redblue/sim/words.hpp>

namespace redblue::proofs_check {

/// The certificate of phase_pv, phase_both or phase_both_once at its best X; nothing for another bound, a
/// masked shape, where the bound proves nothing, or where a number reaches 2^63.
[[nodiscard]] std::optional<std::string> counting_certificate(std::string_view bound,
                                                              const sim::AttentionShape& shape, sim::Words M);

}  // namespace redblue::proofs_check
