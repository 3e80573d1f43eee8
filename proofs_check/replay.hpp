// Replay: a second, duller machine. It plays the moves of a traced run on nothing but sets of
// vertices, under the FMA rules of theory 1.1, and counts for itself.
//
// It shares the graph and the moves with the machine that made them, and no code.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <redblue/sim/counts.hpp>
#include <redblue/sim/trace.hpp>

namespace redblue::proofs_check {

/// What a replay found. `rule` names the first broken one; empty when every move was legal.
struct Replay {
  std::string_view rule;
  std::size_t move = 0;  ///< from 1; one past the last for what is wrong at the end
  sim::Vertex vertex = sim::no_vertex;
  sim::Counts counts;  ///< reads and writes per tensor and the peak, up to there

  [[nodiscard]] bool ok() const { return rule.empty(); }
  [[nodiscard]] std::string verdict() const {
    if (ok())
      return "VALID " + sim::to_string(counts.reads()) + " loads, " + sim::to_string(counts.writes()) +
             " stores";
    return "INVALID move " + std::to_string(move) + ": vertex " + std::to_string(vertex) + ": " +
           std::string(rule);
  }
};

class Replayer {
 public:
  Replayer(const sim::Trace& trace, sim::Words M)
      : trace_(trace),
        M_(M.count()),
        red_(trace.dag.size()),
        blue_(trace.dag.size()),
        computed_(trace.dag.size()) {
    for (sim::Vertex v = 0; v < trace.dag.size(); ++v) blue_[v] = trace.dag.kind(v) == sim::Dag::Kind::input;
  }

  [[nodiscard]] Replay run() {
    for (const sim::Move& m : trace_.moves) {
      ++found_.move;
      found_.vertex = m.v;
      found_.rule = m.v < trace_.dag.size() ? play(m) : "no such vertex";
      if (found_.rule.empty() && red_count_ > M_) found_.rule = "capacity";
      if (!found_.ok()) return found_;
      if (red_count_ > found_.counts.peak.count()) found_.counts.peak = sim::Words{red_count_};
    }
    ++found_.move;
    found_.rule = end();
    return found_;
  }

 private:
  using Kind = sim::Move::Kind;

  std::string_view play(const sim::Move& m) {
    switch (m.kind) {
      case Kind::load:
        if (red_[m.v]) return "already_red";
        if (!blue_[m.v]) return "not_in_slow";
        set_red(m.v, true);
        found_.counts[trace_.tensor_of(m.v)].reads += sim::Words{1};
        return {};
      case Kind::store:
        if (!red_[m.v]) return "not_red";
        blue_[m.v] = true;
        found_.counts[trace_.tensor_of(m.v)].writes += sim::Words{1};
        return {};
      case Kind::discard:
        if (!red_[m.v]) return "not_red";
        set_red(m.v, false);
        return {};
      case Kind::compute:
        return compute(m);
    }
    return "form";
  }

  std::string_view compute(const sim::Move& m) {
    if (trace_.dag.kind(m.v) != sim::Dag::Kind::val) return "is_input";
    const bool takes_over = m.term == sim::Move::takes_over;
    if (takes_over && trace_.dag.in_place(m.v) == sim::no_vertex) return "form";
    if (red_[m.v]) return "already_red";
    if (computed_[m.v]) return "computed_twice";
    for (sim::Vertex u : trace_.dag.operands(m.v))
      if (!red_[u]) return "operand_not_red";
    if (takes_over) set_red(trace_.dag.in_place(m.v), false);
    set_red(m.v, true);
    computed_[m.v] = true;
    return {};
  }

  std::string_view end() {
    found_.vertex = sim::no_vertex;
    if (red_count_ != 0) return "not_empty";
    for (sim::Vertex v : trace_.dag.outputs()) {
      found_.vertex = v;
      if (!blue_[v]) return "output_missing";
    }
    return {};
  }

  void set_red(sim::Vertex v, bool red) {
    red_[v] = red;
    red_count_ += red ? 1 : -1;
  }

  const sim::Trace& trace_;
  sim::Int128 M_;
  sim::Int128 red_count_ = 0;
  std::vector<bool> red_, blue_, computed_;
  Replay found_;
};

/// Plays `trace` with M words of fast memory.
[[nodiscard]] inline Replay replay(const sim::Trace& trace, sim::Words M) { return Replayer(trace, M).run(); }

}  // namespace redblue::proofs_check
