// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_DETAIL_CALLBACK_PARAMETERS_HPP
#define BCAUTH_DETAIL_CALLBACK_PARAMETERS_HPP

#include <bcauth/detail/query_names.hpp>
#include <bcauth/http/query.hpp>
#include <bcauth/secret.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace bcauth::inline v0::detail {

// The parameters of an auth callback that anything is read from, found in one walk. They live as long as its query.
class callback_parameters {
public:
    enum name : std::size_t {
        error,
        error_description,
        code,
        scope,
        context,
        account_uuid,
        external_install,
    };
    static constexpr std::array<std::string_view, 7> names{
        "error",        "error_description", "code", "scope", "context",
        "account_uuid", "external_install"};

    explicit callback_parameters(http::query const& query) noexcept {
        query.for_each([this](http::parameter const& each) {
            auto const which = index_of(each.raw_name());
            if (which < names.size()) x_found[which] = each;
        });
    }

    [[nodiscard]] std::optional<http::parameter> const& operator[](name which) const noexcept {
        return x_found[which];
    }

    // as it stands in the query; empty where there is none
    [[nodiscard]] std::string_view raw(name which) const noexcept {
        auto const& found = x_found[which];
        return found ? found->raw() : std::string_view{};
    }

    // decoded; empty where there is none
    [[nodiscard]] secret text(name which) const {
        auto const& found = x_found[which];
        return found ? found->text(http::plus_sign::space) : secret{};
    }

private:
    // the bytes tell it where nothing is escaped, as is usual
    static std::size_t index_of(std::string_view raw) noexcept {
        auto const* found = std::find(names.begin(), names.end(), raw);
        if (found == names.end()) {
            found = std::find_if(names.begin(), names.end(),
                                 [raw](std::string_view one) { return same_names(one, raw); });
        }
        return static_cast<std::size_t>(found - names.begin());
    }

    std::array<std::optional<http::parameter>, names.size()> x_found;
};

// A parameter's decoded text, for what is only looked at: within the object unless it is long.
class parameter_text {
public:
    explicit parameter_text(std::optional<http::parameter> const& found) {
        if (found && found->raw().size() > x_inline.size()) {
            x_heap = found->text(http::plus_sign::space);
            x_text = x_heap.expose();
        } else if (found) {
            x_text = found->decode(http::plus_sign::space, x_inline);
        }
    }
    parameter_text(parameter_text const&) = delete;
    parameter_text& operator=(parameter_text const&) = delete;

    [[nodiscard]] std::string_view text() const& noexcept { return x_text; }
    std::string_view text() const&& = delete;

private:
    std::array<char, 512> x_inline;
    secret x_heap;
    std::string_view x_text;
};

}  // namespace bcauth::inline v0::detail

#endif
