// SPDX-License-Identifier: BSL-1.0
// A whole load request: query in, response with page, cookie and the frame's fields out; the token verified and noted by
// the replay guard, the installation and its visitor found in the memory store, a session begun. Of 1,024 tokens in turns
// the guard has seen each before, as of a page that is reloaded; of 16,384 it has seen none.
#include "support/checks.hpp"
#include "support/program.hpp"
#include "support/samples.hpp"

#include <bcauth/app/application.hpp>
#include <bcauth/replay/memory.hpp>
#include <bcauth/store/memory.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace http = bcauth::http;

// the platform is asked nothing at a load
struct no_client {
    bcauth::result<http::response> send(http::request const&) {
        return bcauth::errc::transport_failed;
    }
};

http::response page_of(std::string_view text) {
    http::response page;
    page.status = 200;
    static_cast<void>(page.fields.add("Content-Type", "text/html; charset=utf-8"));
    page.body = bcauth::secret(text);
    return page;
}

struct pages : bcauth::default_handlers {
    static constexpr std::string_view text =
        "<!doctype html><title>An app</title><script type=\"module\" src=\"/app.js\"></script>";

    http::response on_install(bcauth::installation const&, bcauth::grant_info const&,
                              bcauth::session const&) const {
        return page_of(text);
    }
    http::response on_load(bcauth::verified_load const&, bcauth::installation const&,
                           bcauth::session const&) const {
        return page_of(text);
    }
    void on_uninstall(bcauth::verified_uninstall const&) const {}
};

bcauth::installation installed() {
    return {
        .store = *bcauth::store_hash::make("z4zn3wo"),
        .access_token = bcauth::secret("g3y3ab5cctiu0edpy9n8gzl0p25og9u"),
        .scopes = bcauth::scopes("store_v2_orders store_v2_products users_basic_information"),
        .user = {.id = 9876543, .username = "John Smith", .email = "authorized_user@example.com"},
        .owner =
            bcauth::user{.id = 7654321, .username = "Jane Smith", .email = "owner@example.com"},
        .account_uuid = "7f5b3ba4-0000-4000-8000-000000000000"};
}

struct running_app {
    using application =
        bcauth::application<bcauth::memory_store, bcauth::memory_replay_guard<>, no_client, pages>;

    bcauth::memory_store store;
    bcauth::memory_replay_guard<> seen;
    no_client client;
    application app =
        *application::make(bcauth_bench::make_app(), store, seen, client, {}, {.load = "/load"});

    running_app() {
        auto const made = installed();
        static_cast<void>(store.put_installation(made));
        static_cast<void>(store.put_user(made.store, made.user));
        for (int i = 0; i < 1000; ++i) {
            auto other = made;
            other.store = *bcauth::store_hash::make("store" + std::to_string(i));
            static_cast<void>(store.put_installation(other));
        }
    }

    [[nodiscard]] http::response load(std::string const& target) const {
        return app({.method = "GET", .target = target, .fields = {}, .body = {}});
    }
};

std::vector<std::string> load_targets(std::size_t count) {
    std::vector<std::string> made;
    for (std::size_t i = 0; i < count; ++i) {
        made.push_back("/load?signed_payload_jwt=" +
                       bcauth_bench::signed_jwt(bcauth_bench::load_claims(i)));
    }
    return made;
}

void measure_reloads(benchmark::State& state, std::vector<std::string> const& targets) {
    running_app const here;
    std::size_t next = 0;
    bcauth_bench::measure(state, [&] { return here.load(targets[next++ % targets.size()]); });
    state.SetItemsProcessed(state.iterations());
}

void measure_first_loads(benchmark::State& state, std::vector<std::string> const& targets) {
    auto here = std::make_unique<running_app>();
    std::size_t next = 0;
    for ([[maybe_unused]] auto _ : state) {
        if (next == targets.size()) {
            state.PauseTiming();
            here = std::make_unique<running_app>();
            next = 0;
            state.ResumeTiming();
        }
        auto reply = here->load(targets[next++]);
        benchmark::DoNotOptimize(reply);
    }
    state.SetItemsProcessed(state.iterations());
}

void register_rows() {
    auto const some = load_targets(1024);
    auto const many = load_targets(16'384);
    running_app const here;
    auto const page = here.load(some[0]);
    bcauth_bench::require(page.status == 200 && page.fields.find("Set-Cookie").has_value(),
                          "a load request");
    benchmark::RegisterBenchmark("app/load/bcauth",
                                 [=](benchmark::State& state) { measure_reloads(state, some); });
    benchmark::RegisterBenchmark("app/first_load/bcauth", [=](benchmark::State& state) {
        measure_first_loads(state, many);
    });
    benchmark::RegisterBenchmark("app/verify/bcauth", [=](benchmark::State& state) {
        bcauth::load_verifier<> const verify(bcauth_bench::make_app());
        std::size_t next = 0;
        bcauth_bench::measure(
            state, [&] { return verify(std::string_view(some[next++ % some.size()]).substr(6)); });
    });
}

}  // namespace

int main(int argc, char** argv) {
    return bcauth_bench::run(argc, argv, register_rows);
}
