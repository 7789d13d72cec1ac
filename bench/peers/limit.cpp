// SPDX-License-Identifier: BSL-1.0
// The hand-made limit: what these checks cost when nothing but the time counts. Vector base64, SHA-NI with both pads
// absorbed beforehand, a reader of JSON that knows the claims by heart. x86 alone, whole texts of up to 4 KiB alone,
// and its digest is compared and left lying about: to be measured against, not to be used.
#include "peer.hpp"

#include "../limit/base64_avx2.hpp"
#include "../limit/claims.hpp"
#include "../limit/sha256_ni.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#if defined(__x86_64__)

namespace {

using namespace bcauth_bench;  // NOLINT(google-build-using-namespace): a plugin of its own

constexpr std::int64_t leeway = 10;
constexpr std::int64_t payload_max_age = 300;
constexpr std::int64_t payload_max_ahead = 60;
constexpr std::size_t max_text = 4096;
constexpr std::string_view known_header = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.";

struct prepared {
    sha256_ni::hmac_key key;
    std::string client_id;
    std::int64_t now = 0;
} with;

struct buffers {
    unsigned char text[max_text];
    char spare[max_text];
    std::string_view names[claims::other_names::most];

    buffers() noexcept {}  // unset: what is read was written before
};

bool is_hash(std::string_view text) noexcept {
    bool right = !text.empty() && text.size() <= 32;
    for (auto const c : text) {
        right = right && ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'));
    }
    return right;
}

std::string_view hash_of_context(std::string_view text) noexcept {
    return text.starts_with("stores/") && is_hash(text.substr(7)) ? text.substr(7)
                                                                  : std::string_view{};
}

bool is_relative_path(std::string_view text) noexcept {
    if (text == "/") return true;
    bool right = text.starts_with('/');
    for (auto const c : text) {
        right = right && c > 0x20 && c < 0x7f && c != '\\';
    }
    auto path = text.substr(0, text.find_first_of("?#"));
    while (right && !path.empty()) {
        path.remove_prefix(1);
        auto const segment = path.substr(0, path.find('/'));
        path.remove_prefix(segment.size());
        right = segment != "." && segment != ".." && (!segment.empty() || path.empty());
    }
    return right;
}

bool is_group(std::string_view text) noexcept {
    return text.size() <= 20 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool has(unsigned seen, unsigned wanted) noexcept {
    return (seen & wanted) == wanted;
}

bool times_hold(claims::read const& read) noexcept {
    return read.exp.second > with.now - leeway && read.nbf.rounded_up() <= with.now + leeway &&
           read.iat.rounded_up() <= with.now + leeway && read.iat.rounded_up() <= read.exp.second;
}

bool people_hold(claims::read const& read) noexcept {
    return has(read.user_seen, claims::owner_person) && read.user.id > 0 &&
           ((read.seen & bit(claims::m_owner)) == 0 ||
            (has(read.owner_seen, claims::owner_person) && read.owner.id > 0)) &&
           read.channel_id >= 0;
}

bool customer_holds(claims::read const& read) noexcept {
    using namespace claims;
    constexpr unsigned required = bit(m_iss) | bit(m_aud) | bit(m_sub) | bit(m_operation) |
                                  bit(m_store_hash) | bit(m_iat) | bit(m_exp) | bit(m_customer);
    return has(read.seen, required) && has(read.customer_seen, bit(m_id) | bit(m_email)) &&
           read.iss == "bc/apps" && read.customer.id > 0 && is_group(read.customer.group) &&
           read.aud == with.client_id && read.operation == "current_customer" &&
           is_hash(read.sub) && read.sub == read.store_hash && times_hold(read);
}

bool load_holds(claims::read const& read) noexcept {
    using namespace claims;
    constexpr unsigned required = bit(m_iss) | bit(m_aud) | bit(m_sub) | bit(m_exp) | bit(m_user);
    return has(read.seen, required) && (read.seen & bit(m_operation)) == 0 && people_hold(read) &&
           read.iss == "bc" && read.aud == with.client_id && !hash_of_context(read.sub).empty() &&
           ((read.seen & bit(m_url)) == 0 || is_relative_path(read.url)) && times_hold(read);
}

bool payload_holds(claims::read const& read) noexcept {
    using namespace claims;
    constexpr unsigned required = bit(m_user) | bit(m_store_hash) | bit(m_timestamp);
    return has(read.seen, required) && people_hold(read) && is_hash(read.store_hash) &&
           ((read.seen & bit(m_context)) == 0 ||
            hash_of_context(read.context) == read.store_hash) &&
           with.now - read.timestamp.second <= payload_max_age &&
           read.timestamp.rounded_up() <= with.now + payload_max_ahead;
}

bool tell(std::int64_t user, std::string_view email, std::string_view store, facts& out) noexcept {
    out.user = static_cast<std::uint64_t>(user);
    return copy_text(out.email, email) && copy_text(out.store, store);
}

// what was decoded, and behind it what ends every search
bool read_and_judge(token_kind kind, std::size_t size, buffers& in, facts& out) noexcept {
    std::memset(in.text + size, 0, 16);
    auto const* const json = reinterpret_cast<char const*>(in.text);
    claims::document from{{json, json + size, in.spare}, {in.names}, with.client_id};
    claims::read read;
    switch (kind) {
        case token_kind::current_customer:
            return read_document(from, read, claims::customer_members) && customer_holds(read) &&
                   tell(read.customer.id, read.customer.email, read.sub, out);
        case token_kind::load_jwt:
            return read_document(from, read, claims::load_members) && load_holds(read) &&
                   tell(read.user.id, read.user.email, hash_of_context(read.sub), out);
        default:
            return read_document(from, read, claims::payload_members) && payload_holds(read) &&
                   tell(read.user.id, read.user.email, read.store_hash, out);
    }
}

[[gnu::target("sse4.1")]] bool equal_32(unsigned char const* left,
                                        unsigned char const* right) noexcept {
    auto const load = [](unsigned char const* at) {
        return _mm_loadu_si128(reinterpret_cast<__m128i const*>(at));
    };
    auto const different = _mm_or_si128(_mm_xor_si128(load(left), load(right)),
                                        _mm_xor_si128(load(left + 16), load(right + 16)));
    return _mm_movemask_epi8(_mm_cmpeq_epi8(different, _mm_setzero_si128())) == 0xffff;
}

bool verify_jwt(token_kind kind, std::string_view text, buffers& in, facts& out) noexcept {
    auto const first = text.find('.');
    auto const second = text.find('.', first + 1);
    if (first == std::string_view::npos || second == std::string_view::npos ||
        text.find('.', second + 1) != std::string_view::npos || !text.starts_with(known_header)) {
        return false;
    }
    unsigned char signature[64];
    auto const letters = text.substr(second + 1);
    if (letters.size() != 43 || !base64_avx2::decode(letters, signature, base64_avx2::url)) {
        return false;
    }
    unsigned char digest[32];
    sha256_ni::sign(with.key, text.substr(0, second), digest);
    auto const payload = text.substr(first + 1, second - first - 1);
    return equal_32(digest, signature) && base64_avx2::decode(payload, in.text, base64_avx2::url) &&
           read_and_judge(kind, payload.size() * 3 / 4, in, out);
}

std::string_view without_padding(std::string_view text) noexcept {
    if (text.empty() || text.size() % 4 != 0 || text.back() != '=') return text;
    text.remove_suffix(1);
    text.remove_suffix(text.back() == '=' ? 1 : 0);
    return text;
}

bool decode_either(std::string_view text, unsigned char* out) noexcept {
    return base64_avx2::decode(text, out, base64_avx2::standard) ||
           base64_avx2::decode(text, out, base64_avx2::url);
}

// 64 lower-case digits are 32 bytes
[[gnu::target("ssse3")]] bool hex_32(unsigned char const* digits, unsigned char* out) noexcept {
    auto wrong = _mm_setzero_si128();
    for (int i = 0; i < 64; i += 16) {
        auto const in = _mm_loadu_si128(reinterpret_cast<__m128i const*>(digits + i));
        auto const is_letter = _mm_cmpgt_epi8(in, _mm_set1_epi8('9'));
        auto const value =
            _mm_sub_epi8(in, _mm_or_si128(_mm_and_si128(is_letter, _mm_set1_epi8('a' - 10)),
                                          _mm_andnot_si128(is_letter, _mm_set1_epi8('0'))));
        // a letter is 10 to 15, a digit 0 to 9: as unsigned bytes, nothing else is
        auto const least = _mm_and_si128(is_letter, _mm_set1_epi8(10));
        auto const most = _mm_or_si128(_mm_and_si128(is_letter, _mm_set1_epi8(15)),
                                       _mm_andnot_si128(is_letter, _mm_set1_epi8(9)));
        wrong = _mm_or_si128(wrong,
                             _mm_or_si128(_mm_subs_epu8(value, most), _mm_subs_epu8(least, value)));
        auto const bytes = _mm_maddubs_epi16(value, _mm_set1_epi16(0x0110));
        _mm_storel_epi64(reinterpret_cast<__m128i*>(out + i / 2), _mm_packus_epi16(bytes, bytes));
    }
    return _mm_movemask_epi8(_mm_cmpeq_epi8(wrong, _mm_setzero_si128())) == 0xffff;
}

bool verify_payload(std::string_view text, buffers& in, facts& out) noexcept {
    auto const dot = text.find('.');
    if (dot == std::string_view::npos) return false;
    auto const body = without_padding(text.substr(0, dot));
    auto const letters = without_padding(text.substr(dot + 1));
    unsigned char digits[128];
    unsigned char signature[32];
    unsigned char digest[32];
    if (letters.size() != 86 || !decode_either(letters, digits) || !hex_32(digits, signature) ||
        !decode_either(body, in.text)) {
        return false;
    }
    auto const size = body.size() * 3 / 4;
    sha256_ni::sign(with.key, {reinterpret_cast<char const*>(in.text), size}, digest);
    return equal_32(digest, signature) && read_and_judge(token_kind::legacy_payload, size, in, out);
}

bool prepare(char const* secret, char const* client_id, std::int64_t now) {
    if (__builtin_cpu_supports("avx2") == 0 || !sha256_ni::is_supported() ||
        !sha256_ni::passes_its_vectors() || std::strlen(secret) > 64) {
        return false;
    }
    with = {sha256_ni::make_key(secret), client_id, now};
    return true;
}

bool verify(token_kind kind, std::string_view text, facts& out) noexcept {
    if (text.size() > max_text) return false;
    buffers in;
    return kind == token_kind::legacy_payload ? verify_payload(text, in, out)
                                              : verify_jwt(kind, text, in, out);
}

}  // namespace

#endif

namespace bcauth_bench {

extern "C" {

char const* peer_name() {
    return "limit";
}

bool peer_prepare([[maybe_unused]] char const* secret, [[maybe_unused]] char const* client_id,
                  [[maybe_unused]] std::int64_t now) {
#if defined(__x86_64__)
    return prepare(secret, client_id, now);
#else
    return false;
#endif
}

bool peer_handles(token_kind) {
    return true;
}

bool peer_verify([[maybe_unused]] token_kind kind, [[maybe_unused]] char const* text,
                 [[maybe_unused]] std::size_t size, [[maybe_unused]] facts* out) {
#if defined(__x86_64__)
    return verify(kind, {text, size}, *out);
#else
    return false;
#endif
}
}

}  // namespace bcauth_bench
