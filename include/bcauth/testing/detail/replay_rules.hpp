// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTING_DETAIL_REPLAY_RULES_HPP
#define BCAUTH_TESTING_DETAIL_REPLAY_RULES_HPP

#include <bcauth/app/replay_guard.hpp>
#include <bcauth/error.hpp>

#include <atomic>
#include <chrono>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace bcauth::inline v0::detail::battery {

// What `replay_battery` judges.
template <replay_guard Guard>
struct replay_rules {
    using time = std::chrono::sys_seconds;

    static std::string takes_an_identifier_once(Guard& guard, time now) {
        if (!guard.first_use("jti:a", now + minute)) return "the first use was refused";
        for (int again = 0; again < 3; ++again) {
            auto const second = guard.first_use("jti:a", now + minute);
            if (second) return "a later use was taken";
            if (second.error() != make_error_code(errc::replayed)) return "refused otherwise";
        }
        return {};
    }

    static std::string keeps_identifiers_apart(Guard& guard, time now) {
        for (int each = 0; each < 200; ++each) {
            if (!guard.first_use("jti:" + std::to_string(each), now + minute)) {
                return "an identifier was taken for another";
            }
        }
        for (int each = 0; each < 200; ++each) {
            if (guard.first_use("jti:" + std::to_string(each), now + minute)) {
                return "an identifier was forgotten";
            }
        }
        return {};
    }

    static std::string compares_bytes(Guard& guard, time now) {
        for (std::string_view const id :
             {std::string_view("a"), std::string_view("A"), std::string_view("a\0b", 3),
              std::string_view("a\0c", 3), std::string_view("a "), std::string_view("\xff"),
              std::string_view("\xfe"), std::string_view("'; --")}) {
            if (!guard.first_use(id, now + minute)) return "an identifier was taken for another";
            if (guard.first_use(id, now + minute)) return "an identifier was not remembered";
        }
        return {};
    }

    static std::string remembers_up_to_the_last_second(Guard& guard, time now) {
        // on the second itself a door still takes the token
        if (!guard.first_use("last", now)) return "the first use was refused";
        return guard.first_use("last", now) ? "forgotten on its last second" : "";
    }

    static std::string is_not_shortened(Guard& guard, time now) {
        if (!guard.first_use("long", now + minute)) return "the first use was refused";
        if (guard.first_use("long", now - minute)) return "a later use was taken";
        return guard.first_use("long", now + minute) ? "forgotten early" : "";
    }

    static std::string lets_one_of_many_threads_through(Guard& guard, time now) {
        for (int round = 0; round < 20; ++round) {
            auto const id = "round " + std::to_string(round);
            std::atomic<int> taken{0};
            std::vector<std::thread> threads;
            for (int each = 0; each < 4; ++each) {
                threads.emplace_back([&] { taken += guard.first_use(id, now + minute) ? 1 : 0; });
            }
            for (auto& thread : threads) {
                thread.join();
            }
            if (taken != 1) return std::to_string(taken) + " uses at once were taken";
        }
        return {};
    }

private:
    static constexpr std::chrono::seconds minute{60};
};

}  // namespace bcauth::inline v0::detail::battery

#endif
