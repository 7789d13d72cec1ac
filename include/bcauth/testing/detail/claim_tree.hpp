// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTING_DETAIL_CLAIM_TREE_HPP
#define BCAUTH_TESTING_DETAIL_CLAIM_TREE_HPP

#include <bcauth/detail/json_text.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bcauth::inline v0::detail {

// A JSON text with its dynamic part escaped, quotes included.
inline std::string json_quoted(std::string_view text) {
    std::string made(json_size(text), '\0');
    json_write(text, made.data());
    return made;
}

// The claims of a token in their order. Values are JSON texts, kept to the byte, so that a number that no reader can
// hold, or a member that comes twice inside a value, stays what it is. A path is `name` or `object.name`.
class claim_tree {
public:
    static constexpr std::size_t max_parts = 8;

    // replaces or appends; false when the path has an empty part or too many
    bool set(std::string_view path, std::string json) {
        if (!is_path(path)) {
            return false;
        }
        auto* at = &x_root;
        for (bool more = true; more;) {
            auto const dot = path.find('.');
            auto const found = find(at->members, path.substr(0, dot));
            if (found == at->members.end()) {
                at->members.push_back({std::string(path.substr(0, dot)), {}, {}});
                at = &at->members.back();
            } else {
                at = &*found;
            }
            more = dot != std::string_view::npos;
            path.remove_prefix(more ? dot + 1 : path.size());
            at->json.clear();
        }
        at->members.clear();
        at->json = std::move(json);
        return true;
    }

    // removes what is there; false when the path is none
    bool erase(std::string_view path) {
        if (!is_path(path)) {
            return false;
        }
        auto* at = &x_root;
        for (;;) {
            auto const dot = path.find('.');
            auto const found = find(at->members, path.substr(0, dot));
            if (found == at->members.end()) {
                return true;
            }
            if (dot == std::string_view::npos) {
                at->members.erase(found);
                return true;
            }
            at = &*found;
            path.remove_prefix(dot + 1);
        }
    }

    [[nodiscard]] std::string text() const { return text_of(x_root); }

private:
    // an object where `json` is empty
    struct node {
        std::string name;
        std::string json;
        std::vector<node> members;
    };

    static bool is_path(std::string_view path) noexcept {
        auto const dots = static_cast<std::size_t>(std::count(path.begin(), path.end(), '.'));
        return !path.empty() && path.front() != '.' && path.back() != '.' &&
               path.find("..") == std::string_view::npos && dots < max_parts;
    }

    static std::vector<node>::iterator find(std::vector<node>& members, std::string_view name) {
        return std::find_if(members.begin(), members.end(),
                            [name](node const& each) { return each.name == name; });
    }

    static std::string text_of(node const& one) {
        if (!one.json.empty()) {
            return one.json;
        }
        std::string made = "{";
        for (auto const& each : one.members) {
            made += made.size() == 1 ? "" : ",";
            made += json_quoted(each.name);
            made += ':';
            made += text_of(each);
        }
        return made += '}';
    }

    node x_root;
};

}  // namespace bcauth::inline v0::detail

#endif
