# SPDX-License-Identifier: BSL-1.0
"""The targets of targets.txt, and whether what was measured meets them.

WHAT | ROW | ROW or - | at most BOUND (or: at least BOUND, or: -) | UNIT

A line with - for a bound is told beside the targets and not judged.
The first row's value is divided by the second's. A row's value is its median CPU time; ROW#FIELD is another number of
the row. A unit of time (ns, us, ms, s) turns an undivided time into it; any other word only names what is told. Beside
the judged value stands that of each row's least figure, of a rate its greatest, which a busy machine changes less: where
the two are far apart, the run was disturbed.
"""
import collections

import rows as rows_module

Target = collections.namedtuple("Target", "what top below kind bound unit")
Verdict = collections.namedtuple("Verdict", "target value state why least program", defaults=[None, ""])
STATES = ("met", "gap", "told", "wrong", "not measured")


class BadTarget(Exception):
    pass


def parse_line(line):
    cells = [cell.strip() for cell in line.split("|")]
    if len(cells) != 5 or not all(cells):
        raise BadTarget("five cells that aren't empty are needed")
    what, top, below, bound, unit = cells
    return Target(what, top, None if below == "-" else below, *parse_bound(bound), unit)


def parse_bound(text):
    """Its kind and its number; neither where there is none."""
    if text == "-":
        return None, None
    words = text.split()
    if len(words) != 3 or words[0] != "at" or words[1] not in ("most", "least"):
        raise BadTarget(f"'{text}' is neither 'at most N' nor 'at least N' nor '-'")
    try:
        return words[1], float(words[2])
    except ValueError:
        raise BadTarget(f"'{words[2]}' is no number") from None


def parse(text):
    targets = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            targets.append(parse_line(line))
        except BadTarget as fault:
            raise BadTarget(f"line {number}: {fault}") from None
    return targets


def calmest_of(field, values):
    """What a machine that does nothing else comes closest to: the least time, the greatest rate."""
    return max(values) if field.endswith("_per_second") else min(values)


def look_up(name, rows):
    """A row's number with its calmest and, where there is none, whether it is wrong or missing, and why."""
    row_name, _, field = name.partition("#")
    row = rows.get(row_name)
    if row is None:
        return None, "not measured", f"no row {row_name}"
    if row.error:
        return None, "wrong", f"{row_name}: {row.error}"
    values = row.values(field or "cpu_time")
    if not values:
        return None, "wrong", f"{row_name} tells no {field or 'cpu_time'}"
    return (row.value(field or "cpu_time"), calmest_of(field, values)), "", ""


def judge(target, rows):
    told, state, why = look_up(target.top, rows)
    if told is None:
        return Verdict(target, None, state, why)
    divisors = (1, 1)
    if target.below:
        divisors, state, why = look_up(target.below, rows)
        if divisors is None:
            return Verdict(target, None, state, why)
        if 0 in divisors:
            return Verdict(target, None, "wrong", f"{target.below} is 0")
    elif target.top.partition("#")[2] in ("", *rows_module.TIMES):
        divisors = (rows_module.NANOSECONDS.get(target.unit, 1),) * 2
    value, least = (number / divisor for number, divisor in zip(told, divisors))
    return Verdict(target, value, state_of(target, value), "", least, rows[target.top.partition("#")[0]].program)


def state_of(target, value):
    if target.kind is None:
        return "told"
    met = value <= target.bound if target.kind == "most" else value >= target.bound
    return "met" if met else "gap"


def judge_all(targets, rows):
    return [judge(target, rows) for target in targets]


def number_text(value):
    if value is None:
        return "-"
    if value == int(value) or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.2f}" if abs(value) < 100 else f"{value:.1f}"


def bound_text(target):
    if target.kind is None:
        return f"- {target.unit}"
    return f"at {target.kind} {number_text(target.bound)} {target.unit}"
