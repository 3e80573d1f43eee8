// Whether AddressSanitizer holds the allocator, as gcc and as clang say it.
#pragma once

#if defined(__SANITIZE_ADDRESS__)
#define REDBLUE_ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define REDBLUE_ADDRESS_SANITIZER 1
#endif
#endif
#ifndef REDBLUE_ADDRESS_SANITIZER
#define REDBLUE_ADDRESS_SANITIZER 0
#endif

namespace redblue::tests {

/// For tests that look at fewer cases there, where all are tried without it.
inline constexpr bool sanitized = REDBLUE_ADDRESS_SANITIZER != 0;

}  // namespace redblue::tests
