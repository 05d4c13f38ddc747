"""What somebody hands in: whether it is a record, of which city, and under which address."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.utils.text import slugify
from django.utils.translation import gettext as _

from decapolis.cities.bridge import match_cities
from decapolis.cities.models import City
from decapolis.kernel.records import Rejection
from decapolis.library.choices import Disclosure
from decapolis.library.errors import RecordFaulty
from decapolis.library.models import Document, Practice
from decapolis.library.queries.document_record import check_document
from decapolis.library.validators import DocumentRecord, Fault, PracticeRecord, check_practice

Whole = TypeVar("Whole", PracticeRecord, DocumentRecord)

LONGEST_SLUG = 100
NEW_SLUG = "new-practice"  # until the practice is written and gets its own
TAKEN = {"new"}  # addresses beside those of records


def city_of(record: PracticeRecord) -> City | None:
    """Return the city of the gazetteer that a record names."""
    place = (record.city, record.country, record.region or "")
    found = match_cities({place}).get(place)
    return City.objects.select_related("country").filter(pk=found).first() if found else None


def free_slug(words: str, *, of: type[Practice] | type[Document]) -> str:
    """Return an address made of words that no other record of that kind has."""
    plain = slugify(words)[:LONGEST_SLUG].replace("_", "-")
    stem = "-".join(part for part in plain.split("-") if part) or str(of._meta.model_name)
    named = of._default_manager.filter(slug__startswith=stem).values_list("slug", flat=True)
    taken = TAKEN | set(named)
    number = 1
    while (slug := stem if number == 1 else f"{stem}-{number}") in taken:
        number += 1
    return slug


def as_open_as(practice: Practice, record: PracticeRecord) -> PracticeRecord:
    """Return a record that the same people read as read the practice now."""
    circle = practice.circle.slug if practice.circle else None
    return record.model_copy(
        update={"visibility": Disclosure(practice.visibility), "circle": circle}
    )


def record_or_faults(values: Mapping[str, Any]) -> PracticeRecord:
    """Return what was written as a record.

    Raises
    ------
    RecordFaulty
        It is none yet; the error says where and why.
    """
    return _whole(check_practice(values))


def document_or_faults(values: Mapping[str, Any]) -> DocumentRecord:
    """Return what was written as the record of a document.

    Raises
    ------
    RecordFaulty
        It is none yet; the error says where and why.
    """
    return _whole(check_document(values))


def none_rejected(rejected: Sequence[Rejection]) -> None:
    """Go on where the loader took all of it.

    Raises
    ------
    RecordFaulty
        It did not; the error says where and why.
    """
    if rejected:
        faults = [Fault(one.field, one.reason) for one in rejected]
        raise RecordFaulty(faults[0].message, faults=faults)


def _whole(checked: Whole | tuple[Fault, ...]) -> Whole:
    """Return a checked record.

    Raises
    ------
    RecordFaulty
        It has faults.
    """
    if isinstance(checked, tuple):
        raise RecordFaulty(_("Some of it must be mended first."), faults=checked)
    return checked
