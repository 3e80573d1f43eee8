#include <memory>

#include <redblue/cli/grid.hpp>
#include <redblue/cli/sweep_plan.hpp>
#include <redblue/study/checksum.hpp>
#include <redblue/study/json_text.hpp>
#include <redblue/study/record_json.hpp>

namespace redblue::cli {

namespace {

/// An axis as its values where they are few, else as their ends, number and checksum; as given where the
/// values depend on the shape.
std::string axis_text(const AxisSpec& axis, std::uint64_t most, AxisSpec::Repeats repeats) {
  constexpr std::size_t most_printed = 32;
  if (!axis.is_constant()) return axis.given().text;
  const std::vector<Int128> values = axis.values({}, most, repeats);
  std::string all;
  for (const Int128 value : values) all.append(all.empty() ? "" : ",").append(sim::to_string(value));
  if (values.size() <= most_printed) return all;
  return sim::to_string(values.front()) + ".." + sim::to_string(values.back()) + " (" +
         std::to_string(values.size()) + " values, crc " + std::to_string(study::crc32c(all)) + ")";
}

study::SweepAxes product(const RunSpec& spec, Grid&& given_grid, std::uint64_t most) {
  study::SweepAxes axes{spec.selection.schedules, {}, {}, spec.point(nullptr, {}, Words{0})};
  const auto grid = std::make_shared<const Grid>(std::move(given_grid));
  axes.shape_count = grid->shapes().size();
  axes.shape_at = [grid](std::uint64_t shape) { return grid->shapes()[static_cast<std::size_t>(shape)]; };
  if (spec.axes.M->is_constant()) {
    for (const Int128 M : spec.axes.M->values({}, most)) axes.M.everywhere.push_back(Words{M});
  } else {
    axes.M.at_shape = [grid](std::uint64_t shape) { return grid->Ms(static_cast<std::size_t>(shape)); };
  }
  return axes;
}

study::SweepAxes zipped(const RunSpec& spec, const Grid& grid, std::uint64_t most) {
  std::vector<AttentionShape> shapes;
  for (std::size_t i = 0; i < grid.shapes().size(); ++i) shapes.push_back(grid.shapes()[i]);
  std::vector<Words> Ms;
  if (spec.axes.M->is_constant()) {
    // Expanded once, not once for every row.
    const std::vector<Int128> values = spec.axes.M->values({}, most, AxisSpec::Repeats::keep);
    for (std::size_t i = 0; i < shapes.size(); ++i) Ms.push_back(Words{values[values.size() == 1 ? 0 : i]});
  } else {
    for (std::size_t i = 0; i < shapes.size(); ++i) Ms.push_back(grid.Ms(i)[0]);
  }
  return study::zipped(spec.selection.schedules, shapes, Ms, spec.point(nullptr, {}, Words{0}));
}

/// Refuses what can run at no shape. Points that cannot, among others that can, fail one by one.
void require_possible(const RunSpec& spec, const ShapeList& shapes) {
  std::vector<const Schedule*> waiting = spec.selection.named;
  std::erase(waiting, nullptr);
  bool any = false;
  for (std::size_t i = 0; i < shapes.size() && !(any && waiting.empty()); ++i) {
    const AttentionShape shape = shapes[i];
    for (const Schedule* s : spec.selection.schedules) {
      if (s != nullptr && !s->why_not(shape, spec.options).empty()) continue;
      any = true;
      std::erase(waiting, s);
    }
  }
  if (!any || !waiting.empty()) (void)spec.schedules(shapes[0]);  // which says why
}

}  // namespace

study::SweepSpace sweep_space(const RunSpec& spec, std::uint64_t most) {
  Grid grid(spec.axes, most);
  require_possible(spec, grid.shapes());
  try {
    return study::SweepSpace(spec.axes.zip ? zipped(spec, grid, most) : product(spec, std::move(grid), most),
                             most);
  } catch (const study::TooManyPoints& e) {
    sim::raise(UsageError(std::string(e.what()) + "; narrow an axis, or raise --max-points"));
  }
}

std::string sweep_plan_text(const RunSpec& spec, std::uint64_t most) {
  const Axes& axes = spec.axes;
  const auto repeats = axes.zip ? AxisSpec::Repeats::keep : AxisSpec::Repeats::drop;
  const auto axis = [&](const std::optional<AxisSpec>& a) { return axis_text(*a, most, repeats); };
  std::string text = "algorithm=";
  for (const Schedule* s : spec.selection.schedules) text.append(s != nullptr ? s->id : "best").append(",");
  text.back() = ' ';
  text += "Nq=" + axis(axes.Nq) + " Nk=" + (axes.one_N ? "Nq" : axis(axes.Nk)) + " dk=" + axis(axes.dk) +
          " dv=" + (axes.one_d ? "dk" : axis(axes.dv)) + " M_words=" + axis(axes.M) +
          (axes.zip ? " zip" : "") + " mask=" + study::mask_text(axes.mask) + " options=";
  study::append_options(text, spec.point(nullptr, {}, Words{0}));
  text += " rules=" + std::string(proofs_check::name(spec.rules)) +
          " mode=" + std::string(study::name(spec.mode)) + " heads=" + sim::to_string(spec.heads) +
          " batch=" + sim::to_string(spec.batch) + " bits=";
  for (const int bits : spec.bits) text.append(std::to_string(bits)).append(",");
  text.pop_back();
  return text;
}

}  // namespace redblue::cli
