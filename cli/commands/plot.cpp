// redblue plot: figures from records.
#include <array>
#include <string>

#include <redblue/algorithms/catalog.hpp>
#include <redblue/cli/commands/pictures.hpp>
#include <redblue/cli/commands/table.hpp>
#include <redblue/cli/figures/build.hpp>
#include <redblue/cli/figures/convert.hpp>
#include <redblue/cli/figures/exports.hpp>
#include <redblue/cli/figures/read_points.hpp>
#include <redblue/cli/figures/svg.hpp>
#include <redblue/cli/output.hpp>
#include <redblue/study/file_error.hpp>

namespace redblue::cli {
namespace {

std::string png(const Figure& figure, const Provenance& made) {
  return convert_svg(to_svg(figure, made), "png");
}
std::string pdf(const Figure& figure, const Provenance& made) {
  return convert_svg(to_svg(figure, made), "pdf");
}

struct PictureFormat {
  std::string_view suffix;
  std::string (*write)(const Figure&, const Provenance&);
};

// To add a format: one row.
constexpr std::array formats{PictureFormat{".svg", to_svg},    PictureFormat{".png", png},
                             PictureFormat{".pdf", pdf},       PictureFormat{".csv", to_csv},
                             PictureFormat{".gp", to_gnuplot}, PictureFormat{".gnuplot", to_gnuplot}};

const PictureFormat& format_of(const Given& output) {
  std::string suffixes;
  for (const PictureFormat& format : formats) {
    if (output.text.ends_with(format.suffix)) return format;
    suffixes.append(suffixes.empty() ? "" : ", ").append(format.suffix);
  }
  output.refuse("the suffix says the format; it is one of " + suffixes);
}

FigureKind kind_of(const Flags& flags) {
  const Given* given = flags.find("kind");
  if (given == nullptr) return FigureKind::standard;
  const auto kind = parse_figure_kind(given->text);
  DidYouMean near(given->text);
  for (const std::string_view name : figure_kinds()) near.offer(name);
  if (!kind.has_value()) given->refuse("kinds are standard, io, ratio, d, residuals" + near.text());
  return *kind;
}

}  // namespace

int plot_command(const Invocation& invocation) {
  const auto points = points_of(invocation);
  keep_inputs(invocation);
  const FigureKind kind = kind_of(invocation.flags);
  const Given* output = invocation.flags.find("output");
  const PictureFormat& format = output != nullptr ? format_of(*output) : formats[0];
  const Figure figure = build_figure(points, kind, style_order());
  if (figure.sections.empty()) sim::raise(study::FileError(invocation.operands.front(), figure.description));
  const std::string bytes = format.write(figure, provenance_of(invocation));
  if (output != nullptr)
    write_whole(output->text, bytes);
  else
    Output(Flags{}).write(bytes);
  return exit_ok;
}

}  // namespace redblue::cli
