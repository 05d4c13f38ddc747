"""Build an index by its recipe, and write its stages: ``decapolis index build``."""

import csv
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from decapolis.benchmarks.bridge.tables import table_of
from decapolis.benchmarks.errors import NotBuilt, RecordRefused
from decapolis.benchmarks.models import Edition
from decapolis.engines.composite.build import Built, build
from decapolis.engines.composite.errors import CompositeError, SpecError
from decapolis.engines.composite.spec import Spec
from decapolis.engines.composite.table import Table

Floats = NDArray[np.float64]

DIGITS = ".15g"
RECIPE = "spec.json"
TOUCHED = "touched.csv"
STAGE = "stage_"


def spec_of(data: object) -> Spec:
    """Read a recipe; an empty one is the usual one.

    Raises
    ------
    RecordRefused
        Something in it is unknown or impossible; the message names the place.
    """
    try:
        return Spec.from_json(data)
    except SpecError as error:
        raise RecordRefused(str(error), field="spec") from error


def read_spec(path: Path) -> Spec:
    """Read a recipe from a file of JSON.

    Raises
    ------
    RecordRefused
        It cannot be read, is no JSON, or no recipe.
    """
    try:
        return spec_of(json.loads(path.read_text(encoding="utf-8-sig")))
    except OSError as error:
        raise RecordRefused(f"{path} cannot be read: {error.strerror}.", field="spec") from error
    except (ValueError, RecursionError) as error:
        raise RecordRefused(f"{path.name} is not JSON: {error}.", field="spec") from error


def built(edition: Edition) -> Built:
    """Build the index of an edition as it stands now.

    Raises
    ------
    NotBuilt
        Its values cannot be used by its recipe.
    """
    return built_of(table_of(edition), spec_of(edition.spec))


def built_of(table: Table, spec: Spec) -> Built:
    """Build an index.

    Raises
    ------
    NotBuilt
        The values cannot be used by the recipe; the message says where and what to do.
    """
    try:
        return build(table, spec)
    except CompositeError as error:
        raise NotBuilt(str(error)) from error


def write_stages(made: Built, folder: Path) -> tuple[Path, ...]:
    """Write every stage as ``stage_<name>.csv``, the recipe, and what was touched.

    All of it appears at once: it is written beside the folder, which it then replaces.

    Returns
    -------
    The files, in the order of the stages.

    Raises
    ------
    NotBuilt
        The folder holds something else, or cannot be written.
    """
    _check_replaceable(folder)
    names = []
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            for name, stage in made.stages.items():
                names.append(f"{STAGE}{name}.csv")
                write_matrix(beside / names[-1], stage.units, stage.codes, stage.values)
            recipe = json.dumps(made.spec.as_json(), indent=2, ensure_ascii=False)
            (beside / RECIPE).write_text(f"{recipe}\n", encoding="utf-8")
            _write_rows(beside / TOUCHED, _touched(made))
            beside.chmod(0o777 & ~_umask())
            _replace(folder, beside)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        raise NotBuilt(f"{folder} cannot be written: {error.strerror}.") from error
    return tuple(folder / name for name in (*names, RECIPE, TOUCHED))


def write_matrix(path: Path, units: Sequence[str], codes: Sequence[str], values: Floats) -> None:
    """Write rows by ``uCode`` and a column for each code, to 15 digits; blank is missing."""
    rows = ([unit, *map(number, row)] for unit, row in zip(units, values.tolist(), strict=True))
    _write_rows(path, ([["uCode", *codes], *rows]))


def number(value: float) -> str:
    """Write a number to 15 significant digits; empty where it is missing.

    Examples
    --------
    >>> number(0.1 + 0.2), number(33.0), number(float("nan"))
    ('0.3', '33', '')
    """
    return "" if np.isnan(value) else format(value + 0.0, DIGITS)


def _touched(made: Built) -> Iterable[list[str]]:
    yield ["step", "uCode", "iCode", "before", "after", "method"]
    for step, points in {
        "denominate": made.undefined,
        "impute": made.imputed,
        "treat": made.treated_points,
    }.items():
        for point in points:
            before, after = number(point.before), number(point.after)
            yield [step, point.unit, point.code, before, after, point.method]


def _write_rows(path: Path, rows: Iterable[Sequence[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def _check_replaceable(folder: Path) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise NotBuilt(f"{folder} is a file. Name a folder for the stages.")
    other = [path.name for path in folder.iterdir() if not _is_ours(path.name)]
    if other:
        raise NotBuilt(f"{folder} holds other files, such as {other[0]}. Name another folder.")


def _is_ours(name: str) -> bool:
    return name in {RECIPE, TOUCHED} or (name.startswith(STAGE) and name.endswith(".csv"))


def _replace(folder: Path, made: Path) -> None:
    if not folder.exists():
        made.rename(folder)
        return
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent))
    folder.rename(aside / folder.name)
    made.rename(folder)
    shutil.rmtree(aside, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
