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

/// What the columns mean, and why there is no more evidence than this.
[[nodiscard]] std::string confirm_legend();

/// The record, one object. `version` and `revision` are those of the program.
[[nodiscard]] std::string as_json(const Confirmation& c, std::string_view version, std::string_view revision);

}  // namespace redblue::kernels
