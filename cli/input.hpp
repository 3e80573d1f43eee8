// Reads a whole input file, politely bounded.
#pragma once

#include <cstddef>
#include <string>

namespace redblue::cli {

/// The bytes of the file at `path`, or of standard input where it is "-". Throws: study::FileError where it
/// cannot be opened or read, is a folder, or holds more than `most` bytes.
[[nodiscard]] std::string read_file(const std::string& path, std::size_t most);

}  // namespace redblue::cli
