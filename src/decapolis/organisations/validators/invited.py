"""A file of people to invite: CSV with a header row, as staff paste or upload it."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from decapolis.kernel.records import Rejection
from decapolis.organisations.choices import Role
from decapolis.organisations.validators.roles import faults_of_role, role_named

if TYPE_CHECKING:
    from _csv import Reader as CsvReader

COLUMNS = ("email", "name", "role", "city", "organisation", "title")
MOST_ROWS = 500
MOST_LETTERS = 500_000
LONGEST_EMAIL = 254
LONGEST_CELL = 200
DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class InvitedRow:
    """One person to invite; city and organisation still as they were written."""

    line: int
    email: str
    name: str
    role: str  # of `Role`; empty: no hat
    city: str
    organisation: str
    title: str


def read_invited(text: str) -> tuple[list[InvitedRow], list[Rejection]]:
    """Return the rows of a file, and what is wrong in it by line and field.

    The columns are ``email, name, role, city, organisation, title`` in any order; only ``email``
    is needed. Commas, semicolons and tabs all do.
    """
    if len(text) > MOST_LETTERS:
        return [], [Rejection(1, "", _("This is too long. Invite at most 500 people at a time."))]
    if "\0" in text:
        return [], [Rejection(1, "", _("This is not plain text. Save the table as CSV (UTF-8)."))]
    lines = io.StringIO(text.removeprefix("\ufeff"), newline="")
    head = lines.readline()
    lines.seek(0)
    reader = csv.reader(lines, delimiter=max(DELIMITERS, key=head.count))
    try:
        return _read(_not_blank(reader))
    except csv.Error:
        told = _("This line cannot be read as CSV. Look for a quotation mark that is not closed.")
        return [], [Rejection(reader.line_num or 1, "", told)]


def _not_blank(reader: "CsvReader") -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not blank with the line on which each ends."""
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield reader.line_num, [" ".join(cell.split()) for cell in cells]


def _read(
    lines: Iterator[tuple[int, list[str]]],
) -> tuple[list[InvitedRow], list[Rejection]]:
    line, cells = next(lines, (1, []))
    head = [cell.casefold() for cell in cells]
    faults = list(_faults_of_head(line, head))
    if faults:
        return [], faults
    rows: list[InvitedRow] = []
    seen: dict[str, int] = {}
    for number, (at, values) in enumerate(lines):
        if number >= MOST_ROWS:
            told = _("There are more than {most} people. Part the list.").format(most=MOST_ROWS)
            return rows, [*faults, Rejection(at, "", told)]
        if len(values) > len(head) and any(values[len(head) :]):
            told = _("This line has more cells than the header. Put cells with commas in quotes.")
            faults.append(Rejection(at, "", told))
            continue
        found = dict(zip(head, values, strict=False))
        wrong = [*_faults_of(at, found), *_twice(at, found, seen)]
        faults += wrong
        if not wrong:
            rows.append(_row(at, found))
    if not rows and not faults:
        faults = [Rejection(line, "", _("There is nobody below the header row."))]
    return rows, faults


def _faults_of_head(line: int, head: list[str]) -> Iterator[Rejection]:
    known = ", ".join(COLUMNS)
    if "email" not in head:
        told = _("The first line must name the columns, with one called email. Known are: {known}.")
        yield Rejection(line, "email", told.format(known=known))
        return
    for name in dict.fromkeys(head):
        if name and name not in COLUMNS:
            told = _("There is no column “{name}”. Known are: {known}.")
            yield Rejection(line, name[:40], told.format(name=name[:40], known=known))
        if name and head.count(name) > 1:
            told = _("The column “{name}” stands there twice.").format(name=name[:40])
            yield Rejection(line, name[:40], told)


def _faults_of(line: int, values: Mapping[str, str]) -> Iterator[Rejection]:
    """Yield what is wrong in one row by itself."""
    for name, value in values.items():
        longest = LONGEST_EMAIL if name == "email" else LONGEST_CELL
        if len(value) > longest:
            told = _("This is longer than {longest} letters.").format(longest=longest)
            yield Rejection(line, name, told)
    email = values.get("email", "")
    if not is_email(email):
        told = _("“{email}” is not an e-mail address.") if email else _("The address is missing.")
        yield Rejection(line, "email", told.format(email=email[:80]))
    written = values.get("role", "")
    role = role_named(written)
    city, organisation = values.get("city", ""), values.get("organisation", "")
    if city and organisation:
        told = _("Name a city or an organisation, not both.")
        yield Rejection(line, "organisation", told)
    elif role is None:
        told = _("There is no role “{role}”. Known are: {known}.").format(
            role=written[:40], known=", ".join(Role.values)
        )
        yield Rejection(line, "role", told)
    else:
        yield from (
            Rejection(line, field, told)
            for field, told in faults_of_role(
                role, has_city=bool(city), has_organisation=bool(organisation)
            )
        )


def is_email(text: str) -> bool:
    """Tell whether a text is an e-mail address."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= LONGEST_EMAIL


def _twice(line: int, values: Mapping[str, str], seen: dict[str, int]) -> Iterator[Rejection]:
    email = values.get("email", "").casefold()
    if email and email in seen:
        told = _("This address stands in line {line} already.").format(line=seen[email])
        yield Rejection(line, "email", told)
    seen.setdefault(email, line)


def _row(line: int, values: Mapping[str, str]) -> InvitedRow:
    return InvitedRow(
        line=line,
        email=values["email"].lower(),
        name=values.get("name", ""),
        role=role_named(values.get("role", "")) or "",
        city=values.get("city", ""),
        organisation=values.get("organisation", ""),
        title=values.get("title", ""),
    )
