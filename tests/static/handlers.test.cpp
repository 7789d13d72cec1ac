// SPDX-License-Identifier: BSL-1.0
#include <bcauth/app/handlers.hpp>

// For each requirement there is one model here that misses it and nothing else; what the compiler says is the test.
namespace {

using bcauth::app_event;
using bcauth::default_handlers;
using bcauth::grant_info;
using bcauth::installation;
using bcauth::result;
using bcauth::session;
using bcauth::verified_load;
using bcauth::verified_removal;
using bcauth::verified_uninstall;
using bcauth::http::response;

struct good : default_handlers {
    response on_install(installation const&, grant_info const&, session const&) const;
    response on_load(verified_load const&, installation const&, session const&) const;
    void on_uninstall(verified_uninstall const&) const;
};
static_assert(bcauth::handlers<good>);

// members that can be called do as well
struct of_members : default_handlers {
    response (*on_install)(installation const&, grant_info const&, session const&);
    response (*on_load)(verified_load const&, installation const&, session const&);
    void (*on_uninstall)(verified_uninstall const&);
};
static_assert(bcauth::handlers<of_members>);

struct of_any_argument : good {
    response on_load(auto const&, auto const&, auto const&) const { return {}; }
};
static_assert(bcauth::handlers<of_any_argument>);

struct pinned : good {
    pinned() = default;
    pinned(pinned const&) = delete;
    pinned& operator=(pinned const&) = delete;
};
static_assert(!bcauth::handlers<pinned>, "can't be moved into an application");

struct without_defaults {
    response on_install(installation const&, grant_info const&, session const&) const;
    response on_load(verified_load const&, installation const&, session const&) const;
    void on_uninstall(verified_uninstall const&) const;
};
static_assert(!bcauth::handles_remove_user<without_defaults>);
static_assert(!bcauth::handles_not_installed<without_defaults>);
static_assert(!bcauth::observes_events<without_defaults>);
static_assert(!bcauth::handlers<without_defaults>);
static_assert(!bcauth::handlers<default_handlers>);
static_assert(!bcauth::handles_install<default_handlers>);
static_assert(!bcauth::handles_load<default_handlers>);
static_assert(!bcauth::handles_uninstall<default_handlers>);

struct install_of_a_load : good {
    response on_install(verified_load const&, grant_info const&, session const&) const;
};
static_assert(!bcauth::handlers<install_of_a_load>);

struct changing : good {
    response on_load(verified_load const&, installation const&, session const&);
};
static_assert(!bcauth::handlers<changing>, "threads share the handlers");

struct load_without_page : good {
    void on_load(verified_load const&, installation const&, session const&) const;
};
static_assert(!bcauth::handlers<load_without_page>);

struct load_that_may_fail : good {
    result<response> on_load(verified_load const&, installation const&, session const&) const;
};
static_assert(!bcauth::handlers<load_that_may_fail>);

struct load_that_takes_an_uninstall : good {
    response on_load(verified_uninstall const&, installation const&, session const&) const;
};
static_assert(!bcauth::handlers<load_that_takes_an_uninstall>);

struct uninstall_that_takes_a_load : good {
    void on_uninstall(verified_load const&) const;
};
static_assert(!bcauth::handlers<uninstall_that_takes_a_load>);

struct uninstall_that_may_fail : good {
    result<void> on_uninstall(verified_uninstall const&) const;
};
static_assert(!bcauth::handlers<uninstall_that_may_fail>, "a failure would be lost");

struct removal_that_takes_an_uninstall : good {
    void on_remove_user(verified_uninstall const&) const;
};
static_assert(!bcauth::handlers<removal_that_takes_an_uninstall>, "not passed over in silence");

struct not_installed_without_page : good {
    void on_not_installed(verified_load const&) const;
};
static_assert(!bcauth::handlers<not_installed_without_page>);

struct observer_that_answers : good {
    response on_event(app_event const&) const;
};
static_assert(!bcauth::handlers<observer_that_answers>);

static_assert(!bcauth::handlers<int>);

}  // namespace
