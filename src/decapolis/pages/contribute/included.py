"""What the page of a practice says of its versions, and where one corrects it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from decapolis.kernel.permissions import Reader
from decapolis.library.models import Practice
from decapolis.library.queries.versions import Provenance, trace_of
from decapolis.library.rules import may_correct


@dataclass(frozen=True, slots=True)
class Contribution:
    """A practice as something that people write."""

    edit_url: str
    edit_label: str
    versions_url: str
    version: str  # one sentence on the newest version; empty: none was kept
    figures: tuple[Provenance, ...]


def contribution_of(practice: Practice, *, reader: Reader | None) -> Contribution:
    """Return what the page of a practice, which its reader may see, needs."""
    trace = trace_of(practice, reader=reader)
    version = trace.current
    words = _("Version {n}. {says}")
    return Contribution(
        edit_url=reverse("contribute:edit", args=[practice.slug]),
        edit_label=_("Correct this") if may_correct(reader, practice) else _("Suggest a change"),
        versions_url=reverse("contribute:versions", args=[practice.slug]),
        version=words.format(n=version.number, says=version.says) if version else "",
        figures=trace.figures,
    )
