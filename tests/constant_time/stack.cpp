// SPDX-License-Identifier: BSL-1.0
// Tells what the preparation of a secret and the judgement of a token leave on the stack (threats row 59), and what a
// careless backend does; exits with 1 if ours leave anything or those leave nothing.

#include "support/doors.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <pthread.h>

namespace {

// so far down that the end of the thread does not write over what is left
template <class Function>
[[gnu::noinline]] void far_down(Function const& run) {
    std::array<volatile char, 65536> room;
    room.front() = '\0';
    run();
    room.back() = room.front();
}

template <class Function>
void* run_far_down(void* function) {
    far_down(*static_cast<Function const*>(function));
    return nullptr;
}

// what a function leaves on its stack: it runs on one that was all zeros before
template <class Function>
std::string stack_left_by(Function const& run) {
    constexpr std::size_t size = 1024 * 1024;
    std::unique_ptr<char, decltype(&std::free)> const stack(
        static_cast<char*>(std::aligned_alloc(4096, size)), &std::free);
    std::fill_n(stack.get(), size, '\0');
    pthread_attr_t how;
    pthread_t thread{};
    if (pthread_attr_init(&how) != 0 || pthread_attr_setstack(&how, stack.get(), size) != 0 ||
        pthread_create(&thread, &how, run_far_down<Function>,
                       const_cast<void*>(static_cast<void const*>(&run))) != 0 ||
        pthread_join(thread, nullptr) != 0) {
        std::abort();
    }
    pthread_attr_destroy(&how);
    return {stack.get(), size};
}

bool has_eight_bytes_of(std::string_view memory, std::string_view secret) {
    for (std::size_t at = 0; at + 8 <= secret.size(); ++at) {
        if (memory.find(secret.substr(at, 8)) != std::string_view::npos) {
            return true;
        }
    }
    return false;
}

std::string sha256(std::string_view text) {
    std::array<unsigned char, 32> out{};
    EVP_Digest(text.data(), text.size(), out.data(), nullptr, EVP_sha256(), nullptr);
    return {out.begin(), out.end()};
}

constexpr std::string_view secret = "w4tched.s3cret.0f.the.stack.tests";

// RFC 2104: what the secret and a message become on the way to a MAC
struct intermediates {
    std::string inner_pad = padded('\x36');
    std::string outer_pad = padded('\x5c');
    std::string inner_digest;
    std::string mac;

    explicit intermediates(std::string_view message)
        : inner_digest(sha256(inner_pad + std::string(message))),
          mac(sha256(outer_pad + inner_digest)) {}

    static std::string padded(char pad) {
        auto block = std::string(secret) + std::string(64 - secret.size(), '\0');
        for (auto& each : block) {
            each = static_cast<char>(each ^ pad);
        }
        return block;
    }

    // how many of them the memory has, and their names
    int find_in(std::string_view memory, std::string& names) const {
        std::pair<char const*, std::string_view> const all[] = {{"secret", secret},
                                                                {"inner pad", inner_pad},
                                                                {"outer pad", outer_pad},
                                                                {"inner digest", inner_digest},
                                                                {"expected MAC", mac}};
        int count = 0;
        for (auto const& [name, bytes] : all) {
            if (has_eight_bytes_of(memory, bytes)) {
                names.append(names.empty() ? "" : ", ").append(name);
                ++count;
            }
        }
        return count;
    }
};

// of a stranger's token, whose right MAC nobody but the library ever knew
template <class Backend>
int left_by(std::string& names) {
    using door = bcauth::load_verifier<bcauth::strict_policy, doors::clock, Backend>;
    auto const token = doors::jwt("a stranger's secret", "{}");
    intermediates const marks(token.substr(0, token.rfind('.')));
    auto const app = doors::app("client-of-the-tests", secret);
    bcauth::error_code why;
    bcauth::result<door> made = bcauth::errc::empty_secret;
    auto const prepare = [&] { made = door::make(app, {}, doors::clock{1'700'000'000}); };
    auto const judge = [&] { why = doors::why(made->verify_jwt(token)); };
    // The first call of a function of OpenSSL's goes by way of the linker, which saves all registers on the stack, with
    // what is in them. Not so the second.
    prepare();
    judge();
    if (why != bcauth::errc::signature_mismatch) {
        std::abort();
    }
    auto const by_preparation = stack_left_by(prepare);
    auto const by_judgement = stack_left_by(judge);
    return marks.find_in(by_preparation, names) + marks.find_in(by_judgement, names);
}

// a local copy that nobody wipes, below what later calls write over
[[gnu::noinline]] void leave_a_copy(void const* data, std::size_t size) {
    std::array<volatile char, 65536> local;
    for (std::size_t i = 0; i < size; ++i) {
        local[i] = static_cast<char const*>(data)[i];
    }
}

struct careless_mac {
    using key = bcauth::openssl_mac::key;
    static bcauth::result<key> make_key(bcauth::mac_algorithm algorithm, std::string_view bytes) {
        leave_a_copy(bytes.data(), bytes.size());
        return bcauth::openssl_mac::make_key(algorithm, bytes);
    }
    static bcauth::result<void> sign(key const& with, bcauth::mac_message parts,
                                     bcauth::mac_digest& out) {
        auto const made = bcauth::openssl_mac::sign(with, parts, out);
        leave_a_copy(out.data() + 16, 16);
        return made;
    }
};

}  // namespace

int main() {
    std::string ours;
    std::string careless;
    bool const ok = left_by<bcauth::openssl_mac>(ours) == 0 && left_by<careless_mac>(careless) == 2;
    std::printf("left on the stack by the library: %s; by the control: %s | %s\n",
                ours.empty() ? "nothing" : ours.c_str(), careless.c_str(), ok ? "ok" : "WRONG");
    return ok ? 0 : 1;
}
