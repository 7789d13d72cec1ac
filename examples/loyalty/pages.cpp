// SPDX-License-Identifier: BSL-1.0
#include "pages.hpp"

#include <initializer_list>
#include <string>

namespace loyalty {

namespace {

using bcauth::http::response;

std::string_view entity(char c) {
    switch (c) {
        case '&': return "&amp;";
        case '<': return "&lt;";
        case '>': return "&gt;";
        case '"': return "&quot;";
        case '\'': return "&#39;";
        default: return {};
    }
}

std::string escaped(std::string_view text) {
    std::string made;
    for (auto const c : text) {
        auto const safe = entity(c);
        if (safe.empty()) {
            made += c;
        } else {
            made += safe;
        }
    }
    return made;
}

std::string joined(std::initializer_list<std::string_view> parts) {
    std::string made;
    for (auto const part : parts)
        made += part;
    return made;
}

response document(int status, std::string_view body) {
    auto page = response_of(status, "text/html; charset=utf-8",
                            joined({R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Loyalty</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><link rel="icon" href="data:,">
<link rel="stylesheet" href="/style.css"></head><body>)",
                                    body, "</body></html>\n"}));
    static_cast<void>(page.fields.add("Content-Security-Policy",
                                      "default-src 'none'; style-src 'self'; img-src data:; "
                                      "form-action 'self'; base-uri 'none'"));
    return page;
}

std::string_view words_of(std::string_view said) {
    if (said == "installed") return "Welcome. The app is installed in this store.";
    if (said == "given") return "The points were given.";
    if (said == "refused") {
        return "No points were given: it takes a customer's number and 1 to 10,000 points.";
    }
    return {};
}

std::string flash(std::string_view said) {
    auto const words = words_of(said);
    if (words.empty()) return {};
    return joined({R"(<p class="flash" role="status" data-test="said">)", words, "</p>"});
}

std::string people_card(overview const& from) {
    auto const store = from.installed.store;
    return joined({R"(<section class="card"><h2>Who is here</h2><dl>
<dt>Person</dt><dd data-test="email">)",
                   escaped(from.user.email), R"(</dd><dt>Number</dt><dd data-test="user-id">)",
                   std::to_string(from.user.id), R"(</dd><dt>Store</dt><dd data-test="store">)",
                   store.view(), R"(</dd><dt>Installed by</dt><dd data-test="installer">)",
                   escaped(from.installed.user.email), "</dd></dl></section>"});
}

std::string scopes_card(overview const& from) {
    std::string items;
    for (auto const scope : from.installed.scopes.names()) {
        items += joined({R"(<li data-test="scope">)", escaped(scope), "</li>"});
    }
    return joined({R"(<section class="card"><h2>What the app may do</h2><ul class="scopes">)",
                   items, "</ul></section>"});
}

std::string points_card(overview const& from) {
    std::string rows;
    for (auto const& each : from.balances) {
        auto const customer = std::to_string(each.customer);
        rows += joined({R"(<tr data-test="balance" data-customer=")", customer,
                        R"("><td>Customer )", customer, R"(</td><td class="number">)",
                        std::to_string(each.points), "</td></tr>"});
    }
    if (rows.empty()) rows = R"(<tr><td class="faint">Nobody has points yet.</td></tr>)";
    return joined({R"(<section class="card wide"><h2>Points of your shoppers</h2><table>)", rows,
                   R"(</table><form method="post" action="/points">
<input type="hidden" name="csrf_token" value=")",
                   from.who.csrf_token().expose(), R"(">
<label>Customer's number <input name="customer" type="number" min="1" required
 data-test="customer"></label>
<label>Points <input name="points" type="number" min="1" max="10000" value="100" required
 data-test="points"></label>
<button data-test="give">Give points</button></form></section>)"});
}

std::string_view advice(bcauth::condition what) {
    switch (what) {
        case bcauth::condition::unauthenticated: return "Open the app from your control panel.";
        case bcauth::condition::forbidden:
            return "The app is not installed in this store, or you may not use it.";
        case bcauth::condition::malformed: return "This is not something the app understands.";
        default: return "Try again in a while.";
    }
}

}  // namespace

response response_of(int status, std::string_view type, std::string_view body) {
    response made;
    made.status = status;
    static_cast<void>(made.fields.add("Content-Type", type));
    made.body = bcauth::secret(body);
    return made;
}

response redirect_to(std::string_view location) {
    auto made = response_of(303, "text/plain", "");
    static_cast<void>(made.fields.add("Location", location));
    return made;
}

response merchant_page(overview const& from) {
    return document(
        200, joined({R"(<header><span class="mark" aria-hidden="true"></span><h1>Loyalty</h1>
<span class="chip" data-test="role">)",
                     from.who.is_owner() ? "Store owner" : "Member of staff", "</span></header>",
                     flash(from.said), R"(<main data-test="merchant-page">)", people_card(from),
                     scopes_card(from), points_card(from), "</main>"}));
}

response refusal_page(bcauth::error_code const& error) {
    auto const what = bcauth::condition_of(error);
    return document(bcauth::http_status(error),
                    joined({R"(<main class="refusal"><section class="card wide">
<h1 data-test="refusal">)",
                            name(what), "</h1><p>", advice(what), "</p></section></main>"}));
}

}  // namespace loyalty
