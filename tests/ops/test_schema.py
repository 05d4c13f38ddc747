import json

import pytest
from django.core.management import call_command

from decapolis.kernel.records import Row, read_rows, validate
from decapolis.ops.loading import KINDS
from decapolis.ops.schema import EXAMPLES, PAGE, json_schema, records_page
from tests.factories.files import jsonl, table


def test_the_committed_page_is_the_one_that_the_models_make():
    assert PAGE.read_text(encoding="utf-8") == records_page(), "Run: decapolis schema --write"


@pytest.mark.parametrize("kind", KINDS)
def test_every_example_of_the_page_is_a_valid_record_in_each_form(tmp_path, kind):
    schema = KINDS[kind][0]
    paths = [
        jsonl(tmp_path / "x.jsonl", EXAMPLES[kind]),
        table(tmp_path / "x.csv", EXAMPLES[kind]),
        table(tmp_path / "x.xlsx", EXAMPLES[kind]),
    ]
    checked = [validate(row, schema) for path in paths for row in read_rows(path)]
    assert checked == [schema.model_validate(EXAMPLES[kind])] * 3


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_names_every_field_and_no_other(kind):
    schema = json_schema(kind)
    assert schema["additionalProperties"] is False
    assert list(schema["properties"]) == list(KINDS[kind][0].model_fields)
    unknown = Row(1, EXAMPLES[kind] | {"colour": "red"})
    assert [fault.field for fault in validate(unknown, KINDS[kind][0])] == ["colour"]


def test_the_command_prints_one_schema_or_all(capsys):
    call_command("schema", "practices")
    assert json.loads(capsys.readouterr().out) == json_schema("practices")
    call_command("schema")
    assert list(json.loads(capsys.readouterr().out)) == list(KINDS)
