// One question of `redblue pebble`, from the graph to a certificate that the checker has called valid.
#pragma once

#include <string>

#include <redblue/proofs_check/find/family_parts.hpp>
#include <redblue/proofs_check/find/play_order.hpp>
#include <redblue/proofs_check/find/search.hpp>
#include <redblue/proofs_check/graph.hpp>
#include <redblue/proofs_check/rules.hpp>

namespace redblue::cli {

/// The graph, the bytes that certificates are about, and the game.
struct PebbleGraph {
  PebbleGraph(proofs_check::NamedGraph graph_, proofs_check::Rules rules_)
      : graph(std::move(graph_)),
        text(graph_text(graph)),
        family(proofs_check::finder::known_family(graph)),
        rules(rules_) {}
  proofs_check::NamedGraph graph;
  std::string text;
  std::optional<proofs_check::finder::KnownFamily> family;
  proofs_check::Rules rules;
};

struct PebbleLimits {
  const std::atomic<bool>* stop = nullptr;
  std::optional<std::chrono::steady_clock::time_point> deadline = {};
  std::optional<std::uint64_t> bytes = {};
  int threads = 1;
  std::function<void(const proofs_check::finder::SearchStatus&)> progress = {};
};

/// The answer at one M. Unit: words, where nothing else is said.
struct PebbleResult {
  std::string graph;
  proofs_check::Rules rules;
  std::int64_t M = 0;
  std::int64_t smallest_M = 0;
  bool feasible = false;
  bool optimal = false;
  std::int64_t io = 0, loads = 0, stores = 0;
  std::int64_t lower = 0;     ///< proven
  std::string lower_by = {};  ///< the bound that proves it; empty: the search
  std::int64_t expanded = 0, generated = 0;
  std::int64_t bytes = 0;
  double seconds = 0;
  std::string stopped_by = {};   ///< why there is no proof of optimality; empty where there is one
  std::string certificate = {};  ///< its text
  std::string certificate_file = {};
  std::string lower_certificate_file = {};
  std::string no_lower_certificate = {};  ///< why, where one was asked for
};

/// `known` is a play at a smaller M, or empty; then the play that is the answer. Throws: sim::Error where the
/// checker refuses what was found: a fault of the program, never an answer.
[[nodiscard]] PebbleResult pebble(const PebbleGraph& subject, std::int64_t M, const PebbleLimits& limits,
                                  proofs_check::finder::Play& known);

/// A certificate that no play at M costs less than `lower`, or why there is none.
struct LowerCertificate {
  std::string text = {};
  std::string why_not = {};
};

/// Kind `exhausted`, by the plain search; the checker has searched again and called it valid. For graphs of
/// up to about 14 vertices. Throws: sim::Error where the plain search or the checker contradicts `io`, the
/// optimum.
[[nodiscard]] LowerCertificate lower_certificate(const PebbleGraph& subject, std::int64_t M, std::int64_t io,
                                                 const std::atomic<bool>* stop);

/// Throws: study::FileError where the file exists and `force` is not given, or cannot be written.
void write_certificate(const std::string& path, const std::string& text, bool force,
                       const std::string& flag = "--certificate");

}  // namespace redblue::cli
