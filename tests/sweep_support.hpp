// Small sweeps for the tests, and sinks that remember.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "journal_support.hpp"

#include <redblue/algorithms/catalog.hpp>
#include <redblue/study/journal_sink.hpp>
#include <redblue/study/record_json.hpp>
#include <redblue/study/record_key.hpp>
#include <redblue/study/sweep.hpp>

namespace redblue::journal_test {

inline std::vector<const study::Schedule*> every_schedule() {
  std::vector<const study::Schedule*> all;
  for (const study::Schedule& s : algorithms::catalog()) all.push_back(&s);
  return all;
}

/// Every schedule at small shapes and the given fast memories.
inline study::SweepAxes small_axes(const std::vector<int>& Ns, const std::vector<int>& Ms) {
  study::SweepAxes axes;
  axes.schedules = every_schedule();
  for (const int N : Ns) axes.shapes.push_back(study::AttentionShape::square(N, 4));
  for (const int M : Ms) axes.M.everywhere.push_back(study::Words{M});
  return axes;
}

inline study::SweepSpace small_space() { return {small_axes({3, 16, 33}, {20, 41, 100, 1000}), 1000}; }

/// Keeps every line by index; with a reason to fail after some of them.
class MemorySink : public study::RecordSink {
 public:
  std::map<std::uint64_t, std::string> lines;
  std::vector<study::Key> done;  ///< what `finished` says yes to
  std::vector<std::uint64_t> taken;

  [[nodiscard]] bool finished(study::Key key) const override {
    return std::find(done.begin(), done.end(), key) != done.end();
  }
  void write(std::string& text, const study::Record& record, study::Key key) const override {
    study::append_json(text, record, to_string(key));
    study::seal(text);
  }
  void take(std::uint64_t index, std::string_view text, const study::Record* record) override {
    taken.push_back(index);
    if (record != nullptr) lines.emplace(index, text);
  }
};

}  // namespace redblue::journal_test
