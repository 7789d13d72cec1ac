// SPDX-License-Identifier: BSL-1.0
#include <bcauth/store_path.hpp>
#include "verbs.hpp"

#include <memory>

namespace cli {

void add_store_hash(CLI::App& command, action& chosen) {
    auto& verb = *command.add_subcommand("store-hash", "Finds the store hash in an API path");
    auto const text = std::make_shared<std::string>();
    verb.add_option("TEXT", *text,
                    "HASH, stores/HASH, /stores/HASH/v3... or https://HOST/stores/HASH/v3...")
        ->required();
    verb.footer("Example: bcauth store-hash https://api.bigcommerce.com/stores/z4zn3wo/v3/");
    verb.callback([&chosen, text] {
        chosen = [text](console& to) {
            auto const store = bcauth::store_hash_of(*text);
            if (!store) {
                to.error("no store hash: " + store.error().message());
                return outcome::refused;
            }
            to.line(store->view());
            return outcome::done;
        };
    });
}

}  // namespace cli
