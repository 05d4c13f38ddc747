"""The figures by which cities are compared, as columns: observations and facts of the gazetteer."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from decapolis.cities.models import City, Country
from decapolis.cities.queries import all_cities
from decapolis.indicators.bridge import FigureTable
from decapolis.indicators.queries import Figure
from decapolis.peers.choices import GAZETTEER, INCOME_GROUPS, MEASURES, Measure
from decapolis.peers.queries.facts import Place

Floats = NDArray[np.float64]

# The population is that of the US census survey, else the officially reported one if it is not
# older than this, else the gazetteer's.
OLDEST_CENSUS = 2010
# A gazetteer figure so many times the urban agglomeration's is that of a province or district.
PROVINCE_FACTOR = 2.0


@dataclass(frozen=True, slots=True)
class Columns:
    """n cities by m measures.

    Attributes
    ----------
    table
        The figures that these columns were made of.
    places
        The n cities in the order of ``table.cities``.
    measures
        The m measures known for at least two cities, and the population always.
    values : (n, m) array
        Numbers; for classes their number in ``classes``; NaN where unknown.
    classes
        For each measure the words of its classes, empty for a number.
    countries
        Continent, part of it and code of each country, in the order of the classes of ``place``.
    population_from : (n,) array
        The column of ``table`` that the population comes from; -1 for the gazetteer.
    """

    table: FigureTable
    places: tuple[Place, ...]
    measures: tuple[Measure, ...]
    values: Floats
    classes: tuple[tuple[str, ...], ...]
    countries: tuple[tuple[str, str, str], ...]
    population_from: NDArray[np.int32]

    def figure(self, row: int, column: int) -> Figure:
        """Return the figure in one cell with its source; the cell must be known."""
        measure, value = self.measures[column], float(self.values[row, column])
        origin = self.population_from[row] if measure.code == "population" else -1
        code = self.table.indicators[origin].code if origin >= 0 else measure.code
        found = self.table.figure(int(self.table.cities[row]), code)
        if found is None or (measure.code in GAZETTEER and origin < 0):
            return self._of_gazetteer(measure, value, self.classes[column])
        if measure.code == "population":
            return replace(found, code="population", name="Population", level="city")
        return found

    def _of_gazetteer(self, measure: Measure, value: float, classes: tuple[str, ...]) -> Figure:
        fact = GAZETTEER[measure.code]
        return Figure(
            code=measure.code,
            name=fact.name,
            theme="places",
            direction="context",
            value=None if classes else value,
            word=classes[int(value)] if classes else "",
            unit=fact.unit,
            period="",
            level=fact.level,
            is_fallback=measure.level == "country" and measure.counted,
            source_id=fact.source_id,
            source=fact.source,
            attribution=fact.attribution,
            url=fact.url,
        )


def read_columns(table: FigureTable) -> Columns:
    """Make the columns of all measures; one query for the cities and their countries."""
    by_id = {city.pk: city for city in all_cities()}
    cities = [by_id[pk] for pk in map(int, table.cities)]
    population, population_from = _population(table, cities)
    columns: list[tuple[Measure, Floats, tuple[str, ...]]] = []
    for measure in MEASURES:
        classes: tuple[str, ...] = ()
        if measure.code == "population":
            values = population
        elif measure.code in GAZETTEER:
            values, classes = _of_gazetteer(measure, cities)
        else:
            values, classes = _observed(table, measure)
        if measure.kind == "log":
            values = np.where(values > 0, values, np.nan)
        if np.isfinite(values).sum() > 1 or measure.code == "population":
            columns.append((measure, values, classes))
    return Columns(
        table=table,
        places=tuple(map(_place, cities)),
        measures=tuple(measure for measure, _values, _classes in columns),
        values=np.column_stack([values for _measure, values, _classes in columns]),
        classes=tuple(classes for _measure, _values, classes in columns),
        countries=tuple(_path(country) for country in _countries(cities)),
        population_from=population_from,
    )


def _countries(cities: list[City]) -> list[Country]:
    return list({city.country_id: city.country for city in cities}.values())


def _path(country: Country) -> tuple[str, str, str]:
    """Return where a country lies; one without a region is a region of its own."""
    return country.region or country.pk, country.subregion or country.pk, country.pk


def _place(city: City) -> Place:
    return Place(city.pk, city.name, city.country_id, city.country.name, city.label)


def _population(table: FigureTable, cities: list[City]) -> tuple[Floats, NDArray[np.int32]]:
    """Choose the best population of every city, and say where it comes from."""
    values = np.array([city.population or np.nan for city in cities], dtype=np.float64)
    origin = np.full(len(cities), -1, dtype=np.int32)
    metro = table.column.get("agglomeration_population")
    if metro is not None:
        province = values > PROVINCE_FACTOR * table.values[:, metro]
        values[province], origin[province] = table.values[province, metro], metro
    # One more for -1, where there is no period.
    years = np.array([int(period[-4:] or 0) for period in (*table.period_names, "")])
    for code in ("city_proper_population", "population_acs"):
        column = table.column.get(code)
        if column is not None:
            known = np.isfinite(table.values[:, column])
            known &= years[table.periods[:, column]] >= OLDEST_CENSUS
            values[known], origin[known] = table.values[known, column], column
    return values, origin


def _of_gazetteer(measure: Measure, cities: list[City]) -> tuple[Floats, tuple[str, ...]]:
    if measure.code == "latitude":
        return np.array([abs(city.lat) for city in cities], dtype=np.float64), ()
    if measure.code == "income_group":
        groups = {name: number for number, name in enumerate(INCOME_GROUPS)}
        codes = [groups.get(city.country.income_group, np.nan) for city in cities]
        return np.array(codes, dtype=np.float64), INCOME_GROUPS
    countries = _countries(cities)
    number = {country.pk: at for at, country in enumerate(countries)}
    codes = [float(number[city.country_id]) for city in cities]
    return np.array(codes, dtype=np.float64), tuple(country.name for country in countries)


def _observed(table: FigureTable, measure: Measure) -> tuple[Floats, tuple[str, ...]]:
    column = table.column.get(measure.code)
    if column is None:
        return np.full(len(table.cities), np.nan), ()
    if measure.kind != "class":
        return table.values[:, column].copy(), ()
    used, codes = np.unique(table.words[:, column], return_inverse=True)
    words = tuple(table.vocabulary[word] for word in used if word >= 0)
    values = codes.astype(np.float64) - (1 if used.size and used[0] < 0 else 0)
    return np.where(values < 0, np.nan, values), words
