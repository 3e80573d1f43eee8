// The checker on bytes in memory. The checker is not changed for it: the linker gives fopen, fread and their
// kin to memory_files.cpp (--wrap), which knows two names that no file has.
#pragma once

#include <string_view>

#include <redblue/proofs_check/check/check.hpp>

namespace redblue::fuzz {

/// The verdict on two files that hold these bytes and give at most `chunk` of them to a read.
[[nodiscard]] proofs_check::check::Verdict check_bytes(std::string_view graph, std::string_view certificate,
                                                       std::size_t chunk = std::size_t{1} << 16);

}  // namespace redblue::fuzz
