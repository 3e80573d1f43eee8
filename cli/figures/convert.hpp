// SVG to PNG and PDF by rsvg-convert, and files that appear whole or not at all.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <redblue/sim/error.hpp>

namespace redblue::cli {

/// A program that is not installed, or that failed.
class MissingTool : public sim::Error {
 public:
  using Error::Error;
};

/// What the program `arguments[0]`, looked up on PATH and run without a shell, writes for `input` on its
/// standard input. Throws: MissingTool with the command that installs `package`; sim::Error when it fails.
[[nodiscard]] std::string run_converter(std::vector<std::string> arguments, std::string_view input,
                                        const std::string& package);

/// `svg` as "png" or "pdf". `tool` is looked up on PATH; it is run without a shell, reads the SVG on
/// its standard input and gets no file name.
/// Throws: MissingTool with the command that installs it; sim::Error when it fails.
[[nodiscard]] std::string convert_svg(std::string_view svg, const std::string& format,
                                      const std::string& tool = "rsvg-convert");

/// Puts `bytes` at `path` under a temporary name in the same folder first, then renames.
/// Throws: study::FileError; nothing is left behind then.
void write_whole(const std::string& path, std::string_view bytes);

}  // namespace redblue::cli
