"""Tables from the golden data, and small ones by hand."""

import csv
from pathlib import Path

import numpy as np

from decapolis.engines.composite.table import Aggregate, Indicator, Table

DATA = Path(__file__).parents[2] / "data"


def rows_of(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(cell):
    return float(cell) if cell else np.nan


def asem(name="asem_idata.csv", time=None):
    """COINr's example: 51 countries, 49 indicators, 8 pillars, 2 sub-indices."""
    meta = rows_of("coinr-asem/asem_imeta.csv")
    data = rows_of(f"coinr-asem/{name}")
    if time is not None:
        data = [row for row in data if row["Time"] == time]
    of = {kind: [row for row in meta if row["Type"] == kind] for kind in ("Indicator", "Aggregate")}
    other = {row["iCode"]: row["Type"] for row in meta}
    return Table(
        units=tuple(row["uCode"] for row in data),
        unit_names=tuple(row["uName"] for row in data),
        indicators=tuple(
            Indicator(
                code=row["iCode"],
                name=row["iName"],
                parent=row["Parent"],
                direction=int(row["Direction"]),
                weight=float(row["Weight"]),
                denominator=row["Denominator"],
                unit=row["Unit"],
                target=float(row["Target"]),
            )
            for row in of["Indicator"]
        ),
        values=np.array([[number(row[each["iCode"]]) for each in of["Indicator"]] for row in data]),
        aggregates=tuple(
            Aggregate(
                code=row["iCode"],
                name=row["iName"],
                level=int(row["Level"]),
                parent=row["Parent"],
                weight=float(row["Weight"]),
            )
            for row in of["Aggregate"]
        ),
        groups={
            code: tuple(row[code] for row in data)
            for code, kind in other.items()
            if kind == "Group"
        },
        denominators={
            code: np.array([number(row[code]) for row in data])
            for code, kind in other.items()
            if kind == "Denominator"
        },
    )


def flat(values, directions=None, **more):
    """A table of one pillar: units u1, u2 ..., indicators a, b ..."""
    array = np.array(values, dtype=float)
    count, width = array.shape
    directions = directions or [1] * width
    return Table(
        units=tuple(f"u{row + 1}" for row in range(count)),
        unit_names=tuple(f"Unit {row + 1}" for row in range(count)),
        indicators=tuple(
            Indicator(chr(ord("a") + column), "", "I", directions[column])
            for column in range(width)
        ),
        values=array,
        aggregates=(Aggregate("I", "Index", 2),),
        **more,
    )
