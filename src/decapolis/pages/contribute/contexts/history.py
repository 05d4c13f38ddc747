"""Versions of a practice, listed and side by side."""

from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _

from decapolis.kernel.permissions import Reader
from decapolis.library.models import Practice
from decapolis.library.queries.comparing import Difference
from decapolis.library.queries.versions import (
    Comparison,
    Provenance,
    VersionRow,
    provenance_of,
    versions_of,
)
from decapolis.library.rules import may_correct
from decapolis.pages.components import Crumb
from decapolis.pages.contribute.contexts.crumbs import crumbs_from


@dataclass(frozen=True, slots=True)
class Line:
    """One version in the list."""

    row: VersionRow
    compare_url: str  # with the one before; empty: it is the first
    now_url: str  # with the newest; empty: it is the newest
    restore_url: str  # empty: it stands there, or the reader may not


@dataclass(frozen=True, slots=True)
class VersionsPage:
    """All versions, and since when each figure stands."""

    template: ClassVar[str] = "contribute/versions.html"
    title: str
    crumbs: tuple[Crumb, ...]
    lines: tuple[Line, ...]
    figures: tuple[Provenance, ...]
    base: int
    edit_url: str
    edit_label: str


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Two versions side by side."""

    template: ClassVar[str] = "contribute/compare.html"
    title: str
    crumbs: tuple[Crumb, ...]
    before: VersionRow
    after: VersionRow
    rows: tuple[Difference, ...]
    base: int
    restore_url: str
    before_head: str
    after_head: str


def versions_page(practice: Practice, *, reader: Reader | None) -> VersionsPage:
    """Return the versions that a reader may see."""
    may = bool(may_correct(reader, practice))
    rows = versions_of(practice, reader=reader)
    older = {row.number: before.number for row, before in pairwise(rows)}
    newest = rows[0].number if rows else 0
    return VersionsPage(
        title=practice.title,
        crumbs=crumbs_from(practice, _("Versions")),
        lines=tuple(
            Line(
                row=row,
                compare_url=_compare(practice, older[row.number], row.number)
                if row.number in older
                else "",
                now_url=_compare(practice, row.number, newest) if row.number != newest else "",
                restore_url=_restore(practice, row) if may else "",
            )
            for row in rows
        ),
        figures=provenance_of(practice, reader=reader),
        base=practice.version,
        edit_url=reverse("contribute:edit", args=[practice.slug]),
        edit_label=_("Correct this") if may else _("Suggest a change"),
    )


def compare_page(practice: Practice, found: Comparison, *, reader: Reader | None) -> ComparePage:
    """Return two versions side by side."""
    may = bool(may_correct(reader, practice))
    return ComparePage(
        title=practice.title,
        crumbs=crumbs_from(
            practice,
            _("Version {a} and version {b}").format(a=found.before.number, b=found.after.number),
        ),
        before=found.before,
        after=found.after,
        rows=found.rows,
        base=practice.version,
        restore_url=_restore(practice, found.before) if may else "",
        before_head=_("Version {n}").format(n=found.before.number),
        after_head=_("Version {n}").format(n=found.after.number),
    )


def _compare(practice: Practice, before: int, after: int) -> str:
    return reverse("contribute:compare", args=[practice.slug, before, after])


def _restore(practice: Practice, row: VersionRow) -> str:
    if row.is_current:
        return ""
    return reverse("contribute:restore", args=[practice.slug, row.number])
