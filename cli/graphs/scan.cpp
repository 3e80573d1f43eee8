// What is read before a library sees the file.
#include <algorithm>
#include <unordered_map>

#include <redblue/cli/graphs/edges.hpp>
#include <redblue/study/file_error.hpp>

namespace redblue::cli {
namespace {

class Scan {
 public:
  Scan(const std::string& file, std::string_view text) : file_(file), text_(text) {}

  [[nodiscard]] bool done() const { return at_ >= text_.size(); }
  [[nodiscard]] bool at(std::string_view word) const { return text_.substr(at_, word.size()) == word; }
  char take() {
    line_ += text_[at_] == '\n';
    return text_[at_++];
  }
  /// Moves past the next `word`; what lies before it.
  std::string_view past(std::string_view word) {
    const std::size_t from = at_;
    const std::size_t found = text_.find(word, at_);
    if (found == text_.npos) refuse("'" + std::string(word) + "' is missing");
    while (at_ < found + word.size()) (void)take();
    return text_.substr(from, found - from);
  }
  void element() {
    if (++elements_ > most_elements) refuse("more than 2^22 elements");
  }
  void deeper() {
    if (++depth_ > deepest_nesting) refuse("nested more than 64 deep");
  }
  void shallower() { --depth_; }
  [[nodiscard]] std::uint64_t line() const { return line_; }
  [[noreturn]] void refuse(const std::string& what, std::uint64_t line = 0) const {
    sim::raise(study::FileError(file_, line > 0 ? line : line_, what));
  }

 private:
  const std::string& file_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::uint64_t line_ = 1;
  std::size_t elements_ = 0;
  int depth_ = 0;
};

/// The value of attribute `name` in the inside of a tag.
std::string attribute(std::string_view tag, std::string_view name) {
  for (std::size_t at = tag.find(name); at != tag.npos; at = tag.find(name, at + 1)) {
    const bool whole = at > 0 && (tag[at - 1] == ' ' || tag[at - 1] == '\t' || tag[at - 1] == '\n');
    std::size_t open = tag.find_first_not_of(" \t\n", at + name.size());
    if (!whole || open == tag.npos || tag[open] != '=') continue;
    open = tag.find_first_of("\"'", open);
    if (open == tag.npos) return "";
    const std::size_t end = tag.find(tag[open], open + 1);
    return std::string(tag.substr(open + 1, end == tag.npos ? end : end - open - 1));
  }
  return "";
}

struct Edge {
  std::string from;
  std::string to;
  std::uint64_t line;
};

}  // namespace

void scan_dot(const std::string& file, std::string_view text) {
  Scan scan(file, text);
  while (!scan.done()) {
    if (scan.at("//"))
      scan.past(std::string_view(text).find('\n') == text.npos ? "/" : "\n");
    else if (scan.at("/*"))
      scan.past("*/");
    else {
      const char c = scan.take();
      if (c == '{' || c == '[' || c == '<') scan.deeper();
      if (c == '}' || c == ']' || c == '>') scan.shallower();
      if (c == ';' || c == '\n' || c == ',' || c == '>' || c == ' ') scan.element();
      while (c == '"' && !scan.done() && !scan.at("\"")) {
        if (scan.take() == '\\' && !scan.done()) (void)scan.take();
      }
      if (c == '"' && !scan.done()) (void)scan.take();
    }
  }
}

std::vector<std::string> scan_graphml(const std::string& file, std::string_view text) {
  Scan scan(file, text);
  std::vector<std::string> ids;
  std::unordered_map<std::string, std::uint64_t> declared;
  std::vector<Edge> edges;
  while (!scan.done()) {
    if (scan.at("<!DOCTYPE") || scan.at("<!ENTITY")) scan.refuse("document types and entities are not read");
    if (scan.at("<!--"))
      scan.past("-->");
    else if (scan.at("<![CDATA["))
      scan.past("]]>");
    else if (scan.at("<?"))
      scan.past("?>");
    else if (scan.take() == '<') {
      const std::uint64_t line = scan.line();
      const std::string_view tag = scan.past(">");
      scan.element();
      if (tag.starts_with("/"))
        scan.shallower();
      else if (!tag.ends_with("/"))
        scan.deeper();
      const std::string_view what = tag.substr(0, tag.find_first_of(" \t\n/"));
      if (what == "edge") edges.push_back({attribute(tag, "source"), attribute(tag, "target"), line});
      if (what != "node") continue;
      ids.push_back(attribute(tag, "id"));
      if (!declared.emplace(ids.back(), line).second)
        scan.refuse("vertex " + ids.back() + " is declared twice", line);
    }
  }
  for (const Edge& e : edges)
    for (const std::string& end : {e.from, e.to})
      if (!declared.contains(end))
        scan.refuse("edge " + e.from + " -> " + e.to + ": vertex " + end + " is not declared", e.line);
  return ids;
}

}  // namespace redblue::cli
