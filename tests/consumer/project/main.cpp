// SPDX-License-Identifier: BSL-1.0
// A stranger's program: its own policy, clock and HTTP client, with nothing but the installed library.
#include <bcauth/callback.hpp>
#include <bcauth/op/run.hpp>
#include <bcauth/op/token_exchange.hpp>
#include <bcauth/version.hpp>

#include <chrono>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>

namespace {

// someone else's token, with a clock that is 25 s slow: over the default leeway, within ours
constexpr std::string_view head_and_claims =
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
    "eyJhdWQiOiJjb25zdW1lci1jbGllbnQtaWQiLCJpc3MiOiJiYyIsImlhdCI6MTcwMDAwMDAwMCwibmJmIjoxNjk5OTk5"
    "OTk1LCJleHAiOjE3MDAwODY0MDAsImp0aSI6IjBiMGY1MmE0LTNkMWMtNGY5YS04ZTUyLTNmNmYyZjZkMWM1NSIsInN1"
    "YiI6InN0b3Jlcy96NHpuM3dvIiwidXNlciI6eyJpZCI6OTEyOCwiZW1haWwiOiJ1c2VyQGV4YW1wbGUuY29tIiwibG9j"
    "YWxlIjoiZW4tVVMifSwib3duZXIiOnsiaWQiOjc2NTQsImVtYWlsIjoib3duZXJAZXhhbXBsZS5jb20ifSwidXJsIjoi"
    "LyIsImNoYW5uZWxfaWQiOm51bGx9";
constexpr std::string_view signature = ".a0e-U7C6DbHBiFxsW0bL6FDkAgPY-CN6xdHaFWmUXSM";
constexpr std::string_view forgery = ".b0e-U7C6DbHBiFxsW0bL6FDkAgPY-CN6xdHaFWmUXSM";

struct patient_policy : bcauth::strict_policy {
    static constexpr std::chrono::seconds leeway{30};
};

struct slow_clock {
    [[nodiscard]] std::chrono::sys_seconds now() const {
        return std::chrono::sys_seconds{std::chrono::seconds{1'700'000'000 - 25}};
    }
};

class own_client {
public:
    bcauth::result<bcauth::http::response> send(bcauth::http::request request) {
        x_url = std::move(request.url);
        bcauth::http::response reply;
        reply.status = 200;
        reply.body = bcauth::secret{R"({"access_token":"token","scope":"store_v2_orders",)"
                                    R"("user":{"id":9128,"email":"user@example.com"},)"
                                    R"("context":"stores/z4zn3wo"})"};
        return reply;
    }

    [[nodiscard]] std::string const& url() const { return x_url; }

private:
    std::string x_url;
};

int report(char const* what) {
    std::printf("bcauth %s: %s\n", bcauth::version.data(), what);
    return 1;
}

int verify(bcauth::app_config const& app) {
    auto const query = [](std::string_view end) {
        return "signed_payload_jwt=" + std::string(head_and_claims) + std::string(end);
    };
    bcauth::load_verifier<patient_policy, slow_clock> const verifier{app};
    auto const who = verifier(query(signature));
    if (!who) return report(who.error().message().c_str());
    auto const store = who->store();
    if (who->user().id != 9128 || store.view() != "z4zn3wo" || who->is_owner()) {
        return report("the load is someone else's");
    }
    auto const forged = verifier(query(forgery));
    if (forged || forged.error() != bcauth::errc::signature_mismatch) {
        return report("a forgery was not refused as one");
    }
    bcauth::load_verifier<bcauth::strict_policy, slow_clock> const strict{app};
    auto const early = strict(query(signature));
    if (early || early.error() != bcauth::errc::not_yet_valid) {
        return report("the default policy took the slow clock's token");
    }
    return 0;
}

int exchange(bcauth::app_config const& app) {
    auto const grant = bcauth::oauth::parse_auth_callback(
        "code=one-time&scope=store_v2_orders&context=stores/z4zn3wo", app);
    if (!grant) return report(grant.error().message().c_str());

    own_client http;
    bcauth::diagnostics why;
    auto const installed = bcauth::run(http, bcauth::op::token_exchange{app, *grant}, why);
    if (!installed) return report(installed.error().message().c_str());
    if (http.url() != "https://login.bigcommerce.com/oauth2/token") {
        return report("the request went elsewhere");
    }
    return installed->access_token == bcauth::secret{"token"} ? 0 : report("another token");
}

}  // namespace

int main() {
    auto keys = bcauth::key_ring::make({"consumer-client-secret"});
    if (!keys) return report("no keys");
    auto const app =
        bcauth::app_config::make({.client_id = "consumer-client-id",
                                  .client_secrets = std::move(*keys),
                                  .redirect_uri = "https://app.example.com/auth",
                                  .required_scopes = bcauth::scopes("store_v2_orders")});
    if (!app) return report(app.error().message().c_str());
    int const verified = verify(*app);
    return verified != 0 ? verified : exchange(*app);
}
