#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <redblue/algorithms/catalog.hpp>
#include <redblue/sim/error.hpp>
#include <redblue/study/accuracy.hpp>
#include <redblue/study/inputs.hpp>
#include <redblue/study/verify.hpp>

using namespace redblue;
using algorithms::Options;
using algorithms::Planned;
using algorithms::Schedule;
using sim::AttentionShape;
using sim::Words;
using study::Rules;
using study::Verification;

namespace {

const Schedule& honest() { return *algorithms::find("flash_attention_2"); }

study::Point point(const Schedule& s) { return {&s, {19, 23, 5, 4, {}}, Words{90}, {}}; }

/// Ids of the checks that failed.
std::vector<std::string> failures(const Schedule& s) {
  std::vector<std::string> ids;
  const Verification v = study::verify(point(s));
  for (const study::Check& c : v.checks)
    if (!c.ok) ids.push_back(c.id);
  CHECK(v.ok() == ids.empty());
  return ids;
}

bool has(const std::vector<std::string>& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

}  // namespace

TEST_CASE("every schedule passes every check on a ragged rectangle") {
  for (const Schedule& s : algorithms::catalog()) CHECK(failures(s) == std::vector<std::string>{});
}

TEST_CASE("a closed form that is one word off is caught on every road") {
  Schedule wrong = honest();
  wrong.plan = [](const AttentionShape& shape, const Options& o, Words M) {
    auto planned = honest().plan(shape, o, M);
    planned->predicted[sim::tensor::K].reads += Words{1};
    return planned;
  };
  const auto ids = failures(wrong);
  for (const char* id : {"counted_reads", "counted_by_tensor", "executed_reads", "replayed_reads"})
    CHECK(has(ids, id));
  CHECK(!has(ids, "counted_writes"));
}

TEST_CASE("traffic booked on the wrong tensor is caught though the sums agree") {
  Schedule wrong = honest();
  wrong.plan = [](const AttentionShape& shape, const Options& o, Words M) {
    auto planned = honest().plan(shape, o, M);
    planned->predicted[sim::tensor::K].reads += Words{1};
    planned->predicted[sim::tensor::V].reads -= Words{1};
    return planned;
  };
  CHECK(failures(wrong) ==
        std::vector<std::string>{"counted_by_tensor", "executed_by_tensor", "replayed_by_tensor"});
}

TEST_CASE("a result that is off by little more than rounding is caught in its precision") {
  Schedule wrong = honest();
  wrong.executed = [](const AttentionShape& s, const Options& o, const Planned& p, Words M,
                      const algorithms::Inputs<double>& in) {
    auto run = honest().executed(s, o, p, M, in);
    run.O(3, 2) += 1e-12;
    return run;
  };
  CHECK(failures(wrong) == std::vector<std::string>{"result_float64"});
  wrong.executed = honest().executed;
  wrong.executed_float = [](const AttentionShape& s, const Options& o, const Planned& p, Words M,
                            const algorithms::Inputs<float>& in) {
    auto run = honest().executed_float(s, o, p, M, in);
    run.O(3, 2) = std::numeric_limits<float>::quiet_NaN();
    return run;
  };
  CHECK(failures(wrong) == std::vector<std::string>{"result_float32"});
}

TEST_CASE("a trace with a move left out is caught by the replay") {
  Schedule wrong = honest();
  wrong.traced = [](const AttentionShape& s, const Options& o, const Planned& p, Words M) {
    sim::Trace trace = honest().traced(s, o, p, M);
    sim::Moves shorter;
    std::size_t n = 0;
    for (const sim::Move& m : trace.moves)
      if (n++ != 40) shorter.push_back(m);
    trace.moves = shorter;
    return trace;
  };
  CHECK(has(failures(wrong), "replay"));
}

TEST_CASE("a count below a lower bound is caught") {
  Schedule wrong = honest();
  wrong.plan = [](const AttentionShape& shape, const Options& o, Words M) {
    auto planned = honest().plan(shape, o, M);
    planned->predicted = {};
    return planned;
  };
  CHECK(has(failures(wrong), "bound_compulsory"));
}

TEST_CASE("a plan that claims too small or too large a footprint is caught") {
  Schedule wrong = honest();
  wrong.plan = [](const AttentionShape& shape, const Options& o, Words M) {
    auto planned = honest().plan(shape, o, M);
    planned->footprint -= Words{1};
    return planned;
  };
  CHECK(failures(wrong) == std::vector<std::string>{"counted_peak", "executed_peak", "replayed_peak"});
  wrong.plan = [](const AttentionShape& shape, const Options& o, Words M) {
    auto planned = honest().plan(shape, o, M);
    planned->footprint = M + Words{1};
    return planned;
  };
  CHECK(failures(wrong) == std::vector<std::string>{"footprint"});
}

TEST_CASE("an infeasible point is not verified and not a pass") {
  study::Point p = point(honest());
  p.M = Words{3};
  const Verification v = study::verify(p);
  CHECK(v.checks.empty());
  CHECK(!v.ok());
}

TEST_CASE("a trace too long to keep is refused with its size") {
  study::Point p = point(honest());
  p.shape = AttentionShape::square(100'000, 64);
  p.M = Words{10'000};
  CHECK_THROWS_AS((void)study::verify(p), sim::InvalidArgument);
}

TEST_CASE("accuracy compares with the reference and grows with the scores") {
  const AttentionShape shape = AttentionShape::square(8, 4);
  const auto in = study::normal_inputs(shape, 7);
  const Options options;
  sim::Matrix<double> zero(8, 4);
  const study::Accuracy far = study::accuracy(shape, options, in, zero);
  CHECK(far.error > 0.01);
  CHECK(far.error <= 1);
  CHECK(far.allowed < 1e-13);
  Options sharp;
  sharp.scale = 100;
  CHECK(study::accuracy(shape, sharp, in, zero).allowed > far.allowed);
}

TEST_CASE("a single output whose terms cancel is no disagreement") {
  for (const Schedule& s : algorithms::catalog())
    for (sim::Extent Nk : {13, 24}) {
      study::Point p = point(s);
      p.shape = {1, Nk, 1, 1, {}};
      p.M = Words{200};
      CHECK_MESSAGE(study::verify(p).ok(), s.id);
    }
}

TEST_CASE("verify says optimal, within a factor, or unknown, and under which rules") {
  const auto said = [](const char* id, sim::Extent N, sim::Extent d, int M, Options options,
                       Rules rules = Rules::fma) {
    const Verification v =
        study::verify({algorithms::find(id), AttentionShape::square(N, d), Words{M}, options, rules});
    CHECK(v.ok());
    return v.standing ? statement(*v.standing) : "";
  };
  Options none, sum;
  none.stats = algorithms::Stats::none;
  sum.stats = algorithms::Stats::sum;
  CHECK(said("flash_streamed", 3, 1, 4, none) ==
        "optimal (certificate), rules partial: no less by the optimum of attention:3,1");
  CHECK(said("flash_streamed", 2, 1, 6, sum).find(", rules partial") != std::string::npos);
  CHECK(said("square_tiling", 3, 1, 8, {}).starts_with("within "));
  CHECK(said("square_tiling", 3, 1, 8, {}).find(", the optimum of attention:3,1+l), rules partial") !=
        std::string::npos);
  CHECK(said("flash_attention_2", 48, 6, 90, {})
            .find(", phase_both), rules fma against a bound under "
                  "partial_recompute") != std::string::npos);
  CHECK(
      said("flash_attention_2", 48, 6, 90, {}, Rules::one_shot) ==
      "unknown, rules one_shot: the schedule updates words in place, which one_shot forbids: no play of that "
      "game");
  CHECK(said("flash_streamed", 6, 2, 20, {}, Rules::classic)
            .starts_with(
                "unknown, rules classic: the schedule updates words in place, and classic needs three"));
}

TEST_CASE("a report's count is certified when its moves cost what the bound proves, and only then") {
  const auto of = [](int M, Words more = Words{0}) {
    const study::Point p{.schedule = algorithms::find("flash_streamed"),
                         .shape = AttentionShape::square(3, 1),
                         .M = Words{M},
                         .options = {.stats = algorithms::Stats::none}};
    const study::Record record = study::evaluate(p);
    study::Certifier certifier;
    return certifier.standing(p, record.counts.io() + more);
  };
  CHECK(statement(of(4).value()) ==
        "optimal (certificate), rules partial: no less by the optimum of attention:3,1");
  CHECK(of(40).value().certified);  // compulsory
  CHECK(brief(of(7).value()).starts_with("within "));
  CHECK_FALSE(of(7).value().certified);
  CHECK_FALSE(of(4, Words{1}));  // another count than the schedule's
  study::Certifier certifier;
  study::Point p{.schedule = algorithms::find("flash_streamed"), .shape = {}, .M = Words{100}};
  CHECK_FALSE(certifier.standing(p, Words{1}));  // a shape that nothing can run
  p.shape = AttentionShape::square(3, 1);
  const Words io = study::evaluate(p).counts.io();
  int searches = 0;
  while (searches < 1000 && certifier.standing(p, io)) ++searches;
  CHECK(searches == 60);
}

TEST_CASE("the optimum of the graph is at most the count of every schedule that is a play of it") {
  int compared = 0;
  for (const Schedule& s : algorithms::catalog())
    for (const auto stats : {algorithms::Stats::none, algorithms::Stats::sum, algorithms::Stats::max})
      for (const auto& [N, d] : {std::pair{2, 1}, std::pair{2, 2}, std::pair{3, 1}})
        for (const int M : {5, 7, 9, 12}) {
          Options options;
          options.stats = stats;
          study::Point p{&s, AttentionShape::square(N, d), Words{M}, options};
          if (!s.why_not(p.shape, options).empty()) continue;
          const study::Record record = study::evaluate(p);
          if (!record.feasible) continue;
          const auto standing = study::searched_standing(record);
          CHECK(standing.lower <= record.counts.io());
          if (standing.io_rules == Rules::partial) ++compared;
        }
  CHECK(compared > 100);
}
