// The parts of the report that explain: bounds with their assumptions, and the accounting rules.
#include <map>
#include <set>

#include <redblue/cli/escape.hpp>
#include <redblue/cli/report/parts.hpp>
#include <redblue/cli/text_table.hpp>
#include <redblue/proofs_check/catalog.hpp>

namespace redblue::cli {
namespace {

/// How a bound fared over the points.
struct Use {
  PlotBound example;
  Int128 points = 0;
  Int128 compared = 0;
  Int128 largest = 0;  ///< points at which it is the largest
  std::set<std::string> why_not;
};

std::map<std::string, Use> uses(const std::vector<PlotPoint>& points) {
  std::map<std::string, Use> result;
  for (const PlotPoint& p : points)
    for (const PlotBound& b : p.bounds) {
      Use& use = result[b.id];
      if (use.points == 0) use.example = b;
      ++use.points;
      if (b.comparable) ++use.compared;
      if (b.comparable && b.id == p.lower_by) ++use.largest;
      if (!b.why_not.empty()) use.why_not.insert(b.why_not);
    }
  return result;
}

std::string list(const std::vector<std::string>& sentences) {
  if (sentences.empty()) return "";
  std::string out = "<ul>";
  for (const std::string& s : sentences) out += "<li>" + escape_xml(s) + "</li>";
  return out + "</ul>";
}

std::vector<std::string> assumptions(const proofs_check::Bound* bound) {
  std::vector<std::string> out;
  if (bound == nullptr) return {"not in the catalog of this program"};
  for (const proofs_check::Assumption& a : bound->assumptions) out.emplace_back(a.sentence);
  return out;
}

std::string bound_row(const std::string& id, const Use& use) {
  const proofs_check::Bound* bound = proofs_check::find(id);
  std::string out = "<tr><td><code>" + escape_xml(id) + "</code></td><td>";
  if (bound != nullptr)
    out += escape_xml(bound->statement) + "<br><span class=\"soft-text\">" + escape_xml(bound->source) +
           "</span>";
  out += "</td><td>" + escape_xml(use.example.strength + ", rules " + use.example.rules) + "</td><td>" +
         list(assumptions(bound)) + "</td><td>" +
         escape_xml("compared at " + with_commas(use.compared) + " of " + with_commas(use.points) +
                    " records, largest at " + with_commas(use.largest));
  if (!use.why_not.empty())
    out += "<br>elsewhere not applicable:" + list({use.why_not.begin(), use.why_not.end()});
  return out + "</td></tr>\n";
}

}  // namespace

std::string bounds_html(const std::vector<PlotPoint>& points) {
  std::string out =
      "<section class=\"text\" id=\"bounds\"><h2>Lower bounds and what they assume</h2>\n"
      "<p>A bound enters the ratio only where it applies, has a constant, and holds under rules that admit "
      "the counted "
      "schedule. An asymptotic bound has no constant and is never compared as a number.</p>\n<div "
      "class=\"scroll\">"
      "<table class=\"data\"><thead><tr><th>bound</th><th>statement and "
      "source</th><th>strength</th><th>assumptions</th>"
      "<th>here</th></tr></thead><tbody>\n";
  for (const auto& [id, use] : uses(points)) out += bound_row(id, use);
  return out + "</tbody></table></div></section>\n";
}

std::string rules_html() {
  return R"(<section class="text" id="rules"><h2>What is counted</h2>
<p>Fast memory holds at most M words; slow memory has no limit. One word is one matrix element or one scalar
statistic (row maximum, row sum, scale), whatever its type.</p>
<ul>
<li>A read moves one word from slow to fast memory, a write moves one back; io = reads + writes.</li>
<li>A freshly computed or zeroed word costs no io but takes room; releasing a word is free at any time.</li>
<li>An operation needs all its operands and its result in fast memory;
<code>c += a·b</code> works in place.</li>
<li>Inputs start in slow memory, outputs end there, and fast memory starts and ends empty.</li>
<li>The running row maximum and row sum of the online softmax are words like any other.</li>
<li>Ragged tiles count their true rows and columns, never padding.</li>
<li>Counts are exact integers; with several heads or batches they are sums over all of them, each a problem of
its own that starts with an empty fast memory of M words.</li>
<li>A plan printed in a paper may need more than M words. Its counts are shown hollow and enter no ratio.</li>
</ul>
<p>Rules travel with numbers: <code>fma</code> is this machine. A count under rules A may be compared with a
bound under rules B exactly when every play of A is a play of B at the same M.</p></section>
)";
}

}  // namespace redblue::cli
