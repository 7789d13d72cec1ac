# SPDX-License-Identifier: BSL-1.0
"""What was measured and how it was judged, for a terminal and for README.md."""
import re

import targets as targets_module

BEGIN, END = "<!-- figures: bench/run --record -->", "<!-- end of figures -->"


def aligned(lines):
    """Columns as wide as they need to be; the first to the left, all others to the right."""
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    for line in lines:
        cells = [cell.ljust(width) if i == 0 else cell.rjust(width)
                 for i, (cell, width) in enumerate(zip(line, widths))]
        yield "  ".join(cells).rstrip()


def value_text(value, unit="ns"):
    if value is None:
        return "-"
    if unit != "ns":
        return f"{targets_module.number_text(value)} {unit}"
    for limit, divisor, unit in ((1e4, 1, "ns"), (1e7, 1e3, "us"), (1e10, 1e6, "ms")):
        if value < limit:
            return f"{value / divisor:,.1f} {unit}"
    return f"{value / 1e9:,.2f} s"


def rows_table(rows):
    lines = [["row", "median", "least", "most", "allocations", "OpenSSL's"]]
    for name in sorted(rows):
        row = rows[name]
        title = f"{name} {row.version}".strip()
        if row.error:
            lines.append([f"{title}: {row.error}", "", "", "", "", ""])
            continue
        times = row.values("cpu_time")
        counts = [row.value("own_allocs"), row.value("openssl_allocs")]
        spread = (row.value(), min(times, default=None), max(times, default=None))
        lines.append([title, *(value_text(value, row.unit) for value in spread),
                      *("" if count is None else targets_module.number_text(count) for count in counts)])
    return list(aligned(lines))


def targets_table(verdicts):
    lines = [["target", "bound", "measured", "of the least", "verdict"]]
    for verdict in verdicts:
        lines.append([verdict.target.what, targets_module.bound_text(verdict.target),
                      *map(targets_module.number_text, (verdict.value, verdict.least)), verdict.state])
    reasons = [f"  {verdict.target.what}: {verdict.why}" for verdict in verdicts if verdict.why]
    return [*aligned(lines), *reasons]


def markdown(verdicts, machine):
    lines = [f"Measured on {machine['date']} on {machine['cpu']}, {machine['compiler']}, OpenSSL {machine['openssl']}; "
             f"{machine['cores']} cores with a load of {machine['load']:.1f}.", "",
             "| what | target | measured | of the least figures | | `bench/run --only` |", "|---|---|---|---|---|---|"]
    for verdict in verdicts:
        told = " | ".join(map(targets_module.number_text, (verdict.value, verdict.least)))
        cells = (verdict.target.what, targets_module.bound_text(verdict.target), told, verdict.state, verdict.program)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def replace_figures(page, figures):
    """The page with its part between the two marks replaced."""
    pattern = re.compile(re.escape(BEGIN) + r"\n.*?" + re.escape(END), re.S)
    if not pattern.search(page):
        raise ValueError(f"the page lacks the marks {BEGIN} and {END}")
    return pattern.sub(lambda _: f"{BEGIN}\n{figures}\n{END}", page, count=1)
