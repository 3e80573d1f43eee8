#include <algorithm>
#include <cmath>

#include <redblue/proofs_check/certificate.hpp>
#include <redblue/proofs_check/find/spectral.hpp>

namespace redblue::proofs_check::finder {
namespace {

using Wide = __int128;
using Level = Spectrum::Level;

constexpr double unit = 0x1p48;  // shifts are whole numbers of its inverse, below 2^53
constexpr std::size_t dense = 300;
constexpr std::uint64_t most_vertices = std::uint64_t{1} << 20, most_operands = std::uint64_t{1} << 23;
constexpr std::size_t fewest_values = 16;
constexpr std::size_t usual_count = 50;
constexpr double apart = 0x1p-22;                                // eigenvalues nearer than this are one level
constexpr double margins[] = {0x1p-24, 0x1p-20, 0x1p-28};        // between a shift and its eigenvalue
constexpr std::uint64_t quick = std::uint64_t{1} << 25;          // products, where all margins are tried
constexpr std::uint64_t most_counting = std::uint64_t{1} << 32;  // products of all counts
// Products of all factorisations, as the checker has it.
constexpr std::uint64_t most_products = std::uint64_t{1} << 28;

/// The shift below `value` from which the checker will know most; none where no count is of use.
std::optional<Level> level_of(const Laplacian& laplacian, double value) {
  std::optional<Level> best;
  for (const double margin : margins) {
    const double shift = std::floor((value - margin) * unit);
    if (!(shift >= 1 && shift < 0x1p53)) continue;
    const auto count = laplacian.count_below(shift / unit);
    if (!count || !(count->lost * unit + 2 < shift)) continue;
    const auto whole = static_cast<std::uint64_t>(shift);
    const std::uint64_t sure = whole - 2 - static_cast<std::uint64_t>(count->lost * unit);
    if (!best || sure > best->sure) best = Level{value, count->below, whole, sure};
    if (laplacian.cost()->products > quick) break;
  }
  return best;
}

/// Vertices in all but the first `skipped` of k nearly equal parts of n, larger ones first.
std::uint64_t vertices_after(std::uint64_t skipped, std::uint64_t n, std::uint64_t k) {
  return n - skipped * (n / k) - std::min(skipped, n % k);
}

/// What the levels prove of the sum of n_i lambda_i over i <= k. Unit: 2^-48.
Wide proven_sum(const std::vector<Level>& levels, std::uint64_t n, std::uint64_t k) {
  Wide sum = 0;
  std::uint64_t previous = 0;
  for (const Level& level : levels) {
    if (level.sure <= previous || level.below >= k) continue;
    sum += Wide{level.sure - previous} * vertices_after(level.below, n, k);
    previous = level.sure;
  }
  return sum;
}

/// Whole words that `levels` prove, rounded up.
std::int64_t proven_words(const std::vector<Level>& levels, std::uint64_t n, std::uint64_t k, std::int64_t M,
                          SpectralForm form) {
  const auto parts = static_cast<std::int64_t>(form == SpectralForm::sharp ? k - 1 : k);
  const Wide sum = ((proven_sum(levels, n, k) + (Wide{1} << 48) - 1) >> 48) - Wide{2} * parts * M;
  return static_cast<std::int64_t>(std::max(sum, Wide{0}));
}

/// As few of the levels as prove as many whole words, at most `most`: the one that counts least goes first.
std::vector<Level> fewest_levels(std::vector<Level> levels, std::uint64_t n, std::uint64_t k, std::int64_t M,
                                 SpectralForm form, std::size_t most) {
  std::erase_if(levels, [&](const Level& level) { return level.below >= k; });
  while (!levels.empty()) {
    std::vector<Level> best;
    Wide best_sum = -1;
    for (std::size_t i = 0; i < levels.size(); ++i) {
      std::vector<Level> fewer = levels;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
      if (const Wide sum = proven_sum(fewer, n, k); sum > best_sum) best = std::move(fewer), best_sum = sum;
    }
    if (levels.size() <= most && proven_words(best, n, k, M, form) < proven_words(levels, n, k, M, form))
      break;
    levels = std::move(best);
  }
  return levels;
}

std::uint64_t operands_of(const sim::Dag& dag) {
  std::uint64_t operands = 0;
  for (sim::Vertex v = 0; v < dag.size(); ++v) operands += dag.operands(v).size();
  return operands;
}

/// Inputs that are an operand, and outputs that are computed and are none.
struct Ends {
  std::int64_t inputs = 0, outputs = 0;
  bool all_val = true;

  explicit Ends(const sim::Dag& dag) {
    using Kind = sim::Dag::Kind;
    std::vector<bool> used(dag.size());
    for (sim::Vertex v = 0; v < dag.size(); ++v) {
      all_val = all_val && dag.kind(v) != Kind::acc;
      for (const sim::Vertex u : dag.operands(v)) used[u] = true;
    }
    for (sim::Vertex v = 0; v < dag.size(); ++v) inputs += used[v] && dag.kind(v) == Kind::input ? 1 : 0;
    for (const sim::Vertex v : dag.outputs()) outputs += used[v] || dag.kind(v) == Kind::input ? 0 : 1;
  }
};

std::string certificate_of(const NamedGraph& graph, const Laplacian& laplacian,
                           const std::vector<Level>& levels, std::uint64_t k, Rules rules, sim::Words M,
                           SpectralForm form, std::int64_t claim) {
  std::string text = certificate_header("spectral", "graph " + digest_text(digest(graph_text(graph))), rules,
                                        M, "lower " + std::to_string(claim));
  text += form == SpectralForm::sharp ? "form sharp\n" : "form published\n";
  text += "parts " + std::to_string(k) + "\norder";
  for (const sim::Vertex v : laplacian.order()) text += " " + std::to_string(v);
  for (const Level& level : levels)
    text += "\nshift " + std::to_string(level.shift) + " " + std::to_string(level.below);
  return text + "\nend " + std::to_string(levels.size() + 3) + "\n";
}

GraphBoundAnswer evaluate(const NamedGraph& graph, sim::Words M, const GraphBoundLimits& limits,
                          SpectralForm form) {
  const bool sharp = form == SpectralForm::sharp;
  const std::uint64_t n = graph.dag.size();
  if (n > most_vertices || operands_of(graph.dag) > most_operands)
    return not_applicable("more than 2^20 vertices or 2^23 operands");
  const Laplacian laplacian(graph.dag, sharp ? 2 : 1);
  const auto best = [&](const std::vector<double>& values) {
    return best_parts(values, n, static_cast<double>(M.count()), form);
  };
  const auto enough = [&](const std::vector<double>& values) {
    return limits.reached() || values.size() >= std::max<std::uint64_t>(fewest_values, 4 * best(values).k);
  };
  const Spectrum spectrum = smallest_eigenvalues(laplacian, usual_count, limits, enough);
  if (const std::uint64_t bytes = laplacian.bytes_of_subspace(usual_count);
      spectrum.values.empty() && bytes > limits.most_bytes.value_or(bytes))
    return limited("the search for eigenvalues", bytes);
  if (spectrum.values.empty())
    return not_applicable(limits.reached() ? "stopped by a limit before the eigenvalues had converged"
                                           : "the eigenvalues did not converge");
  const Parts parts = best(spectrum.values);
  const Ends ends(graph.dag);
  const std::int64_t beside = sharp ? ends.inputs + ends.outputs : 0;
  GraphBoundAnswer answer{.words = static_cast<double>(beside) + std::max(0.0, parts.words)};
  if (ends.all_val) answer.rules = Rules::partial;
  answer.parameters = {{"k", std::to_string(parts.k)},
                       {"eigenvalues", std::to_string(spectrum.values.size())}};
  if (sharp)
    answer.parameters.emplace_back("compulsory", std::to_string(beside));
  else
    answer.parameters.emplace_back("may_be_added", std::to_string(ends.outputs));
  if (!spectrum.counted) return answer;
  const auto affordable = static_cast<std::size_t>(most_products / laplacian.cost()->products);
  const auto m = static_cast<std::int64_t>(M.count());
  const auto levels = fewest_levels(spectrum.levels, n, parts.k, m, form, affordable);
  answer.certified = beside + proven_words(levels, n, parts.k, m, form);
  answer.parameters.emplace_back("shifts", std::to_string(levels.size()));
  answer.certificate = certificate_of(graph, laplacian, levels, parts.k,
                                      answer.rules.value_or(Rules::one_shot), M, form, *answer.certified);
  return answer;
}

}  // namespace

Spectrum counted_spectrum(const Laplacian& laplacian, std::vector<double> proposed, const Enough& enough) {
  std::sort(proposed.begin(), proposed.end());
  Spectrum spectrum{{}, {}, true};
  auto& [values, levels, counted] = spectrum;
  const auto last = [&] { return levels.empty() ? 0 : levels.back().value; };
  for (const double value : proposed) {
    if (levels.size() * laplacian.cost()->products > most_counting) break;
    if (value < last() + apart) continue;
    const auto level = level_of(laplacian, value);
    if (!level || (!levels.empty() && level->below <= levels.back().below)) continue;
    values.resize(level->below, last());
    if (enough && enough(values)) return spectrum;
    levels.push_back(*level);
  }
  const auto end = laplacian.count_below(last() + apart);
  values.resize(std::max<std::size_t>(end ? end->below : 0, values.size() + (levels.empty() ? 0 : 1)),
                last());
  return spectrum;
}

Spectrum smallest_eigenvalues(const Laplacian& laplacian, std::size_t count, const GraphBoundLimits& limits,
                              const Enough& enough) {
  const auto cost = laplacian.cost();
  if (!cost || cost->products > most_products) return {laplacian.subspace(count, limits), {}, false};
  const bool small = laplacian.size() <= dense;
  return counted_spectrum(laplacian, small ? laplacian.all() : laplacian.lanczos(count), enough);
}

Parts best_parts(const std::vector<double>& values, std::uint64_t n, double M, SpectralForm form) {
  Parts best{1, form == SpectralForm::sharp ? 0 : -2 * M};
  std::vector<double> sums{0};
  for (const double value : values) sums.push_back(sums.back() + value);
  for (std::uint64_t k = 2; k <= values.size(); ++k) {
    const auto parts = static_cast<double>(form == SpectralForm::sharp ? k - 1 : k);
    const double words = static_cast<double>(n / k) * sums[k] + sums[n % k] - 2 * parts * M;
    if (words > best.words) best = {k, words};
  }
  return best;
}

GraphBoundAnswer spectral(const NamedGraph& graph, sim::Words M, const GraphBoundLimits& limits) {
  return evaluate(graph, M, limits, SpectralForm::published);
}

GraphBoundAnswer spectral_sharp(const NamedGraph& graph, sim::Words M, const GraphBoundLimits& limits) {
  return evaluate(graph, M, limits, SpectralForm::sharp);
}

}  // namespace redblue::proofs_check::finder
