// The name of a point: equal keys mean that the same program was asked the same question.
#pragma once

#include <string>

#include <redblue/study/key.hpp>
#include <redblue/study/record.hpp>

namespace redblue::study {

/// FNV-1a, 128 bits (Fowler, Noll, Vo).
[[nodiscard]] Key fnv1a_128(std::string_view bytes);

/// What the key hashes: every parameter of the point, and the program's version and revision.
[[nodiscard]] std::string canonical_text(const Point& point);

[[nodiscard]] Key point_key(const Point& point);

/// The same as records print it.
[[nodiscard]] std::string record_key(const Point& point);

}  // namespace redblue::study
