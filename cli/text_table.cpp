#include <algorithm>

#include <redblue/cli/text_table.hpp>

namespace redblue::cli {
namespace {

/// Characters, not bytes: continuation bytes of UTF-8 take no room.
std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

void append_cell(std::string& line, const std::string& cell, std::size_t room, TextTable::Align align) {
  const std::string padding(room - width(cell), ' ');
  line += align == TextTable::Align::right ? padding + cell : cell + padding;
}

void end_line(std::string& text, std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  text += line + "\n";
}

}  // namespace

std::string with_commas(sim::Int128 n) {
  std::string digits = sim::to_string(n);
  const std::size_t first = digits.front() == '-' ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) digits.insert(at -= 3, 1, ',');
  return digits;
}

std::string TextTable::text(bool colours) const {
  std::vector<std::size_t> room;
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    room.push_back(width(columns_[c].head));
    for (const auto& row : rows_) room[c] = std::max(room[c], width(row[c]));
  }
  std::string text;
  std::string head;
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    if (c > 0) head += "  ";
    append_cell(head, columns_[c].head, room[c], columns_[c].align);
  }
  if (colours) text += "\033[1m";
  end_line(text, std::move(head));
  if (colours) text.insert(text.size() - 1, "\033[0m");
  for (const auto& row : rows_) {
    std::string line;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      if (c > 0) line += "  ";
      append_cell(line, row[c], room[c], columns_[c].align);
    }
    end_line(text, std::move(line));
  }
  return text;
}

std::string TextTable::markdown() const {
  std::string text = "|";
  for (const Column& c : columns_) text += " " + c.head + " |";
  text += "\n|";
  for (const Column& c : columns_) text += c.align == Align::right ? "---:|" : "---|";
  for (const auto& row : rows_) {
    text += "\n|";
    for (const std::string& cell : row) {
      text += ' ';
      for (const char c : cell) text += c == '|' ? std::string("\\|") : std::string(1, c);
      text += " |";
    }
  }
  return text + "\n";
}

}  // namespace redblue::cli
