// JournalSink: the records of a sweep as lines of a journal.
#pragma once

#include <redblue/study/journal.hpp>
#include <redblue/study/sweep.hpp>

namespace redblue::study {

class JournalSink : public RecordSink {
 public:
  /// `journal` must outlive the sink.
  explicit JournalSink(Journal& journal) : journal_(journal) {}

  [[nodiscard]] bool finished(Key key) const override { return journal_.finished(key); }
  /// The sealed line.
  void write(std::string& text, const Record& record, Key key) const override;
  /// One write(2).
  void take(std::uint64_t, std::string_view text, const Record* record) override {
    if (record != nullptr) journal_.append(text);
  }

 private:
  Journal& journal_;
};

/// What the journal of a sweep begins with: this program's version and revision, and the plan.
[[nodiscard]] JournalHeader sweep_header(std::string plan);

}  // namespace redblue::study
