// Which program made a number: the project's version and the git revision it was built from.
#pragma once

#include <string_view>

namespace redblue::study {

/// project(VERSION) of the top CMakeLists.txt.
[[nodiscard]] std::string_view version();

/// Twelve digits of the commit, `-dirty` appended where tracked files differ from it; "unknown"
/// outside a git checkout.
[[nodiscard]] std::string_view git_revision();

}  // namespace redblue::study
