// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTING_DETAIL_STORE_THREAD_RULES_HPP
#define BCAUTH_TESTING_DETAIL_STORE_THREAD_RULES_HPP

#include <bcauth/app/app_store.hpp>
#include <bcauth/identity.hpp>
#include <bcauth/testing/detail/store_samples.hpp>

#include <atomic>
#include <functional>
#include <initializer_list>
#include <string>
#include <thread>
#include <vector>

namespace bcauth::inline v0::detail::battery {

inline void run_together(std::initializer_list<std::function<void()>> tasks) {
    std::vector<std::thread> threads;
    for (auto const& task : tasks) {
        threads.emplace_back(task);
    }
    for (auto& thread : threads) {
        thread.join();
    }
}

// The rules of `store_battery` that take several threads.
template <app_store Store>
struct store_thread_rules {
    static std::string is_whole_to_every_thread(Store& store) {
        store_verdict seen;
        seen.put(store, variant(0));
        std::atomic<int> broken{0};
        auto const write = [&](int which) {
            for (int i = 0; i < 50; ++i) {
                broken += store.put_installation(variant((i + which) % 2)) ? 0 : 1;
                broken += store.put_user(sample_store(), variant(i % 2).user) ? 0 : 1;
            }
        };
        auto const read = [&] {
            for (int i = 0; i < 200; ++i) {
                auto const found = store.find_installation(sample_store());
                broken += is(found, variant(0)) || is(found, variant(1)) ? 0 : 1;
                broken += store.list_installations({}, 2) ? 0 : 1;
            }
        };
        run_together({[&] { write(0); }, [&] { write(1); }, read, read});
        seen.expect(broken == 0, "a call failed, or a reader saw a part of a change");
        return seen.text();
    }

    static std::string loses_nothing_among_threads(Store& store) {
        auto const install = [&](std::string const& prefix) {
            for (int i = 0; i < 25; ++i) {
                auto const name = prefix + std::to_string(i);
                static_cast<void>(store.put_installation(bare_installation(name, name)));
                static_cast<void>(store.put_user(sample_store(name), {i + 1, name, name}));
            }
        };
        run_together({[&] { install("a"); }, [&] { install("b"); }, [&] { install("c"); }});
        store_verdict seen;
        for (std::string const prefix : {"a", "b", "c"}) {
            for (int i = 0; i < 25; ++i) {
                auto const name = prefix + std::to_string(i);
                seen.expect(
                    is(store.find_installation(sample_store(name)), bare_installation(name, name)),
                    "an installation is lost or another one");
                seen.expect(is(store.find_user(sample_store(name), i + 1), user{i + 1, name, name}),
                            "a person is lost or another one");
            }
        }
        return seen.text();
    }
};

}  // namespace bcauth::inline v0::detail::battery

#endif
