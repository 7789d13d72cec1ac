// SPDX-License-Identifier: BSL-1.0
#ifndef BCAUTH_TESTS_ODR_SECOND_HPP
#define BCAUTH_TESTS_ODR_SECOND_HPP

#include <boost/system/error_category.hpp>

/** The categories as the second unit sees them. */
struct seen_categories {
    boost::system::error_category const* errors;
    boost::system::error_category const* conditions;
};

seen_categories see_from_second_unit();

#endif
