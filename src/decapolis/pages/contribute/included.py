"""What the page of a practice says of its versions, and where one corrects it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from decapolis.kernel.permissions import Reader
from decapolis.library.queries.versions import Provenance, practice_to_write, trace_of
from decapolis.library.rules import may_correct


@dataclass(frozen=True, slots=True)
class Contribution:
    """A practice as something that people write."""

    edit_url: str
    edit_label: str
    versions_url: str
    version: str  # one sentence on the newest version; empty: none was kept
    figures: tuple[Provenance, ...]


def contribution_of(slug: str, *, reader: Reader | None) -> Contribution:
    """Return what the page of a practice needs; for the public three queries.

    Raises
    ------
    NotFound
        There is none of that slug, or it may not be seen.
    """
    practice = practice_to_write(slug, reader=reader)
    trace = trace_of(practice, reader=reader)
    version = trace.current
    words = _("Version {n}. {says}")
    return Contribution(
        edit_url=reverse("contribute:edit", args=[slug]),
        edit_label=_("Correct this") if may_correct(reader, practice) else _("Suggest a change"),
        versions_url=reverse("contribute:versions", args=[slug]),
        version=words.format(n=version.number, says=version.says) if version else "",
        figures=trace.figures,
    )
