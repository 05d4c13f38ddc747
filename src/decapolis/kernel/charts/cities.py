"""Charts that set cities side by side: two cities, a city among its peers, how close one is."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from django.utils.translation import gettext, ngettext

from decapolis.kernel import numbers
from decapolis.kernel.charts.canvas import Across, Canvas, Pen, Table, paint, span

ALIKE = 10  # percentile points
APART = 35
TOUCHING = 1.5
FEW = 3  # fewer peers have no middle half
STRIP = 22
ROW = 26
TALL = 42  # a row of the table that the page makes of it
MOST_NAMED = 3
NAMES = frozenset(
    {
        *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
        *(
            "October",
            "November",
            "December",
            "Asian",
            "Black",
            "Hispanic",
            "White",
            "Gini",
            "Internet",
        ),
    }
)


@dataclass(frozen=True, slots=True)
class DotRow:
    """One figure of two cities: places are percentiles 0-100, ``None`` where it is unknown.

    ``note`` is a small word under the label, such as the years; ``cites`` are numbers of sources.
    """

    label: str
    mine: float | None
    theirs: float | None
    my_value: str
    their_value: str
    note: str = ""
    cites: tuple[int, ...] = ()

    @property
    def gap(self) -> float | None:
        """Percentile points between the two."""
        return None if self.mine is None or self.theirs is None else abs(self.mine - self.theirs)

    @property
    def gap_text(self) -> str:
        """The gap as a whole number, or the word for unknown."""
        return numbers.number(None if self.gap is None else round(self.gap))

    def sentence(self) -> str:
        """Say both values."""
        return f"{self.label}: {self.my_value}; {self.their_value}."

    def table(self) -> Table:
        """Lay out the one row."""
        return Table((), ((self.label, self.my_value, self.their_value, self.gap_text),))


@dataclass(frozen=True, slots=True)
class DotPlot:
    """Two cities on many figures, closest first; ``among`` names the cities that places count."""

    mine: str
    theirs: str
    rows: tuple[DotRow, ...]
    among: str = ""

    @property
    def ordered(self) -> list[DotRow]:
        """The rows, smallest gap first, those with something unknown last."""
        return sorted(self.rows, key=lambda row: (row.gap is None, row.gap or 0))

    def sentence(self) -> str:
        """Say where the two are close, where far, and what is unknown."""
        known = [row for row in self.ordered if row.gap is not None]
        near = [_inside(row.label) for row in known if (row.gap or 0) <= ALIKE][:MOST_NAMED]
        far = [_inside(row.label) for row in reversed(known) if (row.gap or 0) >= APART][
            :MOST_NAMED
        ]
        parts = []
        if near:
            parts.append(gettext("close on %s") % numbers.listing(near))
        if far:
            parts.append(gettext("far apart on %s") % numbers.listing(far))
        if not known:
            text = gettext("Nothing is known of both %(mine)s and %(theirs)s.")
        elif parts:
            text = gettext("%(mine)s and %(theirs)s are %(how)s.")
        else:
            text = gettext("%(mine)s and %(theirs)s are neither close nor far apart on any figure.")
        text %= {"mine": self.mine, "theirs": self.theirs, "how": "; ".join(parts)}
        missing = len(self.rows) - len(known)
        if known and missing:
            text += (
                " "
                + ngettext(
                    "%d figure is unknown for one of them.",
                    "%d figures are unknown for one of them.",
                    missing,
                )
                % missing
            )
        return text

    def table(self) -> Table:
        """Lay out both cities' values and the gap."""
        heads = (gettext("Figure"), self.mine, self.theirs, gettext("Gap"))
        rows = tuple((r.label, r.my_value, r.their_value, r.gap_text) for r in self.ordered)
        return Table(heads, rows, frozenset({1, 2, 3}))


@dataclass(frozen=True, slots=True)
class PeerStrip:
    """One figure of a city among its peers, all in ``unit``; unknown peers are left out.

    ``note`` is a small word under the label, such as the year; ``cites`` are numbers of sources;
    ``url`` leads to what the figure means.
    """

    label: str
    unit: str
    mine: float | None
    peers: tuple[float, ...]
    city: str = ""
    note: str = ""
    cites: tuple[int, ...] = ()
    url: str = ""

    @property
    def middle(self) -> float | None:
        """The peers' median."""
        return median(self.peers) if self.peers else None

    @property
    def half(self) -> tuple[float, float] | None:
        """The middle half of the peers (quartiles by linear interpolation)."""
        if len(self.peers) < FEW:
            return None
        low, _middle, high = quantiles(self.peers, n=4, method="inclusive")
        return low, high

    @property
    def my_text(self) -> str:
        """The city's value with its unit."""
        return numbers.quantity(self.mine, self.unit)

    @property
    def middle_text(self) -> str:
        """The median with its unit."""
        return numbers.quantity(self.middle, self.unit)

    @property
    def range_text(self) -> str:
        """The peers' lowest and highest value."""
        if not self.peers:
            return numbers.unknown()
        low, high = (numbers.quantity(edge(self.peers), self.unit) for edge in (min, max))
        if low == high:
            return low
        return gettext("%(low)s to %(high)s") % {"low": _without_unit(low, high), "high": high}

    def sentence(self) -> str:
        """Say where the city lies among its peers."""
        words = {
            "label": self.label,
            "value": self.my_text,
            "city": self.city,
            "n": len(self.peers),
        }
        if self.mine is None:
            return gettext("%(label)s: unknown for %(city)s.") % words
        if not self.peers:
            return gettext("%(label)s: %(value)s; no peer has reported it.") % words
        words["where"] = self._where(self.mine)
        return gettext("%(label)s: %(value)s, %(where)s of %(n)d peers.") % words

    def _where(self, mine: float) -> str:
        half = self.half
        if mine > max(self.peers):
            return gettext("above all")
        if mine < min(self.peers):
            return gettext("below all")
        if half is None:
            return gettext("within the range")
        if mine > half[1]:
            return gettext("above the middle half")
        return gettext("below the middle half") if mine < half[0] else gettext("in the middle half")

    def table(self) -> Table:
        """Lay out the one row."""
        return Table((), ((self.label, self.my_text, self.middle_text, self.range_text),))


@dataclass(frozen=True, slots=True)
class PeerPlot:
    """A city among its peers on several figures."""

    city: str
    strips: tuple[PeerStrip, ...]

    def sentence(self) -> str:
        """Say on what the city stands out, and what is unknown."""
        known = [s for s in self.strips if s.mine is not None and s.half is not None]
        high = [
            _inside(s.label) for s in known if s.half and s.mine is not None and s.mine > s.half[1]
        ]
        low = [
            _inside(s.label) for s in known if s.half and s.mine is not None and s.mine < s.half[0]
        ]
        parts = []
        if high:
            parts.append(
                gettext("above the middle half of its peers on %s") % numbers.listing(high)
            )
        if low:
            parts.append(
                gettext("below it on %s") % numbers.listing(low)
                if high
                else gettext("below the middle half of its peers on %s") % numbers.listing(low)
            )
        if not known:
            return gettext("Too little is known to set %s beside its peers.") % self.city
        if not parts:
            return (
                gettext("%s lies in the middle half of its peers on every figure known.")
                % self.city
            )
        return gettext("%(city)s is %(how)s.") % {"city": self.city, "how": "; ".join(parts)}

    def table(self) -> Table:
        """Lay out city, median and range."""
        heads = (gettext("Figure"), self.city, gettext("Peer median"), gettext("Peer range"))
        rows = tuple((s.label, s.my_text, s.middle_text, s.range_text) for s in self.strips)
        return Table(heads, rows, frozenset({1, 2, 3}))


@dataclass(frozen=True, slots=True)
class Closeness:
    """How close another city is: ``rank`` of ``of``; ``distance`` on a scale up to ``furthest``."""

    city: str
    rank: int | None
    of: int
    distance: float | None
    furthest: float = 1.0

    @property
    def text(self) -> str:
        """The rank in words, or why there is none."""
        if self.rank is None:
            return gettext("Too few shared figures to say")
        return gettext("%(rank)s of %(of)s") % {
            "rank": numbers.ordinal(self.rank),
            "of": numbers.number(self.of),
        }

    def sentence(self) -> str:
        """Say how close it is."""
        if self.rank is None:
            return gettext("Too few figures are shared with %s to say how close it is.") % self.city
        return gettext("%(rank)s closest to %(city)s among %(of)s cities.") % {
            "rank": numbers.ordinal(self.rank),
            "city": self.city,
            "of": numbers.number(self.of),
        }

    def table(self) -> Table:
        """Lay out the rank."""
        return Table((gettext("Closeness"),), ((self.text,),))


def _without_unit(low: str, high: str) -> str:
    """Return the lower value without the words of its unit, where the higher one repeats them.

    Examples
    --------
    >>> _without_unit("$836 per month", "$1,269 per month"), _without_unit("21%", "30%")
    ('$836', '21%')
    """
    number, *unit = low.replace("\N{NO-BREAK SPACE}", " ").split(" ", maxsplit=1)
    ending = f" {unit[0]}" if unit else ""
    return number if ending and high.replace("\N{NO-BREAK SPACE}", " ").endswith(ending) else low


def _inside(label: str) -> str:
    """Return a label as it stands inside a sentence: begun small, unless it is a name."""
    first = label.split(" ", 1)[0].strip(",")
    is_name = first in NAMES or any(letter.isupper() or letter.isdigit() for letter in first[1:])
    return label if is_name else label[:1].lower() + label[1:]


@paint.register
def dot_row(chart: DotRow, pen: Pen) -> str:
    """Draw one figure of two cities: my dot, their ring, the gap between."""
    high = TALL if pen.medium == "page" else ROW
    canvas = pen.canvas(high)
    _dots(canvas, chart, span(3, 97), high / 2, high / 2)
    return canvas.svg()


@paint.register
def dot_plot(chart: DotPlot, pen: Pen) -> str:
    """Draw all rows with their words and values; on a page a table does that."""
    canvas = pen.canvas(ROW * len(chart.rows) + 20, chart)
    at = span(43, 76)
    for words, x, anchor in ((chart.mine, 39, "end"), (chart.theirs, 91, "end")):
        canvas.text(words, x, 12, css="b", anchor=anchor)  # type: ignore[arg-type]
    canvas.text(gettext("lowest"), at(0), 12)
    canvas.text(gettext("highest"), at(100), 12, anchor="end")
    canvas.text(gettext("Gap"), 100, 12, anchor="end")
    for order, row in enumerate(chart.ordered):
        y = 20 + ROW * order + ROW / 2
        canvas.line("grid", (0, 100), (y - ROW / 2, y - ROW / 2))
        canvas.text(row.label, 0, y + 4)
        canvas.text(row.my_value, 39, y + 4, css="b", anchor="end")
        canvas.text(row.their_value, 91, y + 4, anchor="end")
        canvas.text(row.gap_text, 100, y + 4, anchor="end")
        _dots(canvas, row, at, y, ROW / 2)
    return canvas.svg()


def _dots(canvas: Canvas, row: DotRow, at: Across, y: float, reach: float) -> None:
    for quarter in (0, 25, 50, 75, 100):
        canvas.line("grid", (at(quarter), at(quarter)), (y - reach, y + reach))
    if row.mine is not None and row.theirs is not None:
        if abs(row.mine - row.theirs) <= TOUCHING:
            middle = at((row.mine + row.theirs) / 2)
            canvas.dot("halo", middle, y, 8)
            canvas.dot("you", middle, y, 5)
            return
        canvas.line("join", (at(row.mine), at(row.theirs)), (y, y))
    if row.theirs is not None:
        canvas.dot("them", at(row.theirs), y, 5.5)
    if row.mine is not None:
        canvas.dot("you", at(row.mine), y, 6.5)


@paint.register
def peer_strip(chart: PeerStrip, pen: Pen) -> str:
    """Draw a tick for each peer, the middle half, the median, and the city's dot."""
    canvas = pen.canvas(STRIP)
    _peers(canvas, chart, (4, 96), STRIP / 2)
    return canvas.svg()


@paint.register
def peer_plot(chart: PeerPlot, pen: Pen) -> str:
    """Draw all strips with their words and values; on a page a table does that."""
    canvas = pen.canvas(ROW * len(chart.strips) + 20, chart)
    for words, x in ((chart.city, 38), (gettext("Peer median"), 82), (gettext("Peer range"), 100)):
        canvas.text(words, x, 12, css="b" if x < 50 else "t", anchor="end")  # noqa: PLR2004 -- the city's column
    for order, strip in enumerate(chart.strips):
        y = 20 + ROW * order + ROW / 2
        canvas.line("grid", (0, 100), (y - ROW / 2, y - ROW / 2))
        canvas.text(strip.label, 0, y + 4)
        canvas.text(strip.my_text, 38, y + 4, css="b", anchor="end")
        canvas.text(strip.middle_text, 82, y + 4, anchor="end")
        canvas.text(strip.range_text, 100, y + 4, anchor="end")
        _peers(canvas, strip, (41, 71), y)
    return canvas.svg()


def _peers(canvas: Canvas, strip: PeerStrip, ends: tuple[float, float], y: float) -> None:
    known: Sequence[float] = [*strip.peers, *([] if strip.mine is None else [strip.mine])]
    if not known:
        return
    at = (
        span(*ends, min(known), max(known))
        if max(known) > min(known)
        else (lambda _v: sum(ends) / 2)
    )
    if strip.half:
        canvas.bar("band", (at(strip.half[0]), at(strip.half[1])), (y - 6, y + 6))
    for value in sorted(strip.peers):
        canvas.line("peer", (at(value), at(value)), (y - 4, y + 4))
    if strip.middle is not None:
        canvas.line("med", (at(strip.middle), at(strip.middle)), (y - 7, y + 7))
    if strip.mine is not None:
        canvas.dot("you", at(strip.mine), y, 5.5)


@paint.register
def closeness(chart: Closeness, pen: Pen) -> str:
    """Draw the distance from the city at the left; nothing where it is unknown."""
    canvas = pen.canvas(STRIP)
    if chart.distance is None or chart.rank is None:
        return ""
    at, y = span(2, 94, 0, chart.furthest), STRIP / 2
    canvas.line("base", (at(0), at(chart.furthest)), (y, y))
    canvas.line("med", (at(0), at(0)), (y - 7, y + 7))
    canvas.dot("you", at(min(chart.distance, chart.furthest)), y, 5.5)
    return canvas.svg()
