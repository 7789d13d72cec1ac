// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_UNIT_PROCESS_DOORS_AT_WORK_HPP
#define BCAUTH_TESTS_UNIT_PROCESS_DOORS_AT_WORK_HPP

#include "unit/faults/doors_under_fault.hpp"

#include <tuple>

// One door of each kind, made once and shared by all who ask.
class doors_at_work {
public:
    using backend = bcauth::openssl_mac;

    // how many of the doors take what is right and refuse what is forged
    [[nodiscard]] int judge() const {
        return std::apply([](auto const&... each) { return (... + each.judges_right()); }, x_doors);
    }
    static constexpr int count = 7;

private:
    template <class Under>
    struct door {
        decltype(Under::make().value()) verifier = Under::make().value();
        under_fault::tokens const& inputs = Under::inputs();

        [[nodiscard]] int judges_right() const {
            return !Under::judge(verifier, inputs.right) &&
                           Under::judge(verifier, inputs.forged) == bcauth::errc::signature_mismatch
                       ? 1
                       : 0;
        }
    };

    std::tuple<door<under_fault::load_jwt<backend>>, door<under_fault::legacy<backend>>,
               door<under_fault::uninstall<backend>>, door<under_fault::removal<backend>>,
               door<under_fault::customer<backend>>, door<under_fault::session<backend>>,
               door<under_fault::webhook<backend>>>
        x_doors;
};

#endif
