// What redblue-confirm was asked on its command line: the flags of `redblue confirm`, in plain numbers.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <redblue/kernels/confirm.hpp>

namespace redblue::kernels {

/// A usage error; `what` names the flag.
struct Bad {
  std::string what;
};

class Arguments {
 public:
  /// Throws: Bad for flags that do not exist, are given twice or do not go with the mode.
  Arguments(int argc, char** argv);

  bool sweep = false;
  bool help = false;
  bool time = false;

  [[nodiscard]] bool has(const std::string& name) const { return values_.find(name) != values_.end(); }
  /// As given, or its default.
  [[nodiscard]] std::string operator[](const std::string& name) const;
  /// Throws: Bad where it is missing or no integer from `least` to `most`.
  [[nodiscard]] Extent number(const std::string& name, Extent most, Extent least = 1) const;

  /// The schedules asked for, each once, in order; `all`: every one with a kernel, which `by_name` says of
  /// none.
  [[nodiscard]] std::vector<const algorithms::Schedule*> schedules() const;
  [[nodiscard]] bool by_name(const algorithms::Schedule& schedule) const;
  /// Everything but the schedule. Throws: Bad; std::runtime_error where the file of --ncu cannot be read.
  [[nodiscard]] Question question() const;

 private:
  void only(const std::string& mode, const std::vector<std::string>& taken) const;
  [[nodiscard]] std::vector<std::string> ids() const;
  [[nodiscard]] AttentionShape shape() const;
  [[nodiscard]] sim::Mask mask() const;
  [[nodiscard]] std::optional<Hardware> hardware() const;
  std::map<std::string, std::string> values_;
};

}  // namespace redblue::kernels
