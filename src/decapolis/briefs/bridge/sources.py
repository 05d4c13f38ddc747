"""The numbered sources of one brief: each is listed once, in the order of its first mention."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from decapolis.briefs.queries import BriefSource, Said
from decapolis.indicators.queries import Figure
from decapolis.kernel import numbers
from decapolis.kernel.money import ATTRIBUTION, reference_year
from decapolis.kernel.sources import Sourced, SourceRef
from decapolis.library.queries.residents import Residents

WORLD_BANK = "https://data.worldbank.org/indicator/PA.NUS.PPP"


@dataclass(slots=True)
class _Entry:
    """A source on its way into the list; ``years`` gathers those of the figures read there."""

    title: str
    publisher: str
    url: str
    is_data: bool = False  # a source of figures: its years are those of the figures
    years: set[str] = field(default_factory=set)

    def told(self, number: int) -> BriefSource:
        """Return the entry as it is printed."""
        year = ", ".join(sorted(self.years)) or _("undated")
        if self.is_data and self.years:
            year = _("figures of {years}").format(years=year)
        return BriefSource(number, self.title, self.publisher, year, self.url)


class SourceBook:
    """Gives every source its number. A record's sources are numbered one after the other."""

    def __init__(self, *, held: int, today: date) -> None:
        """Begin a list; ``held`` is how many practices the reader may see on the day."""
        self._held = held
        self.today = today
        self._today = numbers.day(today)
        self._numbers: dict[str, int] = {}
        self._entries: list[_Entry] = []

    @property
    def listed(self) -> tuple[BriefSource, ...]:
        """The sources so far, by number."""
        return tuple(entry.told(place) for place, entry in enumerate(self._entries, start=1))

    def refs(self, sources: Iterable[SourceRef]) -> tuple[int, ...]:
        """Return the numbers of a record's sources."""
        return _ordered(
            self._number(
                source.url or source.title.casefold(),
                _Entry(source.title, source.publisher, source.url),
                str(source.year or ""),
            )
            for source in sources
        )

    def figures(self, figures: Iterable[Figure]) -> tuple[int, ...]:
        """Return the numbers of the sources of figures; one for each publication."""
        return _ordered(
            self._number(
                figure.attribution,
                _Entry(_credit(figure), "", figure.url, is_data=True),
                figure.period,
            )
            for figure in figures
        )

    def residents(self, count: Residents) -> int:
        """Return the number of the source of a count of residents."""
        entry = _Entry(count.source, "", count.url, is_data=True)
        return self._number(count.source, entry, str(count.year or ""))

    def library(self) -> int:
        """Return the number of the library itself, which counts of its records go back to."""
        title = _("The Decapolis library: {n} practices open to this reader")
        entry = _Entry(title.format(n=numbers.number(self._held)), "", "")
        return self._number("library", entry, self._today)

    def method(self) -> int:
        """Return the number of the method by which cities are compared."""
        title = _("Decapolis, How cities are compared: a weighted distance on the figures known")
        return self._number("method", _Entry(title, "", ""), self._today)

    def money(self) -> int:
        """Return the number of the tables by which amounts are converted."""
        until = _("to {year}").format(year=reference_year())
        return self._number(ATTRIBUTION, _Entry(ATTRIBUTION, "", WORLD_BANK), until)

    def said(self, sentence: Sourced, record: Iterable[SourceRef]) -> Said:
        """Return a record's sentence; one without a source of its own has those of the record."""
        cited = [sentence.source] if sentence.source else record
        return Said(full_stop(sentence.text), self.refs(cited))

    def _number(self, key: str, entry: _Entry, year: str) -> int:
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._entries) + 1
            self._entries.append(entry)
        if year:
            self._entries[number - 1].years.add(year)
        return number


def _credit(figure: Figure) -> str:
    """Return the words that credit a figure's source, with its title where they leave it out."""
    name = figure.source.partition(",")[0]
    told = name.casefold() in figure.attribution.casefold()
    return figure.attribution if told else f"{figure.source}. {figure.attribution}"


def _ordered(numbers: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(set(numbers)))


def together(*cited: Iterable[int]) -> tuple[int, ...]:
    """Return the numbers of several sentences, each once, ascending.

    Examples
    --------
    >>> together((3, 4), (1, 3))
    (1, 3, 4)
    """
    return _ordered(number for numbers in cited for number in numbers)


def full_stop(text: str) -> str:
    """End a sentence of a record as a sentence ends.

    Examples
    --------
    >>> full_stop("Energy use fell 40%"), full_stop("Is it so?")
    ('Energy use fell 40%.', 'Is it so?')
    """
    text = text.strip()
    return text if not text or text[-1] in ".!?…)。" else f"{text}."
