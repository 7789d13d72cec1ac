#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Holds the floors and the habits of the source tree.

    tree_rules.py ROOT      prints one line for each fault; exit code 1 if there is one

A header includes its own floor or a lower one, without a cycle. A header of detail/ stands on the
highest floor it includes, so what it drags in counts for whoever includes it.
"""
import pathlib
import re
import subprocess
import sys

FLOORS = {
    1: """version errc error diagnostics secret received_token key_ring policy tolerances clock
          random observer codec/* crypto/* http/*""",
    2: "store_hash store_path scope scope_set identity jwt/*",
    3: """signed_payload callback current_customer customer_login webhook app_config verified_load
          verified_uninstall verified_removal verified_customer verified_webhook oauth/* api/*""",
    4: "op/*",
    5: "app/*",
}
UMBRELLAS = {"bcauth", "concepts"}
UMBRELLA_FLOOR = 6
OPTIONAL_FLOOR = 7
# What an optional folder may include beside the core and itself.
OPTIONAL = {
    "async": set(),
    "transport": {"connection", "async"},
    "connection": set(),
    "store": set(),
    "replay": set(),
    "authorizer": set(),
    "observe": {"connection"},
    "testing": set(),
}
CORE_BOOST = ("boost/json", "boost/url", "boost/system")
# No I/O, thread or locale in the core, and nothing that g++ 12 or clang 14 lacks.
CORE_REFUSES = {
    "cctype", "clocale", "cstdio", "expected", "filesystem", "format", "fstream", "future",
    "iostream", "locale", "mutex", "ranges", "regex", "shared_mutex", "source_location", "thread",
}
# The sleeper that `run` takes by default is the one thing of the core that knows a thread.
CORE_EXCEPTIONS = {("op/run", "thread")}
TOP_LEVEL = {
    "CMakeLists.txt", "CMakePresets.json", "README.md", "CHANGELOG.md", "SECURITY.md", "LICENSE",
    "include", "tests", "bench", "examples", "cmake",
}
# Where OpenSSL is included. curl has no words for a pin without a chain, so its contexts are OpenSSL's to prepare.
OPENSSL = {"crypto/openssl", "transport/detail/curl_trust", "transport/detail/tls_certificate",
           "transport/detail/tls_pin"}
# What a processor offers, behind one function that asks for it at run time.
INTRINSICS = {("detail/base64_vector", "tmmintrin.h")}
# The scratch contexts of a thread, wiped when it ends, are the one thing that outlives a call.
STATE = {"crypto/openssl"}
MAX_LINES = 250
SPDX = "SPDX-License-Identifier: BSL-1.0"
SOURCES = {".hpp", ".cpp", ".cmake", ".py", ".sh", ".txt", ".in", ".js", ".mjs", ".rb", ".php"}
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX|HA" r"CK)\b")


def is_detail(header):
    return "detail" in header.split("/")[:-1]


def files_of(root):
    """Every file that is, or would be, committed."""
    git = ["git", "-C", str(root), "ls-files", "-co", "--exclude-standard"]
    try:
        listed = subprocess.run(git, capture_output=True, text=True, check=True).stdout
        names = sorted(set(listed.splitlines()))
    except (OSError, subprocess.CalledProcessError):
        names = sorted(str(path.relative_to(root)) for path in root.rglob("*"))
        names = [name for name in names if not name.startswith(("build/", ".git/"))]
    return [name for name in names if (root / name).is_file()]


class Tree:
    def __init__(self, root):
        self.root = root
        self.files = files_of(root)
        prefix = "include/bcauth/"
        self.texts = {
            name[len(prefix):-len(".hpp")]: (root / name).read_text(encoding="utf-8")
            for name in self.files if name.startswith(prefix) and name.endswith(".hpp")
        }
        self.floors = {}

    def includes(self, header):
        return re.findall(r'^\s*#\s*include\s+[<"]([^>"]+)[>"]', self.texts[header], re.MULTILINE)

    def own_includes(self, header):
        own = [name for name in self.includes(header) if name.startswith("bcauth/")]
        return [name[len("bcauth/"):].removesuffix(".hpp") for name in own]

    def floor(self, header):
        """The floor of a header, None if nobody gave it one."""
        if header not in self.floors:
            self.floors[header] = 1  # what a cycle sees; cycles are told apart
            self.floors[header] = self._floor(header)
        return self.floors[header]

    def _floor(self, header):
        folder = header.split("/")[0] if "/" in header else ""
        if header in UMBRELLAS:
            return UMBRELLA_FLOOR
        if folder in OPTIONAL:
            return OPTIONAL_FLOOR
        if folder == "detail":
            below = [self.floor(name) for name in self.own_includes(header) if name in self.texts]
            return max([1, *(floor for floor in below if floor)])
        for number, names in FLOORS.items():
            if header in names.split() or f"{folder}/*" in names.split():
                return number
        return None


def check_floors(tree):
    for header in tree.texts:
        floor = tree.floor(header)
        if floor is None:
            yield f"{header}.hpp: has no floor; name it in tests/meta/tree_rules.py"
            continue
        for name in tree.own_includes(header):
            if name not in tree.texts:
                yield f"{header}.hpp: includes bcauth/{name}.hpp, which is not there"
                continue
            other = tree.floor(name)
            if other is not None and other > floor:
                yield f"{header}.hpp: floor {floor} includes {name}.hpp of floor {other}"
            if floor == OPTIONAL_FLOOR == other:
                mine, theirs = header.split("/")[0], name.split("/")[0]
                if theirs != mine and theirs not in OPTIONAL.get(mine, set(OPTIONAL)):
                    yield f"{header}.hpp: {mine}/ includes {theirs}/, another optional part"
            if name in UMBRELLAS and header not in UMBRELLAS and floor < OPTIONAL_FLOOR:
                yield f"{header}.hpp: includes the umbrella {name}.hpp"


def check_cycles(tree):
    done, path = set(), []

    def walk(header):
        if header in path:
            yield "include cycle: " + " -> ".join([*path[path.index(header):], header])
            return
        if header in done or header not in tree.texts:
            return
        path.append(header)
        for name in tree.own_includes(header):
            yield from walk(name)
        path.pop()
        done.add(header)

    for header in tree.texts:
        yield from walk(header)


def check_third_parties(tree):
    for header in tree.texts:
        for name in tree.includes(header):
            if name.startswith("openssl/") and header not in OPENSSL:
                yield f"{header}.hpp: <{name}> is for crypto/openssl.hpp alone"
            if name.startswith(("bcauth/", "openssl/")) or tree.floor(header) == OPTIONAL_FLOOR:
                continue
            if (header, name) in INTRINSICS:
                continue
            if "/" in name or name.endswith(".h") or name.endswith(".hpp"):
                if not name.startswith(CORE_BOOST):
                    yield f"{header}.hpp: the core does not include <{name}>"
            elif name in CORE_REFUSES and (header, name) not in CORE_EXCEPTIONS:
                yield f"{header}.hpp: the core does without <{name}>"


def check_umbrella(tree):
    if "bcauth" not in tree.texts:
        return
    seen, ahead = set(), ["bcauth"]
    while ahead:
        header = ahead.pop()
        if header not in seen and header in tree.texts:
            seen.add(header)
            ahead += tree.own_includes(header)
    for header in tree.texts:
        floor = tree.floor(header)
        if floor and floor < UMBRELLA_FLOOR and not is_detail(header):
            if header not in seen:
                yield f"bcauth.hpp: does not reach {header}.hpp"


def check_anatomy(tree):
    for header, text in tree.texts.items():
        guard = "BCAUTH_" + re.sub(r"[/.]", "_", header).upper() + "_HPP"
        lines = text.splitlines()
        if lines[1:3] != [f"#ifndef {guard}", f"#define {guard}"]:
            yield f"{header}.hpp: lines 2 and 3 are not the guard {guard}"
        if lines[-1:] != ["#endif"]:
            yield f"{header}.hpp: the last line is not #endif"
        if len(lines) > MAX_LINES:
            yield f"{header}.hpp: {len(lines)} lines, more than {MAX_LINES}"
        for macro in re.findall(r"^\s*#\s*define\s+(\w+)", text, re.MULTILINE):
            if macro != guard:
                yield f"{header}.hpp: defines the macro {macro}"
        if re.search(r"^\s*virtual\b", text, re.MULTILINE):
            yield f"{header}.hpp: declares a virtual function"
        if '#include "' in text:
            yield f'{header}.hpp: includes with "" instead of <bcauth/...>'
        if header in UMBRELLAS:
            continue
        if not re.search(r"^namespace bcauth::inline v0\b", text, re.MULTILINE):
            yield f"{header}.hpp: opens no namespace bcauth::inline v0"
        if is_detail(header):
            if not re.search(r"^namespace (bcauth::inline v0::(\w+::)*)?detail\b", text, re.MULTILINE):
                yield f"{header}.hpp: is in detail/, but opens no namespace detail"


def check_state(tree):
    """No variable that outlives a call, so no secret and no destructor that does (threats 60, 65)."""
    variable = re.compile(r"^\s*(?:(?:inline|static|thread_local|extern) )+(?!const(?:expr|eval|init))"
                          r"[^()\n]*?\b\w+\s*(?:=[^=]|;|\{)", re.MULTILINE)
    for header, text in tree.texts.items():
        for found in variable.finditer(text):
            if header not in STATE:
                yield f"{header}.hpp: keeps state of its own (`{found[0].strip()}`)"


def check_tests(tree):
    for header in tree.texts:
        if is_detail(header):
            continue
        test = tree.root / f"tests/unit/{header}.test.cpp"
        if not test.is_file():
            yield f"{header}.hpp: has no test (tests/unit/{header}.test.cpp)"
            continue
        first = re.search(r"^#include\s+(\S+)", test.read_text(encoding="utf-8"), re.MULTILINE)
        if not first or first[1] != f"<bcauth/{header}.hpp>":
            yield f"tests/unit/{header}.test.cpp: its first include is not its header"


def check_wrapped_calls(tree):
    """Each of OpenSSL's calls that can fail is one that the tests make fail."""
    calls = re.findall(r"\b((?:EVP|RAND|HMAC)_\w+)\(", tree.texts.get("crypto/openssl", ""))
    build = tree.root / "tests/CMakeLists.txt"
    listed = re.search(r"foreach\(call IN ITEMS ([\w\s]+)\)\s+target_link_options\([^)]*--wrap=",
                       build.read_text(encoding="utf-8")) if build.is_file() else None
    wrapped = set(listed[1].split()) if listed else set()
    for call in sorted(set(calls) - wrapped):
        if not call.endswith("_free"):
            yield f"crypto/openssl.hpp: no test makes {call} fail (tests/CMakeLists.txt, --wrap)"
    for call in sorted(wrapped - set(calls)):
        yield f"tests/CMakeLists.txt: makes {call} fail, which crypto/openssl.hpp doesn't call"


def check_files(tree):
    for name in tree.files:
        top = name.split("/")[0]
        if not top.startswith(".") and top not in TOP_LEVEL:
            yield f"{top}: does not belong at the top level"
        path = tree.root / name
        if path.suffix not in SOURCES and path.name != "run":
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        if SPDX not in "\n".join(text.splitlines()[:2]) and path.name != "robots.txt":
            yield f"{name}: does not begin with {SPDX}"
        if path.suffix in {".hpp", ".cpp"} and not text.startswith(f"// {SPDX}\n"):
            yield f"{name}: its first line is not the licence"
        if UNFINISHED.search(text):
            yield f"{name}: has a word of unfinished work"


CHECKS = (check_floors, check_cycles, check_third_parties, check_umbrella, check_anatomy,
          check_state, check_tests, check_wrapped_calls, check_files)


def faults_of(root):
    tree = Tree(pathlib.Path(root).resolve())
    if not tree.texts:
        return ["no header under include/bcauth: nothing was checked"]
    faults = [fault for check in CHECKS for fault in check(tree)]
    return list(dict.fromkeys(faults))


def main():
    faults = faults_of(sys.argv[1])
    print("\n".join(faults) if faults else "no faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
