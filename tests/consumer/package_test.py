#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""package_test.py ROOT CMAKE COMPILER: what find_package(bcauth COMPONENTS ...) means.

A small library made with this project's own cmake/ folder, with one component whose dependency is
there (have), one whose dependency is nowhere (lack) and one that needs the latter (above).
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT, CMAKE, COMPILER = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
del sys.argv[1:4]

LIBRARY = """
cmake_minimum_required(VERSION 3.25)
project(bcauth VERSION 0.1.0 LANGUAGES CXX DESCRIPTION "mock")
include(cmake/bcauth-dependencies.cmake)
include(cmake/bcauth-targets.cmake)
include(cmake/bcauth-install.cmake)
bcauth_find_core_dependencies()
bcauth_add_core()
bcauth_add_component(have HEADERS store/have.hpp REQUIRES "Threads" LINK Threads::Threads
                     LABEL "threads" DEBIAN libc6-dev)
bcauth_add_component(lack HEADERS store/lack.hpp REQUIRES "Nowhere 7.85" LINK Nowhere::lib
                     LABEL "nowhere >= 7.85" DEBIAN libnowhere-dev)
bcauth_add_component(above HEADERS store/above.hpp NEEDS lack)
bcauth_install()
"""
CONSUMER = """
cmake_minimum_required(VERSION 3.25)
project(consumer LANGUAGES CXX)
find_package(bcauth {request})
foreach(name IN ITEMS bcauth have lack above)
  if(TARGET bcauth::${{name}})
    message(STATUS "target ${{name}}")
  endif()
  if(bcauth_${{name}}_FOUND)
    message(STATUS "found ${{name}}")
  endif()
endforeach()
if(TARGET Threads::Threads)
  message(STATUS "looked for threads")
endif()
message(STATUS "bcauth_FOUND ${{bcauth_FOUND}}")
"""


def run(*command):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True,
                          check=False)
    # CMake breaks its messages into lines
    return done.returncode, " ".join((done.stdout + done.stderr).split())


def cmake(source, build, *more):
    return run(CMAKE, "-G", "Ninja", "-S", source, "-B", build, f"-DCMAKE_CXX_COMPILER={COMPILER}",
               "-DCMAKE_CXX_COMPILER_WORKS=ON", *more)


class Package(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.place = tempfile.TemporaryDirectory()
        cls.work = pathlib.Path(cls.place.name)
        library = cls.work / "library"
        shutil.copytree(ROOT / "cmake", library / "cmake")
        shutil.copy(ROOT / "LICENSE", library)
        (library / "CMakeLists.txt").write_text(LIBRARY, encoding="utf-8")
        for name in ("error", "store/have", "store/lack", "store/above"):
            path = library / f"include/bcauth/{name}.hpp"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("#pragma once\n", encoding="utf-8")
        for code, output in (
                cmake(library, cls.work / "build"),
                run(CMAKE, "--install", cls.work / "build", "--prefix", cls.work / "prefix")):
            if code:
                raise RuntimeError(output)

    @classmethod
    def tearDownClass(cls):
        cls.place.cleanup()

    def find(self, request):
        with tempfile.TemporaryDirectory() as place:
            source = pathlib.Path(place)
            text = CONSUMER.format(request=request)
            (source / "CMakeLists.txt").write_text(text, encoding="utf-8")
            return cmake(source, source / "build", f"-DCMAKE_PREFIX_PATH={self.work / 'prefix'}")

    def expect(self, request, code, present=(), absent=()):
        got, output = self.find(request)
        self.assertEqual(got, code, output)
        for words in present:
            self.assertIn(words, output)
        for words in absent:
            self.assertNotIn(words, output)

    def test_without_components_there_is_the_core_and_nothing_is_looked_for(self):
        self.expect("0.1 CONFIG REQUIRED", 0, ["target bcauth", "bcauth_FOUND 1"],
                    ["target have", "target lack", "looked for threads"])

    def test_a_component_brings_its_dependency(self):
        self.expect("0.1 CONFIG REQUIRED COMPONENTS have", 0,
                    ["target have", "found have", "looked for threads"], ["target lack"])

    def test_a_missing_dependency_is_told_with_its_package(self):
        self.expect("0.1 CONFIG REQUIRED COMPONENTS have lack", 1,
                    ["component 'lack': nowhere >= 7.85 not found "
                     "(Debian: apt install libnowhere-dev)"])

    def test_not_required_it_is_told_by_a_variable(self):
        self.expect("0.1 CONFIG COMPONENTS lack", 0, ["bcauth_FOUND 0"], ["target lack"])

    def test_an_optional_component_may_be_missing(self):
        self.expect("0.1 CONFIG REQUIRED COMPONENTS have OPTIONAL_COMPONENTS lack", 0,
                    ["target have", "bcauth_FOUND 1"], ["target lack", "found lack"])

    def test_what_a_component_needs_is_looked_for_too(self):
        self.expect("0.1 CONFIG REQUIRED COMPONENTS above", 1,
                    ["component 'above': component 'lack': nowhere >= 7.85 not found"])

    def test_an_unknown_component_is_told_with_the_known_ones(self):
        self.expect("0.1 CONFIG REQUIRED COMPONENTS nonsense", 1,
                    ["component 'nonsense' is unknown (there are: have, lack, above)"])

    def test_an_unknown_optional_component_is_let_pass(self):
        self.expect("0.1 CONFIG REQUIRED OPTIONAL_COMPONENTS nonsense", 0, ["bcauth_FOUND 1"])

    def test_another_minor_version_is_refused(self):
        self.expect("0.2 CONFIG REQUIRED", 1, ["0.1.0"])
        self.expect("0.0 CONFIG REQUIRED", 1, ["0.1.0"])


if __name__ == "__main__":
    unittest.main()
