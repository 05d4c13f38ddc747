"""Golden numbers: Equal Earth of PROJ 9 (test/gie/builtins.gie, +proj=eqearth +R=6378137)."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decapolis.kernel.charts import CityMap, MapDot, WorldMap, draw
from decapolis.kernel.charts.maps import CENTRE, equal_earth, outlines

RADIUS = 6378137


@pytest.mark.parametrize(
    ("lon", "lat", "x", "y"),
    [
        (0, 0, 0, 0),
        (-180, 90, -10227908.09, 8402320.16),
        (0, 90, 0, 8402320.16),
        (-180, 45, -14795421.79, 5486671.72),
        (-180, 0, -17263256.84, 0),
    ],
)
def test_the_projection_agrees_with_proj(lon, lat, x, y):
    east, north = equal_earth(lon + CENTRE, lat)
    assert (east * RADIUS, north * RADIUS) == pytest.approx((x, y), abs=0.01)


def placed(svg, label):
    found = re.search(rf"cx='([\d.]+)%' cy='([\d.]+)%'[^>]*><title>{label}<", svg)
    return 24 * float(found[1]), 18 * float(found[2])  # of 2400 by 1800 km


@given(lat=st.floats(-65, 68), lon=st.floats(-160, 180))
def test_a_city_lies_in_the_middle_of_its_map_and_near_it_the_scale_is_true(lat, lon):
    degree = math.degrees(1 / 6371)  # a kilometre
    north = MapDot("north", lat + 300 * degree, lon)
    east = MapDot("east", lat, lon + 300 * degree / math.cos(math.radians(lat)))
    here = MapDot("here", lat, lon)
    svg = draw(CityMap(here, (north, east), across_km=2400, outline="region.svg"))
    assert placed(svg, "here") == pytest.approx((1200, 900), abs=2)
    assert placed(svg, "north") == pytest.approx((1200, 600), abs=20)
    assert placed(svg, "east") == pytest.approx((1500, 900), abs=25)


def test_neighbours_outside_the_view_are_left_out():
    svg = draw(CityMap(MapDot("Dayton", 39.8, -84.2), (MapDot("Seoul", 37.6, 127.0),)))
    assert "Seoul" not in svg


def test_the_page_refers_to_the_outline_and_print_holds_it():
    chart = WorldMap((MapDot("A", 10, 10),), outline="/static/world.svg?v=1&x")
    assert "<use class='land' href=\"/static/world.svg?v=1&amp;x#land\"/>" in draw(chart)
    assert len(draw(chart)) < 500
    assert outlines("world")["land"] in draw(chart, medium="print")
    assert outlines("world")["land"] in draw(WorldMap((MapDot("A", 10, 10),)))


def test_cancelled_programmes_are_rings_and_are_told():
    chart = WorldMap((MapDot("A", 10, 10), MapDot("B", 20, 20, failed=True)))
    assert chart.sentence() == "A map of 2 cities; in 1 a programme was cancelled."
    assert chart.table().rows == (("A", ""), ("B", "A programme was cancelled"))
    assert chart.has_failed
    assert draw(chart).count("'failed'") == 1


def test_names_give_way_to_each_other():
    crowd = tuple(MapDot(f"City {n}", 50 + n / 100, 10, named=True) for n in range(20))
    assert draw(WorldMap(crowd)).count("<text") < 6


def test_the_outlines_are_small():
    sizes = {name: len(outlines(name)["land"]) for name in ("world", "region")}
    assert sizes["world"] < 20_000
    assert sizes["region"] < 60_000


def test_a_map_says_where_a_city_lies():
    assert CityMap(MapDot("Hamilton", -37.79, 175.28)).sentence() == (
        "Hamilton lies at 37.8° south, 175.3° east."
    )
