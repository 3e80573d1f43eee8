#include <algorithm>
#include <random>

#include <Eigen/Eigenvalues>
#include <Eigen/OrderingMethods>
#include <Eigen/Sparse>
#include <Spectra/SymEigsSolver.h>

#include <redblue/proofs_check/find/laplacian.hpp>

namespace redblue::proofs_check::finder {
namespace {

using sim::Vertex;
using Sparse = Eigen::SparseMatrix<double, Eigen::RowMajor>;
using Lower = Eigen::SparseMatrix<double>;
using Block = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Factor = Eigen::SimplicialLDLT<Lower, Eigen::Lower, Eigen::NaturalOrdering<int>>;

constexpr std::uint64_t most_entries = std::uint64_t{1} << 21;  // as the checker has it
constexpr double lanczos_shift = -0x1p-10;                      // below 0, the smallest eigenvalue
constexpr std::size_t guard = 14;                               // more columns than eigenvalues wanted
constexpr int degree = 40;                                      // of a Chebyshev polynomial
constexpr double rounding = 0x1p-49;                            // what the checker loses, relative
constexpr int most_rounds = 200;
constexpr double precision = 1e-6;  // of the largest eigenvalue wanted

/// y = (L - shift I)^-1 x, as Spectra asks for it.
struct Inverse {
  using Scalar = double;
  const Factor& factor;
  [[nodiscard]] Eigen::Index rows() const { return factor.rows(); }
  [[nodiscard]] Eigen::Index cols() const { return factor.cols(); }
  void perform_op(const double* x, double* y) const {
    Eigen::Map<Eigen::VectorXd>(y, rows()) =
        factor.solve(Eigen::Map<const Eigen::VectorXd>(x, rows())).eval();
  }
};

Sparse laplacian_of(const sim::Dag& dag, int input_share) {
  std::vector<std::uint32_t> outdegree(dag.size());
  std::vector<Vertex> last(dag.size(), sim::no_vertex);
  std::vector<std::pair<Vertex, Vertex>> edges;
  for (Vertex v = 0; v < dag.size(); ++v)
    for (const Vertex u : dag.operands(v))
      if (last[u] != v) last[u] = v, ++outdegree[u], edges.emplace_back(u, v);
  std::vector<Eigen::Triplet<double, int>> entries;
  entries.reserve(4 * edges.size());
  for (const auto& [u, v] : edges) {
    const int share = dag.kind(u) == sim::Dag::Kind::input ? input_share : 1;
    const double weight = 1.0 / (static_cast<double>(outdegree[u]) * share);
    const auto i = static_cast<int>(u), j = static_cast<int>(v);
    for (const int end : {i, j}) entries.emplace_back(end, end, weight);
    entries.emplace_back(i, j, -weight);
    entries.emplace_back(j, i, -weight);
  }
  const auto n = static_cast<Eigen::Index>(dag.size());
  Sparse L(n, n);
  for (int i = 0; i < n; ++i) entries.emplace_back(i, i, 0.0);
  L.setFromTriplets(entries.begin(), entries.end());
  return L;
}

/// Entries of the factor of `L`, whose rows are in the order of elimination, by its elimination tree.
std::optional<Laplacian::Cost> cost_of(const Lower& L) {
  const auto n = static_cast<std::size_t>(L.rows());
  std::vector<int> parent(n, -1), seen(n, -1);
  std::vector<std::uint64_t> column(n);
  Laplacian::Cost cost;
  for (int k = 0; k < L.cols(); ++k) {
    seen[static_cast<std::size_t>(k)] = k;
    for (Lower::InnerIterator e(L, k); e; ++e)
      for (auto i = static_cast<std::size_t>(e.index()); e.index() < k && seen[i] != k;
           i = static_cast<std::size_t>(parent[i])) {
        if (parent[i] < 0) parent[i] = k;
        seen[i] = k;
        cost.products += ++column[i];
        if (++cost.entries > most_entries) return std::nullopt;
      }
  }
  cost.products += n;
  return cost;
}

/// p(L) X for the Chebyshev polynomial p that is small on [from, to] and 1 at 0.
Block filtered(const Sparse& L, Block X, double from, double to) {
  const double half = (to - from) / 2, centre = (to + from) / 2;
  Sparse centred = L;
  for (int i = 0; i < centred.rows(); ++i) centred.coeffRef(i, i) -= centre;
  const double first = -half / centre;
  double sigma = first;
  Block now = (sigma / half) * (centred * X);
  for (int i = 2; i <= degree; ++i) {
    const double next = 1 / (2 / first - sigma);
    X *= -next * sigma;
    X.noalias() += (2 * next / half) * (centred * now);
    X.swap(now);
    sigma = next;
  }
  return now;
}

}  // namespace

struct Laplacian::Matrix {
  Sparse L;
  std::vector<Vertex> order;
  Lower permuted;  ///< rows in the order of elimination
  std::optional<Cost> cost;
  Factor factor;

  /// False where a pivot is 0.
  bool factorize(double shift) {
    factor.setShift(-shift);
    factor.factorize(permuted);
    return factor.info() == Eigen::Success;
  }
};

Laplacian::Laplacian(const sim::Dag& dag, int input_share) : matrix_(std::make_unique<Matrix>()) {
  Matrix& m = *matrix_;
  m.L = laplacian_of(dag, input_share);
  const Lower by_columns = m.L;
  Eigen::PermutationMatrix<Eigen::Dynamic, Eigen::Dynamic, int> inverse;
  Eigen::AMDOrdering<int>()(by_columns.selfadjointView<Eigen::Lower>(), inverse);
  for (Eigen::Index k = 0; k < inverse.size(); ++k)
    m.order.push_back(static_cast<Vertex>(inverse.indices()[k]));
  m.permuted = by_columns.twistedBy(inverse.inverse());
  m.cost = cost_of(m.permuted);
  if (m.cost) m.factor.analyzePattern(m.permuted);
}
Laplacian::~Laplacian() = default;
Laplacian::Laplacian(Laplacian&&) noexcept = default;

std::size_t Laplacian::size() const { return matrix_->order.size(); }
const std::vector<Vertex>& Laplacian::order() const { return matrix_->order; }
std::optional<Laplacian::Cost> Laplacian::cost() const { return matrix_->cost; }

std::optional<Laplacian::Count> Laplacian::count_below(double shift) const {
  Matrix& m = *matrix_;
  if (!m.factorize(shift)) return std::nullopt;
  const Eigen::VectorXd pivots = m.factor.vectorD();
  const Lower F = m.factor.matrixL();
  const Lower size = F.cwiseAbs();
  // Rounding is relative to |F| |D| |F^T|: its row sums.
  const Eigen::VectorXd ones = Eigen::VectorXd::Ones(F.rows());
  const Eigen::VectorXd scale = size * pivots.cwiseAbs().cwiseProduct(size.transpose() * ones);
  return Count{static_cast<std::uint64_t>((pivots.array() < 0).count()), rounding * scale.maxCoeff()};
}

std::vector<double> Laplacian::all() const {
  const Eigen::VectorXd values =
      Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(Eigen::MatrixXd(matrix_->L), Eigen::EigenvaluesOnly)
          .eigenvalues();
  return {values.begin(), values.end()};
}

std::vector<double> Laplacian::lanczos(std::size_t count) const {
  Matrix& m = *matrix_;
  const auto n = static_cast<Eigen::Index>(size());
  const auto wanted = std::min(static_cast<Eigen::Index>(count), n - 1);
  if (wanted < 1 || !m.factorize(lanczos_shift)) return {};
  Inverse inverse{m.factor};
  Spectra::SymEigsSolver<Inverse> solver(inverse, wanted, std::min(n, 2 * wanted + 20));
  solver.init();
  solver.compute(Spectra::SortRule::LargestAlge, 300, 1e-12);
  std::vector<double> values;
  for (const double value : solver.eigenvalues()) values.push_back(1 / value + lanczos_shift);
  std::sort(values.begin(), values.end());
  return values;
}

std::uint64_t Laplacian::bytes_of_subspace(std::size_t count) const {
  return std::uint64_t{sizeof(double)} * 4 * std::min(size(), count + guard) * size();
}

std::vector<double> Laplacian::subspace(std::size_t count, const GraphBoundLimits& limits) const {
  const Sparse& L = matrix_->L;
  const auto columns = static_cast<Eigen::Index>(std::min(size(), count + guard));
  const auto wanted = static_cast<Eigen::Index>(std::min(size(), count));
  if (const std::uint64_t bytes = bytes_of_subspace(count); bytes > limits.most_bytes.value_or(bytes))
    return {};
  const double to = 2 * L.diagonal().maxCoeff();  // no eigenvalue is larger (Gershgorin)
  std::mt19937_64 random(1);
  Block X(L.rows(), columns);
  for (double& x : X.reshaped()) x = static_cast<double>(random() >> 11) * 0x1p-53 - 0.5;
  Eigen::VectorXd values = Eigen::VectorXd::Constant(columns, to / 16);
  double change = to;
  for (int round = 0; change > precision * values[wanted - 1]; ++round) {
    if (round == most_rounds || limits.reached()) return {};
    X = filtered(L, std::move(X), std::min(values[columns - 1], to / 2), to);
    const Eigen::MatrixXd gram = X.transpose() * X, image = X.transpose() * (L * X);
    const Eigen::GeneralizedSelfAdjointEigenSolver<Eigen::MatrixXd> ritz(image, gram);
    change = (ritz.eigenvalues() - values).head(wanted).cwiseAbs().maxCoeff();
    values = ritz.eigenvalues();
    X = X * ritz.eigenvectors();
  }
  return {values.begin(), values.begin() + wanted};
}

}  // namespace redblue::proofs_check::finder
