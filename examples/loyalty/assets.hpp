// SPDX-License-Identifier: BSL-1.0
#ifndef EXAMPLES_LOYALTY_ASSETS_HPP
#define EXAMPLES_LOYALTY_ASSETS_HPP

#include <string_view>

namespace loyalty {

extern std::string_view const style_css;
extern std::string_view const storefront_js;

}  // namespace loyalty

#endif
