// SPDX-License-Identifier: BSL-1.0
#include <bcauth/transport/curl.hpp>
#include "support/lab.hpp"
#include "support/lab_transport.hpp"

#include <gtest/gtest.h>

namespace {

using bcauth::curl_client;
using bcauth::curl_options;

bool const environment_is_clean = lab::forget_proxies();

class CurlOnTls : public lab::on_tls<curl_client> {
protected:
    CurlOnTls() : on_tls(lab::by_way_of<curl_options>({})) {}
};

TEST_F(CurlOnTls, ServesEightThreads) {
    serve(lab::answer_query_and_body);
    EXPECT_EQ(lab::served_in_eight_threads(client(), url(), 50), 400);
    EXPECT_EQ(server().requests(), 400);
    EXPECT_LE(server().connections(), 8 + 8 * 5);
}

}  // namespace
