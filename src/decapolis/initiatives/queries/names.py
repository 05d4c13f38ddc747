"""Names of people, of those alone whom a reader may know."""

from collections.abc import Iterable

from decapolis.kernel.permissions import Reader
from decapolis.people.models import Person


def names_of(keys: Iterable[int | None], *, reader: Reader | None) -> dict[int, str]:
    """Return names by key; one query, or none where nobody is asked for."""
    wanted = {key for key in keys if key is not None}
    known = Person.objects.visible_to(reader).filter(pk__in=wanted) if wanted else ()
    return {one.pk: str(one) for one in known}
