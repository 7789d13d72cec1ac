// SPDX-License-Identifier: BSL-1.0
#ifndef EXAMPLES_PLATFORM_PANEL_HPP
#define EXAMPLES_PLATFORM_PANEL_HPP

#include "request.hpp"
#include "world.hpp"

namespace platform {

/** The control panel: what a merchant sees at cp.localhost. */
[[nodiscard]] response control_panel(shared_world& shared, request const& asked);

}  // namespace platform

#endif
