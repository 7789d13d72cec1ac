// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_CONCEPTS_HPP
#define BCAUTH_CONCEPTS_HPP

// What a user of the library may supply. Each concept stands beside its floor, with an exemplar, the models that ship
// and the semantics that the compiler can't check.
//
//   clock_source         tells the time                            clock.hpp          system_clock, testing::fixed_clock
//   random_source        gives secure random bytes                 random.hpp         system_random
//   mac_backend          computes digests; the library compares    crypto/hmac.hpp    openssl_mac
//   verification_policy  what is allowed, as constants             policy.hpp         strict_policy and its relaxations
//   http::client         sends a request, waits for the answer     http/client.hpp    http::function_client, any_client
//   http::async_client   tells a completion token of the answer  http/client.hpp    http::async_function_client
//   http::awaitable_client  gives something to co_await          http/client.hpp    http::function_client of a coroutine
//   operation            a protocol's steps as a value             op/operation.hpp   op::token_exchange
//   sleeper              waits between an operation's steps        op/run.hpp         thread_sleeper
//   replay_guard         remembers identifiers                     app/replay_guard.hpp  memory_replay_guard
//   app_store            keeps installations and their people      app/app_store.hpp  memory_store, sqlite_store
//   handlers             what an app does at its doors             app/handlers.hpp   derive from default_handlers
//   observer             is told what happened                    observer.hpp       log_file, counters

// IWYU pragma: begin_exports
#include <bcauth/app/app_store.hpp>
#include <bcauth/app/handlers.hpp>
#include <bcauth/app/replay_guard.hpp>
#include <bcauth/clock.hpp>
#include <bcauth/crypto/hmac.hpp>
#include <bcauth/http/client.hpp>
#include <bcauth/observer.hpp>
#include <bcauth/op/operation.hpp>
#include <bcauth/op/run.hpp>
#include <bcauth/policy.hpp>
#include <bcauth/random.hpp>
// IWYU pragma: end_exports

#endif
