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
};

// from one thousand exchanges to the next
template <class Client>
growth growth_of(Client& client, std::string const& url, bool idempotent) {
    auto const thousand = [&] {
        int answered = 0;
        for (int i = 0; i < 1000; ++i)
            answered += client.send(get(url, idempotent)) ? 1 : 0;
        EXPECT_EQ(answered, 1000);
    };
    thousand();
    auto const files = static_cast<long>(open_files());
    auto const bytes = bytes_in_use();
    thousand();
    return {bytes_in_use() - bytes, static_cast<long>(open_files()) - files};
}

// `options` have everything but whom to tell
template <class Client, class Options>
void expect_no_leak(Options options) {
    static_cast<void>(authority());  // the child has the same
    far_server const server;
    auto const before = open_files();
    int told = 0;
    options.on_event = [&](auto const&) { ++told; };
    {
        Client client(options);
        auto const kept = growth_of(client, server.url() + "/", true);
        EXPECT_LT(kept.bytes, 1000) << "less than one for each";
        EXPECT_EQ(kept.files, 0);
    }
    {
        // sessions that OpenSSL remembers differ in size; the least block that each could leave has 24 bytes
        Client client(options);
        auto const fresh = growth_of(client, server.url() + "/", false);
        EXPECT_LT(fresh.bytes, 20'000);
        EXPECT_EQ(fresh.files, 0);
    }
    EXPECT_EQ(told, 4000);
    EXPECT_EQ(open_files(), before);
}

}  // namespace lab

#endif
