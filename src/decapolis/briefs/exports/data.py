"""The brief as JSON: the fields of the context, charts as their sentence and table."""

import json
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from decapolis.briefs.queries import Brief
from decapolis.kernel.charts import Chart


def as_data(brief: Brief) -> dict[str, Any]:
    """Return the brief as what JSON can hold."""
    return {field.name: _plain(getattr(brief, field.name)) for field in fields(brief)}


def as_json(brief: Brief) -> str:
    """Return the brief as a JSON document; field names are those of `Brief`."""
    return json.dumps(as_data(brief), ensure_ascii=False, indent=2)


def _plain(value: object) -> Any:  # noqa: ANN401 -- JSON is any
    if isinstance(value, Chart):
        table = value.table()
        return {"says": value.sentence(), "headers": list(table.headers),
                "rows": [list(row) for row in table.rows]}  # fmt: skip
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
