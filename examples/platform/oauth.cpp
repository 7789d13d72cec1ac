// SPDX-License-Identifier: BSL-1.0
#include "panel_pages.hpp"
#include "services.hpp"
#include "text.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <thread>

namespace platform {

namespace {

namespace json = boost::json;

std::string member(json::object const& from, std::string_view name) {
    auto const* const found = from.if_contains({name.data(), name.size()});
    auto const* const text = found == nullptr ? nullptr : found->if_string();
    return text == nullptr ? std::string() : std::string(text->data(), text->size());
}

template <class Field>
exchange exchange_of(Field const& field) {
    return {field("client_id"),  field("client_secret"), field("code"),    field("scope"),
            field("grant_type"), field("redirect_uri"),  field("context"), field("account_uuid")};
}

// a body of another type than it says has no fields, and so no client
exchange read_exchange(request const& asked) {
    if (asked.content_type() != "application/json") {
        return exchange_of([&](std::string_view name) { return asked.form(name); });
    }
    boost::system::error_code error;
    auto const parsed = json::parse({asked.body().data(), asked.body().size()}, error);
    auto const* const object = error ? nullptr : parsed.if_object();
    if (object == nullptr) return {};
    return exchange_of([&](std::string_view name) { return member(*object, name); });
}

json::object person_json(person const& from) {
    return {{"id", from.id}, {"username", from.name}, {"email", from.email}};
}

json::object token_json(world const& all, std::string const& token, std::string const& code) {
    auto const& from = all.grants.find(code)->second;
    auto const& in = *all.find_store(from.store);
    return {{"access_token", token},
            // real grants hold this scope too, though nobody asks for it
            {"scope", from.scopes + " store_v2_default"},
            {"user", person_json(*find_person(in, from.user))},
            {"owner", person_json(in.people.front())},
            {"context", "stores/" + from.store},
            {"account_uuid", all.find_app(from.client_id)->account_uuid}};
}

// another store's context, or scopes that are not there; the token itself is real
void spoil(world& all, json::object& answer, std::string const& token, std::string_view kind) {
    if (kind == "foreign_context") {
        for (auto const& each : all.config.stores) {
            if ("stores/" + each.hash != answer["context"].as_string()) {
                answer["context"] = "stores/" + each.hash;
                break;
            }
        }
    }
    if (kind == "null_scope") {
        answer["scope"] = nullptr;
        all.tokens[token].scopes.clear();
    }
}

response faulty_response(std::string_view kind) {
    if (kind == "html") return html_response(200, "<!doctype html><title>Sign in</title>");
    if (kind == "empty_object") return json_response(200, json::object{});
    if (kind == "server_error") return text_response(500, "Internal Server Error");
    if (kind == "redirect") {
        auto made = text_response(302, "");
        add_field(made, "Location", "https://login.bigcommerce.com/login");
        return made;
    }
    return {};
}

fault take_fault(world& all) {
    if (all.token_fault.times <= 0) return {};
    --all.token_fault.times;
    return all.token_fault;
}

bool spoils_the_answer(fault const& broken) {
    return broken.kind.empty() || broken.kind == "foreign_context" || broken.kind == "null_scope";
}

response answer_exchange(world& all, exchange const& asked, fault const& broken,
                         std::string& note) {
    if (!spoils_the_answer(broken) && !broken.after) {
        note = "fault: " + broken.kind;
        return faulty_response(broken.kind);
    }
    if (auto const refusal = refusal_of(all, asked); !refusal.empty()) {
        note = refusal;
        return json_response(400, {{"error", refusal}});
    }
    auto const token = redeem(all, asked);
    if (!spoils_the_answer(broken)) {
        note = "fault after the code was used: " + broken.kind;
        return faulty_response(broken.kind);
    }
    auto answer = token_json(all, token, asked.code);
    spoil(all, answer, token, broken.kind);
    note = broken.kind.empty() ? "token for " + asked.context : "fault: " + broken.kind;
    return json_response(200, answer);
}

}  // namespace

response token_endpoint(shared_world& shared, request const& asked, std::string& note) {
    if (asked.method() != "POST") return method_not_allowed("POST");
    auto const broken = shared.use([](world& all) { return take_fault(all); });
    std::this_thread::sleep_for(broken.delay);
    auto const wanted = read_exchange(asked);
    return shared.use([&](world& all) { return answer_exchange(all, wanted, broken, note); });
}

response external_install(world const& all, request const& asked) {
    auto const& parts = asked.parts();
    auto const* const what = parts.size() < 3 ? nullptr : all.find_app(parts[1]);
    if (what == nullptr || parts[2] != "install" || parts.size() > 4) {
        return text_response(404, "Not Found\n");
    }
    if (parts.size() == 3) {
        return redirect_to("http://cp.localhost:" + std::to_string(all.config.port) + "/apps/" +
                           what->client_id + "/install?external=1");
    }
    if (parts[3] == "succeeded") {
        return html_response(200, bare_page("Installed", what->name + " is installed."));
    }
    if (parts[3] == "failed") {
        return html_response(200, bare_page("Not installed", what->name + " was not installed."));
    }
    return text_response(404, "Not Found\n");
}

}  // namespace platform
