// SPDX-License-Identifier: BSL-1.0
#include <bcauth/testing/client_battery.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

namespace {

using bcauth::errc;
using bcauth::result;
using bcauth::secret;
namespace http = bcauth::http;
using bcauth::testing::client_battery;

// what a client can do wrong
enum class flaw {
    none,
    makes_an_error_of_a_status,
    changes_a_status,
    loses_the_body_of_an_error,
    follows_redirects,
    loses_location,
    sends_another_method,
    decodes_the_address,
    loses_a_field,
    cuts_the_body_at_a_nul,
    adds_a_type,
    loses_a_given_type,
    repeats_a_field,
    refuses_a_body_of_the_limit,
    ignores_the_limit_of_bytes,
    ignores_the_limit_of_chunks,
    ignores_the_limit_of_time,
    ignores_the_limit_of_a_trickle,
    gives_up_early,
    calls_silence_another_name,
    calls_a_dead_server_a_late_one,
    says_that_nothing_was_sent,
    makes_an_answer_of_nothing,
    sends_again,
};

// A client with the lab's server inside.
template <flaw Flaw>
class broken_client {
public:
    result<http::response> send(http::request message) {
        if (message.url.starts_with("dead")) {
            return is(flaw::calls_a_dead_server_a_late_one) ? errc::timed_out
                                                            : errc::transport_failed;
        }
        auto target = message.url.substr(message.url.find('/'));
        ++x_visits;
        if (target == "/silence") return silence(message.limits.timeout);
        if (target == "/trickle") {
            if (is(flaw::ignores_the_limit_of_a_trickle)) return http::response{.status = 200};
            return silence(message.limits.timeout);
        }
        if (target == "/cut") return cut();
        if (target == "/redirect" && is(flaw::follows_redirects)) {
            ++x_visits;
        }
        return answer(message, std::move(target));
    }

private:
    static constexpr bool is(flaw one) noexcept { return Flaw == one; }

    static result<http::response> silence(std::chrono::milliseconds limit) {
        if (is(flaw::ignores_the_limit_of_time)) limit = std::chrono::milliseconds{5100};
        if (!is(flaw::gives_up_early)) std::this_thread::sleep_for(limit);
        return is(flaw::calls_silence_another_name) ? errc::outcome_unknown : errc::timed_out;
    }

    result<http::response> cut() {
        if (is(flaw::sends_again)) ++x_visits;
        if (is(flaw::makes_an_answer_of_nothing)) return http::response{};
        return is(flaw::says_that_nothing_was_sent) ? errc::transport_failed
                                                    : errc::outcome_unknown;
    }

    result<http::response> answer(http::request const& message, std::string target) {
        http::response made;
        made.status = 200;
        if (target == "/redirect") {
            made.status = 302;
            if (!is(flaw::loses_location)) add(made, "Location", "/echo");
        } else if (target == "/visits") {
            made.body = secret(std::to_string(x_visits));
        } else if (target.starts_with("/target")) {
            auto const escape = target.find("%2F");
            if (is(flaw::decodes_the_address)) target.replace(escape, 3, "/");
            made.body = secret(target);
        } else if (target.starts_with("/status/")) {
            return status(target.substr(8));
        } else if (target == "/bytes/1000" || target == "/chunks/1000") {
            bool const unseen = is(flaw::ignores_the_limit_of_chunks) && target == "/chunks/1000";
            auto const limit = unseen ? 1000 : message.limits.response_bytes;
            bool const fits = is(flaw::refuses_a_body_of_the_limit) ? limit > 1000 : limit >= 1000;
            if (!fits && !is(flaw::ignores_the_limit_of_bytes)) return errc::response_too_large;
            made.body = secret(std::string(1000, 'x'));
        } else {
            echo(message, made);
        }
        return made;
    }

    static result<http::response> status(std::string_view number) {
        http::response made;
        made.status = std::stoi(std::string(number));
        made.body = secret(number);
        if (is(flaw::makes_an_error_of_a_status) && made.status == 503) return errc::timed_out;
        if (is(flaw::changes_a_status) && made.status == 201) made.status = 200;
        if (is(flaw::loses_the_body_of_an_error) && made.status == 400) made.body = {};
        return made;
    }

    static void echo(http::request const& message, http::response& made) {
        auto body = message.body.expose();
        if (is(flaw::cuts_the_body_at_a_nul)) body = body.substr(0, body.find('\0'));
        made.body = secret(body);
        bool const put = message.verb == http::method::put;
        auto const method = is(flaw::sends_another_method) && put ? "POST" : name(message.verb);
        add(made, "X-Method", method);
        if (is(flaw::repeats_a_field)) add(made, "X-Method", method);
        auto const sent = message.fields.find("X-Sent");
        add(made, "X-Seen", sent && !is(flaw::loses_a_field) ? *sent : "");
        auto const type = message.fields.find("Content-Type");
        std::string_view const none = is(flaw::adds_a_type) ? "text/plain" : "none";
        add(made, "X-Type", type && !is(flaw::loses_a_given_type) ? *type : none);
    }

    static void add(http::response& made, std::string_view name, std::string_view value) {
        ASSERT_TRUE(made.fields.add(name, value));
    }

    int x_visits = 0;
};

// the rules that a client breaks
template <flaw Flaw>
std::string broken_rules() {
    std::string names;
    for (auto const& rule : client_battery<broken_client<Flaw>>()) {
        broken_client<Flaw> client;
        if (!rule.judge(client, {"live", "dead"}).empty()) names.append(rule.name).append(" ");
    }
    return names;
}

TEST(ClientBattery, PassesAGoodClient) {
    EXPECT_EQ(broken_rules<flaw::none>(), "");
}

TEST(ClientBattery, CatchesWhatIsDoneToAStatus) {
    EXPECT_EQ(broken_rules<flaw::makes_an_error_of_a_status>(), "GivesAnyStatusAsAValue ");
    EXPECT_EQ(broken_rules<flaw::changes_a_status>(), "GivesAnyStatusAsAValue ");
    EXPECT_EQ(broken_rules<flaw::loses_the_body_of_an_error>(), "GivesAnyStatusAsAValue ");
}

TEST(ClientBattery, CatchesWhoFollowsARedirect) {
    EXPECT_EQ(broken_rules<flaw::follows_redirects>(), "FollowsNoRedirect ");
    EXPECT_EQ(broken_rules<flaw::loses_location>(), "FollowsNoRedirect ");
}

TEST(ClientBattery, CatchesWhatIsDoneToARequest) {
    EXPECT_EQ(broken_rules<flaw::sends_another_method>(), "SendsTheRequestAsItIs ");
    EXPECT_EQ(broken_rules<flaw::decodes_the_address>(), "SendsTheRequestAsItIs ");
    EXPECT_EQ(broken_rules<flaw::loses_a_field>(), "SendsTheRequestAsItIs ");
    EXPECT_EQ(broken_rules<flaw::cuts_the_body_at_a_nul>(), "SendsTheRequestAsItIs ");
    EXPECT_EQ(broken_rules<flaw::adds_a_type>(), "AddsNoTypeToABody ");
    EXPECT_EQ(broken_rules<flaw::loses_a_given_type>(), "AddsNoTypeToABody ");
}

TEST(ClientBattery, CatchesWhatIsDoneToAnAnswer) {
    EXPECT_EQ(broken_rules<flaw::repeats_a_field>(), "GivesTheFieldsOfAnAnswer ");
    EXPECT_EQ(broken_rules<flaw::refuses_a_body_of_the_limit>(), "HoldsTheLimitOfBytes ");
    EXPECT_EQ(broken_rules<flaw::ignores_the_limit_of_bytes>(), "HoldsTheLimitOfBytes ");
    EXPECT_EQ(broken_rules<flaw::ignores_the_limit_of_chunks>(), "HoldsTheLimitOfBytes ");
}

TEST(ClientBattery, CatchesAWrongSenseOfTime) {
    EXPECT_EQ(broken_rules<flaw::ignores_the_limit_of_time>(), "HoldsTheLimitOfTime ");
    EXPECT_EQ(broken_rules<flaw::ignores_the_limit_of_a_trickle>(), "HoldsTheLimitOfTime ");
    EXPECT_EQ(broken_rules<flaw::gives_up_early>(), "HoldsTheLimitOfTime ");
    EXPECT_EQ(broken_rules<flaw::calls_silence_another_name>(), "HoldsTheLimitOfTime ");
}

TEST(ClientBattery, CatchesWhatIsSaidOfARequestThatFailed) {
    EXPECT_EQ(broken_rules<flaw::calls_a_dead_server_a_late_one>(), "TellsThatNothingWasSent ");
    EXPECT_EQ(broken_rules<flaw::says_that_nothing_was_sent>(), "TellsThatARequestMayHaveArrived ");
    EXPECT_EQ(broken_rules<flaw::makes_an_answer_of_nothing>(),
              "TellsThatARequestMayHaveArrived SendsOnce ");
    EXPECT_EQ(broken_rules<flaw::sends_again>(), "SendsOnce ");
}

}  // namespace
