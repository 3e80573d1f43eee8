// Confirmations as people and programs read them, without a library: the stand-alone program prints them too.
#pragma once

#include <array>
#include <string>
#include <vector>

#include <redblue/kernels/confirm.hpp>

namespace redblue::kernels {

struct ColumnHead {
  std::string_view text;
  bool is_number;
};

/// One row a kernel.
inline constexpr std::array confirm_columns{
    ColumnHead{"schedule", false},
    ColumnHead{"N", true},
    ColumnHead{"d", true},
    ColumnHead{"word [bits]", true},
    ColumnHead{"plan", false},
    ColumnHead{"M [words]", true},
    ColumnHead{"used [words]", true},
    ColumnHead{"shared [bytes]", true},
    ColumnHead{"registers x threads", true},
    ColumnHead{"simulated [words]", true},
    ColumnHead{"counted [words]", true},
    ColumnHead{"hardware [bytes]", true},
    ColumnHead{"hidden by L2", true},
    ColumnHead{"sectors / least", true},
    ColumnHead{"bank turns / least", true},
    ColumnHead{"error", true},
    ColumnHead{"time [s]", true},
    ColumnHead{"verdict", false},
};

/// The cells of `confirm_columns`.
[[nodiscard]] std::vector<std::string> cells(const Confirmation& c);

/// Of rows with hardware counters, one row a counter that has a value.
inline constexpr std::array hardware_columns{
    ColumnHead{"schedule", false},        ColumnHead{"M [words]", true},
    ColumnHead{"counter", false},         ColumnHead{"what", false},
    ColumnHead{"hardware [bytes]", true}, ColumnHead{"simulated [bytes]", true},
};
/// The rows of `hardware_columns`; none where there are no counters.
[[nodiscard]] std::vector<std::vector<std::string>> hardware_rows(const Confirmation& c);

/// What the columns mean, and why there is no more evidence than this.
[[nodiscard]] std::string confirm_legend();

/// The record, one object. `version` and `revision` are those of the program.
[[nodiscard]] std::string as_json(const Confirmation& c, std::string_view version, std::string_view revision);

}  // namespace redblue::kernels
