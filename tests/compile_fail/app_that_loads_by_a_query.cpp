// SPDX-License-Identifier: BSL-1.0
// expect: handles_load
#include <bcauth/app/application.hpp>
#include <bcauth/replay/memory.hpp>
#include <bcauth/store/memory.hpp>
#include <bcauth/testing/scripted_client.hpp>

struct own : bcauth::default_handlers {
    bcauth::http::response on_install(bcauth::installation const&, bcauth::grant_info const&,
                                      bcauth::session const&) const;
#if defined(BCAUTH_FAIL)
    bcauth::http::response on_load(bcauth::http::query const&, bcauth::installation const&,
                                   bcauth::session const&) const;
#else
    bcauth::http::response on_load(bcauth::verified_load const&, bcauth::installation const&,
                                   bcauth::session const&) const;
#endif
    void on_uninstall(bcauth::verified_uninstall const&) const;
};

using app = bcauth::application<bcauth::memory_store, bcauth::memory_replay_guard<>,
                                bcauth::testing::scripted_client, own>;
