// SPDX-License-Identifier: BSL-1.0
#include "platform.hpp"

#include "panel.hpp"
#include "panel_pages.hpp"
#include "services.hpp"
#include "text.hpp"

namespace platform {

namespace {

struct answered {
    response made;
    std::string site;
    std::string note;
};

response landing(world const& all) {
    auto const port = std::to_string(all.config.port);
    return html_response(
        200, bare_page("A local BigCommerce",
                       "The control panel is at http://cp.localhost:" + port +
                           " and the first store at http://shop.localhost:" + port + "."));
}

answered answer_service(shared_world& shared, request const& asked) {
    answered made;
    made.site = "services";
    auto const first = asked.parts().empty() ? std::string_view{} : asked.parts().front();
    if (asked.path() == "/oauth2/token") {
        made.made = token_endpoint(shared, asked, made.note);
    } else if (first == "_admin") {
        made.site = "admin";
        made.made = admin_api(shared, asked);
    } else if (first == "stores") {
        made.made = shared.use([&](world& all) { return rest_api(all, asked); });
    } else if (first == "app" && asked.reads()) {
        made.made = shared.use([&](world const& all) { return external_install(all, asked); });
    } else if (first.empty() && asked.reads()) {
        made.made = shared.use([](world const& all) { return landing(all); });
    } else {
        made.made = text_response(404, "Not Found\n");
    }
    return made;
}

answered answer(shared_world& shared, request const& asked) {
    auto const& host = asked.host();
    if (host == "cp.localhost") return {control_panel(shared, asked), "control panel", ""};
    // any other name that leads here may belong to a stranger's page
    if (host == "127.0.0.1" || host == "localhost" || host == "[::1]") {
        return answer_service(shared, asked);
    }
    return shared.use([&](world& all) -> answered {
        auto const* const in = storefront_of(all, host);
        if (in == nullptr) return {text_response(421, "Misdirected Request\n"), "nowhere", ""};
        return {storefront(all, *in, asked), "shop " + in->hash, ""};
    });
}

}  // namespace

void site::set_port(std::uint16_t port) {
    x_shared.use([&](world& all) { all.config.port = port; });
}

bcauth::http::response site::operator()(bcauth::http::incoming const& from) {
    auto const begin = std::chrono::steady_clock::now();
    auto const asked = request::of(from);
    auto came = asked ? answer(x_shared, *asked)
                      : answered{text_response(400, "Bad Request\n"), "nowhere", ""};
    auto const took = std::chrono::steady_clock::now() - begin;
    // polls, styles and the tests' own requests would drown the rest
    bool const told = came.site != "admin" &&
                      from.target.find("/status?") == std::string_view::npos &&
                      !from.target.starts_with("/assets/");
    if (told) {
        auto const microseconds =
            std::chrono::duration_cast<std::chrono::microseconds>(took).count();
        x_shared.use([&](world& all) {
            log_request(all, {{},
                              came.site,
                              std::string(from.method.substr(0, 20)),
                              redacted(from.target),
                              came.made.status,
                              microseconds,
                              came.note});
        });
    }
    return std::move(came.made);
}

}  // namespace platform
