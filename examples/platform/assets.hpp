// SPDX-License-Identifier: BSL-1.0
#ifndef EXAMPLES_PLATFORM_ASSETS_HPP
#define EXAMPLES_PLATFORM_ASSETS_HPP

#include <string_view>

namespace platform {

// The files of assets/, put into the program when it is built.
extern std::string_view const style_css;
extern std::string_view const panel_js;
extern std::string_view const storefront_js;

}  // namespace platform

#endif
