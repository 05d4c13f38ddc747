"""Keep what members read of a practice that its team shares without its name."""

from secrets import token_hex

from django.db import transaction
from django.utils.translation import gettext as _

from decapolis.kernel.permissions import Reader, Visibility
from decapolis.library.actions.records import let_be_found
from decapolis.library.bridge.retelling import Retelling, retelling_of
from decapolis.library.choices import Disclosure, Evidence
from decapolis.library.errors import NamesRemain
from decapolis.library.models import Cost, Outcome, Practice
from decapolis.library.queries.entries import practice_drafts
from decapolis.library.queries.written import free_slug
from decapolis.search.actions import remove_entries


@transaction.atomic
def retell(*, by: Reader | None, practice: Practice) -> Practice | None:
    """Make what members read of a practice anew, or take it away where they may read none.

    Raises
    ------
    NamesRemain
        The name would still be read out of it; nothing is shared.
    """
    held = Practice.objects.filter(retells=practice).first()
    if practice.visibility != Disclosure.NAMELESS:
        if held:
            remove_entries(by=by, keys=[("practice", held.slug)])
            held.delete()
        return None
    told = retelling_of(practice)
    if told.remains:
        words = ", ".join(told.remains)
        raise NamesRemain(
            _("This would still give you away: {words}. Write it another way.").format(words=words),
            words=told.remains,
        )
    row = held or Practice(retells=practice, slug=_slug(told))
    _fill(row, practice, told)
    let_be_found(by=by, drafts=practice_drafts(Practice.objects.filter(pk=row.pk)))
    return row


def _slug(told: Retelling) -> str:
    """Return an address that tells nothing of its order among the city's other practices."""
    return free_slug(f"told {told.title[:60]} {token_hex(3)}", of=Practice)


def _fill(row: Practice, practice: Practice, told: Retelling) -> None:
    for name in ("title", "problem", "approach", "result", "setback"):
        setattr(row, name, getattr(told, name))
    row.title, row.result, row.setback = (
        text[:300] for text in (told.title, told.result, told.setback)
    )
    row.city_name = told.place
    row.lessons, row.barriers = list(told.lessons), list(told.barriers)
    for name in ("themes", "tools", "status", "went"):
        setattr(row, name, getattr(practice, name))
    row.evidence, row.visibility = Evidence.NONE, Visibility.NETWORK
    row.save()
    row.technologies.set(practice.technologies.all())
    Cost.objects.filter(practice=row).delete()
    Outcome.objects.filter(practice=row).delete()
    parts: tuple[Cost | Outcome, ...] = (*told.costs, *told.outcomes)
    for part in parts:
        part.practice = row
    Cost.objects.bulk_create(told.costs)
    Outcome.objects.bulk_create(told.outcomes)
