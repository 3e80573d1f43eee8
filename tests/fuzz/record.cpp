// Records as plots and reports read them: refused with a reason, or whole.
#include "targets.hpp"

#include <redblue/study/record_row.hpp>

namespace redblue::fuzz {
namespace {
Tally tally("record");
}

void record(std::string_view bytes) {
  const study::Result<study::RecordRow> row = study::parse_record_line(bytes);
  ++tally.executions;
  tally.accepted += static_cast<bool>(row);
  if (!row) return demand(!row.reason().empty(), "a record is refused without a reason", std::string(bytes));
  demand(row->shape.Nq >= 0 && row->shape.Nk >= 0 && row->M >= 0 && row->lower >= 0, "a negative number",
         std::string(bytes));
}

}  // namespace redblue::fuzz
