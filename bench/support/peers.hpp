// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_BENCH_SUPPORT_PEERS_HPP
#define BCAUTH_BENCH_SUPPORT_PEERS_HPP

// Finds and loads the peers: every shared object of the folder `peers` beside the program.

#include "peers/peer.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <dlfcn.h>
#include <filesystem>
#include <string>
#include <vector>

namespace bcauth_bench {

struct peer {
    std::string name;
    decltype(&peer_handles) handles = nullptr;
    decltype(&peer_verify) verify = nullptr;
};

template <class Function>
Function* function_of(void* library, char const* name) {
    return reinterpret_cast<Function*>(::dlsym(library, name));
}

// A name is empty where it can't be used; libraries stay loaded until the program ends.
inline peer load_peer(std::filesystem::path const& file, char const* secret, char const* client_id,
                      std::int64_t now) {
    auto* const library = ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
        std::fprintf(stderr, "peer not loaded: %s\n", ::dlerror());
        return {};
    }
    auto* const name = function_of<decltype(peer_name)>(library, "peer_name");
    auto* const prepare = function_of<decltype(peer_prepare)>(library, "peer_prepare");
    peer made{.name = {},
              .handles = function_of<decltype(peer_handles)>(library, "peer_handles"),
              .verify = function_of<decltype(peer_verify)>(library, "peer_verify")};
    if (name == nullptr || prepare == nullptr || made.handles == nullptr ||
        made.verify == nullptr) {
        std::fprintf(stderr, "peer not loaded: %s lacks a function\n", file.c_str());
        return {};
    }
    if (!prepare(secret, client_id, now)) {
        std::fprintf(stderr, "peer left out: %s can't run here\n", name());
        return {};
    }
    made.name = name();
    return made;
}

inline std::vector<peer> load_peers(char const* secret, char const* client_id, std::int64_t now) {
    namespace fs = std::filesystem;
    auto const folder = fs::read_symlink("/proc/self/exe").parent_path() / "peers";
    std::error_code unreadable;
    std::vector<fs::path> files;
    for (auto const& entry : fs::directory_iterator(folder, unreadable)) {
        if (entry.path().extension() == ".so") files.push_back(entry.path());
    }
    if (files.empty()) std::fprintf(stderr, "no peer in %s\n", folder.c_str());
    std::sort(files.begin(), files.end());
    std::vector<peer> made;
    for (auto const& file : files) {
        auto loaded = load_peer(file, secret, client_id, now);
        if (!loaded.name.empty()) made.push_back(std::move(loaded));
    }
    return made;
}

}  // namespace bcauth_bench

#endif
