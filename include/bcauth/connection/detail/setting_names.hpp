// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_CONNECTION_DETAIL_SETTING_NAMES_HPP
#define BCAUTH_CONNECTION_DETAIL_SETTING_NAMES_HPP

#include <bcauth/connection/setting.hpp>
#include <bcauth/detail/ascii_case.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace bcauth::inline v0::detail {

// settings of the connectors that this library hasn't, and what a person does instead
struct foreign_setting {
    std::string_view name;
    std::string_view instead;
};

inline constexpr std::string_view app_does_oauth =
    "the app itself takes the callback and keeps tokens";
inline constexpr std::string_view app_asks_scopes = "an app asks for its scopes in the portal";
inline constexpr std::string_view log_has_no_more =
    "Logfile, Verbosity and MaxLogFileSize are there";
inline constexpr std::string_view no_client_cert = "the platform asks for no client certificate";
inline constexpr std::string_view oauth_only = "the platform takes OAuth only";
inline constexpr std::string_view no_tables = "there are no tables here";

inline constexpr std::array<foreign_setting, 52> foreign_settings{{
    {"InitiateOAuth", app_does_oauth},
    {"OAuthSettingsLocation", app_does_oauth},
    {"OAuthRefreshToken", app_does_oauth},
    {"OAuthVerifier", app_does_oauth},
    {"OAuthExpiresIn", app_does_oauth},
    {"OAuthTokenTimestamp", app_does_oauth},
    {"OAuthAuthorizationURL", app_does_oauth},
    {"OAuthAccessTokenURL", app_does_oauth},
    {"Scope", app_asks_scopes},
    {"MaxLogFileCount", log_has_no_more},
    {"LogModules", log_has_no_more},
    {"SSLClientCert", no_client_cert},
    {"SSLClientCertType", no_client_cert},
    {"SSLClientCertPassword", no_client_cert},
    {"SSLClientCertSubject", no_client_cert},
    {"User", oauth_only},
    {"Password", oauth_only},
    {"KerberosKDC", oauth_only},
    {"KerberosRealm", oauth_only},
    {"KerberosSPN", oauth_only},
    {"URL", "StoreId takes the API path"},
    {"Location", no_tables},
    {"BrowsableSchemas", no_tables},
    {"Tables", no_tables},
    {"Views", no_tables},
    {"Schema", no_tables},
    {"AutoCache", no_tables},
    {"CacheConnection", no_tables},
    {"CacheDriver", no_tables},
    {"CacheLocation", no_tables},
    {"CacheMetadata", no_tables},
    {"CacheProvider", no_tables},
    {"CacheTolerance", no_tables},
    {"Offline", no_tables},
    {"BatchSize", no_tables},
    {"ConnectionLifeTime", no_tables},
    {"ConnectOnOpen", no_tables},
    {"GenerateSchemaFiles", no_tables},
    {"IncludeCustomFields", no_tables},
    {"MaxRows", no_tables},
    {"Other", no_tables},
    {"Pagesize", no_tables},
    {"PoolIdleTimeout", no_tables},
    {"PoolMaxSize", no_tables},
    {"PoolMinSize", no_tables},
    {"PoolWaitTime", no_tables},
    {"PseudoColumns", no_tables},
    {"Readonly", no_tables},
    {"RTK", no_tables},
    {"SupportEnhancedSQL", no_tables},
    {"UseConnectionPooling", no_tables},
    {"UserDefinedViews", no_tables},
}};

constexpr foreign_setting const* find_foreign_setting(std::string_view name) noexcept {
    for (auto const& each : foreign_settings) {
        if (equal_ignoring_case(each.name, name)) {
            return &each;
        }
    }
    return nullptr;
}

// how many letters were left out, put in, changed or swapped with the next; texts of at most 31 bytes
constexpr std::size_t edit_distance(std::string_view left, std::string_view right) noexcept {
    std::array<std::array<std::size_t, 32>, 3> rows{};
    for (std::size_t j = 0; j <= right.size(); ++j) {
        rows[0][j] = j;
    }
    for (std::size_t i = 1; i <= left.size(); ++i) {
        auto& row = rows[i % 3];
        auto const& above = rows[(i - 1) % 3];
        row[0] = i;
        for (std::size_t j = 1; j <= right.size(); ++j) {
            auto const a = ascii_lower(left[i - 1]);
            auto const b = ascii_lower(right[j - 1]);
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a == b ? 0U : 1U)});
            bool const swapped =
                i > 1 && j > 1 && a == ascii_lower(right[j - 2]) && b == ascii_lower(left[i - 2]);
            if (swapped) row[j] = std::min(row[j], rows[(i - 2) % 3][j - 2] + 1);
        }
    }
    return rows[left.size() % 3][right.size()];
}

// the setting that was probably meant
constexpr std::optional<setting> nearest_setting(std::string_view name) noexcept {
    constexpr std::size_t longest = 31;
    if (name.size() > longest) return std::nullopt;
    std::optional<setting> nearest;
    auto least = std::min<std::size_t>(name.size() / 3, 4) + 1;
    for (auto const& row : setting_rows) {
        auto const distance = edit_distance(name, row.name);
        if (distance < least) {
            least = distance;
            nearest = row.which;
        }
    }
    return nearest;
}

}  // namespace bcauth::inline v0::detail

#endif
