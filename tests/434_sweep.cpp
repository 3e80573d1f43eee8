// The sweep engine: which points, which records, in any number of threads and shards.
#include "sweep_support.hpp"
#include <doctest/doctest.h>

#include <redblue/study/file_error.hpp>

namespace sim = redblue::sim;
using namespace redblue::study;
using namespace redblue::journal_test;

namespace {

SweepOptions with_threads(int threads) {
  SweepOptions options;
  options.threads = threads;
  return options;
}

std::multiset<std::string> swept(const std::string& path, const SweepSpace& space,
                                 const SweepOptions& options, JournalMode mode = fresh) {
  Journal journal(path, header, mode);
  JournalSink sink(journal);
  const SweepOutcome outcome = run_sweep(space, options, sink);
  CHECK(outcome.counts.seen == space.size());
  journal.close();
  return sorted_lines(path);
}

}  // namespace

TEST_CASE("the points of a space are those of nested loops, from any walk order") {
  const SweepSpace space = small_space();
  std::uint64_t index = 0;
  SweepWalk forward(space);
  for (const AttentionShape& shape : space.axes().shapes)
    for (const Words M : space.axes().M.everywhere)
      for (const Schedule* schedule : space.axes().schedules) {
        const Point& point = forward.at(index);
        CHECK(point.shape == shape);
        CHECK(point.M == M);
        CHECK(point.schedule == schedule);
        CHECK(point_key(SweepWalk(space).at(index)) == point_key(point));
        ++index;
      }
  CHECK(index == space.size());
  SweepWalk back_and_forth(space);
  for (std::uint64_t i = 0; i < space.size(); ++i) {
    const std::uint64_t at = i * 37 % space.size();
    CHECK(point_key(back_and_forth.at(at)) == point_key(SweepWalk(space).at(at)));
  }
}

TEST_CASE("M may depend on the shape, also in how many values it has") {
  SweepAxes axes = small_axes({3, 16, 33}, {});
  axes.M.at_shape = [&](std::uint64_t shape) {
    return shape == 1 ? std::vector<Words>{}
                      : std::vector<Words>{Words{100}, Words{200 + static_cast<int>(shape)}};
  };
  const SweepSpace space(axes, 1000);
  CHECK(space.size() == 4 * axes.schedules.size());
  SweepWalk walk(space);
  std::vector<std::pair<sim::Extent, sim::Int128>> seen;
  for (std::uint64_t i = 0; i < space.size(); i += space.group())
    seen.emplace_back(walk.at(i).shape.Nq, walk.at(i).M.count());
  CHECK(seen == std::vector<std::pair<sim::Extent, sim::Int128>>{{3, 100}, {3, 200}, {33, 100}, {33, 202}});
}

TEST_CASE("zipped rows come once each, in the order given") {
  const auto shape = [](int N) { return AttentionShape::square(N, 4); };
  const SweepAxes axes = zipped({nullptr}, {shape(8), shape(8), shape(3), shape(8)},
                                {Words{50}, Words{60}, Words{50}, Words{50}}, {});
  const SweepSpace space(axes, 10);
  REQUIRE(space.size() == 3);
  SweepWalk walk(space);
  CHECK((walk.at(0).shape.Nq == 8 && walk.at(0).M == Words{50}));
  CHECK((walk.at(1).shape.Nq == 8 && walk.at(1).M == Words{60}));
  CHECK((walk.at(2).shape.Nq == 3 && walk.at(2).M == Words{50}));
}

TEST_CASE("the limit of points holds exactly, however M is given") {
  SweepAxes axes = small_axes({3, 16, 33}, {20, 41, 100, 1000});
  const std::uint64_t points = 12 * axes.schedules.size();
  CHECK(SweepSpace(axes, points).size() == points);
  CHECK(SweepSpace(axes, points + 1).size() == points);
  CHECK_THROWS_AS(SweepSpace(axes, points - 1), TooManyPoints);
  axes.M.at_shape = [](std::uint64_t) { return std::vector<Words>(4, Words{50}); };
  CHECK(SweepSpace(axes, points).size() == points);
  CHECK_THROWS_AS(SweepSpace(axes, points - 1), TooManyPoints);
}

TEST_CASE("a sweep takes every point once and its lines are the records of the points") {
  const SweepSpace space = small_space();
  MemorySink sink;
  const SweepOutcome outcome = run_sweep(space, with_threads(3), sink);
  CHECK(outcome.counts.computed == space.size());
  CHECK_FALSE(outcome.stopped);
  CHECK_FALSE(outcome.out_of_time);
  std::sort(sink.taken.begin(), sink.taken.end());
  REQUIRE(sink.taken.size() == space.size());
  SweepWalk walk(space);
  for (std::uint64_t i = 0; i < space.size(); ++i) {
    CHECK(sink.taken[i] == i);
    const Point& point = walk.at(i);
    std::string line;
    append_json(line, evaluate(point), record_key(point));
    seal(line);
    CHECK(sink.lines.at(i) == line);
  }
}

TEST_CASE("any number of threads writes the same set of lines") {
  TempDir dir;
  const SweepSpace space = small_space();
  const auto expected = swept(dir.file("1"), space, with_threads(1));
  CHECK(expected.size() == space.size() + 1);
  for (const int threads : {2, 3, 4, 7, 8, 16})
    for (int repeat = 0; repeat < 3; ++repeat)
      CHECK(swept(dir.file(std::to_string(threads) + "_" + std::to_string(repeat)), space,
                  with_threads(threads)) == expected);
}

TEST_CASE("shards partition the records, and one journal may take them one after another") {
  TempDir dir;
  const SweepSpace space = small_space();
  const auto expected = swept(dir.file("all"), space, with_threads(2));
  for (const std::uint64_t shards : {1U, 2U, 3U, 7U, 200U}) {
    std::multiset<std::string> together;
    const std::string path = dir.file("n" + std::to_string(shards));
    for (std::uint64_t shard = 0; shard < shards; ++shard) {
      SweepOptions options = with_threads(2);
      options.shard = shard, options.shards = shards;
      MemorySink sink;
      const SweepOutcome outcome = run_sweep(space, options, sink);
      CHECK(outcome.counts.computed + outcome.counts.elsewhere == space.size());
      for (const auto& [index, line] : sink.lines) together.insert(line);
      swept(path, space, options, resume);
    }
    together.insert(header_line(header));
    CHECK(together == expected);
    CHECK(sorted_lines(path) == expected);
  }
}

TEST_CASE("finished points are skipped and counted") {
  const SweepSpace space = small_space();
  MemorySink sink;
  SweepWalk walk(space);
  for (const std::uint64_t index : {0U, 5U, 11U}) sink.done.push_back(point_key(walk.at(index)));
  const SweepOutcome outcome = run_sweep(space, with_threads(2), sink);
  CHECK(outcome.counts.skipped == 3);
  CHECK(outcome.counts.computed == space.size() - 3);
  CHECK_FALSE(sink.lines.contains(5));
}

TEST_CASE("a stop flag ends a sweep after the points under way") {
  const SweepSpace space = small_space();
  for (const int threads : {1, 4}) {
    std::atomic<bool> stop{false};
    struct Stopping : MemorySink {
      std::atomic<bool>& flag;
      explicit Stopping(std::atomic<bool>& f) : flag(f) {}
      void take(std::uint64_t index, std::string_view text, const Record* record) override {
        MemorySink::take(index, text, record);
        if (lines.size() == 10) flag = true;
      }
    } sink(stop);
    SweepOptions options = with_threads(threads);
    options.stop = &stop;
    const SweepOutcome outcome = run_sweep(space, options, sink);
    CHECK(outcome.stopped);
    CHECK_FALSE(outcome.out_of_time);
    CHECK(sink.lines.size() >= 10);
    CHECK(sink.lines.size() <= 10 + static_cast<std::size_t>(threads));
  }
}

TEST_CASE("a deadline that has passed ends a sweep before its first point") {
  MemorySink sink;
  SweepOptions options = with_threads(2);
  options.deadline = std::chrono::steady_clock::now();
  const SweepOutcome outcome = run_sweep(small_space(), options, sink);
  CHECK(outcome.out_of_time);
  CHECK(sink.lines.empty());
}

TEST_CASE("schedules that cannot run a shape are left out with one note, or fail where they were asked for") {
  SweepAxes axes = small_axes({8, 9}, {100, 200});
  axes.base.shape.mask.kind = sim::Mask::Kind::causal;
  for (AttentionShape& shape : axes.shapes) shape.mask = axes.base.shape.mask;
  const SweepSpace space(axes, 1000);
  std::uint64_t able = 0;
  for (const Schedule* s : axes.schedules) able += s->takes_masks ? 4 : 0;
  REQUIRE(able > 0);

  SweepOptions options = with_threads(2);
  options.leave_out = true;
  MemorySink sink;
  const SweepOutcome lenient = run_sweep(space, options, sink);
  CHECK(lenient.counts.left_out == space.size() - able);
  CHECK(lenient.counts.failed == 0);
  CHECK(lenient.notes.size() == axes.schedules.size() - able / 4);
  CHECK(sink.lines.size() == able);

  MemorySink strict_sink;
  const SweepOutcome strict = run_sweep(space, with_threads(2), strict_sink);
  CHECK(strict.counts.failed == space.size() - able);
  CHECK(strict.failures.size() == 5);
  CHECK(strict_sink.lines == sink.lines);
}

TEST_CASE("a full disk ends a sweep of any number of threads with the file whole") {
  TempDir dir;
  const SweepSpace space = small_space();
  for (const int threads : {1, 4}) {
    FaultyCalls calls;
    calls.fault = FaultyCalls::Fault::fails, calls.error = ENOSPC, calls.from_then_on = true,
    calls.writes_only = true;
    calls.at = 20;
    const std::string path = dir.file(std::to_string(threads));
    Journal journal(path, header, fresh, calls);
    JournalSink sink(journal);
    CHECK_THROWS_AS((void)run_sweep(space, with_threads(threads), sink), FileError);
    CHECK(lines_of(bytes_of(path)).size() == 20);
    journal.close();
    CHECK(swept(path, space, with_threads(threads), resume).size() == space.size() + 1);
  }
}

TEST_CASE("progress is reported with what has become of the points and ends with all of them") {
  const SweepSpace space = small_space();
  SweepOptions options = with_threads(2);
  SweepProgress last;
  options.progress = [&](const SweepProgress& p) {
    CHECK(p.seen >= last.seen);
    CHECK(p.seen == p.computed + p.skipped + p.elsewhere + p.left_out + p.failed);
    last = p;
  };
  MemorySink sink;
  (void)run_sweep(space, options, sink);
  CHECK(last.seen == space.size());
  CHECK(last.points == space.size());
  REQUIRE(last.best_ratio);
  CHECK(*last.best_ratio >= 1);
}
