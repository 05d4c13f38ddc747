"""Keep what somebody fills in of a city's marks, until it is handed in."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from decapolis.benchmarks.errors import TextMissing
from decapolis.benchmarks.models import Entrant, Sheet
from decapolis.benchmarks.rules import may_fill_in
from decapolis.benchmarks.validators.marks import MOST_LETTERS
from decapolis.kernel.permissions import require
from decapolis.people.models import Person

MOST_FIELDS = 4_000


@transaction.atomic
def keep_sheet(*, by: Person, entrant: Entrant, content: Mapping[str, str]) -> Sheet:
    """Keep what is filled in, complete or not; nobody else reads it. It replaces the last.

    Raises
    ------
    Forbidden
        They neither speak for the city nor review it, or marks are not given now.
    TextMissing
        A text is longer than it may be; nothing was kept.
    """
    held = Entrant.objects.select_related("edition__framework", "city").get(pk=entrant.pk)
    require(may_fill_in(by, held))
    if len(content) > MOST_FIELDS or any(len(text) > MOST_LETTERS for text in content.values()):
        raise TextMissing(_("Shorten it to {most} letters.").format(most=MOST_LETTERS))
    plain = {name: text.replace("\0", "") for name, text in content.items()}
    kept, _is_new = Sheet.objects.update_or_create(
        entrant=held, person=by, defaults={"content": plain, "at": timezone.now()}
    )
    return kept


@transaction.atomic
def forget_sheet(*, by: Person, entrant: Entrant) -> None:
    """Throw away what somebody filled in themselves, such as when it is handed in."""
    Sheet.objects.filter(entrant=entrant, person=by).delete()
