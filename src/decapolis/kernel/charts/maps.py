"""Maps: the world with a dot for each city, and the region where one city lies.

Both stand on outlines of Natural Earth (public domain) in Equal Earth, centred on 11.5 degrees
east; `frontend/make_land.py` made them. The regional map is the same drawing seen closer: the
projection is straightened at the city by the inverse of its local derivative, so that shapes and
scale are true there.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.sax.saxutils import quoteattr

from django.utils.translation import gettext, ngettext

from decapolis.kernel import numbers
from decapolis.kernel.charts.canvas import (
    PAGE_LETTERS,
    Anchor,
    Canvas,
    Pen,
    Table,
    paint,
    short,
    wide,
)

LAND = Path(__file__).with_name("land")

CENTRE = 11.5
LEFT, TOP, SPAN = -2.6, 1.325, 5.3  # as in frontend/make_land.py
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
WORLD, WORLD_HIGH = 2000, 900  # units of the outline's grid
REGION = 10000
WIDE, NARROW = 760.0, 380.0  # pixels that names of the two maps are fitted to
EARTH_KM = 6371.0
VIEW = (400, 300)
Box = tuple[float, float, float, float]  # left, top, right, bottom in pixels
SCALE_CORNER = (36.0, 80.0)  # percent: to the left of it and below stands the scale


@dataclass(frozen=True, slots=True)
class MapDot:
    """One city; ``failed``: a programme was cancelled, ``named``: it may carry its name."""

    label: str
    lat: float
    lon: float
    url: str = ""
    failed: bool = False
    named: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class WorldMap:
    """Cities of the world; ``home`` is the reader's, lines lead from it to the ``tied`` ones.

    ``lines`` lead from one city to another, whoever reads.
    ``outline`` is the address of ``world.svg``, so that a page need not hold the drawing itself.
    """

    dots: tuple[MapDot, ...]
    home: MapDot | None = None
    tied: tuple[MapDot, ...] = ()
    outline: str = ""
    lines: tuple[tuple[MapDot, MapDot], ...] = ()

    @property
    def has_failed(self) -> bool:
        """Whether a programme was cancelled somewhere on the map."""
        return any(dot.failed for dot in self.dots)

    def sentence(self) -> str:
        """Say how many cities there are, and in how many a programme was cancelled."""
        failed = sum(dot.failed for dot in self.dots)
        count = len(self.dots)
        text = ngettext("A map of %s city", "A map of %s cities", count) % numbers.number(count)
        if failed:
            text += ngettext(
                "; in %s a programme was cancelled", "; in %s a programme was cancelled", failed
            ) % numbers.number(failed)
        return text + "."

    def table(self) -> Table:
        """Lay out the cities."""
        rows = tuple(
            (dot.label, dot.note or (gettext("A programme was cancelled") if dot.failed else ""))
            for dot in sorted(self.dots, key=lambda d: d.label)
        )
        return Table((gettext("City"), gettext("Note")), rows)


@dataclass(frozen=True, slots=True)
class CityMap:
    """Where a city lies; ``others`` help to find it; ``across_km`` is the width of the view.

    ``outline`` is the address of ``region.svg``, so that a page need not hold the drawing itself.
    """

    city: MapDot
    others: tuple[MapDot, ...] = ()
    across_km: float = 2400.0
    outline: str = ""

    def sentence(self) -> str:
        """Say where the city lies, in degrees."""
        north = gettext("north") if self.city.lat >= 0 else gettext("south")
        east = gettext("east") if self.city.lon >= 0 else gettext("west")
        return gettext("%(city)s lies at %(lat)s° %(north)s, %(lon)s° %(east)s.") % {
            "city": self.city.label,
            "lat": numbers.number(abs(self.city.lat), 1),
            "north": north,
            "lon": numbers.number(abs(self.city.lon), 1),
            "east": east,
        }

    def table(self) -> Table:
        """Lay out the places."""
        heads = (gettext("City"), gettext("Latitude"), gettext("Longitude"))
        rows = tuple(
            (dot.label, numbers.number(dot.lat, 2), numbers.number(dot.lon, 2))
            for dot in (self.city, *self.others)
        )
        return Table(heads, rows, frozenset({1, 2}))


def equal_earth(lon: float, lat: float) -> tuple[float, float]:
    """Project degrees to the Equal Earth plane, y up (Savric, Patterson and Jenny 2018).

    Examples
    --------
    >>> equal_earth(11.5, 0.0)
    (0.0, 0.0)
    >>> [round(value, 4) for value in equal_earth(-168.5, 90.0)]
    [-1.6036, 1.3174]
    """
    east = math.radians((lon - CENTRE + 180) % 360 - 180)
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(lat)))
    t2, t6 = t * t, t**6
    x = 2 * math.sqrt(3) * east * math.cos(t)
    x /= 3 * (9 * A4 * t6 * t2 + 7 * A3 * t6 + 3 * A2 * t2 + A1)
    return x, t * (A1 + A2 * t2 + t6 * (A3 + A4 * t2))


def on_grid(lon: float, lat: float, width: int) -> tuple[float, float]:
    """Return a place on an outline's grid, y down."""
    x, y = equal_earth(lon, lat)
    return (x - LEFT) / SPAN * width, (TOP - y) / SPAN * width


@paint.register
def world_map(chart: WorldMap, pen: Pen) -> str:
    """Draw land in one tint, a dot for each city, a ring where a programme was cancelled."""
    canvas = pen.canvas(pen.width * WORLD_HIGH / WORLD, chart)
    canvas.css, canvas.keeps_shape = "map", True
    from_home = tuple((chart.home, dot) for dot in chart.tied) if chart.home else ()
    ties = "".join(_tie(canvas, *ends) for ends in (*from_home, *chart.lines))
    land = _land(canvas, "world", "land", chart.outline)
    canvas.raw(_ground(canvas, (WORLD, WORLD_HIGH), land + ties))
    for dot in sorted(chart.dots, key=lambda d: d.failed):
        x, y = _percent(dot)
        canvas.dot("failed" if dot.failed else "city", x, y, 4.2 if dot.failed else 3.1, dot.label)
    if chart.home:
        canvas.dot("home", *_percent(chart.home), 6, chart.home.label)
    placed = [(*_percent(d), d.label, "t far") for d in chart.dots if d.named]
    if chart.home:
        placed.insert(0, (*_percent(chart.home), chart.home.label, "b"))
    dots = [_percent(dot) for dot in chart.dots]
    _names(canvas, placed, dots, (WIDE if pen.medium == "page" else pen.width, WORLD_HIGH / WORLD))
    return canvas.svg()


@paint.register
def city_map(chart: CityMap, pen: Pen) -> str:
    """Draw the land around a city, with its neighbours; the scale is true at the city."""
    canvas = pen.canvas(pen.width * VIEW[1] / VIEW[0], chart)
    canvas.css, canvas.keeps_shape = "map map--city", True
    matrix = _straightened(chart.city, VIEW[0] / chart.across_km)
    words = " ".join(f"{value:.5g}" for value in matrix)
    inside = "".join(_land(canvas, "region", part, chart.outline) for part in ("land", "border"))
    canvas.raw(_ground(canvas, VIEW, f"<g transform='matrix({words})'>{inside}</g>"))
    placed = []
    for dot in chart.others:
        x, y = _moved(matrix, dot)
        under_scale = x < SCALE_CORNER[0] and y > SCALE_CORNER[1]
        if 0 < x < 100 and 0 < y < 100 and not under_scale:  # noqa: PLR2004 -- inside the view
            canvas.dot("failed" if dot.failed else "city", x, y, 3.4, dot.label)
            placed.append((x, y, dot.label, "t"))
    home = _moved(matrix, chart.city)
    canvas.dot("home", *home, 6, chart.city.label)
    _scale(canvas, chart.across_km)
    size = (NARROW if pen.medium == "page" else pen.width, VIEW[1] / VIEW[0])
    dots = [(x, y) for x, y, _words, _css in placed]
    _names(
        canvas,
        [(*home, chart.city.label, "b"), *placed],
        dots,
        size,
        kept=(_scale_box(*size),),
    )
    return canvas.svg()


def _percent(dot: MapDot) -> tuple[float, float]:
    x, y = on_grid(dot.lon, dot.lat, WORLD)
    return 100 * x / WORLD, 100 * y / WORLD_HIGH


def _straightened(city: MapDot, pixels_per_km: float) -> tuple[float, ...]:
    """Return the matrix that undoes the projection's shear at a city and puts it in the middle."""
    step = 0.05  # degrees, for the derivative
    lat = max(-85.0, min(85.0, city.lat))
    east = EARTH_KM * math.radians(2 * step) * math.cos(math.radians(lat))
    north = EARTH_KM * math.radians(2 * step)
    x0, y0 = on_grid(city.lon, lat, REGION)
    xe = [on_grid(city.lon + side * step, lat, REGION) for side in (-1, 1)]
    xn = [on_grid(city.lon, lat + side * step, REGION) for side in (-1, 1)]
    a, b = ((xe[1][axis] - xe[0][axis]) / east for axis in (0, 1))  # grid units per km east
    c, d = (-(xn[1][axis] - xn[0][axis]) / north for axis in (0, 1))  # per km south
    size = pixels_per_km / (a * d - b * c)
    m = (d * size, -b * size, -c * size, a * size)
    middle = (VIEW[0] / 2, VIEW[1] / 2)
    return (*m, middle[0] - m[0] * x0 - m[2] * y0, middle[1] - m[1] * x0 - m[3] * y0)


def _moved(matrix: tuple[float, ...], dot: MapDot) -> tuple[float, float]:
    """Return a city's place in the regional view, in percent."""
    a, b, c, d, e, f = matrix
    x, y = on_grid(dot.lon, dot.lat, REGION)
    return 100 * (a * x + c * y + e) / VIEW[0], 100 * (b * x + d * y + f) / VIEW[1]


def _ground(canvas: Canvas, view: tuple[int, int], inside: str) -> str:
    """Return the land beneath, in units of its own, stretched over the picture."""
    size = (
        "width='100%' height='100%'"
        if canvas.medium == "page"
        else f"width='{short(canvas.width)}' height='{short(canvas.height)}'"
    )
    return (
        f"<svg viewBox='0 0 {view[0]} {view[1]}' preserveAspectRatio='none' {size}>{inside}</svg>"
    )


def _land(canvas: Canvas, name: str, part: str, address: str) -> str:
    """Return an outline: a reference where the page gives its address, else the drawing itself."""
    mark = "borders" if part == "border" else "land"
    look = canvas.look(part)
    if address and canvas.medium == "page":
        return f"<use{look} href={quoteattr(f'{address}#{mark}')}/>"
    return f"<path{look} d='{outlines(name)[mark]}'/>"


@cache
def outlines(name: str) -> dict[str, str]:
    """Return the paths of an outline file by their id."""
    text = (LAND / f"{name}.svg").read_text(encoding="utf-8")
    return dict(re.findall(r"<path id='(\w+)' d='([^']*)'", text))


def _tie(canvas: Canvas, home: MapDot, other: MapDot) -> str:
    """Return a line from home that bows to the north."""
    (x0, y0), (x1, y1) = (on_grid(dot.lon, dot.lat, WORLD) for dot in (home, other))
    bow = min(0.18 * math.dist((x0, y0), (x1, y1)), 160)
    middle = ((x0 + x1) / 2, (y0 + y1) / 2 - bow)
    line = f"M{x0:.0f} {y0:.0f}Q{middle[0]:.0f} {middle[1]:.0f} {x1:.0f} {y1:.0f}"
    wide_enough = " vector-effect='non-scaling-stroke'" if canvas.medium == "page" else ""
    return f"<path{canvas.look('tie')}{wide_enough} d='{line}'/>"


def _scale(canvas: Canvas, across_km: float) -> None:
    """Draw how long a round distance is, at the lower left."""
    length = next(km for km in (1000, 500, 200, 100, 50) if km <= across_km / 4 or km == 50)  # noqa: PLR2004 -- the last is the least
    right = 4 + 100 * length / across_km
    canvas.line("med", (4, right), (95, 95))
    canvas.text(f"{numbers.number(length)}\u00a0km", 4, 95, css="b", shift=(0, -6))


def _scale_box(width: float, share: float) -> Box:
    """Return the corner that the scale has for itself, in a view ``share`` as high as wide."""
    right, top = (part / 100 for part in SCALE_CORNER)
    return 0, top * width * share, right * width, width * share


ROOMS: tuple[tuple[Anchor, float, float], ...] = (
    ("start", 9, 4),
    ("end", -9, 4),
    ("start", 7, 16),
    ("start", 7, -8),
    ("end", -7, 16),
    ("end", -7, -8),
)
MOST_COVERED = 1


def _names(
    canvas: Canvas,
    placed: list[tuple[float, float, str, str]],
    dots: list[tuple[float, float]],
    size: tuple[float, float],
    *,
    kept: Sequence[Box] = (),
) -> None:
    """Write the names that have room, in the order given.

    A name meets no other name nor what is ``kept`` free, stays inside, and takes the side where it
    covers the fewest dots; the first may cover many.
    """
    width, high = size[0], size[0] * size[1]
    points = [(x / 100 * width, y / 100 * high) for x, y in dots]
    taken: list[Box] = [*kept]
    for x, y, words, css in placed:
        at, long = (x / 100 * width, y / 100 * high), wide(words, PAGE_LETTERS)
        free = []
        for room in ROOMS:
            box = _box(at, long, room)
            inside = box[0] >= 0 and box[2] <= width and box[1] >= 0 and box[3] <= high
            if inside and not any(_meet(box, other) for other in taken):
                covered = sum(box[0] < px < box[2] and box[1] < py < box[3] for px, py in points)
                free.append((covered, room, box))
        if not free:
            continue
        covered, (anchor, dx, dy), box = min(free, key=lambda option: option[0])
        if covered > MOST_COVERED and len(taken) > len(kept):
            continue
        taken.append(box)
        canvas.text(words, x, y, css=css, anchor=anchor, shift=(dx, dy))


def _box(at: tuple[float, float], long: float, room: tuple[Anchor, float, float]) -> Box:
    anchor, dx, dy = room
    left = at[0] + dx - (long if anchor == "end" else 0)
    return left - 3, at[1] + dy - 12, left + long + 3, at[1] + dy + 3


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
