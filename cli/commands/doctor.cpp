// redblue doctor: what this machine offers, what is missing, and the command that installs it.
#include <array>
#include <cstdlib>
#include <string>
#include <thread>

#include <unistd.h>

#include <redblue/cli/commands/table.hpp>
#include <redblue/cli/escape.hpp>
#include <redblue/cli/output.hpp>
#include <redblue/cli/text_table.hpp>
#include <redblue/kernels/evidence.hpp>
#include <redblue/kernels/gpu.hpp>
#include <redblue/study/version.hpp>

namespace redblue::cli {
namespace {

struct Finding {
  std::string what;
  std::string found;  ///< where or what; empty: missing
  std::string use;
  std::string install;  ///< the command, where it is missing
};

/// A program looked for in PATH.
struct Tool {
  std::array<const char*, 3> names;  ///< any of them will do
  const char* use;
  const char* install;
  bool of_gpu = false;  ///< of no use without one
};

#ifdef __clang__
constexpr const char* compiler = __VERSION__;  // which begins with the name
#else
constexpr const char* compiler = "g++ " __VERSION__;
#endif

constexpr std::array tools{
    Tool{{"g++", "clang++"}, "builds redblue", "apt-get install g++"},
    Tool{{"cmake"}, "builds redblue", "apt-get install cmake"},
    Tool{{"git"}, "names the revision in every record", "apt-get install git"},
    Tool{{"dot"}, "draws graphs", "apt-get install graphviz"},
    Tool{{"rsvg-convert"}, "figures as PNG and PDF", "apt-get install librsvg2-bin"},
    Tool{{"gnuplot"}, "runs the gnuplot scripts of plot", "apt-get install gnuplot-nox"},
    Tool{{"chromium", "chromium-browser", "google-chrome"},
         "tests the HTML report",
         "apt-get install chromium"},
    // Debian has these in non-free, which a fresh machine does not list.
    Tool{{"nvcc"}, "builds the CUDA kernels", "apt-get install nvidia-cuda-toolkit (Debian: non-free)"},
    Tool{{"nvidia-smi"}, "shows the GPU", "apt-get install nvidia-smi (Debian: non-free)", true},
    Tool{{"ncu"}, "reads the GPU's counters", "apt-get install nsight-compute (Debian: non-free)", true},
    Tool{{"compute-sanitizer"},
         "looks for races on the GPU",
         "apt-get install nvidia-cuda-toolkit (Debian: non-free)",
         true},
};

std::string in_path(std::string_view name) {
  const char* path = std::getenv("PATH");
  for (std::string_view rest = path == nullptr ? "" : path; !rest.empty();) {
    const std::size_t end = std::min(rest.find(':'), rest.size());
    const std::string file = std::string(rest.substr(0, end)) + "/" + std::string(name);
    if (end > 0 && ::access(file.c_str(), X_OK) == 0) return file;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return {};
}

Finding look_for(const Tool& tool, bool gpu) {
  Finding finding{tool.names[0], "", tool.use, ""};
  for (const char* name : tool.names)
    if (name != nullptr && finding.found.empty()) finding.found = in_path(name);
  if (finding.found.empty())
    finding.install = tool.of_gpu && !gpu ? "nothing to do: there is no GPU" : tool.install;
  return finding;
}

Finding look_for_gpu(const kernels::GpuFiles& gpu) {
  Finding finding{"GPU", gpu.device, "confirms counts on hardware", ""};
  if (!gpu.any())
    finding.install = "none in this machine; the CPU back end needs none";
  else if (gpu.device.empty())
    finding.install = "one at PCI " + gpu.pci +
                      ", not given to this container or without its driver: apt-get install nvidia-driver "
                      "(Debian: non-free)";
  return finding;
}

std::vector<Finding> examine() {
  std::vector<Finding> findings;
  findings.push_back({"redblue",
                      std::string(study::version()) + " (git " + std::string(study::git_revision()) + ")",
                      "this program", ""});
  findings.push_back({"compiler", compiler, "built this program", ""});
  findings.push_back({"threads", std::to_string(std::thread::hardware_concurrency()), "sweeps", ""});
  const kernels::GpuFiles gpu = kernels::gpu_files();
  findings.push_back(look_for_gpu(gpu));
  for (const Tool& tool : tools) findings.push_back(look_for(tool, gpu.any()));
  const kernels::CounterLibrary counters = kernels::counter_library();
  findings.push_back({"libcupti", counters.found, "reads the GPU's counters in process", counters.why_not});
  for (const kernels::Level& level : kernels::evidence_levels())
    findings.push_back({std::string(level.name), level.possible ? "possible" : "",
                        "evidence for redblue confirm", level.why_not});
  return findings;
}

std::string as_table(const std::vector<Finding>& findings, bool colours) {
  TextTable table({{"what"}, {"found"}, {"for"}, {"to get it"}});
  for (const Finding& f : findings)
    table.add({f.what, f.found.empty() ? "missing" : escape_terminal(f.found), f.use, f.install});
  return table.text(colours);
}

std::string as_json(const std::vector<Finding>& findings, bool lines) {
  std::string text;
  for (const Finding& f : findings) {
    if (!lines) text += text.empty() ? "[" : ",\n";
    text += "{\"what\":" + escape_json(f.what) + ",\"present\":" + (f.found.empty() ? "false" : "true") +
            ",\"found\":" + escape_json(f.found) + ",\"for\":" + escape_json(f.use) +
            ",\"install\":" + escape_json(f.install) + "}" + (lines ? "\n" : "");
  }
  return lines ? text : text + "]\n";
}

}  // namespace

int doctor_command(const Invocation& invocation) {
  const Format format = chosen_format(invocation.flags, {Format::table, Format::json, Format::jsonl});
  Output out(invocation.flags);
  const std::vector<Finding> findings = examine();
  if (format == Format::table)
    out.write(as_table(findings, out.colours()));
  else
    out.write(as_json(findings, format == Format::jsonl));
  return exit_ok;
}

}  // namespace redblue::cli
