"""The numbered sources of one brief: each is listed once, in the order in which it is first cited."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from decapolis.indicators.queries import Figure
from decapolis.initiatives.queries import BriefSource, Said
from decapolis.kernel.money import ATTRIBUTION
from decapolis.kernel.sources import Sourced, SourceRef

LIBRARY = "library"
METHOD = "method"


class SourceBook:
    """Gives every source its number. A record's sources are numbered one after the other."""

    def __init__(self, *, library: str) -> None:
        """Begin a list; ``library`` tells what the library held on the day."""
        self._library = library
        self._numbers: dict[str, int] = {}
        self._listed: list[BriefSource] = []

    @property
    def listed(self) -> tuple[BriefSource, ...]:
        """The sources so far, by number."""
        return tuple(self._listed)

    def refs(self, sources: Iterable[SourceRef]) -> tuple[int, ...]:
        """Return the numbers of a record's sources."""
        return _ordered(
            self._number(
                source.url or source.title.casefold(),
                source.title,
                source.publisher,
                str(source.year) if source.year else _("undated"),
                source.url,
            )
            for source in sources
        )

    def figures(self, figures: Iterable[Figure]) -> tuple[int, ...]:
        """Return the numbers of the sources of figures; one for each publication."""
        return _ordered(
            self._number(figure.attribution, _credit(figure), "", "", figure.url)
            for figure in figures
        )

    def words(self, title: str, url: str) -> int:
        """Return the number of a source that is known by its credit line."""
        return self._number(title, title, "", "", url)

    def library(self) -> int:
        """Return the number of the library itself, which counts of its records go back to."""
        return self._number(LIBRARY, self._library, "", "", "")

    def method(self) -> int:
        """Return the number of the method by which cities are compared."""
        title = _("Decapolis, How cities are compared: a weighted distance on the figures known")
        return self._number(METHOD, title, "", "", "")

    def money(self) -> int:
        """Return the number of the tables by which amounts are converted."""
        return self._number(ATTRIBUTION, ATTRIBUTION, "", "", "")

    def said(self, sentence: Sourced, record: Iterable[SourceRef]) -> Said:
        """Return a record's sentence; one without a source of its own has those of the record."""
        cited = [sentence.source] if sentence.source else record
        return Said(full_stop(sentence.text), self.refs(cited))

    def _number(self, key: str, title: str, publisher: str, year: str, url: str) -> int:
        known = self._numbers.get(key)
        if known:
            return known
        number = self._numbers[key] = len(self._listed) + 1
        self._listed.append(BriefSource(number, title, publisher, year, url))
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
