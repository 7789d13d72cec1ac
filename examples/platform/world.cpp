// SPDX-License-Identifier: BSL-1.0
#include "world.hpp"

#include <bcauth/clock.hpp>
#include <bcauth/crypto/constant_time.hpp>
#include <bcauth/scope_set.hpp>
#include "text.hpp"

#include <algorithm>

namespace platform {

namespace {

template <class Range, class Match>
auto* find_in(Range& range, Match const& match) {
    auto const found = std::find_if(range.begin(), range.end(), match);
    return found == range.end() ? nullptr : &*found;
}

bool same_scopes(std::string_view left, std::string_view right) {
    auto const one = bcauth::scope_set::parse(left);
    auto const other = bcauth::scope_set::parse(right);
    return one && other && *one == *other;
}

void kill_tokens(world& all, std::string const& store, std::string const& client_id) {
    for (auto& [text, token] : all.tokens) {
        if (token.store == store && token.client_id == client_id) token.alive = false;
    }
}

// those of the rules for which the code must be known
std::string code_refusal_of(world& all, app const& what, grant& code, exchange const& asked) {
    bool const late = all.now() - code.at > code_life;
    if (code.used || late || code.client_id != what.client_id) return "Invalid code.";
    if (asked.context != "stores/" + code.store) return "Invalid context.";
    if (!same_scopes(asked.scope, code.scopes)) return "Invalid scope.";
    return {};
}

}  // namespace

std::chrono::sys_seconds world::now() const {
    return bcauth::system_clock{}.now() + clock_offset;
}

app const* world::find_app(std::string_view client_id) const {
    return find_in(config.apps, [&](app const& each) { return each.client_id == client_id; });
}

app* world::find_app(std::string_view client_id) {
    return find_in(config.apps, [&](app const& each) { return each.client_id == client_id; });
}

store const* world::find_store(std::string_view hash) const {
    return find_in(config.stores, [&](store const& each) { return each.hash == hash; });
}

install const* world::find_installed(std::string const& store, std::string const& client_id) const {
    auto const found = installs.find({store, client_id});
    return found == installs.end() || !found->second.installed ? nullptr : &found->second;
}

grant const* world::find_grant(std::int64_t number) const {
    auto const found = std::find_if(grants.begin(), grants.end(),
                                    [&](auto const& each) { return each.second.number == number; });
    return found == grants.end() ? nullptr : &found->second;
}

void world::reset() {
    auto kept = std::move(seed);
    kept.port = config.port;
    *this = world(std::move(kept));
}

person const* find_person(store const& in, std::int64_t id) {
    return find_in(in.people, [&](person const& each) { return each.id == id; });
}

customer const* find_customer(store const& in, std::int64_t id) {
    return find_in(in.customers, [&](customer const& each) { return each.id == id; });
}

grant const& issue_code(world& all, store const& in, app const& what, person const& who,
                        bool external) {
    grant made;
    made.number = static_cast<std::int64_t>(all.grants.size()) + 1;
    made.code = random_text(16);
    made.store = in.hash;
    made.client_id = what.client_id;
    made.user = who.id;
    made.scopes = what.scopes;
    made.at = all.now();
    made.external = external;
    auto const code = made.code;
    return all.grants.emplace(code, std::move(made)).first->second;
}

std::string refusal_of(world& all, exchange const& asked) {
    auto const* const what = all.find_app(asked.client_id);
    if (what == nullptr) return "Invalid client id.";
    auto const found = all.grants.find(asked.code);
    auto* const code = found == all.grants.end() ? nullptr : &found->second;
    auto const told = [&](std::string text) {
        if (code != nullptr && !code->used) code->refusal = text;
        return text;
    };
    auto const secret = what->client_secret.expose();
    if (!bcauth::constant_time_equal(secret, asked.client_secret)) {
        return told("Invalid client secret.");
    }
    if (asked.grant_type != "authorization_code") return told("Invalid grant type.");
    if (asked.redirect_uri != what->auth_url) return told("Invalid redirect uri.");
    if (!asked.account_uuid.empty() && asked.account_uuid != what->account_uuid) {
        return told("Invalid account uuid.");
    }
    if (code == nullptr) return "Invalid code.";
    return told(code_refusal_of(all, *what, *code, asked));
}

std::string redeem(world& all, exchange const& asked) {
    auto& code = all.grants.find(asked.code)->second;
    code.used = true;
    code.refusal.clear();
    kill_tokens(all, code.store, code.client_id);
    auto const token = random_text(31);
    all.tokens[token] = {code.store, code.client_id, code.scopes};

    auto& made = all.installs[{code.store, code.client_id}];
    if (!made.installed) made = {};
    made.installed = true;
    made.scopes = code.scopes;
    made.installed_by = code.user;
    auto const* const what = all.find_app(code.client_id);
    made.needs_consent = what != nullptr && !same_scopes(what->scopes, code.scopes);
    return token;
}

void remove_install(world& all, std::string const& store, std::string const& client_id) {
    kill_tokens(all, store, client_id);
    all.installs.erase({store, client_id});
}

bool may_open(world const& all, store const& in, app const& what, person const& who) {
    auto const* const found = all.find_installed(in.hash, what.client_id);
    if (found == nullptr) return false;
    bool const owner = in.people.front().id == who.id;
    return owner || found->installed_by == who.id ||
           (what.multi_user && found->users.contains(who.id));
}

void log_request(world& all, logged_request entry) {
    entry.at = all.now();
    all.requests.push_back(std::move(entry));
    if (all.requests.size() > max_log) all.requests.pop_front();
}

void change_scopes(world& all, app& what, std::string scopes) {
    what.scopes = std::move(scopes);
    for (auto& [key, each] : all.installs) {
        if (key.second == what.client_id)
            each.needs_consent = !same_scopes(each.scopes, what.scopes);
    }
}

}  // namespace platform
