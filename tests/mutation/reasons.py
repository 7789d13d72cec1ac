# SPDX-License-Identifier: BSL-1.0
"""Why some mutants survive: reasons.txt, found again by the text of the changed lines."""
import dataclasses


@dataclasses.dataclass(frozen=True)
class Reason:
    header: str
    before: str
    after: str
    equivalent: bool
    text: str
    line: int


class Reasons:
    """Entries of four lines, an empty one between them:

        HEADER
        - the line as it is
        + the line as it survives
        equivalent: why no test can tell     or     accepted: why no test does

    More `+` lines share the `-` line and the reason.
    """

    def __init__(self, text):
        self.found = {}
        header, before, after = None, None, []
        for number, line in enumerate(text.splitlines(), 1):
            line = line.rstrip()
            if line.startswith("#"):
                continue
            if not line:
                header, before, after = None, None, []
            elif header is None:
                header = line
            elif line.startswith("- "):
                before = line[2:]
            elif line == "+" or line.startswith("+ "):
                after.append((line[2:], number))
            else:
                kind, _, why = line.partition(": ")
                if kind not in ("equivalent", "accepted") or not why or not after or before is None:
                    raise ValueError(f"reasons.txt:{number}: {line}")
                for text_after, at in after:
                    self.found[header, before, text_after] = Reason(
                        header, before, text_after, kind == "equivalent", why, at)

    def find(self, header, before, after):
        return self.found.get((header, before, after))

    def stale(self, there, headers):
        """Reasons of these headers that fit none of the (header, before, after) that are there."""
        return [each for key, each in self.found.items() if each.header in headers and key not in there]
