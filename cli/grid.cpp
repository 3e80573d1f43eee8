#include <algorithm>
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

/// Under a mask every query needs a key to see.
void check_mask(const Axes& axes, Int128 Nq, Int128 Nk) {
  if (axes.mask.kind != sim::Mask::Kind::none && Nq > Nk)
    axes.mask_given.refuse("needs Nq <= Nk, but Nq = " + sim::to_string(Nq) +
                           " and Nk = " + sim::to_string(Nk));
}

[[noreturn]] void too_many(Int128 points, std::size_t most) {
  sim::raise(UsageError(sim::to_string(points) + " points, more than " + std::to_string(most) +
                        "; narrow an axis, or raise --max-points"));
}

AxisSpec::Repeats repeats_of(const Axes& axes) {
  return axes.zip ? AxisSpec::Repeats::keep : AxisSpec::Repeats::drop;
}

}  // namespace

std::size_t ShapeList::size() const {
  if (zipped_ > 0) return zipped_;
  return Nq_.size() * std::max<std::size_t>(1, Nk_.size()) * dk_.size() *
         std::max<std::size_t>(1, dv_.size());
}

AttentionShape ShapeList::operator[](std::size_t i) const {
  // The digits of i, last axis first; zipped axes all turn together, those of one value stand still.
  const auto digit = [&](const Values& axis) {
    const std::size_t at = axis.size() == 1 ? 0 : zipped_ > 0 ? i : i % axis.size();
    if (zipped_ == 0) i /= axis.size();
    return static_cast<sim::Extent>(axis[at]);
  };
  AttentionShape s;
  s.mask = mask_;
  if (!dv_.empty()) s.dv = digit(dv_);
  s.dk = digit(dk_);
  if (!Nk_.empty()) s.Nk = digit(Nk_);
  s.Nq = digit(Nq_);
  if (dv_.empty()) s.dv = s.dk;
  if (Nk_.empty()) s.Nk = s.Nq;
  return s;
}

bool operator==(const ShapeList& a, const std::vector<AttentionShape>& b) {
  bool equal = a.size() == b.size();
  for (std::size_t i = 0; equal && i < b.size(); ++i) equal = a[i] == b[i];
  return equal;
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
    shapes_.mask_ = axes.mask;
    shapes_.Nq_ = Nq.values({}, most, repeats), shapes_.dk_ = dk.values({}, most, repeats);
    if (!axes.one_N) shapes_.Nk_ = Nk.values({}, most, repeats);
    if (!axes.one_d) shapes_.dv_ = dv.values({}, most, repeats);
  }

  ShapeList product() {
    if (!axes_.one_N)
      check_mask(axes_, *std::max_element(shapes_.Nq_.begin(), shapes_.Nq_.end()),
                 *std::min_element(shapes_.Nk_.begin(), shapes_.Nk_.end()));
    return std::move(shapes_);
  }

  /// Axes of one value stand still; the others must be of one length, M's among them.
  ShapeList zipped() {
    const std::size_t M_length = axes_.M->values(shapes_[0], most_, AxisSpec::Repeats::keep).size();
    std::size_t length = M_length;
    for (const Values* v : {&shapes_.Nq_, &shapes_.Nk_, &shapes_.dk_, &shapes_.dv_})
      length = std::max(length, v->size());
    check("--M", M_length, length);
    check(axes_.Nq->given().name, shapes_.Nq_.size(), length);
    if (!axes_.one_N) check(axes_.Nk->given().name, shapes_.Nk_.size(), length);
    check(axes_.dk->given().name, shapes_.dk_.size(), length);
    if (!axes_.one_d) check(axes_.dv->given().name, shapes_.dv_.size(), length);
    shapes_.zipped_ = length;
    for (std::size_t i = 0; i < length; ++i) check_mask(axes_, shapes_[i].Nq, shapes_[i].Nk);
    return std::move(shapes_);
  }

 private:
  static void check(const std::string& name, std::size_t has, std::size_t length) {
    if (has != 1 && has != length)
      sim::raise(UsageError(name + ": " + std::to_string(has) + " values beside an axis of " +
                            std::to_string(length) + "; --zip pairs axes of one length"));
  }

  const Axes& axes_;
  std::size_t most_;
  ShapeList shapes_;
};

Grid::Grid(const Axes& axes, std::size_t most) : axes_(axes), most_(most) {
  ShapeMaker maker(axes_, most);
  shapes_ = axes_.zip ? maker.zipped() : maker.product();
  if (size() > Int128{most}) too_many(size(), most);
}

Int128 Grid::size() const {
  if (axes_.zip) return Int128{shapes_.size()};
  if (axes_.M->is_constant()) return Int128{shapes_.size()} * axes_.M->count();
  Int128 points = 0;
  for (std::size_t i = 0; i < shapes_.size(); ++i) points += axes_.M->count(shapes_[i]);
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
