#include <algorithm>

#include <redblue/proofs_check/bounds/phase_both.hpp>
#include <redblue/proofs_check/bounds/phase_pv.hpp>
#include <redblue/proofs_check/bounds/saha_ye.hpp>
#include <redblue/proofs_check/prove/chain.hpp>

namespace redblue::proofs_check::prove {
namespace {

Step& step_of(Report& report, std::string_view id) {
  return *std::find_if(report.steps.begin(), report.steps.end(), [&](const Step& s) { return s.id == id; });
}

void count(Step& step, bool holds, std::size_t phase) {
  ++step.tested;
  if (holds) return;
  if (step.failed++ == 0) step.first_failure = phase;
}

Slack slack_of(std::vector<double> factors, double total) {
  if (factors.empty()) return {1, 1, 1, total};
  std::sort(factors.begin(), factors.end());
  return {factors.front(), factors[factors.size() / 2], factors.back(), total};
}

bool gives_less(const Step& a, const Step& b) { return a.slack.total < b.slack.total; }

}  // namespace

Phase sums(const Phases& all) {
  Phase sum;
  for (const Phase& p : all.all) {
    sum.loads += p.loads, sum.stores += p.stores, sum.starts += p.starts, sum.fresh += p.fresh;
    sum.scores += p.scores, sum.events += p.events;
  }
  return sum;
}

void climb(const Chain& chain, Report& report) {
  const Phases& all = report.phases;
  report.steps = chain.steps;
  std::vector<std::vector<double>> factors(chain.steps.size() + 1);
  std::vector<double> totals(chain.steps.size() + 1);
  double idle = 0;  // what phases without products may do
  for (std::size_t p = 0; p < all.all.size(); ++p) {
    const std::vector<Rung> rungs = chain.climb(all, p);
    Ladder ladder{static_cast<double>(chain.done(all.all[p]))};
    for (const Rung& r : rungs) ladder.push_back(r.allows);
    for (Step& s : report.steps)
      if (s.rung > 0) count(s, rungs[s.rung - 1].holds, p + 1);
    const bool works = ladder[0] > 0;
    if (!works) ++report.idle_phases, idle += ladder.back();
    for (std::size_t i = 0; works && i < ladder.size(); ++i) {
      totals[i] += ladder[i];
      if (i > 0) factors[i].push_back(ladder[i] / ladder[i - 1]);
    }
    report.ladders.push_back(std::move(ladder));
  }
  for (Step& s : report.steps)
    if (s.rung > 0)
      s.slack = slack_of(factors[s.rung], totals[s.rung - 1] > 0 ? totals[s.rung] / totals[s.rung - 1] : 1);
  if (report.ladders.empty()) return;
  const double top = totals[report.ladders[0].size() - 1];
  if (top > 0) report.idle_slack = (top + idle) / top;
}

void judge(Report& report, std::string_view id, bool holds, double slack) {
  Step& step = step_of(report, id);
  count(step, holds, 0);
  step.slack = {slack, slack, slack, slack};
}

bool Report::holds() const {
  return !phases.broken && not_covered.empty() && !steps.empty() &&
         std::all_of(steps.begin(), steps.end(), [](const Step& s) { return s.failed == 0; });
}

const Step& Report::tightest() const { return *std::min_element(steps.begin(), steps.end() - 1, gives_less); }

const Step& Report::loosest() const { return *std::max_element(steps.begin(), steps.end() - 1, gives_less); }

Report test_steps(Phases phases) {
  Report report;
  report.phases = std::move(phases);
  if (report.phases.broken) return report;
  const Phase all = sums(report.phases);
  report.loads = all.loads;
  report.stores = all.stores;
  report.charges = all.charges(report.phases.proof);
  report.bound = proven_by(report.phases.proof, report.phases.shape, report.phases.M, report.phases.X);
  switch (report.phases.proof) {
    case Proof::phase_pv:
      test_phase_pv(report);
      break;
    case Proof::phase_both:
    case Proof::phase_both_once:
      test_phase_both(report);
      break;
    case Proof::saha_ye:
      test_saha_ye(report);
  }
  return report;
}

Int128 proven_by(Proof proof, const AttentionShape& shape, Words M, Int128 X) {
  Int128 words = 0;
  switch (proof) {
    case Proof::phase_pv:
      words = bounds::phase_pv_of(shape, M).prove(X);
      break;
    case Proof::phase_both:
      words = bounds::PhaseBothAgain{bounds::phase_both_of(shape, M)}.prove(X);
      break;
    case Proof::phase_both_once:
      words = bounds::PhaseBothOnce{bounds::phase_both_of(shape, M)}.prove(X);
      break;
    case Proof::saha_ye:
      words = bounds::saha_ye_sharp_words(shape, M).words.count();
  }
  return std::max<Int128>(0, words);
}

Int128 best_X(Proof proof, const AttentionShape& shape, Words M) {
  std::optional<Int128> X;
  switch (proof) {
    case Proof::phase_pv:
      X = bounds::phase_pv_words(shape, M).X;
      break;
    case Proof::phase_both:
      X = bounds::best_of_both<bounds::PhaseBothAgain>(shape, M).X;
      break;
    case Proof::phase_both_once:
      X = bounds::best_of_both<bounds::PhaseBothOnce>(shape, M).X;
      break;
    case Proof::saha_ye:
      break;
  }
  return X.value_or(M.count());
}

std::string_view bound_id(Proof proof) {
  switch (proof) {
    case Proof::phase_pv:
      return "phase_pv";
    case Proof::phase_both:
      return "phase_both";
    case Proof::phase_both_once:
      return "phase_both_once";
    case Proof::saha_ye:
      break;
  }
  return "saha_ye_sharp";
}

}  // namespace redblue::proofs_check::prove
