"""Read documents: one with its neighbours, and lists."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from decapolis.files.queries import FileFacts, file_facts
from decapolis.kernel.errors import NotFound
from decapolis.kernel.permissions import Reader
from decapolis.kernel.sources import SourceRef, numbered
from decapolis.library.choices import DocumentKind
from decapolis.library.models import Document
from decapolis.library.queries.related import having_theme
from decapolis.library.queries.rows import PracticeRow, practice_rows
from decapolis.library.queries.rows import visible as visible_practices
from decapolis.organisations.queries import PlaceFacts, place_of

MOST_CANDIDATES = 200  # the newest, so that the cost does not grow with the library
SHOWN = 6
SHORTEST, STEM = 4, 6  # letters of a word that counts, and of it that are compared


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document in a list."""

    slug: str
    title: str
    kind: str
    kind_label: str
    publisher: str
    place: PlaceFacts  # of the city or country that it is about or comes from; may be empty
    year: int | None
    url: str
    language: str
    themes: tuple[str, ...]
    summary: str
    sources: tuple[SourceRef, ...]


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What the page of a document shows."""

    row: DocumentRow
    practices: tuple[PracticeRow, ...]  # of its city first, then of its themes
    related: tuple[DocumentRow, ...]  # that share most themes
    file: FileFacts | None  # the document itself, where it was handed in
    held: Document  # to ask who may correct it


def visible(reader: Reader | None) -> QuerySet[Document]:
    """Return the documents that a reader may see."""
    found: QuerySet[Document] = Document.objects.visible_to(reader)
    return found


def document_facts(slug: str, *, reader: Reader | None) -> DocumentFacts:
    """Return one document with what stands near it, in a constant number of queries.

    Raises
    ------
    NotFound
        There is none of that slug, or it may not be seen.
    """
    document = visible(reader).filter(slug=slug).select_related("city", "country").first()
    if document is None:
        raise NotFound(_("There is no document {slug!r}.").format(slug=slug[:120]))
    return DocumentFacts(
        row=_row(document),
        practices=practice_rows(_practices_near(document, reader), reader=reader),
        related=documents_about(document.themes, reader=reader, leave_out=document.pk),
        file=file_facts(document.file_id, reader=reader),
        held=document,
    )


def document_rows(
    which: Sequence[str] | QuerySet[Document], *, reader: Reader | None
) -> tuple[DocumentRow, ...]:
    """Return rows of documents in the given order, without those not to be seen.

    One query, however many; two for a queryset.

    Parameters
    ----------
    which
        Slugs, or a queryset (a slice of one will do).
    """
    slugs = which.values_list("slug", flat=True) if isinstance(which, QuerySet) else which
    order = list(dict.fromkeys(slugs))
    documents = visible(reader).filter(slug__in=order).select_related("city", "country")
    found = {document.slug: _row(document) for document in documents}
    return tuple(found[slug] for slug in order if slug in found)


def documents_about(
    themes: Iterable[str], *, reader: Reader | None, words: str = "", leave_out: int = 0
) -> tuple[DocumentRow, ...]:
    """Return up to six documents that share most of these themes, newest first; two queries.

    Candidates are read without what only the six are shown with.

    Parameters
    ----------
    words
        What they should speak of: only documents whose title or summary has one of these words are
        returned, those with most of them first.
    leave_out
        Key of a document not to be listed.
    """
    wanted = set(themes)
    if not wanted:
        return ()
    about = Q()
    for theme in sorted(wanted):
        about |= Q(theme_words__contains=f'"{theme}"')
    candidates = (
        visible(reader)
        .annotate(theme_words=Cast("themes", TextField()))
        .filter(about)
        .exclude(pk=leave_out)
        .order_by("-pk")
        .values_list("slug", "title", "summary", "theme_words", "year")[:MOST_CANDIDATES]
    )
    stems = [word[:STEM] for word in words.casefold().split() if len(word) >= SHORTEST]
    ranked = []
    for slug, title, summary, listed, year in candidates:
        text = f"{title} {summary}".casefold()
        spoken = sum(stem in text for stem in stems)
        shared = sum(f'"{theme}"' in listed for theme in wanted)
        if spoken or not stems:
            ranked.append((-spoken, -shared, -(year or 0), title, slug))
    return document_rows([one[-1] for one in sorted(ranked)[:SHOWN]], reader=reader)


def _practices_near(document: Document, reader: Reader | None) -> list[str]:
    """Return slugs of practices of the same city, else those best known of the first theme."""
    practices = visible_practices(reader).order_by("-evidence", "-pk")
    near: list[str] = []
    if document.city_id:
        near += practices.filter(city=document.city_id).values_list("slug", flat=True)[:SHOWN]
    if document.themes and len(near) < SHOWN:
        alike = having_theme(practices, document.themes[0]).exclude(slug__in=near)
        near += alike.values_list("slug", flat=True)[: SHOWN - len(near)]
    return near


def _row(document: Document) -> DocumentRow:
    return DocumentRow(
        slug=document.slug,
        title=document.title,
        kind=document.kind,
        kind_label=str(DocumentKind(document.kind).label),
        publisher=document.publisher,
        place=place_of(document),
        year=document.year,
        url=document.url,
        language=document.language,
        themes=tuple(document.themes),
        summary=document.summary,
        sources=numbered(document.sources),
    )
