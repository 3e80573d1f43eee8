// Tables for people: aligned columns, thousands separators.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <redblue/sim/words.hpp>

namespace redblue::cli {

/// 1234567 as "1,234,567".
[[nodiscard]] std::string with_commas(sim::Int128 n);

class TextTable {
 public:
  enum class Align { left, right };
  struct Column {
    std::string head;
    Align align = Align::left;
  };

  explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}

  /// As many cells as there are columns.
  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }

  /// The table with its head, two blanks between columns, none at line ends.
  [[nodiscard]] std::string text(bool colours = false) const;

  /// As a Markdown table.
  [[nodiscard]] std::string markdown() const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace redblue::cli
