#include <redblue/cli/figures/palette.hpp>

namespace redblue::cli {
namespace {

std::string light(const Ink& ink) { return std::string(ink.light); }
std::string dark(const Ink& ink) { return std::string(ink.dark); }
std::string variable(const Ink& ink) { return "var(--" + std::string(ink.name) + ")"; }

const Ink& named(std::string_view name) {
  for (const Ink& ink : inks)
    if (ink.name == name) return ink;
  return inks[1];
}

/// What does not depend on the theme.
constexpr std::string_view shape_rules =
    "text{font:12px system-ui,-apple-system,'Segoe UI','DejaVu Sans',sans-serif}"
    ".h{font-size:16px;font-weight:600}.n{font-size:11.5px}.s{font-size:10.5px}"
    ".e{text-anchor:end}.m{text-anchor:middle}"
    ".alt{stroke-width:1.2}.grid{stroke-width:1}.frame{fill:none;stroke-width:1}"
    ".line{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}"
    ".thin{fill:none;stroke-width:1}.best{fill:none;stroke-width:8;stroke-linejoin:round;stroke-linecap:"
    "round;"
    "stroke-opacity:.6}"
    ".lead{fill:none;stroke-width:1;stroke-opacity:.55}"
    ".mark{stroke-width:1;stroke-dasharray:2 3}.cross{stroke-width:1;stroke-opacity:.75}"
    ".on-floor,.rb .on-bg{paint-order:stroke;stroke-width:3px;stroke-linejoin:round}"
    ".lvl{stroke-width:1.5}.dot{stroke-width:1.2}";

/// Puts `scope` before each selector of a flat style sheet.
std::string scoped(std::string_view rules, const std::string& scope) {
  std::string out;
  bool at_selector = true;
  for (const char c : rules) {
    if (at_selector) out += scope + " ", at_selector = false;
    out += c;
    if (c == '}') at_selector = true;
  }
  return out;
}

}  // namespace

std::string css_variables(bool is_dark) {
  std::string out;
  const auto add = [&](const Ink& ink) {
    out.append("--").append(ink.name).append(":").append(is_dark ? ink.dark : ink.light).append(";");
  };
  for (const Ink& ink : inks) add(ink);
  for (const Ink& ink : curve_inks) add(ink);
  return out;
}

std::string figure_rules(const std::string& scope, std::string (*colour)(const Ink&)) {
  const auto of = [&](std::string_view name) { return colour(named(name)); };
  std::string rules = "text{fill:" + of("ink") + "}.soft{fill:" + of("soft") + "}.bg{fill:" + of("bg") + "}";
  rules += ".alt{stroke-width:1.2}.grid{stroke:" + of("grid") + "}.frame{stroke:" + of("frame") +
           "}.band{fill:" + of("band") + "}";
  rules +=
      ".floor{fill:" + of("floor") + "}.proof{stroke:" + of("proof") + "}.tproof{fill:" + of("proof") + "}";
  rules += ".bnd{stroke:" + of("bound") + "}.best{stroke:" + of("halo") + "}.mark{stroke:" + of("mark") + "}";
  rules += ".cross{stroke:" + of("cross") + "}.badge{fill:" + of("bg") + ";stroke:" + of("cross") + "}";
  rules += ".on-floor{stroke:" + of("floor") + "}.on-bg{stroke:" + of("bg") + "}";
  rules += ".tcross{fill:" + of("cross") + "}.lvl{stroke:" + of("proof") + "}";
  for (const Ink& ink : curve_inks) {
    const std::string name(ink.name), value = colour(ink);
    rules += "." + name + "{stroke:" + value + "}.f" + name + "{fill:" + value + "}";
    rules += ".dot." + name + "{fill:" + value + ";stroke:" + of("bg") + "}";
    rules += ".dot.hollow." + name + "{fill:" + of("bg") + ";stroke:" + value + "}";
  }
  return scoped(rules, scope);
}

std::string standalone_css() {
  return scoped(shape_rules, ".rb") + figure_rules(".rb", light) + "@media (prefers-color-scheme:dark){" +
         figure_rules(".rb", dark) + "}";
}

std::string embedded_css() { return scoped(shape_rules, ".rb") + figure_rules(".rb", variable); }

}  // namespace redblue::cli
