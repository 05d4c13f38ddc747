"""What is asked of search and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

SORTS = ("relevance", "title", "newest", "cheapest", "evidence", "nearest")


@dataclass(frozen=True, slots=True)
class Filters:
    """What an answer must be; an empty field asks nothing.

    Attributes
    ----------
    sizes
        Classes of the city's population: small, medium, large, very-large.
    cost_low, cost_high
        Constant international dollars; records of unknown cost are left out by either.
    evidence
        Its own results are known at least so well. A reviewer's level does not filter, so that
        what nobody has reviewed is found as well.
    statuses
        Of practices: planned, pilot, operating, scaled, ended, cancelled; ``failed`` stands for
        those that were cancelled or went badly.
    since, until
        Years in which it began.
    """

    kinds: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    cities: tuple[int, ...] = ()
    sizes: tuple[str, ...] = ()
    cost_low: float | None = None
    cost_high: float | None = None
    evidence: int | None = None
    statuses: tuple[str, ...] = ()
    subkinds: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """How to answer: which page, in what order, near which cities.

    Attributes
    ----------
    without
        Keys of understood items that the reader took away.
    near
        Closeness of cities to the reader's, from 0 to 1, by GeoNames id.
    sort
        One of `SORTS`; ``evidence``: the reviewed first, by their level, then by own results.
    mend
        Whether typing errors may be mended.
    explained
        Which of the hits are told why they were found, by their place; None: all.
    """

    filters: Filters = field(default_factory=Filters)
    without: tuple[str, ...] = ()
    near: Mapping[int, float] | None = None
    sort: str = "relevance"
    limit: int = 20
    offset: int = 0
    mend: bool = True
    explained: range | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """One thing understood of a question, for the reader to see and to take away."""

    kind: str
    words: str
    says: str
    key: str
    mode: str
    values: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer and why it was found.

    Attributes
    ----------
    score
        The best answer's share, from 0 to 1.
    signs
        What speaks for it, each independent of the others: ``words`` of the question that it has,
        ``subject:...`` that it is about, ``meaning`` close to its text or to how people ask for it,
        and the keys of what was said that it agrees with. Empty where it is only the nearest, or
        was not told why it was found.
    """

    kind: str
    slug: str
    title: str
    city: str
    country: str
    score: float
    reasons: tuple[str, ...] = ()
    signs: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        """Kind and slug: ``practice:medellin-cable-cars``."""
        return f"{self.kind}:{self.slug}"


@dataclass(frozen=True, slots=True)
class Count:
    """How many answers have a value; those of the other filters alone are counted."""

    value: str
    count: int
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a question.

    Attributes
    ----------
    question
        As it was typed.
    corrected
        The question with its typing errors mended; empty where there were none.
    said
        What was understood of it.
    total
        How many answers there are, of which ``hits`` is one page.
    facets
        Counts by kind, theme, country, size, status, evidence and subkind.
    notices
        What the reader must know, such as that only words were matched.
    """

    question: str
    corrected: str
    said: tuple[Said, ...]
    hits: tuple[Hit, ...]
    total: int
    facets: dict[str, tuple[Count, ...]]
    notices: tuple[str, ...] = ()
