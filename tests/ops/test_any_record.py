import json

import pytest
from django.db import models
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decapolis.cities.models import City, Country
from decapolis.library.models import Document, Practice, Technology
from decapolis.ops.loading import KINDS, load_file
from decapolis.ops.schema import EXAMPLES
from decapolis.organisations.models import Organisation
from tests.factories.files import jsonl
from tests.ops.held import faults

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_examples")]


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    kind=st.sampled_from(sorted(KINDS)),
    field=st.integers(0, 40),
    value=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text()
        | st.text(st.characters(categories=["Cs", "Cc", "Lo"])),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=6,
    ),
)  # fmt: skip
def test_any_value_in_any_field_is_taken_or_told(tmp_path, kind, field, value):
    names = list(KINDS[kind][0].model_fields)
    record = EXAMPLES[kind] | {names[field % len(names)]: value}
    path = tmp_path / f"{kind}-any.jsonl"
    path.write_text(json.dumps(record) + "\n", encoding="utf-8")
    report = load_file(path)
    assert bool(report.accepted) != bool(report.rejected)
    json.dumps(report.as_json(), ensure_ascii=False).encode()


@pytest.mark.parametrize("kind", KINDS)
def test_text_of_a_length_that_no_column_holds_is_refused_not_cut(tmp_path, kind):
    for name in EXAMPLES[kind]:
        if isinstance(EXAMPLES[kind][name], str):
            told = faults(
                jsonl(tmp_path / f"{kind}-long.jsonl", EXAMPLES[kind] | {name: "x" * 30_000})
            )
            assert {field for _line, field, _reason in told} <= {name, ""}


def _widest(schema, name):
    """The longest text that a schema lets through to a column, as far as it says."""
    field = schema.model_json_schema()["properties"][name]
    kinds = field.get("anyOf", [field])
    return max((kind.get("maxLength", 0) for kind in kinds), default=0)


@pytest.mark.parametrize(
    ("kind", "model"),
    [
        ("countries", Country), ("cities", City), ("documents", Document),
        ("technologies", Technology), ("practices", Practice), ("organisations", Organisation),
    ],
)  # fmt: skip
def test_a_field_is_no_wider_than_its_column(kind, model):
    schema = KINDS[kind][0]
    for column in model._meta.concrete_fields:
        if isinstance(column, models.CharField) and column.name in schema.model_fields:
            assert _widest(schema, column.name) <= column.max_length, column.name
