"""Read the practices that an initiative draws on, with who can be called about them."""

from dataclasses import dataclass

from decapolis.initiatives.models import Draw, Initiative
from decapolis.kernel.permissions import Reader
from decapolis.library.models import Contact, Practice


@dataclass(frozen=True, slots=True)
class DrawShown:
    """A practice that an initiative draws on; ``contact`` names whom to call, where known."""

    slug: str
    title: str
    city: str
    why: str
    is_first: bool
    contact: str


def draws_of(initiative: Initiative, reader: Reader | None) -> tuple[DrawShown, ...]:
    """Return what an initiative draws on and a reader may read, what it began from first."""
    held = list(Draw.objects.filter(initiative=initiative).select_related("practice"))
    if not held:
        return ()
    seen = Practice.objects.open_to(reader).filter(pk__in=[one.practice_id for one in held])
    may_read = set(seen.values_list("pk", flat=True))
    rows = [one for one in held if one.practice_id in may_read]
    contacts = Contact.objects.visible_to(reader).filter(pk__in=[one.contact_id for one in rows])
    named = {one.pk: str(one.person) for one in contacts.select_related("person")}
    return tuple(
        DrawShown(
            slug=one.practice.slug,
            title=one.practice.title,
            city=one.practice.city_name,
            why=one.why,
            is_first=one.is_first,
            contact=named.get(one.contact_id or 0, ""),
        )
        for one in rows
    )
