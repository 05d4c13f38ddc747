"""What people write about a document, and the photo of themselves."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from decapolis.cities.bridge import find_city
from decapolis.cities.models import City
from decapolis.files.queries import too_large
from decapolis.kernel.errors import DomainError
from decapolis.kernel.permissions import Visibility
from decapolis.library.choices import DocumentKind, Theme
from decapolis.library.models import Document
from decapolis.library.queries.document_record import check_document, mark_of
from decapolis.library.validators import DocumentRecord, plain_values
from decapolis.pages.people.forms import language_choices

ACCEPTED = ".pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.png,.jpg,.jpeg,.webp"
PICTURES = "image/png,image/jpeg,image/webp"
ADDRESS = re.compile(r"https?://[^\s<>\"]+")
SEPARATORS = " \t,;|\u2013\u2014-"
MOST_SOURCES = 60
NEW = "new"  # stands for the address of a document that has none yet


def own_address(slug: str) -> str:
    """Return the address of a document's page here, for documents that are nowhere else."""
    return f"{settings.PUBLIC_URL}/documents/{slug}"


class DocumentForm(forms.Form):
    """A document; the file stands last, so that all else is kept when it is too large."""

    title = forms.CharField(
        label=_("Title"), max_length=300, error_messages={"required": _("Write its title.")}
    )
    kind = forms.ChoiceField(
        label=_("Sort of document"),
        choices=[("", _("Choose")), *DocumentKind.choices],
        error_messages={"required": _("Choose what sort of document it is.")},
    )
    publisher = forms.CharField(label=_("Who published it"), max_length=200, required=False)
    city = forms.CharField(label=_("City"), max_length=120, required=False)
    year = forms.CharField(
        label=_("Year"),
        max_length=4,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=language_choices, initial="en")
    themes = forms.MultipleChoiceField(
        label=_("Themes"),
        choices=Theme.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    summary = forms.CharField(
        label=_("What it says, in a few sentences"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write what it says; a sentence is enough.")},
    )
    url = forms.CharField(
        label=_("Web address"),
        max_length=1000,
        required=False,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text=_("Where it can be read; of a video, where it can be watched."),
    )
    sources = forms.CharField(
        label=_("Sources"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_("One a line: its title, then its web address. Empty: the document itself."),
    )
    visibility = forms.ChoiceField(
        label=_("Who may read it"), choices=Visibility.choices, initial=Visibility.PUBLIC
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    drops_file = forms.BooleanField(label=_("Take this file away"), required=False)
    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        max_length=1000,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 -- as Django's
        document: Document | None = None,
        is_staff: bool = False,
        was_too_large: bool = False,
        **kwargs: Any,  # noqa: ANN401 -- as Django's
    ) -> None:
        super().__init__(*args, **kwargs)
        self.document = document
        self.was_too_large = was_too_large
        self.found: City | None = None
        self.record: DocumentRecord | None = None
        language = document.language if document else ""
        choices = dict(language_choices())
        if language and language not in choices:
            self.fields["language"].choices = [(language, language), *choices.items()]  # type: ignore[attr-defined]
        if not is_staff:
            open_to = [one for one in Visibility.choices if one[0] != Visibility.STAFF]
            self.fields["visibility"].choices = open_to  # type: ignore[attr-defined]

    @classmethod
    def of(cls, document: Document, *, is_staff: bool) -> "DocumentForm":
        """Return the form as it is for a document that is there."""
        is_own = document.url == own_address(document.slug)
        initial = {
            name: getattr(document, name)
            for name in ("title", "kind", "publisher", "year", "language", "themes", "summary")
        }
        initial |= {
            "city": document.city.label if document.city else document.city_name,
            "url": "" if is_own else document.url,
            "sources": "\n".join(
                f"{source['title']} {source['url']}"
                for source in document.sources
                if not (is_own and source["url"] == document.url)
            ),
            "visibility": document.visibility,
            "seen": mark_of(document),
        }
        return cls(initial=initial, document=document, is_staff=is_staff)

    def clean(self) -> dict[str, Any]:
        """Find the city, and see whether it is a whole record."""
        held: dict[str, Any] = plain_values(
            {k: v for k, v in self.cleaned_data.items() if k != "file"}
        )
        held["file"] = self.cleaned_data.get("file")
        if self.was_too_large:
            self.add_error("file", too_large())
        if held.get("city"):
            self._find(held["city"])
        if self.errors:
            return held
        checked = check_document(self._values(held))
        if isinstance(checked, DocumentRecord):
            self.record = checked
        else:
            for fault in checked:
                name = fault.field.partition(".")[0]
                self.add_error(name if name in self.fields else None, fault.message)
        return held

    def _find(self, name: str) -> None:
        before = self.document
        if before and not before.city and name == before.city_name:
            return  # a place that the gazetteer does not know stays as it is written
        try:
            self.found = find_city(name)
        except DomainError as error:
            self.add_error("city", error.message)

    def _values(self, held: Mapping[str, Any]) -> dict[str, Any]:
        """Return what was written in the shape of a record."""
        before = self.document
        slug = before.slug if before else NEW
        city = self.found
        same = ("title", "kind", "language", "themes", "summary", "visibility")
        url = held["url"].strip() or self._own_url(held, slug)
        known = before.city_name if before and held["city"] else None
        country = before.country_id if before else None
        return {
            **{name: held[name] for name in same},
            "slug": slug,
            "publisher": held["publisher"] or None,
            "year": held["year"] or None,
            "city": city.name if city else known,
            "country": city.country_id if city else country,
            "url": url,
            "sources": self._sources(held, url),
        }

    def _own_url(self, held: Mapping[str, Any], slug: str) -> str:
        had = bool(self.document and self.document.file_id and not held["drops_file"])
        is_video = held["kind"] == DocumentKind.VIDEO
        if is_video:
            self.add_error("url", gettext("Write the address of the video."))
        elif not (held["file"] or had):
            words = gettext("Choose a file below, or write the address where it can be read.")
            self.add_error("url", words)
        return own_address(slug)

    def _sources(self, held: Mapping[str, Any], url: str) -> list[dict[str, Any]]:
        """Return the sources; publisher and year of those that were there before stay."""
        before = self.document.sources if self.document else []
        known = {one["url"]: one for one in before}
        found: list[dict[str, Any]] = []
        for number, line in enumerate(_lines(held["sources"]), start=1):
            address = ADDRESS.search(line)
            if address is None:
                words = gettext("Line {n} holds no web address, such as https://city.example/plan.")
                self.add_error("sources", words.format(n=number))
                continue
            title = line.replace(address[0], " ").strip(SEPARATORS)
            kept = known.get(address[0], {})
            found.append({**kept, "url": address[0], "title": title or address[0]})
        own = {
            "url": url,
            "title": held["title"],
            "publisher": held["publisher"] or None,
            "year": held["year"] or None,
        }
        return found or [own]


def _lines(text: str) -> Iterable[str]:
    return [line.strip() for line in text.splitlines() if line.strip()][:MOST_SOURCES]


class PhotoForm(forms.Form):
    """A photo of oneself."""

    photo = forms.FileField(
        label=_("A photo of you"),
        allow_empty_file=True,
        max_length=1000,
        widget=forms.FileInput(attrs={"accept": PICTURES}),
        help_text=_("PNG, JPEG or WebP. Its middle is cut out square; place and time in it go."),
        error_messages={"required": _("Choose a picture.")},
    )
