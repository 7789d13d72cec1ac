// SPDX-License-Identifier: BSL-1.0
#include <bcauth/observe/counters.hpp>

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <vector>

namespace {

namespace http = bcauth::http;
using bcauth::app_event;
using bcauth::connection_event;
using bcauth::connection_stage;
using bcauth::connection_trouble;
using bcauth::counters;
using bcauth::door;
using bcauth::errc;
using bcauth::exchange_event;
using std::chrono::microseconds;
using std::chrono::milliseconds;

std::vector<std::string> lines_of(std::string const& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        lines.push_back(line);
    }
    return lines;
}

// the value of a series, "" where there is none
std::string value_of(counters const& all, std::string_view series) {
    for (auto const& line : lines_of(all.prometheus_text().value())) {
        auto const space = line.rfind(' ');
        if (std::string_view(line).substr(0, space) == series) return line.substr(space + 1);
    }
    return {};
}

exchange_event exchange(http::method verb, int status, microseconds lasted = {}) {
    exchange_event event;
    event.verb = verb;
    event.status = status;
    event.duration = lasted;
    return event;
}

TEST(Counters, BeginWithEmptyMetricsInAStableOrder) {
    auto const all = std::make_unique<counters>();
    EXPECT_EQ(
        all->prometheus_text().value(),
        R"(# HELP bcauth_app_events_total Requests to the app's callbacks, by what came of them.
# TYPE bcauth_app_events_total counter
# HELP bcauth_exchanges_total Requests to the platform, by their answers.
# TYPE bcauth_exchanges_total counter
# HELP bcauth_exchange_errors_total Requests to the platform that had no answer.
# TYPE bcauth_exchange_errors_total counter
# HELP bcauth_exchange_retries_total Requests that were made again.
# TYPE bcauth_exchange_retries_total counter
bcauth_exchange_retries_total 0
# HELP bcauth_exchange_bytes_total Bytes of bodies.
# TYPE bcauth_exchange_bytes_total counter
bcauth_exchange_bytes_total{direction="sent"} 0
bcauth_exchange_bytes_total{direction="received"} 0
# HELP bcauth_exchange_duration_seconds How long a request to the platform took.
# TYPE bcauth_exchange_duration_seconds histogram
bcauth_exchange_duration_seconds_bucket{le="0.005"} 0
bcauth_exchange_duration_seconds_bucket{le="0.01"} 0
bcauth_exchange_duration_seconds_bucket{le="0.025"} 0
bcauth_exchange_duration_seconds_bucket{le="0.05"} 0
bcauth_exchange_duration_seconds_bucket{le="0.1"} 0
bcauth_exchange_duration_seconds_bucket{le="0.25"} 0
bcauth_exchange_duration_seconds_bucket{le="0.5"} 0
bcauth_exchange_duration_seconds_bucket{le="1"} 0
bcauth_exchange_duration_seconds_bucket{le="2.5"} 0
bcauth_exchange_duration_seconds_bucket{le="5"} 0
bcauth_exchange_duration_seconds_bucket{le="10"} 0
bcauth_exchange_duration_seconds_bucket{le="30"} 0
bcauth_exchange_duration_seconds_bucket{le="60"} 0
bcauth_exchange_duration_seconds_bucket{le="+Inf"} 0
bcauth_exchange_duration_seconds_sum 0.000000
bcauth_exchange_duration_seconds_count 0
# HELP bcauth_connections_total Connections, by where they ended and why.
# TYPE bcauth_connections_total counter
# HELP bcauth_connections_reused_total Connections that were kept and used again.
# TYPE bcauth_connections_reused_total counter
bcauth_connections_reused_total 0
# HELP bcauth_connection_warnings_total What is weaker than it should be.
# TYPE bcauth_connection_warnings_total counter
)");
}

TEST(Counters, CountRequestsByDoorAndError) {
    counters all;
    all.on_event(app_event{.at = door::load});
    all.on_event(app_event{.at = door::load});
    all.on_event(app_event{.at = door::load, .error = errc::signature_mismatch});
    all.on_event(app_event{.at = door::remove_user, .error = errc::token_too_large});
    all.on_event(app_event{.at = door::auth, .error = std::make_error_code(std::errc::io_error)});
    EXPECT_EQ(value_of(all, R"(bcauth_app_events_total{door="load",error="none"})"), "2");
    EXPECT_EQ(value_of(all, R"(bcauth_app_events_total{door="load",error="signature_mismatch"})"),
              "1");
    EXPECT_EQ(
        value_of(all, R"(bcauth_app_events_total{door="remove-user",error="token_too_large"})"),
        "1");
    EXPECT_EQ(value_of(all, R"(bcauth_app_events_total{door="auth",error="other"})"), "1");
    EXPECT_EQ(value_of(all, R"(bcauth_app_events_total{door="uninstall",error="none"})"), "");
}

TEST(Counters, TellEachErrorOfTheLibraryApart) {
    counters all;
    for (auto const& each : bcauth::detail::error_texts) {
        all.on_event(app_event{.at = door::load, .error = each.code});
    }
    std::size_t found = 0;
    for (auto const& each : bcauth::detail::error_texts) {
        found += value_of(all, "bcauth_app_events_total{door=\"load\",error=\"" +
                                   std::string(each.name) + "\"}") == "1"
                     ? 1U
                     : 0U;
    }
    EXPECT_EQ(found, std::size(bcauth::detail::error_texts));
}

// a number of our category that no enumerator has
TEST(Counters, CountAnErrorWithoutANameAmongTheOthers) {
    counters all;
    all.on_event(app_event{.at = door::load, .error = static_cast<errc>(9999)});
    EXPECT_EQ(value_of(all, R"(bcauth_app_events_total{door="load",error="other"})"), "1");
}

TEST(Counters, CountExchangesByMethodAndClassOfStatus) {
    counters all;
    for (int const status : {200, 299, 404, 503, 100, 301, 99, 600, 0}) {
        all.on_event(exchange(http::method::get, status));
    }
    auto failed = exchange(http::method::del, 0);
    failed.error = errc::timed_out;
    all.on_event(failed);
    auto const of = [&](std::string_view method, std::string_view status) {
        return value_of(all, "bcauth_exchanges_total{method=\"" + std::string(method) +
                                 "\",status=\"" + std::string(status) + "\"}");
    };
    EXPECT_EQ(of("GET", "1xx"), "1");
    EXPECT_EQ(of("GET", "2xx"), "2");
    EXPECT_EQ(of("GET", "3xx"), "1");
    EXPECT_EQ(of("GET", "4xx"), "1");
    EXPECT_EQ(of("GET", "5xx"), "1");
    EXPECT_EQ(of("GET", "other"), "3");
    EXPECT_EQ(of("GET", "none"), "");
    EXPECT_EQ(of("DELETE", "none"), "1");
    EXPECT_EQ(value_of(all, R"(bcauth_exchange_errors_total{error="timed_out"})"), "1");
    EXPECT_EQ(value_of(all, "bcauth_exchange_duration_seconds_count"), "10");
}

TEST(Counters, CountRetriesAndBytes) {
    counters all;
    auto event = exchange(http::method::post, 200);
    event.request_bytes = 100;
    event.response_bytes = 7;
    all.on_event(event);
    event.attempt = 2;
    all.on_event(event);
    EXPECT_EQ(value_of(all, "bcauth_exchange_retries_total"), "1");
    EXPECT_EQ(value_of(all, R"(bcauth_exchange_bytes_total{direction="sent"})"), "200");
    EXPECT_EQ(value_of(all, R"(bcauth_exchange_bytes_total{direction="received"})"), "14");
}

TEST(Counters, PutADurationIntoEveryBucketThatIsNotTooShort) {
    counters all;
    for (auto const lasted : {microseconds{-5}, microseconds{5000}, microseconds{5001},
                              microseconds{60'000'000}, microseconds{60'000'001}}) {
        all.on_event(exchange(http::method::get, 200, lasted));
    }
    auto const of = [&](std::string_view most) {
        return value_of(
            all, "bcauth_exchange_duration_seconds_bucket{le=\"" + std::string(most) + "\"}");
    };
    EXPECT_EQ(of("0.005"), "2");
    EXPECT_EQ(of("0.01"), "3");
    EXPECT_EQ(of("30"), "3");
    EXPECT_EQ(of("60"), "4");
    EXPECT_EQ(of("+Inf"), "5");
    EXPECT_EQ(value_of(all, "bcauth_exchange_duration_seconds_count"), "5");
    EXPECT_EQ(value_of(all, "bcauth_exchange_duration_seconds_sum"), "120.010002");
}

TEST(Counters, CountConnectionsThatAreOver) {
    counters all;
    connection_event event;
    event.stage = connection_stage::connect;
    all.on_event(event);  // on its way
    event.stage = connection_stage::done;
    event.reused = true;
    all.on_event(event);
    event = {};
    event.stage = connection_stage::tls;
    event.trouble = connection_trouble::certificate_expired;
    all.on_event(event);
    event = {};
    event.warning = bcauth::connection_warning::sha1_pin;
    all.on_event(event);
    EXPECT_EQ(value_of(all, R"(bcauth_connections_total{stage="connect",trouble="none"})"), "");
    EXPECT_EQ(value_of(all, R"(bcauth_connections_total{stage="setup",trouble="none"})"), "");
    EXPECT_EQ(value_of(all, R"(bcauth_connections_total{stage="done",trouble="none"})"), "1");
    EXPECT_EQ(
        value_of(all, R"(bcauth_connections_total{stage="tls",trouble="certificate_expired"})"),
        "1");
    EXPECT_EQ(value_of(all, "bcauth_connections_reused_total"), "1");
    EXPECT_EQ(value_of(all, R"(bcauth_connection_warnings_total{warning="sha1_pin"})"), "1");
}

TEST(Counters, GiveEverySeriesTheLabelsOfTheProgram) {
    counters all;
    all.on_event(app_event{.at = door::load});
    all.on_event(exchange(http::method::get, 200));
    std::array<bcauth::metric_label, 2> const labels{
        {{"app", "loyal\"ty\\\n\xc3\xbc"}, {"_zone9", ""}}};
    auto const text = all.prometheus_text(labels).value();
    std::string const constant = "app=\"loyal\\\"ty\\\\\\n\xc3\xbc\",_zone9=\"\"";
    EXPECT_NE(
        text.find("\nbcauth_app_events_total{" + constant + ",door=\"load\",error=\"none\"} 1\n"),
        std::string::npos)
        << text;
    EXPECT_NE(text.find("\nbcauth_exchange_retries_total{" + constant + "} 0\n"),
              std::string::npos);
    for (auto const& line : lines_of(text)) {
        EXPECT_TRUE(line.starts_with('#') || line.find('{' + constant) != std::string::npos)
            << line;
    }
}

TEST(Counters, RefuseLabelsThatPrometheusWouldNotTakeOrThatHideTheirOwn) {
    counters const all;
    for (std::string_view const label :
         {"", "9a", "a-b", "__a", "door", "error", "method", "status", "direction", "le", "stage",
          "trouble", "warning", "a b", "\xc3\xbc"}) {
        std::array<bcauth::metric_label, 1> const labels{{{label, "x"}}};
        EXPECT_EQ(all.prometheus_text(labels).error(), errc::invalid_parameter) << label;
    }
    std::array<bcauth::metric_label, 2> const twice{{{"a", "x"}, {"a", "y"}}};
    EXPECT_EQ(all.prometheus_text(twice).error(), errc::invalid_parameter);
    std::array<bcauth::metric_label, 1> const bytes{{{"a", "\xff"}}};
    EXPECT_EQ(all.prometheus_text(bytes).error(), errc::invalid_parameter);
}

// whatever comes, no more than one for each pair of names
TEST(Counters, HaveABoundedNumberOfSeries) {
    auto const all = std::make_unique<counters>();
    for (int at = 0; at < 300; ++at) {
        for (int code = 0; code < 700; ++code) {
            all->on_event(app_event{.at = static_cast<door>(at), .error = static_cast<errc>(code)});
        }
        auto event = exchange(static_cast<http::method>(at), at * 7);
        event.error = static_cast<errc>(at);
        all->on_event(event);
        connection_event connected;
        connected.stage = static_cast<connection_stage>(at);
        connected.trouble = static_cast<connection_trouble>(at);
        connected.warning = static_cast<bcauth::connection_warning>(at);
        all->on_event(connected);
    }
    auto const lines = lines_of(all->prometheus_text().value());
    EXPECT_LT(lines.size(), 4 * (std::size(bcauth::detail::error_texts) + 2) +
                                std::size(bcauth::detail::error_texts) + 200);
    EXPECT_EQ(std::set<std::string>(lines.begin(), lines.end()).size(), lines.size());
}

TEST(Counters, LoseNothingAmongThreads) {
    counters all;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&all] {
            for (int i = 0; i < 1000; ++i) {
                all.on_event(app_event{.at = door::load});
                all.on_event(exchange(http::method::get, 200, milliseconds{1}));
                connection_event done;
                done.stage = connection_stage::done;
                all.on_event(done);
                if (i % 100 == 0) {
                    EXPECT_TRUE(all.prometheus_text());
                }
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(value_of(all, R"(bcauth_app_events_total{door="load",error="none"})"), "4000");
    EXPECT_EQ(value_of(all, R"(bcauth_exchanges_total{method="GET",status="2xx"})"), "4000");
    EXPECT_EQ(value_of(all, "bcauth_exchange_duration_seconds_sum"), "4.000000");
    EXPECT_EQ(value_of(all, R"(bcauth_connections_total{stage="done",trouble="none"})"), "4000");
}

// as Prometheus' own parser reads it: names, labels, numbers
TEST(Counters, WriteLinesOfOneForm) {
    auto const all = std::make_unique<counters>();
    all->on_event(app_event{.at = door::load, .error = errc::expired});
    all->on_event(exchange(http::method::get, 200, milliseconds{12}));
    std::set<std::string> typed;
    for (auto const& line : lines_of(all->prometheus_text().value())) {
        if (line.starts_with("# TYPE ")) {
            EXPECT_TRUE(typed.insert(line.substr(7, line.find(' ', 7) - 7)).second) << line;
            continue;
        }
        if (line.starts_with("# HELP ")) continue;
        auto name = line.substr(0, line.find_first_of("{ "));
        for (std::string_view const end : {"_bucket", "_sum", "_count"}) {
            if (name.ends_with(end) && !typed.contains(name)) name.resize(name.size() - end.size());
        }
        EXPECT_TRUE(typed.contains(name)) << line;
        auto const value = line.substr(line.rfind(' ') + 1);
        EXPECT_EQ(value.find_first_not_of("0123456789."), std::string::npos) << line;
    }
    EXPECT_EQ(typed.size(), 9U);
}

}  // namespace
