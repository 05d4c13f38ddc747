"""Read what an organisation took part in, and what it published."""

from dataclasses import dataclass

from django.db.models import F
from django.utils.translation import gettext as _

from decapolis.kernel.errors import NotFound
from decapolis.kernel.permissions import Reader
from decapolis.library.models import Partner
from decapolis.library.queries.document import DocumentRow, document_rows
from decapolis.library.queries.document import visible as visible_documents
from decapolis.library.queries.rows import PracticeRow, practice_rows
from decapolis.library.queries.rows import visible as visible_practices
from decapolis.organisations.queries import visible

MOST_DOCUMENTS = 40


@dataclass(frozen=True, slots=True)
class TookPart:
    """A practice in which an organisation took part."""

    practice: PracticeRow
    has_led: bool


@dataclass(frozen=True, slots=True)
class OrganisationWorks:
    """What the library holds of an organisation beside its own record."""

    practices: tuple[TookPart, ...]  # those that it led first
    documents: tuple[DocumentRow, ...]  # whose publisher bears its name


def organisation_works(slug: str, *, reader: Reader | None) -> OrganisationWorks:
    """Return the practices and documents of one organisation, in a constant number of queries.

    Raises
    ------
    NotFound
        There is none of that slug, or it may not be seen.
    """
    organisation = visible(reader).filter(slug=slug).first()
    if organisation is None:
        raise NotFound(_("There is no organisation {slug!r}.").format(slug=slug[:120]))
    parts = (
        Partner.objects.filter(organisation=organisation)
        .filter(practice__in=visible_practices(reader).order_by().values("pk"))
        .order_by("-is_lead", "practice__title")
    )
    led: dict[str, bool] = {}
    for practice, is_lead in parts.values_list("practice__slug", "is_lead"):
        led.setdefault(practice, is_lead)
    rows = practice_rows(list(led), reader=reader)
    published = visible_documents(reader).filter(publisher__iexact=organisation.name)
    return OrganisationWorks(
        practices=tuple(TookPart(row, led[row.slug]) for row in rows),
        documents=document_rows(
            published.order_by(F("year").desc(nulls_last=True), "title")[:MOST_DOCUMENTS],
            reader=reader,
        ),
    )
