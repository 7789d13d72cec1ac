# SPDX-License-Identifier: BSL-1.0
"""Peers of other languages: built from Debian's packages or npm's, measured in turns with ours, each in a process of its
own. Who is missing is told; nothing here ends the run."""
import contextlib
import json
import os
import pathlib
import shutil
import subprocess
import time

from rows import Row

BENCH = pathlib.Path(__file__).resolve().parents[1]
CRATES = pathlib.Path("/usr/share/cargo/registry")
GO_PACKAGES = pathlib.Path("/usr/share/gocode")
ROUNDS, SAMPLES, MILLISECONDS = 5, 3, 40


class Missing(Exception):
    pass


def command_or_missing(command):
    if not shutil.which(command):
        raise Missing(f"{command} is not here")


def built(command, **options):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, **options)
    if done.returncode != 0:
        raise Missing("it doesn't build: " + " ".join((done.stderr or done.stdout).split())[-300:])


def rust(work):
    """The version and the command of Rust's jsonwebtoken, built without the network."""
    command_or_missing("cargo")
    found = sorted(CRATES.glob("jsonwebtoken-[0-9]*"))
    if not found:
        raise Missing("Debian's librust-jsonwebtoken-dev is not here")
    source = work / "jsonwebtoken"
    shutil.copytree(BENCH / "peers/jsonwebtoken", source, dirs_exist_ok=True)
    built(["cargo", "build", "--release", "--offline", "--config", 'source.crates-io.replace-with="debian"',
           "--config", f'source.debian.directory="{CRATES}"', "--target-dir", source / "target"], cwd=source)
    return found[-1].name.rpartition("-")[2], [source / "target/release/peer"], None


def golang(work):
    command_or_missing("go")
    if not (GO_PACKAGES / "src/github.com/golang-jwt/jwt").is_dir():
        raise Missing("Debian's golang-github-golang-jwt-jwt-dev is not here")
    program = work / "golang_jwt"
    environment = {**os.environ, "GO111MODULE": "off", "GOPATH": str(GO_PACKAGES), "GOFLAGS": "",
                   "GOCACHE": str(work / "go-cache")}
    built(["go", "build", "-o", program, BENCH / "peers/golang_jwt.go"], env=environment)
    version = subprocess.run(["dpkg-query", "-W", "-f=${source:Upstream-Version}", "golang-github-golang-jwt-jwt-dev"],
                             capture_output=True, text=True, check=False).stdout
    return version, [program], None


def node(work):
    folder = work / "npm"
    tests = BENCH.parent / "tests"
    done = subprocess.run([tests / "support/npm-packages", tests / "interop", folder], capture_output=True, text=True,
                          check=False)
    package = folder / "node_modules/node-bigcommerce/package.json"
    if done.returncode != 0 or not package.is_file():
        raise Missing(" ".join((done.stdout + done.stderr).split())[-300:] or "npm failed")
    version = json.loads(package.read_text(encoding="utf-8"))["version"]
    return version, ["node", BENCH / "peers/node_bigcommerce.js"], folder


LANGUAGES = {"jsonwebtoken": rust, "golang-jwt": golang, "node-bigcommerce": node}


class Process:
    """One that takes turns: it says what it measures, then answers a question a line."""

    def __init__(self, name, version, command, folder):
        self.name, self.version = name, version
        self.process = subprocess.Popen([str(part) for part in command], stdin=subprocess.PIPE, text=True,
                                        stdout=subprocess.PIPE, cwd=folder)
        ready = self.process.stdout.readline().split()
        if ready[:1] != ["ready"]:
            self.close()
            raise Missing(f"it ended with {self.process.returncode} before it was ready")
        self.kinds = ready[2:]

    def ask(self, kind, milliseconds):
        """CPU time, of all threads, and wall time of one call, in nanoseconds."""
        clock = ~self.process.pid << 3 | 2  # how Linux names a process's CPU time
        before = time.clock_gettime_ns(clock)
        self.process.stdin.write(f"{kind} {milliseconds}\n")
        self.process.stdin.flush()
        calls, nanoseconds = map(int, self.process.stdout.readline().split())
        return {"cpu_time": (time.clock_gettime_ns(clock) - before) / calls, "real_time": nanoseconds / calls}

    def measures(self, kind):
        return not self.kinds or kind in self.kinds

    def close(self):
        with contextlib.suppress(OSError):
            self.process.stdin.close()
        self.process.wait(timeout=30)


def prepare_all(work, say):
    """Builds who can be built here: version, command and folder by name."""
    work.mkdir(parents=True, exist_ok=True)
    ready = {}
    for name, prepare in LANGUAGES.items():
        try:
            ready[name] = prepare(work)
        except Missing as why:
            say(f"without {name}: {why}")
    return ready


def start_all(verify, ready, work, say):
    """Ours first, since it writes the tokens, which don't live long; then those that are here."""
    tokens = work / "tokens.json"
    processes = [Process("bcauth", "", [verify, "--rounds", tokens], None)]
    for name, (version, command, folder) in ready.items():
        try:
            processes.append(Process(name, version, [*command, tokens], folder))
        except Missing as why:
            say(f"without {name}: {why}")
    return processes


def take_turns(processes, rows):
    """One turn of each: a sample, or why there is none, in its row."""
    for kind in dict.fromkeys(kind for process in processes for kind in process.kinds):
        for process in processes:
            name = f"{kind}/rounds/{process.name}"
            row = rows.setdefault(name, Row(name, process.version))
            for _ in range(SAMPLES if process.measures(kind) and not row.error else 0):
                try:
                    row.runs.append(process.ask(kind, MILLISECONDS))
                except (OSError, ValueError, ZeroDivisionError):
                    row.error = "it ended too early, or a token did"
                    break


def measure(verify, ready, work, say):
    """Rows GROUP/rounds/WHO, of whom `prepare_all` built."""
    processes = start_all(verify, ready, work, say)
    rows = {}
    take_turns(processes, {})  # warms up
    for _ in range(ROUNDS):
        take_turns(processes, rows)
    for process in processes:
        process.close()
    return {name: row for name, row in rows.items() if row.runs or row.error}
