"""What the page of a practice says of its versions, and where one corrects it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from decapolis.kernel.permissions import Reader
from decapolis.library.choices import CLOSED
from decapolis.library.models import Practice
from decapolis.library.queries.versions import Provenance, trace_of
from decapolis.library.rules import may_correct
from decapolis.pages.components import Added, AddedLine


@dataclass(frozen=True, slots=True)
class Contribution:
    """A practice as something that people write."""

    slug: str
    edit_url: str  # empty, with that of the versions: it is only read
    edit_label: str
    versions_url: str
    version: str  # one sentence on the newest version; empty: none was kept
    figures: Mapping[str, Provenance]  # by field: costs.0

    def added(self, *fields: str) -> Added | None:
        """Return who added or last changed a figure, or several that stand together.

        What is the same of several is told once. None where nothing is known of them.
        """
        found = [self.figures[field] for field in fields if field in self.figures]
        if not found:
            return None
        several = len({one.says for one in found}) > 1
        lines = [self._line(one, is_named=several) for one in found]
        return Added(
            key="added-" + found[0].field.replace(".", "-"),
            label=_("{what}: who added it, and when").format(what=found[0].label),
            lines=tuple(dict.fromkeys(lines)),
        )

    def _line(self, one: Provenance, *, is_named: bool) -> AddedLine:
        says = f"{one.words}: {one.says}" if is_named else one.says
        if not one.before:
            return AddedLine(says, self.versions_url, _("All versions"))
        ends = (one.before, one.number)
        url = reverse("contribute:compare", args=[self.slug, *ends])
        return AddedLine(says, url, _("What it changed"))


def contribution_of(practice: Practice, *, reader: Reader | None) -> Contribution:
    """Return what the page of a practice, which its reader may see, needs."""
    trace = trace_of(practice, reader=reader)
    version = trace.current
    words = _("Version {n}. {says}")
    may = bool(may_correct(reader, practice))
    shut = practice.retells_id or (practice.visibility in CLOSED and not may)
    return Contribution(
        slug=practice.slug,
        edit_url="" if shut else reverse("contribute:edit", args=[practice.slug]),
        edit_label=_("Correct this") if may else _("Suggest a change"),
        versions_url="" if shut else reverse("contribute:versions", args=[practice.slug]),
        version=words.format(n=version.number, says=version.says) if version else "",
        figures={one.field: one for one in trace.figures},
    )
