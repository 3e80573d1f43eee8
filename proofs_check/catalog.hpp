// The explicit list of lower bounds. Adding one: its header in bounds/, and one line in catalog.cpp.
#pragma once

#include <span>
#include <string_view>

#include <redblue/proofs_check/bound.hpp>

namespace redblue::proofs_check {

/// Every bound that is a formula in (shape, M), in the order in which tables print them.
[[nodiscard]] std::span<const Bound> catalog();

/// The bound named `id`, or null.
[[nodiscard]] const Bound* find(std::string_view id);

}  // namespace redblue::proofs_check
