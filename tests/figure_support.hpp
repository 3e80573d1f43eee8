// Records made by hand, hostile texts, and programs run without a shell, for the tests of figures.
#pragma once

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <redblue/cli/figures/build.hpp>
#include <redblue/cli/figures/svg.hpp>

extern char** environ;

namespace redblue::figure_test {

using namespace redblue::cli;

inline const StyleOrder order{"standard", "flash_attention", "two_phase", "flash_streamed"};
inline const Provenance made{"redblue 1.2.3 (git 0)", "redblue plot a.jsonl"};

inline PlotPoint point(std::string algorithm, Int128 M, Int128 io, Int128 lower, std::int64_t d = 64) {
  PlotPoint p;
  p.algorithm = std::move(algorithm);
  p.mode = "predicted";
  p.rules = "fma";
  p.shape = {4096, 4096, d, d, "none", 1, 1};
  p.M = M;
  p.feasible = io > 0;
  p.io = io;
  p.writes = io / 4;
  p.reads = io - p.writes;
  p.lower = lower;
  p.lower_by = "phase_pv";
  if (p.feasible && lower > 0) p.ratio = static_cast<double>(io) / static_cast<double>(lower);
  p.plan = "Br=2 Bc=1";
  p.bounds = {{"phase_pv", lower, "", "explicit", "partial_recompute", true},
              {"compulsory", 1000, "", "explicit", "any", true},
              {"saha_ye_theta", std::nullopt, "", "asymptotic", "classic", false}};
  return p;
}

/// Two shapes; two_phase wins below M = 4096 and flash_streamed above; one gap, one overflow.
inline std::vector<PlotPoint> sample_points() {
  std::vector<PlotPoint> points;
  for (const std::int64_t d : {64, 128})
    for (Int128 M = 256; M <= 65536; M *= 2) {
      const Int128 lower = Int128{1} << 34;
      points.push_back(
          point("two_phase", M, (Int128{1} << 36) + (Int128{1} << 45) / M, lower / M * 2 + 3000, d));
      points.push_back(point("flash_streamed", M, (Int128{1} << 48) / M, lower / M * 2 + 3000, d));
      points.push_back(point("standard", M, M < 512 ? 0 : (Int128{1} << 40), lower / M * 2 + 3000, d));
    }
  PlotPoint published = point("flash_attention", 256, Int128{1} << 42, 1000);
  published.variant = "published init=slow";
  published.feasible = false;
  published.overflow = 76;
  published.ratio.reset();
  points.push_back(published);
  return points;
}

/// Sets an attribute on the root of the page when it runs anywhere.
inline const std::string canary = "document.documentElement.setAttribute('data-fired',1)";

/// More than 1,000 texts that mean something in markup, script, JSON, DOT, CSV, a terminal, gnuplot or TeX.
inline std::vector<std::string> hostile_texts() {
  const std::vector<std::string> cores{"<script>" + canary + "</script>",
                                       "</script><script>" + canary + "</script>",
                                       "<img src=x onerror=\"" + canary + "\">",
                                       "<svg onload=\"" + canary + "\">",
                                       "</style><script>" + canary + "</script>",
                                       "</title><script>" + canary + "</script>",
                                       "]]><script>" + canary + "</script>",
                                       "--><script>" + canary + "</script>",
                                       "javascript:" + canary,
                                       "'+" + canary + "+'",
                                       "${" + canary + "}",
                                       "\\u003cscript>" + canary + "</script>",
                                       "&lt;script&gt;" + canary,
                                       "\" onmouseover=\"" + canary,
                                       "<a xlink:href=\"javascript:" + canary + "\">",
                                       "<foreignObject><body onload=\"" + canary + "\"/>",
                                       "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
                                       "</text><script>" + canary + "</script><text>",
                                       "=cmd|' /C calc'!A0",
                                       "+1+1",
                                       "@SUM(A1)",
                                       "-2+3",
                                       "\tx=1",
                                       "`touch fired`",
                                       "'; system('touch fired'); '",
                                       "\"`touch fired`\"",
                                       "@m",
                                       "$(touch fired)",
                                       "\\input{/etc/passwd}",
                                       "\\write18{touch fired}",
                                       "\x1b[2J\x1b]0;t\x07",
                                       "\x9b"
                                       "31m",
                                       "\xc2\x9b"
                                       "31m",
                                       "\xe2\x80\xae"
                                       "txt",
                                       "\xff\xfe\x80",
                                       std::string("a\0b", 3),
                                       "a\nb",
                                       "a\r\nb",
                                       "\xe2\x80\xa8",
                                       "digraph{a[URL=\"javascript:x\"]}",
                                       "label=<<B>x</B>>",
                                       "{{7*7}}",
                                       "%s%n%x",
                                       "'\"<>&`",
                                       "\\\"",
                                       std::string(300, 'A')};
  const std::vector<std::string> before{"",  "\"", "'",   "\">", "'>", "\\",
                                        "&", "x ", "]]>", "-->", "\n", "\xf0\x9f\x99\x82"};
  const std::vector<std::string> after{"", "\"", "</g>"};
  std::vector<std::string> texts;
  for (const std::string& core : cores)
    for (const std::string& head : before)
      for (const std::string& tail : after) texts.push_back(head + core + tail);
  return texts;
}

/// A new folder that goes away with its content.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "redblue_figures_XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) std::abort();
    path_ = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }
  [[nodiscard]] std::string operator/(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

inline void write_file(const std::string& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

inline std::string read_back(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

struct Ran {
  bool found = false;
  int status = -1;
  std::string out;
};

/// Runs a program found on PATH; its standard error is dropped. With `file`, standard output goes there.
inline Ran run(std::vector<std::string> arguments) {
  const int out = ::memfd_create("out", MFD_CLOEXEC);
  std::vector<char*> argv;
  for (std::string& a : arguments) argv.push_back(a.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&files, out, 1);
  posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
  pid_t child = -1;
  Ran result;
  result.found = ::posix_spawnp(&child, argv[0], &files, nullptr, argv.data(), environ) == 0;
  posix_spawn_file_actions_destroy(&files);
  int status = 0;
  if (result.found && ::waitpid(child, &status, 0) == child && WIFEXITED(status))
    result.status = WEXITSTATUS(status);
  result.found = result.found && result.status != 127;
  std::array<char, 65536> block{};
  ::lseek(out, 0, SEEK_SET);
  for (ssize_t n; (n = ::read(out, block.data(), block.size())) > 0;)
    result.out.append(block.data(), static_cast<std::size_t>(n));
  ::close(out);
  return result;
}

}  // namespace redblue::figure_test
