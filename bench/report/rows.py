# SPDX-License-Identifier: BSL-1.0
"""What benchmark programs measured: the rows of their JSON, each with its median."""
import math
import re
import statistics

NANOSECONDS = {"ns": 1, "us": 1e3, "ms": 1e6, "s": 1e9}
TIMES = ("cpu_time", "real_time")
# What Google Benchmark adds to a name and says nothing about what was measured.
SETTINGS = re.compile(r"/(?:repeats|min_time|min_warmup_time|iterations|process_time|real_time|manual_time)(?::[^/]*)?")


class Row:
    """One row: GROUP/CASE/WHO, with every number that its runs told. Times are in nanoseconds."""

    def __init__(self, name, version=""):
        self.name, self.version, self.error = name, version, ""
        self.program = ""  # what measured it
        self.unit = "ns"  # of `cpu_time`; other rows than times have their number there too
        self.runs = []

    def who(self):
        return self.name.rsplit("/", 1)[-1]

    def values(self, field):
        return [run[field] for run in self.runs if field in run]

    def value(self, field="cpu_time"):
        """The median of the runs; of allocations the most; None where no run told it."""
        values = self.values(field)
        if not values:
            return None
        return max(values) if field.endswith("_allocs") else statistics.median(values)

    def as_json(self):
        fields = sorted({field for run in self.runs for field in run})
        told = {field: self.value(field) for field in fields}
        spread = {"least": min(self.values("cpu_time"), default=None),
                  "most": max(self.values("cpu_time"), default=None), "runs": len(self.runs)}
        return {"version": self.version, "unit": self.unit, "error": self.error, **told, **spread}


def calmest(attempts):
    """Of several runs of one program the one that took the least, over all of its rows; a run that failed, if there is one.
    Where somebody is missing in one of them, those that measured all come first."""
    for rows in attempts:
        if any(row.error for row in rows.values()):
            return rows
    def slowness(rows):
        return -len(rows), sum(math.log(row.value()) for row in rows.values() if row.value() and row.value() > 0)
    return min(attempts, key=slowness)


def split_version(name):
    """`group/case/cpp-jwt 1.4` is the row `group/case/cpp-jwt` of version 1.4."""
    name = SETTINGS.sub("", name)
    group, _, who = name.rpartition("/")
    who, _, version = who.partition(" ")
    return (f"{group}/{who}" if group else who), version


def numbers(entry):
    """The numbers of one run."""
    scale = NANOSECONDS[entry.get("time_unit", "ns")]
    ignored = {"family_index", "per_family_instance_index", "repetition_index", "repetitions", "threads",
               "iterations"}
    return {key: value * scale if key in TIMES else value for key, value in entry.items()
            if isinstance(value, (int, float)) and not isinstance(value, bool) and key not in ignored}


def rows_of(report):
    """The rows of one program's JSON, by name. Without single runs, its own medians are taken.

    A row of a script has no times but `unit`, `median` and `all`, its runs.
    """
    rows, medians = {}, {}
    for entry in report.get("benchmarks", []):
        name, version = split_version(entry.get("run_name", entry["name"]))
        row = rows.setdefault(name, Row(name, version))
        if "unit" in entry:
            row.unit = "ns" if entry["unit"] in NANOSECONDS else entry["unit"]
            scale = NANOSECONDS.get(entry["unit"], 1)
            row.runs = [{"cpu_time": value * scale} for value in entry.get("all") or [entry["median"]]]
            continue
        if entry.get("error_occurred"):
            row.error = entry.get("error_message", "failed")
        elif entry.get("run_type") != "aggregate":
            row.runs.append(numbers(entry))
        elif entry.get("aggregate_name") == "median":
            medians[name] = numbers(entry)
    for name, median in medians.items():
        rows[name].runs = rows[name].runs or [median]
    return rows
