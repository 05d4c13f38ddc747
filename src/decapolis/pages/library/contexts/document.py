"""The page of a document."""

from dataclasses import dataclass
from typing import ClassVar

from babel import Locale
from django.conf import settings
from django.utils.translation import gettext as _

from decapolis.files.queries import FileFacts
from decapolis.kernel import numbers
from decapolis.library.queries.document import DocumentFacts, DocumentRow
from decapolis.library.queries.rows import PracticeRow
from decapolis.pages.components import Crumb, Source, Topic
from decapolis.pages.library.contexts.links import (
    city_url,
    crumbs_to,
    record_url,
    source_list,
    theme_topics,
)


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A record in a list of a page: what it is, its name, one sentence."""

    key: str
    title: str
    url: str
    line: str
    has_failed: bool = False
    lang: str = ""  # language of the title, where it is not the reader's


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """What the page of a document shows."""

    template: ClassVar[str] = "library/document.html"
    row: DocumentRow
    place: str
    place_url: str
    language: str
    is_foreign: bool  # in another language than the reader's
    lang: str  # of the title, where it is foreign
    themes: tuple[Topic, ...]
    practices_title: str
    practices: tuple[RecordLine, ...]
    related: tuple[RecordLine, ...]
    sources: tuple[Source, ...]
    file: FileFacts | None  # the document itself
    is_elsewhere: bool  # it can be read at another address
    edit_url: str  # empty: not theirs to correct
    crumbs: tuple[Crumb, ...]


def document_page(facts: DocumentFacts, *, may_correct: bool = False) -> DocumentPage:
    """Return the page of a document."""
    row = facts.row
    here = row.place.city_id is not None and any(
        practice.place.city_id == row.place.city_id for practice in facts.practices
    )
    return DocumentPage(
        row=row,
        place=row.place.label,
        place_url=city_url(row.place),
        language=language_name(row.language),
        is_foreign=bool(foreign(row.language)),
        lang=foreign(row.language),
        themes=theme_topics(row.themes, kind="document"),
        practices_title=_("Practices of {city} and on its themes").format(city=row.place.city)
        if here
        else _("Practices on its theme"),
        practices=tuple(map(practice_line, facts.practices)),
        related=tuple(map(document_line, facts.related)),
        sources=source_list(row.sources),
        file=facts.file,
        is_elsewhere=row.url != f"{settings.PUBLIC_URL}/documents/{row.slug}",
        edit_url=f"/documents/{row.slug}/edit" if may_correct else "",
        crumbs=crumbs_to("document", theme=row.themes[0] if row.themes else ""),
    )


def foreign(code: str) -> str:
    """Return a language code as HTML writes it; empty where it is the reader's language."""
    return "" if code[:2].lower() == numbers.locale().language else code.replace("_", "-")


def language_name(code: str) -> str:
    """Return a language in words; the code where Babel does not know it.

    Examples
    --------
    >>> language_name("es"), language_name("xx-none")
    ('Spanish', 'xx-none')
    """
    first = code.replace("-", "_").split("_", maxsplit=1)[0]
    return str(numbers.locale().languages.get(first, code))


def practice_line(row: PracticeRow) -> RecordLine:
    """Return a practice in a list: its city, its title, what came of it."""
    sentence = (row.setback or row.result) if row.has_failed else (row.result or row.setback)
    return RecordLine(
        key=row.place.city or row.place.country,
        title=row.title,
        url=record_url("practice", row.slug),
        line=ended(sentence.text) if sentence else "",
        has_failed=row.has_failed,
    )


def ended(sentence: str) -> str:
    """Return a sentence of a record with a full stop at its end."""
    return sentence if sentence.endswith((".", "!", "?", "…", ")")) else f"{sentence}."


def document_line(row: DocumentRow) -> RecordLine:
    """Return a document in a list: its kind, its title, who published it and when."""
    said = (row.publisher, str(row.year) if row.year else "", _not_english(row))
    return RecordLine(
        key=row.kind_label,
        title=row.title,
        url=record_url("document", row.slug),
        line=", ".join(part for part in said if part) + ".",
        lang=foreign(row.language),
    )


def _not_english(row: DocumentRow) -> str:
    if row.language[:2].lower() == Locale("en").language:
        return ""
    return _("in {language}").format(language=language_name(row.language))
