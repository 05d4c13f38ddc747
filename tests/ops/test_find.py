import json

import pytest
from django.core.management import call_command

pytestmark = pytest.mark.usefixtures("starter")


def find(capsys, *arguments):
    call_command("find", *arguments)
    return capsys.readouterr().out


def refused(capsys, *arguments):
    with pytest.raises(SystemExit) as stopped:
        call_command("find", *arguments)
    out, err = capsys.readouterr()
    assert (stopped.value.code, out) == (2, "")
    return err


def test_answers_are_told_with_where_they_are_and_why(capsys):
    told = find(capsys, "street lighting in Sydney", "--limit", "3")
    assert "1. LED street lights across the city (Sydney, AU)" in told
    assert "practice:sydney-led-lights   It has the words" in told


def test_programs_get_a_list_of_objects(capsys):
    hits = json.loads(find(capsys, "street lighting", "--limit", "2", "--json"))
    assert [list(hit) for hit in hits] == 2 * [
        ["key", "kind", "slug", "title", "city", "country", "score", "reasons"]
    ]
    assert hits[0]["score"] == 1


def test_one_kind_alone_may_be_asked_for(capsys):
    hits = json.loads(find(capsys, "lamps", "--kind", "organisation", "--json"))
    assert {hit["kind"] for hit in hits} == {"organisation"}


def test_cities_like_mine_weigh(capsys):
    hits = json.loads(find(capsys, "street lighting", "--city", "Dayton, OH", "--json"))
    assert any("Its city is much like yours." in hit["reasons"] for hit in hits)


def test_a_file_of_questions_is_answered_line_by_line(capsys, tmp_path):
    path = tmp_path / "asked.jsonl"
    path.write_text('{"id": "a", "query": "lyon"}\n\n{"id": 7, "query": "bus gratuit"}\n')
    lines = find(capsys, "--queries", str(path), "--limit", "10", "--json").splitlines()
    answers = [json.loads(line) for line in lines]
    assert [(answer["id"], len(answer["results"])) for answer in answers] == [("a", 10), ("7", 10)]
    assert answers[0]["results"][0] in {
        "practice:lyon-smart-community", "organisation:spl-lyon-confluence",
    }  # fmt: skip


def test_people_may_read_the_answers_to_a_file_too(capsys, tmp_path):
    path = tmp_path / "asked.jsonl"
    path.write_text('{"id": "a", "query": "lyon"}\n')
    assert "a: lyon" in find(capsys, "--queries", str(path), "--limit", "1")


def test_mended_spelling_and_what_was_understood_are_told(capsys):
    told = find(capsys, "electirc busses in Europe since 2015")
    assert "Searched for: electric busses in Europe since 2015" in told
    assert "Understood: " in told
    assert "since 2015" in told


def test_what_the_library_does_not_hold_is_told(capsys):
    assert "Nothing in the library answers this." in find(capsys, "xqzw")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "Give either a question or --queries FILE."),
        (("",), "The question is empty."),
        (("x " * 5000,), "Ask in at most 1000."),
        (("lamps", "--city", "Nowhereville"), "No city in the gazetteer"),
        (("lamps", "--city", "Springfield"), "Add the state"),
        (("--queries", "/no/such/file"), "There is no file"),
    ],
)
def test_what_will_not_do_is_told_in_a_sentence(capsys, arguments, message):
    assert message in refused(capsys, *arguments)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "line 1 is not valid JSON"),
        (b"[1]", 'line 1 must be an object with an "id" and a "query"'),
        (b'{"id": "a"}', 'line 1 must be an object with an "id" and a "query"'),
        (b'{"id": "a", "query": "ok"}\n{"id": null, "query": "x"}', "line 2"),
        (b'{"id": "a", "query": " "}', "line 1"),
        (b'{"id": "a", "query": "' + b"x" * 1001 + b'"}', "line 1 has a question of 1,001 letters"),
        (b"\xff\xfe", "cannot be read as UTF-8"),
    ],
)
def test_a_broken_file_of_questions_is_told_by_its_line(capsys, tmp_path, content, message):
    path = tmp_path / "asked.jsonl"
    path.write_bytes(content)
    assert message in refused(capsys, "--queries", str(path), "--json")
