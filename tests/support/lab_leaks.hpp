// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_SUPPORT_LAB_LEAKS_HPP
#define BCAUTH_TESTS_SUPPORT_LAB_LEAKS_HPP

#include "support/child_process.hpp"
#include "support/lab.hpp"

#include <gtest/gtest.h>

#include <malloc.h>
#include <string>
#include <unistd.h>

// What a client leaves behind after a thousand exchanges.
namespace lab {

// The server is in another process, so that all that is counted here is the client's.
class far_server {
public:
    // forks, so the first thing that a test does
    far_server()
        : x_child([](auto const& tell) {
              auto const good = authority().good();
              tls_server const server(
                  {{"/", [](server_connection& to,
                            seen_request const&) { return to.write(http_answer(200, "fine")); }}},
                  &good);
              tell(std::stoi(server.port()));
              ::pause();
              return 0;
          }) {
        x_child.hear(x_port);
    }
    [[nodiscard]] std::string url() const { return "https://127.0.0.1:" + std::to_string(x_port); }

private:
    child_process x_child;
    int x_port = 0;
};

inline long bytes_in_use() {
    return static_cast<long>(::mallinfo2().uordblks);
}

struct growth {
    long bytes;
    long files;
    int exchanges;
};

// From one thousand exchanges to the next. OpenSSL and the heap take some time to settle, so what is too much is looked
// at again: a leak is there each time.
template <class Client>
growth growth_of(Client& client, std::string const& url, bool idempotent, long too_many_bytes) {
    int answered = 0;
    auto const thousand = [&] {
        for (int i = 0; i < 1000; ++i)
            answered += client.send(get(url, idempotent)) ? 1 : 0;
    };
    thousand();
    growth seen{too_many_bytes, 0, 1000};
    for (int i = 0; i < 5 && seen.bytes >= too_many_bytes; ++i) {
        auto const files = static_cast<long>(open_files());
        auto const bytes = bytes_in_use();
        thousand();
        seen = {bytes_in_use() - bytes, static_cast<long>(open_files()) - files,
                seen.exchanges + 1000};
    }
    EXPECT_EQ(answered, seen.exchanges);
    return seen;
}

// `options` have everything but whom to tell
template <class Client, class Options>
void expect_no_leak(Options options) {
    static_cast<void>(authority());  // the child has the same
    far_server const server;
    auto const before = open_files();
    int told = 0;
    int exchanges = 0;
    options.on_event = [&](auto const&) { ++told; };
    for (bool const kept : {true, false}) {
        // less than one byte for each on a kept connection; of fresh ones the sessions that OpenSSL remembers differ in
        // size, and the least block that each could leave has 24 bytes
        long const too_many = kept ? 1000 : 20'000;
        Client client(options);
        auto const seen = growth_of(client, server.url() + "/", kept, too_many);
        EXPECT_LT(seen.bytes, too_many) << (kept ? "on a kept connection" : "on fresh ones");
        EXPECT_EQ(seen.files, 0);
        exchanges += seen.exchanges;
    }
    EXPECT_EQ(told, exchanges);
    EXPECT_EQ(open_files(), before);
}

}  // namespace lab

#endif
