"""The tables of an empty database, made at once."""

import sqlite3
from collections import Counter

import pytest
from django.db import connection

from decapolis.ops.preparing import _is_migrated, bring_tables
from tests.conftest import file_of_migrated


@pytest.mark.usefixtures("empty_database")
def test_they_are_what_the_migrations_come_to():
    bring_tables()
    assert _is_migrated()
    if connection.vendor == "sqlite":
        with sqlite3.connect(file_of_migrated()) as migrated:
            assert _schema(connection) == _schema(migrated)


def _schema(database):
    """Return what makes a database, its columns and conditions in any order."""
    rows = database.cursor().execute(
        "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
    )
    return {(kind, name): Counter(_parts(sql or "")) for kind, name, sql in rows}


def _parts(sql):
    """Take a definition apart at the commas that stand in its outermost brackets."""
    depth, part = 0, ""
    for sign in sql:
        depth += (sign == "(") - (sign == ")")
        if (sign == "," and depth == 1) or (sign in "()" and depth == (sign == "(")):
            yield part.strip()
            part = ""
        else:
            part += sign
    yield part.strip()
