// The fuzz targets (reliability R8): one function per parser, each in a file of its own. A target returns
// quietly for every input; a crash, a hang, a leak or a disagreement with its oracle ends the program.
//
// Built with clang and REDBLUE_FUZZ, each is a program fuzz_NAME of its own (tools/soak.sh fuzz_checker,
// fuzz_parsers, fuzz_readers). In every other build their seeds are replayed (tests/460_fuzz_seeds.cpp).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace redblue::fuzz {

void checker(std::string_view bytes);
void dot(std::string_view bytes);
void graphml(std::string_view bytes);
void graph_text(std::string_view bytes);
void journal(std::string_view bytes);
void json_graph(std::string_view bytes);
void plan(std::string_view bytes);
void ranges(std::string_view bytes);
void record(std::string_view bytes);

struct Target {
  std::string_view name;
  void (*run)(std::string_view bytes);
};

// To add a target: its file, its line here and in CMakeLists.txt, and a folder of seeds.
inline constexpr std::array targets{Target{"checker", checker}, Target{"dot", dot},
                                    Target{"graphml", graphml}, Target{"graph_text", graph_text},
                                    Target{"journal", journal}, Target{"json_graph", json_graph},
                                    Target{"plan", plan},       Target{"ranges", ranges},
                                    Target{"record", record}};

/// How often what was tried in this process ended how. Printed when it ends.
class Tally {
 public:
  explicit Tally(const char* program);
  ~Tally();
  Tally(const Tally&) = delete;
  Tally& operator=(const Tally&) = delete;

  std::uint64_t executions = 0;
  std::uint64_t accepted = 0;

 private:
  const char* program_;
};

/// Ends the program where two roads to an answer disagree, with both and the input.
[[noreturn]] void disagree(std::string_view what, const std::string& one, const std::string& other);

/// `demand(same, ...)`: what must hold of every input.
inline void demand(bool holds, std::string_view what, const std::string& one = "",
                   const std::string& other = "") {
  if (!holds) disagree(what, one, other);
}

}  // namespace redblue::fuzz
