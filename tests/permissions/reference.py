"""The table as a page for readers: ``python -m tests.permissions.reference`` writes it."""

import re
from collections import defaultdict
from pathlib import Path

from tests.permissions.rows import MARKS, ROLES, Row
from tests.permissions.table import TABLE

PAGE = Path(__file__).resolve().parents[2] / "docs/reference/permissions.md"
HOW = "python -m tests.permissions.reference"
HEAD = """# Who may do what

Every address of the program, and what each role gets there. This page is made from
`tests/permissions/table.py`, which one test walks for every role; `{how}` makes
it anew. Another test builds random networks and looks whether an answer shows what is hidden from
its reader (`tests/permissions/test_worlds.py`; `decapolis soak` runs it for long).

Roles: **anonymous** has not signed in. **member** was let in. **city** is a member who speaks for
the city of the record, **organisation** one who speaks for the organisation that led the public
record. **reviewer** grades, **staff** run the network, **operator** is a member who runs the
machine.

| answer | what it means |
|---|---|
| reads | 200: gets the page, file or data. |
| may | 422: may send the form, sent empty here, and told what is missing; 415: a body. |
| is led on | 301, 302: it was done, is elsewhere, or one signs in or shows who one is first. |
| must show who they are | 401: signs in, or shows a token. |
| is refused | 403: with the reason. |
| finds nothing | 404: what may not be seen is not told from what is not there. |
| not this way | 405: the address takes another method. |

What changes something through the API always needs a token, whatever the session; the token does
what its owner may do and no more.
"""
WORDS = {
    200: "reads", 301: "is led on", 302: "is led on", 401: "must show who they are",
    403: "is refused", 404: "finds nothing", 405: "not this way", 415: "may", 422: "may",
}  # fmt: skip
LEVELS = {"public": "for everyone", "network": "for members", "staff": "for staff"}
NOWHERE = re.compile(r"of-nobody|9{9}|nowhere|not-ours|/nobody|/cities/1$")


def which(row: Row) -> str:
    """Return of what record a row asks, in words."""
    for level, mark in MARKS.items():
        if mark in row.address:
            return LEVELS[level]
    return "unknown" if NOWHERE.search(row.address) else ""


def answers(row: Row) -> str:
    """Return what the roles get, those together that get the same."""
    found: dict[str, list[str]] = defaultdict(list)
    for role in ROLES:
        found[WORDS[row.status(role)]].append(role)
    usual = max(found, key=lambda words: len(found[words]))
    told = [f"{', '.join(roles)}: {words}" for words, roles in found.items() if words != usual]
    rest = "all" if not told else "others"
    return "; ".join([*told, f"{rest}: {usual}"])


def as_markdown() -> str:
    """Return the whole page."""
    told: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for row in TABLE:
        line = f"{which(row)}: {answers(row)}" if which(row) else answers(row)
        told[row.method.upper(), f"/{row.route}"][line] = None
    alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for (method, address), lines in told.items():
        alike[method, *lines].append(address)
    parts = [HEAD.format(how=HOW)]
    for name in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        parts.append(f"## {name}\n")
        for (method, *lines), addresses in alike.items():
            if method == name:
                parts.append(" ".join(f"`{one}`" for one in sorted(addresses)) + "\n")
                parts.append("\n".join(f"- {line}" for line in lines) + "\n")
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(as_markdown(), encoding="utf-8")
