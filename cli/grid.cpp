#include <string>

#include <redblue/cli/grid.hpp>
#include <redblue/cli/output.hpp>

namespace redblue::cli {
namespace {

using Values = std::vector<Int128>;

const AxisSpec& need(const std::optional<AxisSpec>& axis, std::string_view message) {
  if (!axis) sim::raise(UsageError(std::string(message)));
  return *axis;
}

constexpr std::string_view no_N = "--N is missing: sequence length, e.g. --N 4096 (or --Nq and --Nk)";
constexpr std::string_view no_d = "--d is missing: head dimension, e.g. --d 64 (or --dk and --dv)";
constexpr std::string_view no_M = "--M is missing: fast memory in words, e.g. --M 16Ki or --M d^2";

AttentionShape make_shape(const Axes& axes, Int128 Nq, Int128 Nk, Int128 dk, Int128 dv) {
  const auto extent = [](Int128 n) { return static_cast<sim::Extent>(n); };
  if (axes.mask.kind != sim::Mask::Kind::none && Nq > Nk)
    axes.mask_given.refuse("needs Nq <= Nk, but Nq = " + sim::to_string(Nq) +
                           " and Nk = " + sim::to_string(Nk));
  return {extent(Nq), extent(Nk), extent(dk), extent(dv), axes.mask};
}

[[noreturn]] void too_many(Int128 points, std::size_t most) {
  sim::raise(UsageError(sim::to_string(points) + " points, more than " + std::to_string(most) +
                        "; narrow an axis, or raise --max-points"));
}

AxisSpec::Repeats repeats_of(const Axes& axes) {
  return axes.zip ? AxisSpec::Repeats::keep : AxisSpec::Repeats::drop;
}

class ShapeMaker {
 public:
  ShapeMaker(const Axes& axes, std::size_t most) : axes_(axes), most_(most) {
    const AxisSpec& Nq = need(axes.Nq, axes.Nk ? "--Nq is missing beside --Nk" : no_N);
    const AxisSpec& Nk = need(axes.Nk, "--Nk is missing beside --Nq");
    const AxisSpec& dk = need(axes.dk, axes.dv ? "--dk is missing beside --dv" : no_d);
    const AxisSpec& dv = need(axes.dv, "--dv is missing beside --dk");
    (void)need(axes.M, no_M);
    Int128 points = 1;
    for (const AxisSpec* a : {&Nq, axes.one_N ? nullptr : &Nk, &dk, axes.one_d ? nullptr : &dv}) {
      if (a == nullptr) continue;
      points = axes.zip ? std::max(points, a->count()) : points * a->count();
      if (points > Int128{most}) too_many(points, most);
    }
    const auto repeats = repeats_of(axes);
    Nq_ = Nq.values({}, most, repeats), Nk_ = Nk.values({}, most, repeats);
    dk_ = dk.values({}, most, repeats), dv_ = dv.values({}, most, repeats);
  }

  std::vector<AttentionShape> product() const {
    std::vector<AttentionShape> shapes;
    for (const Int128 Nq : Nq_)
      for (const Int128 Nk : axes_.one_N ? Values{Nq} : Nk_)
        for (const Int128 dk : dk_)
          for (const Int128 dv : axes_.one_d ? Values{dk} : dv_)
            shapes.push_back(make_shape(axes_, Nq, Nk, dk, dv));
    return shapes;
  }

  /// Axes of one value stand still; the others must be of one length, M's among them.
  std::vector<AttentionShape> zipped() const {
    const std::size_t M_length = axes_.M->values(example(), most_, AxisSpec::Repeats::keep).size();
    std::size_t length = M_length;
    for (const Values* v : {&Nq_, &Nk_, &dk_, &dv_}) length = std::max(length, v->size());
    check("--M", M_length, length);
    check(axes_.Nq->given().name, Nq_.size(), length);
    check(axes_.Nk->given().name, Nk_.size(), length);
    check(axes_.dk->given().name, dk_.size(), length);
    check(axes_.dv->given().name, dv_.size(), length);
    std::vector<AttentionShape> shapes;
    const auto at = [](const Values& v, std::size_t i) { return v.size() == 1 ? v[0] : v[i]; };
    for (std::size_t i = 0; i < length; ++i)
      shapes.push_back(make_shape(axes_, at(Nq_, i), at(Nk_, i), at(dk_, i), at(dv_, i)));
    return shapes;
  }

 private:
  AttentionShape example() const { return make_shape(axes_, Nq_[0], Nk_[0], dk_[0], dv_[0]); }

  static void check(const std::string& name, std::size_t has, std::size_t length) {
    if (has != 1 && has != length)
      sim::raise(UsageError(name + ": " + std::to_string(has) + " values beside an axis of " +
                            std::to_string(length) + "; --zip pairs axes of one length"));
  }

  const Axes& axes_;
  std::size_t most_;
  Values Nq_, Nk_, dk_, dv_;
};

}  // namespace

Grid::Grid(const Axes& axes, std::size_t most) : axes_(axes), most_(most) {
  const ShapeMaker maker(axes_, most);
  shapes_ = axes_.zip ? maker.zipped() : maker.product();
  if (size() > Int128{most}) too_many(size(), most);
}

Int128 Grid::size() const {
  if (axes_.zip) return Int128{shapes_.size()};
  if (axes_.M->is_constant()) return Int128{shapes_.size()} * axes_.M->count();
  Int128 points = 0;
  for (const AttentionShape& shape : shapes_) points += axes_.M->count(shape);
  return points;
}

std::vector<Words> Grid::Ms(std::size_t i) const {
  const Values values = axes_.M->values(shapes_[i], most_, repeats_of(axes_));
  if (!axes_.zip) {
    std::vector<Words> Ms;
    for (const Int128 M : values) Ms.push_back(Words{M});
    return Ms;
  }
  // A range of expressions may be of another length at each shape.
  if (values.size() != 1 && values.size() != shapes_.size())
    axes_.M->given().refuse("has " + std::to_string(values.size()) + " values at pair " +
                            std::to_string(i + 1) + " of " + std::to_string(shapes_.size()) +
                            "; --zip pairs axes of one length");
  return {Words{values.size() == 1 ? values[0] : values[i]}};
}

void say_notes(const RunSpec& spec, const AttentionShape& shape) {
  for (const std::string& reason : spec.left_out(shape)) say("left out: " + reason);
  for (const std::string& note : spec.ignored()) say("note: " + note);
}

OnePoint one_point(const Axes& axes, std::string_view command) {
  const Grid grid(axes);
  if (grid.size() != 1)
    sim::raise(UsageError("redblue " + std::string(command) + " takes one point, these are " +
                          sim::to_string(grid.size()) + "; redblue sweep takes many"));
  return {grid.shapes()[0], grid.Ms(0)[0]};
}

}  // namespace redblue::cli
