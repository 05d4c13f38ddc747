"""Make the outlines of land that the maps stand on, once, from Natural Earth (public domain).

Run it by hand when the drawing should change: ``python frontend/make_land.py``. It reads the npm
package ``world-atlas`` and writes two small files beside the map code, which are committed:
``world.svg`` for the map of the world and ``region.svg``, finer and with borders, for the map that
shows where a city lies. Both are in Equal Earth (Savric, Patterson and Jenny 2018), centred on
11.5 degrees east so that no land is cut in two. Standard library only.
"""

import heapq
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
ATLAS = ROOT / "node_modules" / "world-atlas"
OUT = ROOT / "src" / "decapolis" / "kernel" / "charts" / "land"

CENTRE = 11.5
SOUTHERNMOST = -57.0
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
# the window of the projection that the maps show, in its own units; maps.py knows the same
LEFT, TOP, SPAN = -2.6, 1.325, 5.3

Point = tuple[float, float]


def project(lon: float, lat: float) -> Point:
    """Return Equal Earth coordinates; y points up."""
    east = (lon - CENTRE + 180) % 360 - 180
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(lat)))
    t2, t6 = t * t, t**6
    x = 2 * math.sqrt(3) * math.radians(east) * math.cos(t)
    x /= 3 * (9 * A4 * t6 * t2 + 7 * A3 * t6 + 3 * A2 * t2 + A1)
    return x, t * (A1 + A2 * t2 + t6 * (A3 + A4 * t2))


def arcs_of(topology: dict[str, Any]) -> list[list[Point]]:
    """Decode the shared arcs to degrees."""
    (kx, ky), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    decoded = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * kx + tx, y * ky + ty))
        decoded.append(points)
    return decoded


def polygons(geometry: dict[str, Any]) -> Iterator[list[list[int]]]:
    """Yield the polygons of a geometry as lists of rings."""
    if geometry["type"] == "GeometryCollection":
        for part in geometry["geometries"]:
            yield from polygons(part)
    elif geometry["type"] == "Polygon":
        yield geometry["arcs"]
    elif geometry["type"] == "MultiPolygon":
        yield from geometry["arcs"]


def ring(arcs: list[list[Point]], numbers: list[int]) -> list[Point]:
    """Join arcs to one ring."""
    points: list[Point] = []
    for number in numbers:
        part = arcs[number] if number >= 0 else arcs[~number][::-1]
        points.extend(part[1:] if points else part)
    return points


def simplified(points: list[Point], smallest: float) -> list[Point]:
    """Drop the points whose triangle is smaller than an area (Visvalingam and Whyatt 1993)."""
    count = len(points)
    before, after = list(range(-1, count - 1)), list(range(1, count + 1))

    def area(i: int) -> float:
        (ax, ay), (bx, by), (cx, cy) = points[before[i]], points[i], points[after[i]]
        return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2

    heap = [(area(i), i) for i in range(1, count - 1)]
    heapq.heapify(heap)
    size = {i: a for a, i in heap}
    gone: set[int] = set()
    while heap:
        a, i = heapq.heappop(heap)
        if i in gone or size[i] != a:
            continue
        if a >= smallest:
            break
        gone.add(i)
        after[before[i]], before[after[i]] = after[i], before[i]
        for j in (before[i], after[i]):
            if 0 < j < count - 1:
                size[j] = max(area(j), a)
                heapq.heappush(heap, (size[j], j))
    return [point for i, point in enumerate(points) if i not in gone]


def scaled(points: list[Point], width: int) -> list[Point]:
    """Project degrees to the grid of a map that is so many units wide; y points down."""
    grid = []
    for lon, lat in points:
        x, y = project(lon, lat)
        grid.append(((x - LEFT) / SPAN * width, (TOP - y) / SPAN * width))
    return grid


def path(points: list[Point], *, closed: bool) -> str:
    """Write a path in whole units, relative and as short as can be."""
    whole = [(round(x), round(y)) for x, y in points]
    text, here = f"M{whole[0][0]} {whole[0][1]}", whole[0]
    moved = False
    for x, y in whole[1:]:
        dx, dy = x - here[0], y - here[1]
        if (dx, dy) == (0, 0):
            continue
        step = f"{dx}{dy if dy < 0 else f' {dy}'}"
        text += ("l" if not moved else "" if dx < 0 else " ") + step
        here, moved = (x, y), True
    return text + ("z" if closed else "") if moved else ""


def size_of(points: list[Point]) -> float:
    """Return the area that a ring holds."""
    around = zip(points, points[1:] + points[:1], strict=True)
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in around)) / 2


def outline(name: str, width: int, smallest: float, least_island: float) -> str:
    """Return the path of all land, without Antarctica."""
    topology = json.loads((ATLAS / name).read_text())
    arcs = arcs_of(topology)
    parts = []
    for rings in polygons(topology["objects"]["land"]):
        for number, numbers in enumerate(rings):
            points = ring(arcs, numbers)
            if max(lat for _lon, lat in points) < SOUTHERNMOST:
                continue
            grid = scaled(points, width)
            if max(x for x, _y in grid) - min(x for x, _y in grid) > width * 0.6:
                continue  # an islet that the edge of the map cuts in two
            if size_of(grid) < (least_island if number == 0 else 4 * least_island):
                continue
            parts.append(path(simplified(grid, smallest), closed=True))
    return "".join(parts)


def borders(name: str, width: int, smallest: float) -> str:
    """Return the arcs that two countries share."""
    topology = json.loads((ATLAS / name).read_text())
    arcs = arcs_of(topology)
    seen: dict[int, int] = {}
    for country in topology["objects"]["countries"]["geometries"]:
        for rings in polygons(country):
            for numbers in rings:
                for number in numbers:
                    seen[max(number, ~number)] = seen.get(max(number, ~number), 0) + 1
    shared = [arcs[number] for number, times in seen.items() if times > 1]
    return "".join(path(simplified(scaled(a, width), smallest), closed=False) for a in shared)


def main() -> None:
    """Write both files."""
    OUT.mkdir(exist_ok=True)
    head = "<svg xmlns='http://www.w3.org/2000/svg'>"
    world = outline("land-50m.json", 2000, 3.5, 7.0)
    (OUT / "world.svg").write_text(f"{head}<path id='land' d='{world}'/></svg>\n")
    land = outline("land-50m.json", 10000, 22.0, 50.0)
    lines = borders("countries-50m.json", 10000, 22.0)
    (OUT / "region.svg").write_text(
        f"{head}<path id='land' d='{land}'/><path id='borders' d='{lines}'/></svg>\n"
    )


if __name__ == "__main__":
    main()
