// SPDX-License-Identifier: BSL-1.0
#include <bcauth/version.hpp>

int main() {
    return bcauth::version.empty() ? 1 : 0;
}
