"""An edition as files: results, data and columns as `index build` reads them, and the recipe."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from decapolis.benchmarks.bridge.panels import CAUSES, Panel
from decapolis.benchmarks.models import Edition, Run
from decapolis.benchmarks.queries.editions import facts_of
from decapolis.benchmarks.queries.ranking import ranking
from decapolis.benchmarks.validators import FrameworkRecord
from decapolis.benchmarks.validators.tables import INDEX
from decapolis.library.exports import harmless

Cell = str | int | float | None
COLUMNS = (
    "iCode", "iName", "Type", "Level", "Parent", "Direction", "Weight", "Unit", "Target",
    "Denominator",
)  # fmt: skip
RESULTS = (
    "rank", "low", "high", "median", "group", "first", "uCode", "uName", "country", "score",
)  # fmt: skip


def results_csv(edition: Edition, run: Run) -> str:
    """Return places with their intervals, scores, and the index with all it is made of."""
    return _csv(_results(edition, run))


def data_csv(run: Run) -> str:
    """Return what a run was made of; with `columns_csv` and `recipe` it can be made elsewhere."""
    return _csv(_data(run))


def columns_csv(run: Run) -> str:
    """Return what the columns of `data_csv` mean."""
    return _csv(_columns(run))


def panel_csv(panel: Panel) -> str:
    """Return how cities moved from edition to edition: a row for each city and step.

    Parts of ranks are of places: above 0 is a loss.
    """
    return _csv(_moves(panel))


def recipe(edition: Edition, run: Run) -> dict[str, Any]:
    """Return all that is needed to make a run again, beside its data, as JSON."""
    facts = facts_of(edition)
    return {
        "title": facts.title,
        "attribution": facts.attribution,
        "licence": facts.licence,
        "url": facts.url,
        "spec": run.spec,
        "doubt": run.doubt.get("inputs", []),
        "shown": run.doubt.get("shown"),
        "decimals": run.doubt.get("decimals"),
        "seed": run.seed,
        "draws": run.draws,
        "digest": run.digest,
        "engine": run.engine,
        "numpy": run.result.get("numpy"),
        "at": run.at.isoformat(),
    }


def framework_jsonl(record: FrameworkRecord) -> str:
    """Return a framework as a file that `load` reads: one line, without what is as ever."""
    plain = record.model_dump(mode="json", exclude_defaults=True)
    return f"{json.dumps(plain, ensure_ascii=False, allow_nan=False)}\n"


def empty_table(record: FrameworkRecord) -> bytes:
    """Return an XLSX workbook to be filled in: a row a city, and what the columns mean."""
    import openpyxl  # noqa: PLC0415 -- slow import

    parents = {one.parent for one in record.criteria}
    level = _levels(record)
    leaves = [one for one in record.criteria if one.code not in parents]
    sizes = sorted({one.denominator for one in leaves if one.denominator})
    top = 1 + max(level.values(), default=1)
    book = openpyxl.Workbook(write_only=True)
    data, meta = book.create_sheet("data"), book.create_sheet("meta")
    data.append(["uCode", "uName", "country", "region", *sizes, *(one.code for one in leaves)])
    meta.append(list(COLUMNS))
    for one in record.criteria:
        kind = "Aggregate" if one.code in parents else "Indicator"
        above = one.parent or INDEX
        head: list[Cell] = [one.code, one.name, kind, level[one.code], above, one.direction]
        row = [*head, one.weight, one.unit, one.target, one.denominator]
        meta.append([harmless(cell) for cell in row])
    meta.append([INDEX, harmless(record.name), "Aggregate", top, "", 1, 1, "", None, ""])
    for code in sizes:
        meta.append(
            [harmless(code), harmless(code), "Denominator", None, "", None, None, "", None, ""]
        )
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _levels(record: FrameworkRecord) -> dict[str, int]:
    """Return on which level each criterion stands: 1 what is counted, one more than its parts."""
    below: dict[str, list[str]] = {}
    for one in record.criteria:
        below.setdefault(one.parent or "", []).append(one.code)

    def of(code: str) -> int:
        return 1 + max((of(part) for part in below.get(code, ())), default=0)

    return {one.code: of(one.code) for one in record.criteria}


def whole_json(edition: Edition, run: Run) -> str:
    """Return recipe, data, results and the reviewers' agreement as one JSON text."""
    whole = {
        "recipe": recipe(edition, run),
        "inputs": run.inputs,
        "result": run.result,
        "agreement": run.agreement,
    }
    return json.dumps(whole, ensure_ascii=False, allow_nan=False)


def workbook(edition: Edition, run: Run) -> bytes:
    """Return an XLSX workbook: data, meta, results, recipe. It can be handed in again as it is."""
    import openpyxl  # noqa: PLC0415 -- slow import

    book = openpyxl.Workbook(write_only=True)
    told = recipe(edition, run)
    steps = [[name, json.dumps(value, ensure_ascii=False)] for name, value in told.items()]
    for title, rows in {
        "data": _data(run),
        "meta": _columns(run),
        "results": _results(edition, run),
        "recipe": [["what", "value"], *steps],
    }.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append([harmless(cell) for cell in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _results(edition: Edition, run: Run) -> Iterator[Sequence[Cell]]:
    codes = run.result["codes"]
    values = dict(zip(run.result["units"], run.result["values"], strict=True))
    yield [*RESULTS, *codes]
    for place in ranking(edition, run).places:
        city = place.city
        head = [place.rank, place.low, place.high, place.median, place.group, place.first]
        yield [*head, city.code, city.name, city.country, place.score, *values[city.code]]


def _moves(panel: Panel) -> Iterator[Sequence[Cell]]:
    kinds = ("score", "rank")
    yield [
        *("before", "after", "uCode", "uName"),
        *(f"{kind}_{name}" for kind in kinds for name in ("before", "after", *CAUSES)),
    ]
    names = {track.code: track.name for track in panel.tracks}
    for step in panel.steps:
        for one in step.moves:
            numbers: list[Cell] = [
                round(value, 9)
                for value in (
                    *(one.score_before, one.score_after, *map(one.score.part, CAUSES)),
                    *(one.rank_before, one.rank_after, *map(one.rank.part, CAUSES)),
                )
            ]
            yield [step.before.slug, step.after.slug, one.code, names[one.code], *numbers]


def _data(run: Run) -> Iterator[Sequence[Cell]]:
    inputs = run.inputs
    groups, sizes = inputs["groups"], inputs["denominators"]
    yield ["uCode", "uName", *groups, *sizes, *(one["code"] for one in inputs["indicators"])]
    for row, unit in enumerate(inputs["units"]):
        beside = [of[row] for of in (*groups.values(), *sizes.values())]
        yield [unit, inputs["unit_names"][row], *beside, *inputs["values"][row]]


def _columns(run: Run) -> Iterator[Sequence[Cell]]:
    yield COLUMNS
    for one in run.inputs["indicators"]:
        yield [
            *(one["code"], one["name"], "Indicator", 1, one["parent"], one["direction"]),
            *(one["weight"], one["unit"], one["target"], one["denominator"]),
        ]
    for one in run.inputs["aggregates"]:
        head = (one["code"], one["name"], "Aggregate", one["level"], one["parent"], 1)
        yield [*head, one["weight"], "", None, ""]
    for kind, codes in {
        "Group": run.inputs["groups"],
        "Denominator": run.inputs["denominators"],
    }.items():
        for code in codes:
            yield [code, code, kind, None, "", None, None, "", None, ""]


def _csv(rows: Iterable[Sequence[Cell]]) -> str:
    file = io.StringIO()
    lines = ([harmless(cell) for cell in row] for row in rows)
    csv.writer(file, lineterminator="\n").writerows(lines)
    return file.getvalue()
