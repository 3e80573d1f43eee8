// SVG text with fixed decimals. Every text goes through escape_xml here, so that no caller can forget.
#pragma once

#include <string>
#include <string_view>

#include <redblue/cli/figures/layout.hpp>

namespace redblue::cli {

class Canvas {
 public:
  /// `classes` are names of our own style sheet, never user text.
  void open_group(std::string_view classes, std::string_view attributes = {});
  void close_group() { out_ += "</g>\n"; }
  void title(std::string_view text);
  void text(double x, double y, std::string_view classes, std::string_view text);
  void line(double x1, double y1, double x2, double y2, std::string_view classes);
  void rect(const Box& box, std::string_view classes, double radius = 0);
  /// `d` as built by Path or a marker shape.
  void path(std::string_view d, std::string_view classes, std::string_view attributes = {});
  /// A marker at (x, y) that says `tip` when pointed at.
  void marker(double x, double y, std::string_view shape, std::string_view classes, std::string_view tip);
  void raw(std::string_view markup) { out_ += markup; }

  [[nodiscard]] const std::string& str() const { return out_; }

 private:
  std::string out_;
};

/// `name="value"` with a space before it; the value is escaped.
[[nodiscard]] std::string attribute(std::string_view name, std::string_view value);

/// A coordinate: at most two decimals, no trailing zeros.
[[nodiscard]] std::string coordinate(double value);

/// Path data of straight pieces.
class Path {
 public:
  void move(double x, double y) { add('M', x, y); }
  void line(double x, double y) { add('L', x, y); }
  void close() { d_ += 'Z'; }
  [[nodiscard]] bool empty() const { return d_.empty(); }
  [[nodiscard]] const std::string& str() const { return d_; }

 private:
  void add(char command, double x, double y);
  std::string d_;
};

}  // namespace redblue::cli
