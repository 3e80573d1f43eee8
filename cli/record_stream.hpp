// RecordStream: the records of a sweep in the order of their points, as CSV, JSON, JSON lines or a table.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include <redblue/cli/output.hpp>
#include <redblue/cli/text_table.hpp>
#include <redblue/study/sweep.hpp>

namespace redblue::cli {

/// What a table shows beside the columns it always has.
struct TableExtras {
  std::string below;   ///< what all its rows share, as lines
  bool bytes = false;  ///< columns of bytes
};

/// Writes each record as soon as those before it are there; holds back only what came early (a table is
/// held back whole).
class RecordStream : public study::RecordSink {
 public:
  /// `out` must outlive the stream.
  RecordStream(Output& out, Format format, std::string_view command_line, TableExtras extras = {});

  [[nodiscard]] bool finished(study::Key) const override { return false; }
  void write(std::string& text, const study::Record& record, study::Key key) const override;
  void take(std::uint64_t index, std::string_view text, const study::Record* record) override;

  /// What is left, also of a sweep that ended early; afterwards the output is whole.
  void finish();

 private:
  void pass_on(std::string_view text);

  Output& out_;
  Format format_;
  std::uint64_t next_ = 0;
  std::map<std::uint64_t, std::string> early_;
  bool first_ = true;
  TableExtras extras_;
  TextTable table_;
};

}  // namespace redblue::cli
