// SPDX-License-Identifier: BSL-1.0
// What a verification costs, text in, verified type out, all rules on: ours beside the limit, the peers and one plain
// HMAC() call over the same bytes. Who answers wrongly is told and not measured.
//
//     bench_verify [option of Google Benchmark...]
//     bench_verify --rounds FILE     writes tokens for peers of other languages, then measures ours as they do:
//                                    takes lines `GROUP MILLISECONDS`, answers `CALLS NANOSECONDS`
#include <bcauth/bcauth.hpp>
#include <bcauth/testing/mint_webhook.hpp>

#include "support/peers.hpp"
#include "support/program.hpp"
#include "support/rounds.hpp"
#include "support/tokens.hpp"

#include <openssl/hmac.h>

#include <benchmark/benchmark.h>

#include <array>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace bcauth_bench;
using benchmark::RegisterBenchmark;

struct bed {
    std::int64_t now = bcauth::system_clock{}.now().time_since_epoch().count();
    bcauth::app_config app = *bcauth::app_config::make(
        {.client_id = client_id, .client_secrets = *bcauth::key_ring::make({shared_secret})});
    bcauth::load_verifier<> load{app};
    bcauth::current_customer_verifier<> customer{app};
    bcauth::webhook_verifier<> webhook{app};
    bcauth::store_hash store = *bcauth::store_hash::make(store_of_all);
    std::array<token_set, 3> sets{token_set(token_kind::current_customer, now),
                                  token_set(token_kind::load_jwt, now),
                                  token_set(token_kind::legacy_payload, now)};
    std::vector<peer> peers;
};

// Gives `use` the call of our door for a kind.
template <class Use>
void with_our_door(bed const& b, token_kind kind, Use use) {
    switch (kind) {
        case token_kind::current_customer:
            return use([&b](std::string const& token) { return b.customer(token, b.store); });
        case token_kind::load_jwt:
            return use([&b](std::string const& token) { return b.load.verify_jwt(token); });
        case token_kind::legacy_payload:
            return use([&b](std::string const& token) { return b.load.verify_payload(token); });
    }
}

facts facts_of(bcauth::verified_customer const& customer) {
    facts made{};
    made.user = static_cast<std::uint64_t>(customer.id());
    copy_text(made.email, customer.email());
    copy_text(made.store, customer.store().view());
    return made;
}

facts facts_of(bcauth::verified_load const& load) {
    facts made{};
    made.user = static_cast<std::uint64_t>(load.user().id);
    copy_text(made.email, load.user().email);
    copy_text(made.store, load.store().view());
    return made;
}

bool same(facts const& a, facts const& b) {
    return a.user == b.user && std::strcmp(a.email, b.email) == 0 &&
           std::strcmp(a.store, b.store) == 0;
}

using reader = std::function<bool(std::string const&, facts&)>;

// What one answers wrongly about, or nothing.
std::string fault_of(token_set const& tokens, reader const& read) {
    for (std::size_t i = 0; i < tokens.pool().size(); ++i) {
        facts seen{};
        if (!read(tokens.pool()[i], seen)) return "refuses a good token";
        if (!same(seen, tokens.expected(i))) return "reads other claims";
    }
    facts seen{};
    if (read(tokens.forged(), seen)) return "accepts a forged token";
    for (auto const& token : tokens.spoiled()) {
        if (read(token, seen)) return "accepts a token with a wrong claim";
    }
    return {};
}

template <class Verify>
void add_rows(std::string const& who, token_set const& tokens, std::string const& fault,
              Verify verify) {
    std::string const group = std::string(tokens.group()) + '/';
    auto const add = [&](char const* name, bool accepted, auto work) {
        auto const row = [work, fault, accepted](benchmark::State& state) {
            if (!fault.empty()) {
                state.SkipWithError(fault.c_str());
                return;
            }
            measure(state, work);
            if (auto last = work; static_cast<bool>(last()) != accepted) {
                state.SkipWithError("judges otherwise at the end: a token may have expired");
            }
        };
        RegisterBenchmark((group + name + '/' + who).c_str(), row);
    };
    add("accepted", true, [&tokens, verify] { return verify(tokens.pool()[0]); });
    add("forged", false, [&tokens, verify] { return verify(tokens.forged()); });
    add("pool", true, [&tokens, verify, next = std::size_t{0}]() mutable {
        next = (next + 1) % pool_size;
        return verify(tokens.pool()[next]);
    });
}

void add_ours(bed const& b, token_set const& tokens) {
    with_our_door(b, tokens.kind(), [&](auto door) {
        auto fault = fault_of(tokens, [door](std::string const& token, facts& out) {
            auto const verified = door(token);
            if (verified) out = facts_of(*verified);
            return verified.has_value();
        });
        if (auto const refused = door(tokens.forged());
            fault.empty() && refused.error() != bcauth::errc::signature_mismatch) {
            fault = "doesn't refuse for the signature";
        }
        add_rows("bcauth", tokens, fault, door);
    });
}

void add_peer(peer const& other, token_set const& tokens) {
    auto const kind = tokens.kind();
    if (!other.handles(kind)) return;
    auto const verify = [&other, kind](std::string const& token, facts& out) {
        return other.verify(kind, token.data(), token.size(), &out);
    };
    auto const timed = [verify](std::string const& token) {
        facts out;
        bool const accepted = verify(token, out);
        benchmark::DoNotOptimize(out);
        return accepted;
    };
    add_rows(other.name, tokens, fault_of(tokens, verify), timed);
}

void add_plain_hmac(std::string const& name, std::string const& message) {
    RegisterBenchmark((name + "/HMAC()").c_str(), [message](benchmark::State& state) {
        std::array<unsigned char, 32> out{};
        for ([[maybe_unused]] auto _ : state) {
            HMAC(EVP_sha256(), shared_secret, static_cast<int>(std::strlen(shared_secret)),
                 reinterpret_cast<unsigned char const*>(message.data()), message.size(), out.data(),
                 nullptr);
            benchmark::DoNotOptimize(out);
        }
    });
}

// Our other doors; no peer has them.
template <class Door>
void add_door(std::string const& name, bool accepted, Door door) {
    RegisterBenchmark((name + (accepted ? "/accepted/bcauth" : "/forged/bcauth")).c_str(),
                      [accepted, door](benchmark::State& state) {
                          measure(state, door);
                          if (door().has_value() != accepted) {
                              state.SkipWithError("judges wrongly");
                          }
                      });
}

// What is refused for something else than its signature: before the MAC, and after it.
void add_refusals(bed const& b) {
    using bcauth::errc;
    auto const& tokens = b.sets[static_cast<std::size_t>(token_kind::current_customer)];
    auto const& good = tokens.pool()[0];
    auto const spoiled = tokens.spoiled();
    auto const signer =
        bcauth::jwt::signer<>::make(bcauth::secret{std::string_view(shared_secret)});
    struct refusal {
        char const* why;
        std::string token;
        errc expected;
    };
    for (auto const& each :
         {refusal{"expired", spoiled.at(0), errc::expired},
          refusal{"wrong_audience", spoiled.at(2), errc::wrong_audience},
          refusal{"two_parts", good.substr(0, good.rfind('.')), errc::token_shape},
          refusal{"no_json", std::string(signer->sign(R"({"customer":)")->expose()),
                  errc::invalid_json}}) {
        RegisterBenchmark((std::string("current_customer/") + each.why + "/bcauth").c_str(),
                          [&b, each](benchmark::State& state) {
                              auto const verify = [&] { return b.customer(each.token, b.store); };
                              measure(state, verify);
                              if (verify().error() != each.expected) {
                                  state.SkipWithError("isn't refused for what is wrong");
                              }
                          });
    }
}

void add_other_doors(bed const& b) {
    auto const& load = b.sets[static_cast<std::size_t>(token_kind::load_jwt)];
    auto delivery = *bcauth::testing::mint_webhook(
        {.client_secret = bcauth::secret{std::string_view(shared_secret)},
         .at = bcauth::system_clock{}.now()});
    auto const time = delivery.headers.at(1).second;
    add_plain_hmac("webhook/accepted",
                   delivery.headers.at(0).second + '.' + time + '.' + delivery.body);
    for (bool const genuine : {true, false}) {
        auto const& token = genuine ? load.pool()[0] : load.forged();
        add_door("load_query", genuine,
                 [&b, query = "signed_payload_jwt=" + token] { return b.load(query); });
        auto& letter = delivery.headers.at(2).second.at(3);
        if (!genuine) letter = letter == 'A' ? 'B' : 'A';
        add_door("webhook", genuine, [&b, headers = *delivery.fields(), body = delivery.body] {
            return b.webhook(headers, body);
        });
    }
}

void register_rows() {
    static bed made;
    made.peers = load_peers(shared_secret, client_id, made.now);
    for (auto const& tokens : made.sets) {
        add_ours(made, tokens);
        add_plain_hmac(std::string(tokens.group()) + "/accepted", tokens.signed_bytes());
        for (auto const& other : made.peers)
            add_peer(other, tokens);
    }
    add_refusals(made);
    add_other_doors(made);
}

int serve_rounds(char const* file) {
    bed const made;
    if (!write_tokens(file, made.sets)) return 2;
    serve([&](std::string_view group, std::chrono::milliseconds time) {
        timed_calls timed;
        for (auto const& tokens : made.sets) {
            if (tokens.group() != group) continue;
            with_our_door(made, tokens.kind(), [&](auto door) {
                timed = time_calls(time, [&] { return door(tokens.pool()[0]); });
                if (!door(tokens.pool()[0])) timed = {};
            });
        }
        return timed;
    });
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc == 3 && argv[1] == std::string_view("--rounds")) return serve_rounds(argv[2]);
    return run(argc, argv, register_rows);
}
