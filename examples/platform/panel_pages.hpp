// SPDX-License-Identifier: BSL-1.0
#ifndef EXAMPLES_PLATFORM_PANEL_PAGES_HPP
#define EXAMPLES_PLATFORM_PANEL_PAGES_HPP

#include "world.hpp"

#include <string>
#include <string_view>

namespace platform {

/** Who looks at the control panel. */
struct viewer {
    world const& all;
    panel_session const& session;
    store const& in;
    person const& who;

    [[nodiscard]] bool may_manage() const { return who.manages_apps; }
};

[[nodiscard]] std::string login_page(world const& all, panel_session const& session);
[[nodiscard]] std::string apps_page(viewer const& from);
/** @param external whether installing began outside the control panel */
[[nodiscard]] std::string consent_page(viewer const& from, app const& what, bool external);
/** The app's auth callback in a frame, under an overlay until its token request arrives. */
[[nodiscard]] std::string installing_page(viewer const& from, app const& what, grant const& code,
                                          std::string_view frame_url);
[[nodiscard]] std::string app_page(viewer const& from, app const& what, std::string_view frame_url);
[[nodiscard]] std::string users_page(viewer const& from, app const& what);
[[nodiscard]] std::string developer_page(viewer const& from);
[[nodiscard]] std::string log_page(viewer const& from);
[[nodiscard]] std::string refusal_page(viewer const& from, std::string_view text);

/** A page with a sentence on it and nothing around it. */
[[nodiscard]] std::string bare_page(std::string_view title, std::string_view text);

/** The address of an app as a browser is sent there. */
[[nodiscard]] std::string browser_url(app const& what, std::string_view registered);

/** The query with which a browser comes to the auth callback. */
[[nodiscard]] std::string auth_query(app const& what, grant const& code);

}  // namespace platform

#endif
