// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_BENCH_PEERS_PEER_HPP
#define BCAUTH_BENCH_PEERS_PEER_HPP

// What a peer offers to bench/verify.cpp: one shared object each, which exports these four functions and nothing else.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bcauth_bench {

enum class token_kind : int { current_customer, load_jwt, legacy_payload };

/** What was read from a verified token; texts end with NUL. `store` is the hash, without `stores/` before it. */
struct facts {
    std::uint64_t user;
    char email[64];
    char store[32];
};

/** False if there is no room for it. */
template <std::size_t Size>
bool copy_text(char (&to)[Size], std::string_view from) {
    if (from.size() >= Size) return false;
    *std::copy(from.begin(), from.end(), to) = '\0';
    return true;
}

extern "C" {

/** The peer and its version, as it stands in the names of rows: "limit", "cpp-jwt 1.4". */
[[gnu::visibility("default")]] char const* peer_name();

/**
 * Called once, before all else; false: this machine can't run the peer.
 * The clock stands still at `now`, seconds since 1970, where the peer lets it; the tokens live long enough elsewhere.
 */
[[gnu::visibility("default")]] bool peer_prepare(char const* secret, char const* client_id,
                                                 std::int64_t now);

[[gnu::visibility("default")]] bool peer_handles(token_kind kind);

/** Text to verified: signature, iss, aud, exp (the limit: every claim rule that ours has). `text[size]` is NUL. */
[[gnu::visibility("default")]] bool peer_verify(token_kind kind, char const* text, std::size_t size,
                                                facts* out);
}

}  // namespace bcauth_bench

#endif
