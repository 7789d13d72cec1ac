# SPDX-License-Identifier: BSL-1.0
"""The chart of README.md: what an accepted token costs here, at the limit and elsewhere, on a logarithmic scale."""
import math
from xml.sax.saxutils import escape

KINDS = {"current_customer": "Current Customer JWT", "load_jwt": "load JWT", "legacy_payload": "legacy signed_payload"}
LANGUAGES = {"jsonwebtoken": "Rust", "golang-jwt": "Go", "node-bigcommerce": "node"}
# The background is the chart's own, so that its text can be read on any page.
STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #1f2328; }
  .head { font-weight: 600; }
  .small { font-size: 11px; fill: #59636e; }
  .page { fill: #ffffff; }
  .grid { stroke: #d1d9e0; }
  .ours { fill: #1a7f37; } .floor { fill: #8250df; } .peer { fill: #8c959f; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .small { fill: #9198a1; }
    .page { fill: #0d1117; }
    .grid { stroke: #3d444d; }
    .ours { fill: #3fb950; } .floor { fill: #ab7df8; } .peer { fill: #6e7681; }
  }"""
LEFT, WIDTH, BAR, STEP, HEAD = 215, 740, 15, 21, 34


def bars_of(kind, rows):
    """Names, nanoseconds and classes of one kind, the fastest first."""
    bars = []
    for name, row in rows.items():
        group, case, who = (name.split("/") + ["", ""])[:3]
        is_other_language = case == "rounds" and who in LANGUAGES
        if group != kind or row.value() is None or not (case == "accepted" or is_other_language):
            continue
        title = f"{who} ({LANGUAGES[who]})" if is_other_language else who
        if who == "HMAC()":
            title = "one plain HMAC() call"
        if who == "limit":
            title = "limit: made by hand"
        style = {"bcauth": "ours", "limit": "floor", "HMAC()": "floor"}.get(who, "peer")
        bars.append((f"{title} {row.version}".strip(), row.value(), style))
    return sorted(bars, key=lambda bar: bar[1])


def scale_of(groups):
    """Where a time stands, and the marks at the powers of ten and their halves."""
    times = [time for bars in groups.values() for _, time, _ in bars]
    low, high = min(times) / 1.6, max(times) * 1.15
    span = math.log(high / low)
    marks = [digit * 10 ** power for power in range(1, 8) for digit in (1, 2, 5)
             if low <= digit * 10 ** power <= high]
    return (lambda time: LEFT + (WIDTH - LEFT - 90) * math.log(time / low) / span), marks


def label(nanoseconds):
    return f"{nanoseconds:,.0f} ns" if nanoseconds < 10_000 else f"{nanoseconds / 1000:,.1f} µs"


def draw_bars(bars, top, place):
    for number, (title, time, style) in enumerate(bars):
        y = top + number * STEP
        end = place(time)
        yield f'<text x="{LEFT - 8}" y="{y + 12}" text-anchor="end">{escape(title)}</text>'
        yield f'<rect class="{style}" x="{LEFT}" y="{y}" width="{end - LEFT:.1f}" height="{BAR}" rx="2"/>'
        yield f'<text x="{end + 6:.1f}" y="{y + 12}">{label(time)}</text>'


def draw(rows):
    """The SVG; empty where no kind was measured."""
    groups = {kind: bars for kind in KINDS if (bars := bars_of(kind, rows))}
    if not groups:
        return ""
    place, marks = scale_of(groups)
    body, y = [], 46
    for kind, bars in groups.items():
        body.append(f'<text class="head" x="{LEFT}" y="{y + 16}">{KINDS[kind]}, accepted</text>')
        body += draw_bars(bars, y + HEAD - 8, place)
        y += HEAD + len(bars) * STEP + 6
    grid = []
    for mark in marks:
        x = place(mark)
        grid.append(f'<line class="grid" x1="{x:.1f}" y1="34" x2="{x:.1f}" y2="{y}"/>')
        grid.append(f'<text class="small" x="{x:.1f}" y="{y + 14}" text-anchor="middle">{label(mark)}</text>')
    title = "From the token's text to a verified value (logarithmic scale; medians of one run)"
    height = y + 24
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        'role="img">', f"<title>{title}</title>", f"<style>{STYLE}\n</style>",
        f'<rect class="page" width="{WIDTH}" height="{height}" rx="6"/>',
        f'<text x="16" y="24">{title}</text>', *grid, *body, "</svg>", ""])
