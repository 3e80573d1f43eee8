// Colours, dashes and marker shapes. Chosen to be told apart with any colour vision: neighbours
// differ in lightness, and every row has its own dash and marker besides its colour.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace redblue::cli {

/// A named colour in both themes.
struct Ink {
  std::string_view name;
  std::string_view light;
  std::string_view dark;
};

/// Colours that are not curves: --bg, --ink and so on.
inline constexpr std::array inks{Ink{"bg", "#ffffff", "#14171c"},    Ink{"ink", "#1b1f24", "#e8eaed"},
                                 Ink{"soft", "#5b636d", "#a3abb5"},  Ink{"grid", "#e7eaee", "#262c34"},
                                 Ink{"frame", "#b9c0c9", "#454d58"}, Ink{"floor", "#e9e4f0", "#2a2535"},
                                 Ink{"proof", "#5d3a8c", "#c4a7f0"}, Ink{"bound", "#a493bb", "#75678c"},
                                 Ink{"band", "#f5f7f9", "#191d23"},  Ink{"halo", "#f4d58a", "#6e5a1e"},
                                 Ink{"mark", "#8a929c", "#7d8692"},  Ink{"cross", "#b0392b", "#ff9384"}};

/// One row per schedule.
inline constexpr std::array curve_inks{Ink{"c0", "#6b727c", "#a2a9b3"}, Ink{"c1", "#b23a77", "#f58fc2"},
                                       Ink{"c2", "#0b8467", "#41cfa5"}, Ink{"c3", "#937000", "#dcbc4c"},
                                       Ink{"c4", "#d1570a", "#ff9d57"}, Ink{"c5", "#0a63c2", "#6bb5ff"},
                                       Ink{"c6", "#6a4cc0", "#b7a1ff"}, Ink{"c7", "#12859a", "#66d3e3"}};

inline constexpr std::array<std::string_view, 8> dashes{"6 3", "9 3 2 3", "", "3 3", "", "", "10 4", "2 2"};

/// Outline of a marker around (0, 0), about 6 units wide.
inline constexpr std::array<std::string_view, 8> marker_shapes{
    "M-2.5-2.5h5v5h-5z",
    "M0-3.3L3.2 2.4H-3.2z",
    "M0-3.5L3.5 0L0 3.5L-3.5 0z",
    "M0 3.3L3.2-2.4H-3.2z",
    "M-2.9 0a2.9 2.9 0 1 0 5.8 0a2.9 2.9 0 1 0-5.8 0z",
    "M-2.9 0a2.9 2.9 0 1 0 5.8 0a2.9 2.9 0 1 0-5.8 0z",
    "M-2.5-2.5h5v5h-5z",
    "M0-3.5L3.5 0L0 3.5L-3.5 0z"};

/// Row of the tables above for a style number.
[[nodiscard]] constexpr std::size_t palette_row(int style) {
  return static_cast<std::size_t>(style < 0 ? 0 : style) % curve_inks.size();
}

/// `--bg:#fff;--ink:...`: every colour as CSS custom properties.
[[nodiscard]] std::string css_variables(bool dark);

/// The rules that colour a figure by those names; `colour(name)` gives the value to write.
[[nodiscard]] std::string figure_rules(const std::string& scope, std::string (*colour)(const Ink&));

/// The style sheet of an SVG file that stands alone: light, and dark where the reader prefers it.
[[nodiscard]] std::string standalone_css();

/// The rules for figures inside a page that sets the custom properties.
[[nodiscard]] std::string embedded_css();

}  // namespace redblue::cli
