// SPDX-License-Identifier: BSL-1.0
#include <bcauth/testing/client_battery.hpp>

#include <bcauth/async/async_function_client.hpp>
#include <bcauth/http/any_client.hpp>
#include <bcauth/transport/beast.hpp>
#include <bcauth/transport/curl.hpp>
#include "support/lab.hpp"
#include "support/lab_transport.hpp"

#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>

// What every client does, of those that are not blocking by themselves or have another one in them.
namespace {

namespace asio = boost::asio;
namespace http = bcauth::http;
using bcauth::testing::client_battery;
using bcauth::testing::client_rule;
using reply_type = bcauth::result<http::response>;

bool const environment_is_clean = lab::forget_proxies();

template <class Options>
Options trusting() {
    Options options;
    options.trust = bcauth::tls_trust::only_pem(lab::authority().pem());
    options.allow_loopback_http = true;
    return options;
}

// the answer that comes to a callback while the context is run
template <class Client>
reply_type answer_of(asio::io_context& context, Client& client, http::request message) {
    std::optional<reply_type> answer;
    client.async_send(std::move(message), [&](reply_type got) { answer.emplace(std::move(got)); });
    context.restart();
    context.run();
    return std::move(answer).value();
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

template <class Client>
class battery_of : public testing::TestWithParam<client_rule<Client>> {
protected:
    static std::string over_tls() {
        auto const certificate = lab::authority().good();
        return judge(&certificate);
    }
    static std::string in_plain_http() { return judge(nullptr); }

private:
    static std::string judge(test_certificate const* certificate) {
        Client client;
        return lab::judge(testing::TestWithParam<client_rule<Client>>::GetParam(), client,
                          certificate);
    }
};

auto const name_of = [](auto const& test) { return std::string(test.param.name); };

class BeastByCallbackBattery : public battery_of<beast_by_callback> {};

TEST_P(BeastByCallbackBattery, KeepsTheRuleOverTls) {
    EXPECT_EQ(over_tls(), "");
}
TEST_P(BeastByCallbackBattery, KeepsTheRuleInPlainHttp) {
    EXPECT_EQ(in_plain_http(), "");
}
INSTANTIATE_TEST_SUITE_P(Battery, BeastByCallbackBattery,
                         testing::ValuesIn(client_battery<beast_by_callback>()), name_of);

class AsyncFunctionBattery : public battery_of<function_by_callback> {};

TEST_P(AsyncFunctionBattery, KeepsTheRuleOverTls) {
    EXPECT_EQ(over_tls(), "");
}
TEST_P(AsyncFunctionBattery, KeepsTheRuleInPlainHttp) {
    EXPECT_EQ(in_plain_http(), "");
}
INSTANTIATE_TEST_SUITE_P(Battery, AsyncFunctionBattery,
                         testing::ValuesIn(client_battery<function_by_callback>()), name_of);

class AnyClientBattery : public battery_of<curl_as_any_client> {};

TEST_P(AnyClientBattery, KeepsTheRuleOverTls) {
    EXPECT_EQ(over_tls(), "");
}
TEST_P(AnyClientBattery, KeepsTheRuleInPlainHttp) {
    EXPECT_EQ(in_plain_http(), "");
}
INSTANTIATE_TEST_SUITE_P(Battery, AnyClientBattery,
                         testing::ValuesIn(client_battery<curl_as_any_client>()), name_of);

}  // namespace
