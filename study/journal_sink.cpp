#include <utility>

#include <redblue/study/journal_sink.hpp>
#include <redblue/study/record_json.hpp>
#include <redblue/study/version.hpp>

namespace redblue::study {

void JournalSink::write(std::string& text, const Record& record, Key key) const {
  append_json(text, record, to_string(key));
  seal(text);
}

JournalHeader sweep_header(std::string plan) {
  return {std::string(version()) + " " + std::string(git_revision()), std::move(plan)};
}

}  // namespace redblue::study
