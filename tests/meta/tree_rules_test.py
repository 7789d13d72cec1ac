#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Plants one fault at a time in a small clean tree and sees tree_rules.py tell it."""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import tree_rules  # noqa: E402  (the path is set above)

LICENCE = "// SPDX-License-Identifier: BSL-1.0\n"


def header(path, *includes, body="struct thing {};\n", space=""):
    guard = "BCAUTH_" + path.replace("/", "_").upper() + "_HPP"
    lines = "".join(f"#include <{name}>\n" for name in includes)
    return (f"{LICENCE}#ifndef {guard}\n#define {guard}\n\n{lines}\n"
            f"namespace bcauth::inline v0{space} {{\n{body}}}\n\n#endif\n")


class TreeRules(unittest.TestCase):
    def setUp(self):
        self.place = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.place.name)
        self.add("error")
        self.add("store_hash", "bcauth/error.hpp", "boost/json.hpp", "string")
        self.add("crypto/openssl", "openssl/evp.h")
        self.write("include/bcauth/detail/help.hpp",
                   header("detail/help", "bcauth/store_hash.hpp", space="::detail"))
        self.add("callback", "bcauth/detail/help.hpp")
        self.add("testing/mint", "bcauth/callback.hpp")
        self.write("README.md", "text\n")

    def tearDown(self):
        self.place.cleanup()

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def add(self, path, *includes, **more):
        self.write(f"include/bcauth/{path}.hpp", header(path, *includes, **more))
        self.write(f"tests/unit/{path}.test.cpp", f"{LICENCE}#include <bcauth/{path}.hpp>\n")

    def expect(self, *words):
        faults = tree_rules.faults_of(self.root)
        self.assertTrue(any(all(word in fault for word in words) for fault in faults),
                        f"{words} not in {faults}")

    def test_a_clean_tree_has_no_faults(self):
        self.assertEqual(tree_rules.faults_of(self.root), [])

    def test_an_empty_tree_is_a_fault(self):
        with tempfile.TemporaryDirectory() as place:
            self.assertNotEqual(tree_rules.faults_of(place), [])

    def test_a_lower_floor_includes_a_higher(self):
        self.add("error", "bcauth/store_hash.hpp")
        self.expect("error.hpp", "floor 1", "store_hash.hpp", "floor 2")

    def test_detail_carries_the_floor_of_what_it_includes(self):
        self.add("error", "bcauth/detail/help.hpp")
        self.expect("error.hpp", "detail/help.hpp of floor 2")

    def test_the_core_includes_an_optional_part(self):
        self.add("callback", "bcauth/testing/mint.hpp")
        self.expect("callback.hpp", "testing/mint.hpp of floor 7")

    def test_an_optional_part_includes_another(self):
        self.add("store/memory", "bcauth/testing/mint.hpp")
        self.expect("store/memory.hpp", "another optional part")

    def test_a_cycle(self):
        self.add("errc", "bcauth/error.hpp")
        self.add("error", "bcauth/errc.hpp")
        self.expect("include cycle", "errc -> error")

    def test_a_header_without_a_floor(self):
        self.add("stranger")
        self.expect("stranger.hpp", "no floor")

    def test_an_include_that_is_not_there(self):
        self.add("errc", "bcauth/gone.hpp")
        self.expect("errc.hpp", "bcauth/gone.hpp", "not there")

    def test_openssl_elsewhere(self):
        self.add("random", "openssl/rand.h")
        self.expect("random.hpp", "crypto/openssl.hpp alone")

    def test_third_parties_in_the_core(self):
        for name in ("boost/asio.hpp", "boost/beast/core.hpp", "curl/curl.h", "sqlite3.h"):
            self.add("errc", name)
            self.expect("errc.hpp", name)

    def test_standard_headers_the_core_does_without(self):
        for name in ("thread", "iostream", "cctype"):
            self.add("errc", name)
            self.expect("errc.hpp", f"<{name}>")

    def test_an_umbrella_that_leaves_one_out(self):
        self.add("bcauth", "bcauth/error.hpp")
        self.expect("bcauth.hpp", "does not reach callback.hpp")

    def test_the_core_includes_the_umbrella(self):
        self.add("concepts", "bcauth/error.hpp")
        self.add("callback", "bcauth/concepts.hpp")
        self.expect("callback.hpp", "concepts.hpp")

    def test_a_wrong_guard(self):
        self.write("include/bcauth/error.hpp", header("eror"))
        self.expect("error.hpp", "BCAUTH_ERROR_HPP")

    def test_a_macro(self):
        self.add("errc", body="#define BCAUTH_MORE 1\n")
        self.expect("errc.hpp", "macro BCAUTH_MORE")

    def test_a_virtual_function(self):
        self.add("errc", body="struct shape {\n    virtual int sides();\n};\n")
        self.expect("errc.hpp", "virtual")

    # threats row 60; SECURITY.md, "What is left": copies that the system makes are out of reach, so
    # the library keeps no secret that the program doesn't hold
    # threats row 65: nor has anything of it to be destroyed after main
    def test_state_that_outlives_a_call(self):
        for state in ("inline secret key;", "static std::string last = {};", "inline int calls = 0;",
                      "thread_local std::string last{};", "extern secret key;"):
            self.add("errc", body=state + "\n")
            self.expect("errc.hpp", "state of its own")
            self.add("errc", body=f"struct thing {{\n    {state}\n}};\n")
            self.expect("errc.hpp", "state of its own")
        for fine in ("inline constexpr int most = 8;", "static constexpr char const* name{};",
                     "inline int f(int a = 1) { return a; }", "static result<void> g();",
                     "inline constexpr auto h = [] { return 1; }();"):
            self.add("errc", body=fine + "\n")
            self.assertEqual(tree_rules.faults_of(self.root), [])

    def test_a_call_of_openssl_that_no_test_makes_fail(self):
        build = (f"# {LICENCE[3:]}foreach(call IN ITEMS EVP_Digest\n        RAND_bytes)\n"
                 '  target_link_options(faults PRIVATE "LINKER:--wrap=${call}")\nendforeach()\n')
        body = "int f() { EVP_MD_free(0); return EVP_Digest(1) + RAND_bytes(2); }\n"
        self.add("crypto/openssl", "openssl/evp.h", body=body)
        self.expect("crypto/openssl.hpp", "EVP_Digest")
        self.write("tests/CMakeLists.txt", build)
        self.assertEqual(tree_rules.faults_of(self.root), [])
        self.write("tests/CMakeLists.txt", build.replace("RAND_bytes", "EVP_MD_fetch"))
        self.expect("crypto/openssl.hpp", "RAND_bytes")
        self.expect("tests/CMakeLists.txt", "EVP_MD_fetch")

    def test_a_long_header(self):
        self.add("errc", body="//\n" * 250)
        self.expect("errc.hpp", "more than 250")

    def test_detail_outside_its_namespace(self):
        self.write("include/bcauth/detail/help.hpp", header("detail/help"))
        self.expect("detail/help.hpp", "namespace detail")

    def test_detail_of_a_folder_outside_its_namespace(self):
        self.write("include/bcauth/testing/detail/help.hpp", header("testing/detail/help"))
        self.expect("testing/detail/help.hpp", "namespace detail")

    def test_a_header_without_a_test(self):
        (self.root / "tests/unit/error.test.cpp").unlink()
        self.expect("error.hpp", "has no test")

    def test_a_test_that_includes_another_header_first(self):
        self.write("tests/unit/error.test.cpp", f"{LICENCE}#include <string>\n")
        self.expect("error.test.cpp", "first include")

    def test_a_source_without_the_licence(self):
        self.write("tests/unit/support.cpp", "int x;\n")
        self.expect("support.cpp", "SPDX")

    def test_a_stray_file_at_the_top(self):
        self.write("notes.md", "text\n")
        self.expect("notes.md", "top level")

    def test_a_word_of_unfinished_work(self):
        self.write("examples/1_first.cpp", f"{LICENCE}// {'TO' + 'DO'}: more\n")
        self.expect("1_first.cpp", "unfinished")


if __name__ == "__main__":
    unittest.main()
