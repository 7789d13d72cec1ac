// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_SUPPORT_LAB_PROXIES_HPP
#define BCAUTH_TESTS_SUPPORT_LAB_PROXIES_HPP

#include "support/child_program.hpp"
#include "support/lab.hpp"
#include "support/temporary_folder.hpp"

#include <openssl/evp.h>

#include <arpa/inet.h>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <netinet/in.h>
#include <optional>
#include <string>
#include <string_view>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

namespace lab {

// A proxy from the distribution on a free port of 127.0.0.1, ended with the object.
//
//     auto const proxy = lab::real_proxy::tinyproxy();
//     if (!proxy) GTEST_SKIP() << proxy.why_not();
//
// Every one takes `user` and `password` where it takes any.
class real_proxy {
public:
    static constexpr auto user = "lab user";
    static constexpr auto password = "pass:w@rd %41\"";

    // HTTP, Basic
    static real_proxy tinyproxy() {
        // its configuration has no quoting, so these two are plainer
        return real_proxy("tinyproxy", [](real_proxy& made, std::string const& program) {
            made.write("tinyproxy.conf", "Listen 127.0.0.1\nPort " + made.port_text() +
                                             "\nBasicAuth " + plain_user + " " + plain_password +
                                             "\nTimeout 30\n");
            made.start({program, "-d", "-c", made.path("tinyproxy.conf")});
        });
    }
    static constexpr auto plain_user = "tiny";
    static constexpr auto plain_password = "plain-7J2k";

    // HTTP, one of "digest", "ntlm", "basic"; over TLS with a certificate
    static real_proxy squid(std::string const& scheme, test_certificate const* tls = nullptr) {
        return real_proxy("squid", [&](real_proxy& made, std::string const& program) {
            made.write("users", std::string(user) + ":lab:" + made.digest_secret() + "\n");
            made.write("squid.conf", made.squid_text(scheme, tls));
            made.start({program, "-N", "-n", made.squid_name(), "-f", made.path("squid.conf")});
        });
    }

    // SOCKS5, user and password
    static real_proxy microsocks() {
        return real_proxy("microsocks", [](real_proxy& made, std::string const& program) {
            made.start(
                {program, "-i", "127.0.0.1", "-p", made.port_text(), "-u", user, "-P", password});
        });
    }

    // SOCKS4 and SOCKS4a, no authentication: what ssh calls dynamic forwarding
    static real_proxy ssh() {
        return real_proxy("sshd", [](real_proxy& made, std::string const& sshd) {
            for (auto const* name : {"host", "user"})
                made.make_key(name);
            made.write("sshd.conf", "HostKey " + made.path("host") + "\nAuthorizedKeysFile " +
                                        made.path("user.pub") +
                                        "\nPidFile none\nUsePAM no\nStrictModes no\n"
                                        "PermitRootLogin yes\n");
            // where it gives its rights away; only root can, and must, make it
            ::mkdir("/run/sshd", 0755);
            made.start({child_program::find("ssh"), "-F", "none", "-N", "-D",
                        "127.0.0.1:" + made.port_text(), "-i", made.path("user"), "-o",
                        "IdentitiesOnly=yes", "-o", "UserKnownHostsFile=/dev/null", "-o",
                        "StrictHostKeyChecking=no", "-o",
                        "ProxyCommand=" + sshd + " -i -e -f " + made.path("sshd.conf"), "lab"});
        });
    }

    real_proxy(real_proxy const&) = delete;
    real_proxy& operator=(real_proxy const&) = delete;
    ~real_proxy() {
        if (!x_program) return;
        x_program.reset();
        forget_shared_memory();
    }

    explicit operator bool() const noexcept { return x_why_not.empty(); }
    [[nodiscard]] std::string const& why_not() const noexcept { return x_why_not; }
    [[nodiscard]] std::uint16_t port() const noexcept { return x_port; }
    [[nodiscard]] std::string log() const { return bytes_of(path("log")); }

private:
    template <class Start>
    real_proxy(std::string const& name, Start start) {
        auto const program = child_program::find(name);
        if (program.empty()) {
            x_why_not = "skipped: " + name + " isn't installed";
            return;
        }
        if (name == "squid" && !everybody_shares_memory()) {
            x_why_not = "skipped: squid needs a /dev/shm that everybody may write to";
            return;
        }
        // squid gives its rights away and still want their files
        std::filesystem::permissions(x_folder.path(), std::filesystem::perms::all);
        write("log", "");
        std::filesystem::permissions(path("log"), std::filesystem::perms{0666});
        // another program may take the port before this one does
        for (int i = 0; i < 3; ++i) {
            x_port = free_port();
            start(*this, program);
            if (answers()) return;
            x_program.reset();
        }
        std::cerr << name << " didn't start:\n" << log() << '\n';
        std::abort();
    }

    void start(std::vector<std::string> words) { x_program.emplace(std::move(words), path("log")); }

    [[nodiscard]] std::string path(std::string_view name) const { return x_folder / name; }
    [[nodiscard]] std::string port_text() const { return std::to_string(x_port); }

    void write(std::string_view name, std::string_view text) const {
        write_bytes(path(name), text);
        std::filesystem::permissions(path(name), std::filesystem::perms{0644});
    }

    void make_key(std::string const& name) const {
        auto const command = "ssh-keygen -q -t ed25519 -N '' -f " + path(name);
        if (!std::filesystem::exists(path(name)) && std::system(command.c_str()) != 0) std::abort();
    }

    // H(A1) of RFC 7616, which a file can hold whatever is in the password
    [[nodiscard]] static std::string digest_secret() {
        std::string const text = std::string(user) + ":lab:" + password;
        unsigned char bytes[EVP_MAX_MD_SIZE];
        unsigned int size = 0;
        EVP_Digest(text.data(), text.size(), bytes, &size, EVP_md5(), nullptr);
        std::string hex;
        for (unsigned int i = 0; i < size; ++i) {
            hex += "0123456789abcdef"[bytes[i] / 16];
            hex += "0123456789abcdef"[bytes[i] % 16];
        }
        return hex;
    }

    static bool everybody_shares_memory() {
        std::error_code error;
        auto const folder = std::filesystem::status("/dev/shm", error).permissions();
        return !error &&
               (folder & std::filesystem::perms::others_write) != std::filesystem::perms::none;
    }

    // squids of one name share memory, which they leave behind when they are killed
    [[nodiscard]] std::string squid_name() const { return "lab" + port_text(); }
    void forget_shared_memory() const {
        for (auto const* part : {"cf__metadata", "cf__queues", "cf__readers"}) {
            ::shm_unlink(("/" + squid_name() + "-" + part + ".shm").c_str());
        }
    }

    [[nodiscard]] std::string squid_text(std::string const& scheme,
                                         test_certificate const* tls) const {
        std::string port = "http_port 127.0.0.1:" + port_text() + "\n";
        if (tls != nullptr) {
            write("proxy.pem", tls->pem() + tls->key_pem());
            port = "https_port 127.0.0.1:" + port_text() + " tls-cert=" + path("proxy.pem") + "\n";
        }
        std::string helper = "digest_file_auth -c " + path("users");
        if (scheme == "basic") helper = "basic_fake_auth";
        if (scheme == "ntlm") helper = "ntlm_fake_auth";
        return port + "auth_param " + scheme + " program /usr/lib/squid/" + helper +
               "\nauth_param " + scheme + " children 2 startup=1\n" +
               (scheme == "ntlm" ? "" : "auth_param " + scheme + " realm lab\n") +
               "acl known proxy_auth REQUIRED\nhttp_access allow known\nhttp_access deny all\n"
               "cache deny all\naccess_log none\ncache_store_log none\ncache_log " +
               path("log") + "\npid_filename none\ncoredump_dir " + x_folder.path() +
               "\nnetdb_filename none\npinger_enable off\nmemory_cache_shared off\n"
               "max_filedescriptors 1024\nshutdown_lifetime 0 seconds\n"
               "visible_hostname lab.invalid\n";
    }

    static std::uint16_t free_port() { return dead_end().port(); }

    // whether the port is served, within ten seconds
    bool answers() {
        sockaddr_in there{};
        there.sin_family = AF_INET;
        there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        there.sin_port = htons(x_port);
        for (int i = 0; i < 1000 && x_program->runs(); ++i) {
            int const caller = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
            bool const there_is =
                ::connect(caller, reinterpret_cast<sockaddr*>(&there), sizeof there) == 0;
            ::close(caller);
            if (there_is) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds{10});
        }
        return false;
    }

    temporary_folder x_folder;
    std::string x_why_not;
    std::uint16_t x_port = 0;
    std::optional<child_program> x_program;
};

}  // namespace lab

#endif
