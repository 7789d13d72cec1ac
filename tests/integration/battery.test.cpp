// SPDX-License-Identifier: BSL-1.0
#include <bcauth/testing/client_battery.hpp>

#include <bcauth/async/async_function_client.hpp>
#include <bcauth/http/any_client.hpp>
#include <bcauth/transport/beast.hpp>
#include <bcauth/transport/curl.hpp>
#include "support/completions.hpp"
#include "support/lab.hpp"
#include "support/lab_transport.hpp"

#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

// What every client does, of those that are not blocking by themselves or have another one in them.
namespace {

namespace asio = boost::asio;
namespace http = bcauth::http;
using bcauth::testing::client_battery;
using reply_type = bcauth::result<http::response>;

bool const environment_is_clean = lab::forget_proxies();

template <class Options>
Options trusting() {
    Options options;
    options.trust = bcauth::tls_trust::only_pem(lab::authority().pem());
    options.allow_loopback_http = true;
    return options;
}

template <class Client>
reply_type answer_of(asio::io_context& context, Client& client, http::request message) {
    return outcome_on<reply_type>(context,
                                  [&](auto done) { client.async_send(std::move(message), done); });
}

class beast_by_callback {
public:
    reply_type send(http::request message) {
        return answer_of(x_context, x_client, std::move(message));
    }

private:
    asio::io_context x_context;
    bcauth::beast_client x_client{x_context, trusting<bcauth::beast_options>()};
};

// the callback is called from within the function
class function_by_callback {
public:
    reply_type send(http::request message) {
        http::async_function_client client{
            x_context.get_executor(), [this](http::request sent, http::reply_callback const& done) {
                done(x_client.send(std::move(sent)));
            }};
        return answer_of(x_context, client, std::move(message));
    }

private:
    asio::io_context x_context;
    bcauth::curl_client x_client{trusting<bcauth::curl_options>()};
};

class curl_as_any_client {
public:
    reply_type send(http::request message) { return x_client.send(std::move(message)); }

private:
    http::any_client x_client{bcauth::curl_client(trusting<bcauth::curl_options>())};
};

// a rule, and whether a new client keeps it at a server with that certificate
struct row {
    std::string name;
    std::function<std::string(test_certificate const*)> judge;
    friend void PrintTo(row const& each, std::ostream* out) { *out << each.name; }
};

template <class Client>
void add_rows(std::vector<row>& rows, std::string const& who) {
    for (auto const& rule : client_battery<Client>()) {
        rows.push_back({who + std::string(rule.name), [rule](test_certificate const* certificate) {
                            Client client;
                            return lab::judge(rule, client, certificate);
                        }});
    }
}

std::vector<row> all_rows() {
    std::vector<row> rows;
    add_rows<beast_by_callback>(rows, "BeastByCallback");
    add_rows<function_by_callback>(rows, "FunctionByCallback");
    add_rows<curl_as_any_client>(rows, "AnyClient");
    return rows;
}

class OtherClients : public testing::TestWithParam<row> {};

TEST_P(OtherClients, KeepTheRuleOverTls) {
    auto const certificate = lab::authority().good();
    EXPECT_EQ(GetParam().judge(&certificate), "");
}
TEST_P(OtherClients, KeepTheRuleInPlainHttp) {
    EXPECT_EQ(GetParam().judge(nullptr), "");
}
INSTANTIATE_TEST_SUITE_P(Battery, OtherClients, testing::ValuesIn(all_rows()),
                         [](auto const& test) { return test.param.name; });

}  // namespace
