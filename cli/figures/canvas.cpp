#include <redblue/cli/escape.hpp>
#include <redblue/cli/figures/canvas.hpp>
#include <redblue/cli/figures/numbers.hpp>

namespace redblue::cli {

std::string attribute(std::string_view name, std::string_view value) {
  return " " + std::string(name) + "=\"" + escape_xml(value) + "\"";
}

std::string coordinate(double value) {
  std::string text = fixed(value, 2);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

void Canvas::open_group(std::string_view classes, std::string_view attributes) {
  out_.append("<g").append(classes.empty() ? "" : attribute("class", classes)).append(attributes).append(">");
}

void Canvas::title(std::string_view text) {
  out_.append("<title>").append(escape_xml(text)).append("</title>");
}

void Canvas::text(double x, double y, std::string_view classes, std::string_view text) {
  out_.append("<text").append(attribute("x", coordinate(x))).append(attribute("y", coordinate(y)));
  if (!classes.empty()) out_ += attribute("class", classes);
  out_.append(">").append(escape_xml(text)).append("</text>\n");
}

void Canvas::line(double x1, double y1, double x2, double y2, std::string_view classes) {
  Path p;
  p.move(x1, y1);
  p.line(x2, y2);
  path(p.str(), classes);
}

void Canvas::rect(const Box& box, std::string_view classes, double radius) {
  out_.append("<rect").append(attribute("x", coordinate(box.x))).append(attribute("y", coordinate(box.y)));
  out_.append(attribute("width", coordinate(box.w))).append(attribute("height", coordinate(box.h)));
  if (radius > 0) out_ += attribute("rx", coordinate(radius));
  out_.append(attribute("class", classes)).append("/>\n");
}

void Canvas::path(std::string_view d, std::string_view classes, std::string_view attributes) {
  out_.append("<path")
      .append(attribute("class", classes))
      .append(attribute("d", d))
      .append(attributes)
      .append("/>\n");
}

void Canvas::marker(double x, double y, std::string_view shape, std::string_view classes,
                    std::string_view tip) {
  out_.append("<path").append(attribute("class", classes)).append(attribute("d", shape));
  out_.append(" transform=\"translate(" + coordinate(x) + " " + coordinate(y) + ")\">");
  title(tip);
  out_ += "</path>\n";
}

void Path::add(char command, double x, double y) {
  d_.append(1, command).append(coordinate(x)).append(" ").append(coordinate(y));
}

}  // namespace redblue::cli
