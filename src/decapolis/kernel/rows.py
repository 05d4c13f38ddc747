"""Write very many plain rows quickly."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models

MOST_VALUES = 30_000  # SQLite binds at most 32,766 in one statement


def put_rows(
    model: type[models.Model],
    *,
    fields: Sequence[str],
    unique: Sequence[str],
    rows: Iterable[Sequence[Any]],
) -> None:
    """Add rows, or replace those with the same unique fields, a few thousand values a statement.

    For tables of plain numbers and words where ``bulk_create`` spends its time on model objects:
    values go to the database as they are, without defaults or conversion.

    Parameters
    ----------
    fields
        Names of model fields, in the order of the values of each row.
    unique
        The fields of the unique constraint that tells rows apart; not all of them.
    """
    name_of = connection.ops.quote_name
    table = model._meta
    column_of = {field.name: str(field.column) for field in table.concrete_fields}
    columns = [name_of(column_of[name]) for name in fields]
    key = [fields.index(name) for name in unique]
    replaced = [columns[at] for at in range(len(fields)) if at not in key]
    sets = ", ".join(f"{column} = excluded.{column}" for column in replaced)
    head = f"INSERT INTO {name_of(table.db_table)} ({', '.join(columns)}) VALUES "  # noqa: S608 -- names from models
    tail = f" ON CONFLICT ({', '.join(columns[at] for at in key)}) DO UPDATE SET {sets}"
    one = f"({', '.join(['%s'] * len(fields))})"
    # PostgreSQL refuses the same key twice in a statement; the last one stands
    once = list({tuple(row[at] for at in key): row for row in rows}.values())
    at_once = MOST_VALUES // len(fields)
    with connection.cursor() as cursor:
        for start in range(0, len(once), at_once):
            part = once[start : start + at_once]
            cursor.execute(
                head + ", ".join([one] * len(part)) + tail, [value for row in part for value in row]
            )
