// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_OBSERVE_DETAIL_METRICS_HPP
#define BCAUTH_OBSERVE_DETAIL_METRICS_HPP

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace bcauth::inline v0::detail {

// Numbers that grow, without a lock: each is right by itself, and of two none is promised to be older.
template <std::size_t Rows, std::size_t Columns>
class counter_table {
public:
    void count(std::size_t row, std::size_t column) noexcept {
        x_cells[row * Columns + column].fetch_add(1, std::memory_order_relaxed);
    }
    [[nodiscard]] std::uint64_t at(std::size_t row, std::size_t column) const noexcept {
        return x_cells[row * Columns + column].load(std::memory_order_relaxed);
    }

private:
    std::array<std::atomic<std::uint64_t>, Rows * Columns> x_cells{};
};

struct bucket {
    std::chrono::microseconds most;
    std::string_view text;  // in seconds, as it is written
};

inline constexpr std::array<bucket, 13> duration_buckets{{{std::chrono::milliseconds{5}, "0.005"},
                                                          {std::chrono::milliseconds{10}, "0.01"},
                                                          {std::chrono::milliseconds{25}, "0.025"},
                                                          {std::chrono::milliseconds{50}, "0.05"},
                                                          {std::chrono::milliseconds{100}, "0.1"},
                                                          {std::chrono::milliseconds{250}, "0.25"},
                                                          {std::chrono::milliseconds{500}, "0.5"},
                                                          {std::chrono::seconds{1}, "1"},
                                                          {std::chrono::milliseconds{2500}, "2.5"},
                                                          {std::chrono::seconds{5}, "5"},
                                                          {std::chrono::seconds{10}, "10"},
                                                          {std::chrono::seconds{30}, "30"},
                                                          {std::chrono::seconds{60}, "60"}}};

// How often something lasted how long.
class duration_histogram {
public:
    static constexpr std::size_t size =
        duration_buckets.size() + 1;  // the last one is all that is longer

    void count(std::chrono::microseconds lasted) noexcept {
        auto const* const found =
            std::find_if(duration_buckets.begin(), duration_buckets.end(),
                         [lasted](bucket const& each) { return lasted <= each.most; });
        x_cells.count(0, static_cast<std::size_t>(found - duration_buckets.begin()));
        auto const positive = std::max(lasted.count(), std::chrono::microseconds::rep{0});
        x_sum.fetch_add(static_cast<std::uint64_t>(positive), std::memory_order_relaxed);
    }

    // not of shorter ones too, as the text has it
    [[nodiscard]] std::uint64_t in_bucket(std::size_t index) const noexcept {
        return x_cells.at(0, index);
    }
    [[nodiscard]] std::chrono::microseconds sum() const noexcept {
        return std::chrono::microseconds(
            static_cast<std::int64_t>(x_sum.load(std::memory_order_relaxed)));
    }

private:
    counter_table<1, size> x_cells;
    std::atomic<std::uint64_t> x_sum = 0;
};

using metric_labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

// Writes the text format of Prometheus, version 0.0.4.
class metric_text {
public:
    // `constant` is what every series has: labels as they are written, without braces
    explicit metric_text(std::string constant) : x_constant(std::move(constant)) {}

    void head(std::string_view name, std::string_view type, std::string_view help) {
        append({"# HELP ", name, " ", help, "\n# TYPE ", name, " ", type, "\n"});
    }

    void series(std::string_view name, metric_labels labels, std::string_view value) {
        x_text += name;
        auto all = x_constant;
        for (auto const& [label, text] : labels) {
            all += all.empty() ? "" : ",";
            all += label_text(label, text);
        }
        if (!all.empty()) {
            append({"{", all, "}"});
        }
        append({" ", value, "\n"});
    }
    void series(std::string_view name, metric_labels labels, std::uint64_t value) {
        series(name, labels, std::to_string(value));
    }

    void histogram(std::string_view name, duration_histogram const& all) {
        auto const bucket_name = std::string(name) + "_bucket";
        std::uint64_t total = 0;
        for (std::size_t i = 0; i < duration_histogram::size; ++i) {
            total += all.in_bucket(i);
            auto const most = i < duration_buckets.size() ? duration_buckets[i].text : "+Inf";
            series(bucket_name, {{"le", most}}, total);
        }
        auto const fraction = std::to_string(all.sum().count() % 1'000'000);
        series(std::string(name) + "_sum", {},
               std::to_string(all.sum().count() / 1'000'000) + "." +
                   std::string(6 - fraction.size(), '0') + fraction);
        series(std::string(name) + "_count", {}, total);
    }

    [[nodiscard]] std::string take() && noexcept { return std::move(x_text); }

    static std::string label_text(std::string_view label, std::string_view value) {
        std::string text(label);
        text += "=\"";
        for (char const c : value) {
            if (c == '\n') {
                text += "\\n";
                continue;
            }
            if (c == '\\' || c == '"') {
                text += '\\';
            }
            text += c;
        }
        return text + '"';
    }

private:
    void append(std::initializer_list<std::string_view> pieces) {
        for (auto const piece : pieces) {
            x_text += piece;
        }
    }

    std::string x_constant;
    std::string x_text;
};

}  // namespace bcauth::inline v0::detail

#endif
