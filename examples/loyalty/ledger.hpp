// SPDX-License-Identifier: BSL-1.0
#ifndef EXAMPLES_LOYALTY_LEDGER_HPP
#define EXAMPLES_LOYALTY_LEDGER_HPP

#include <bcauth/error.hpp>
#include <bcauth/store_hash.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;

namespace loyalty {

struct balance {
    std::int64_t customer = 0;
    std::int64_t points = 0;
};

/** How many points each shopper has, in an SQLite file of its own. A shopper is a store and a customer's number
    together: another store's customer of that number is somebody else.

    Every call may be made from any thread, and fails with `errc::store_failed`.
*/
class ledger {
public:
    static constexpr std::int64_t most_points = 1'000'000;

    /** @throws std::runtime_error when the file can't be opened */
    explicit ledger(std::string const& path);

    [[nodiscard]] bcauth::result<std::int64_t> points_of(bcauth::store_hash const& store,
                                                         std::int64_t customer);

    /** Gives points, or takes them when `by` is below 0.
        @return what the shopper has then; none, and nothing changed, below 0 and above `most_points` */
    bcauth::result<std::optional<std::int64_t>> change(bcauth::store_hash const& store,
                                                       std::int64_t customer, std::int64_t by);

    /** Who has most. */
    [[nodiscard]] bcauth::result<std::vector<balance>> top(bcauth::store_hash const& store,
                                                           std::size_t limit);

    /** The tier that the store was last told of that shopper; empty: none. */
    [[nodiscard]] bcauth::result<std::string> told_tier(bcauth::store_hash const& store,
                                                        std::int64_t customer);
    bcauth::result<void> note_tier(bcauth::store_hash const& store, std::int64_t customer,
                                   std::string_view tier);

    /** All points of that store, and what it was told. */
    bcauth::result<void> erase(bcauth::store_hash const& store);

private:
    struct closer {
        void operator()(sqlite3* file) const noexcept;
    };

    std::mutex x_mutex;
    std::unique_ptr<sqlite3, closer> x_file;
};

}  // namespace loyalty

#endif
