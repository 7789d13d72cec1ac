// SPDX-License-Identifier: BSL-1.0
#include <bcauth/codec/base64.hpp>
#include <bcauth/codec/form.hpp>
#include <bcauth/codec/hex.hpp>
#include <bcauth/detail/json_text.hpp>
#include <bcauth/jwt/signer.hpp>
#include <bcauth/jwt/verifier.hpp>
#include <bcauth/signed_payload.hpp>
#include <bcauth/store_hash.hpp>
#include "support/base64_paths.hpp"

#include <boost/json.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <cstddef>
#include <cstdio>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What holds of every codec: what was written is what is read, and each value is written in one way.
namespace {

using bcauth::base64_alphabet;
using bcauth::base64_padding;

struct codec {
    std::string name;
    std::function<std::string(std::string_view)> write;
    std::function<std::optional<std::string>(std::string_view)> read;
};

template <class Decode>
std::optional<std::string> read_by(Decode&& decode, std::size_t room) {
    std::string out(room, '\0');
    auto const size =
        decode(std::span<unsigned char>(reinterpret_cast<unsigned char*>(out.data()), out.size()));
    if (!size) {
        return std::nullopt;
    }
    out.resize(*size);
    return out;
}

codec base64(std::string name, base64_alphabet alphabet, base64_padding padding) {
    return {std::move(name),
            [=](std::string_view bytes) { return bcauth::base64_encode(bytes, alphabet, padding); },
            [=](std::string_view text) {
                return read_by(
                    [&](auto out) { return bcauth::base64_decode(text, out, alphabet, padding); },
                    bcauth::base64_decoded_size(text.size()));
            }};
}

std::vector<codec> const& codecs() {
    static std::vector<codec> const all{
        base64("base64", base64_alphabet::standard, base64_padding::required),
        base64("base64 without padding", base64_alphabet::standard, base64_padding::none),
        base64("base64url", base64_alphabet::url, base64_padding::none),
        base64("base64url with padding", base64_alphabet::url, base64_padding::required),
        {"hex", [](std::string_view bytes) { return bcauth::hex_encode(bytes); },
         [](std::string_view text) {
             return read_by([&](auto out) { return bcauth::hex_decode(text, out); },
                            text.size() / 2);
         }},
    };
    return all;
}

rc::Gen<codec> any_codec() {
    return rc::gen::elementOf(codecs());
}

RC_GTEST_PROP(Codecs, WhatWasWrittenIsRead, (std::string const& bytes)) {
    for (auto const& each : codecs()) {
        RC_ASSERT(each.read(each.write(bytes)) == bytes);
    }
}

// threats rows 14 to 16: a text that is changed anywhere is refused or other bytes
RC_GTEST_PROP(Codecs, AChangedTextIsNeverTheSameBytes, ()) {
    auto const which = *any_codec();
    auto const bytes = *rc::gen::arbitrary<std::string>();
    auto text = which.write(bytes);
    auto const at = *rc::gen::inRange<std::size_t>(0, text.size() + 1);
    auto const byte =
        *rc::gen::oneOf(rc::gen::arbitrary<char>(),
                        rc::gen::elementOf(std::string("ABCQgwxyz0189afAF+/-_=. \n%\0", 27)));
    auto const how = *rc::gen::inRange(0, 3);
    auto const before = text;
    if (how == 0 || at == text.size()) {
        text.insert(at, 1, byte);
    } else if (how == 1) {
        text[at] = byte;
    } else {
        text.erase(at, 1);
    }
    RC_PRE(text != before);
    RC_ASSERT(which.read(text) != bytes);
}

RC_GTEST_PROP(Codecs, WhateverIsTakenIsWhatWouldBeWritten, ()) {
    auto const which = *any_codec();
    auto const letters = *rc::gen::element<std::string>("ABQgwz048+/-_=", "0123456789abcdef",
                                                        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef=");
    auto const text = *rc::gen::container<std::string>(rc::gen::elementOf(letters));
    if (auto const bytes = which.read(text)) {
        RC_ASSERT(which.write(*bytes) == text);
    }
}

// the same for all texts of up to three letters, and for all of two bytes
TEST(Codecs, EachShortTextIsTheOneSpellingOfItsBytes) {
    constexpr std::string_view letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_= .";
    for (auto const& each : codecs()) {
        std::size_t taken = 0;
        auto const judge = [&](std::string const& text) {
            if (auto const bytes = each.read(text)) {
                ASSERT_EQ(each.write(*bytes), text) << each.name;
                ++taken;
            }
        };
        for (int first = 0; first < 256; ++first) {
            judge(std::string{static_cast<char>(first)});
            for (int second = 0; second < 256; ++second) {
                judge({static_cast<char>(first), static_cast<char>(second)});
            }
        }
        for (auto const a : letters) {
            for (auto const b : letters) {
                for (auto const c : letters) {
                    judge({a, b, c});
                    judge({a, b, c, '='});
                    judge({a, b, '=', c});
                }
            }
        }
        std::printf("[ codecs   ] %s: %zu short texts taken, each the one spelling of its bytes\n",
                    each.name.c_str(), taken);
        EXPECT_GT(taken, 200U) << each.name;
    }
}

// with optional padding there are two spellings, all of it and none of it, and no third
RC_GTEST_PROP(Codecs, OptionalPaddingIsAllOrNothing, (std::string const& bytes)) {
    for (auto const alphabet : {base64_alphabet::standard, base64_alphabet::url}) {
        auto const reader = base64("", alphabet, base64_padding::optional);
        auto const whole = bcauth::base64_encode(bytes, alphabet, base64_padding::required);
        auto const bare = bcauth::base64_encode(bytes, alphabet, base64_padding::none);
        RC_ASSERT(reader.read(whole) == bytes);
        RC_ASSERT(reader.read(bare) == bytes);
        RC_ASSERT(base64_paths::agree(bare));
        if (whole.size() == bare.size() + 2) {
            RC_ASSERT(!reader.read(bare + '='));
        }
        RC_ASSERT(!reader.read(whole + '='));
    }
}

// -- forms: what was written is read, and other fields are another text

RC_GTEST_PROP(Forms, EachFieldComesBackAndHasOneSpelling, ()) {
    auto const one = *rc::gen::arbitrary<std::string>();
    auto const two = *rc::gen::arbitrary<std::string>();
    auto const write = [](std::string const& text) {
        bcauth::form_field const field{"n", text};
        auto const body = bcauth::form_encode({&field, 1});
        return std::string(body.expose()).substr(2);
    };
    for (auto const& text : {one, two}) {
        auto const written = write(text);
        std::string out(written.size(), '?');
        RC_ASSERT(bcauth::form_decode(written, bcauth::plus_sign::space, out) == text);
        // a literal plus is only ever written as an escape, so reading it as one is safe too
        if (text.find(' ') == std::string::npos) {
            RC_ASSERT(bcauth::form_decode(written, bcauth::plus_sign::literal, out) == text);
        }
    }
    RC_ASSERT((write(one) == write(two)) == (one == two));
}

// threats row 76
RC_GTEST_PROP(Forms, DecodingIsDoneOnce, (std::string const& text)) {
    auto const encoded = [](std::string const& value) {
        bcauth::form_field const field{"", value};
        auto const body = bcauth::form_encode({&field, 1});
        return std::string(body.expose()).substr(1);
    };
    auto const twice = encoded(encoded(text));
    std::string out(twice.size(), '?');
    RC_ASSERT(bcauth::form_decode(twice, bcauth::plus_sign::space, out) == encoded(text));
}

// -- JSON texts, as other readers read them

RC_GTEST_PROP(JsonTexts, AreReadAsTheyWereWritten, ()) {
    auto const text = *rc::gen::map(
        rc::gen::container<std::vector<std::string>>(rc::gen::oneOf(
            rc::gen::map(rc::gen::inRange<int>(0, 0x80),
                         [](int c) { return std::string(1, static_cast<char>(c)); }),
            rc::gen::element<std::string>("\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf",
                                          "\xee\x80\x80", "\xef\xbf\xbf", "\xf0\x90\x80\x80",
                                          "\xf4\x8f\xbf\xbf", "\xe2\x80\xa8"))),
        [](std::vector<std::string> const& pieces) {
            std::string joined;
            for (auto const& piece : pieces) {
                joined += piece;
            }
            return joined;
        });
    std::string written(bcauth::detail::json_size(text), '?');
    auto const* const end = bcauth::detail::json_write(text, written.data());
    RC_ASSERT(end == written.data() + written.size());
    RC_ASSERT(bcauth::detail::is_utf8(text));
    RC_ASSERT(boost::json::parse(written).as_string() == text);
}

// -- tokens: what was signed is what is authenticated, byte for byte

RC_GTEST_PROP(SignedTexts, ComeBackFromBothFormats, ()) {
    auto const secret = *rc::gen::nonEmpty<std::string>();
    auto const json = *rc::gen::nonEmpty<std::string>();
    auto const ring = bcauth::key_ring::make({secret}).value();
    for (auto const algorithm : {bcauth::mac_algorithm::hs256, bcauth::mac_algorithm::hs512}) {
        auto const token =
            bcauth::jwt::signer<>::make(bcauth::secret(secret), algorithm)->sign(json).value();
        std::array const algorithms{algorithm};
        auto const door = bcauth::jwt::verifier<>::make(ring, algorithms).value();
        auto const genuine = door.authenticate(token.expose());
        RC_ASSERT(genuine.has_value());
        RC_ASSERT(codecs()[2].read(genuine->parts.payload()) == json);
    }
    auto const text = bcauth::signed_payload<>::sign(bcauth::secret(secret), json).value();
    auto const format = bcauth::signed_payload<>::make(ring).value();
    bcauth::signed_payload<>::buffer decoded;
    auto const genuine = format.authenticate(text.expose(), 1 << 20, decoded);
    RC_ASSERT(genuine.has_value());
    RC_ASSERT(genuine->json == json);
}

// -- store hashes: a name or its context, and nothing that is nearly one

RC_GTEST_PROP(StoreHashes, HaveOneSpelling, ()) {
    auto const text = *rc::gen::container<std::string>(
        rc::gen::oneOf(rc::gen::elementOf(std::string("abcxyz0189")),
                       rc::gen::elementOf(std::string("AZ/. %\0-", 8))));
    bool const plain =
        !text.empty() && text.size() <= 32 &&
        text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789") == std::string::npos;
    auto const hash = bcauth::store_hash::make(text);
    RC_ASSERT(hash.has_value() == plain);
    RC_ASSERT(bcauth::store_hash::from_context("stores/" + text).has_value() == plain);
    RC_ASSERT(!bcauth::store_hash::from_context(text).has_value());
    if (hash) {
        RC_ASSERT(hash->view() == text);
        RC_ASSERT(hash->context() == "stores/" + text);
        RC_ASSERT(bcauth::store_hash::from_context(hash->context()).value() == *hash);
    }
}

}  // namespace
