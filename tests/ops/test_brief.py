"""``decapolis brief``: to a file or to the terminal, and a plain sentence where it cannot."""

import json

import pikepdf
import pytest
from django.core.management import call_command

pytestmark = pytest.mark.usefixtures("starter")


def run(*arguments):
    call_command("brief", *arguments)


def refused(capsys, *arguments):
    with pytest.raises(SystemExit) as stopped:
        run(*arguments)
    assert stopped.value.code == 2
    return capsys.readouterr().err


def test_without_a_file_it_is_text_on_the_terminal(capsys):
    run("Dayton, OH", "street lighting")
    told = capsys.readouterr().out
    assert told.startswith("Street lighting: what cities like Dayton did\n=====")
    assert "Whom to call" in told
    assert max(map(len, told.splitlines())) < 200


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".json", ".txt", ".PDF"])
def test_the_ending_says_in_which_form_it_is_written(tmp_path, capsys, suffix):
    file = tmp_path / f"brief{suffix}"
    run("Dayton, OH", "street lighting", "-o", str(file))
    begins = {".pdf": b"%PDF-1.7", ".docx": b"PK", ".json": b"{", ".txt": b"Street lighting"}
    assert file.read_bytes().startswith(begins[suffix.lower()])
    assert "practices" in capsys.readouterr().out
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_paper_and_quantity_are_taken(tmp_path):
    run("Dayton, OH", "street lighting", "-o", str(tmp_path / "a.pdf"), "--paper", "letter")
    with pikepdf.open(tmp_path / "a.pdf") as document:
        assert float(document.pages[0].mediabox[2]) == 612
    run("Dayton, OH", "street lighting", "-o", str(tmp_path / "a.json"), "--quantity", "5300")
    assert json.loads((tmp_path / "a.json").read_text())["quantity"] == 5300


def test_an_ambiguous_city_is_a_sentence_with_the_choices(capsys):
    said = refused(capsys, "Springfield", "flooding")
    assert "cities are called 'Springfield'" in said
    assert "Springfield, Missouri" in said
    assert "Traceback" not in said


def test_an_unknown_city_is_a_sentence_with_close_spellings(capsys):
    said = refused(capsys, "Daytn", "flooding")
    assert "No city in the gazetteer is called 'Daytn'" in said
    assert "Near: Dayton, Ohio" in said


@pytest.mark.parametrize(
    ("question", "words"),
    [("", "Say what the brief is about"), ("x" * 10_000, "10,000 characters")],
)
def test_a_question_that_is_none_is_a_sentence(capsys, question, words):
    assert words in refused(capsys, "Dayton, OH", question)


def test_an_unknown_ending_is_refused_before_anything_is_done(capsys, tmp_path):
    said = refused(capsys, "Dayton, OH", "flooding", "-o", str(tmp_path / "brief.odt"))
    assert "Use .pdf, .docx, .json, .txt." in said
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written_is_a_sentence_and_leaves_nothing(capsys, tmp_path):
    said = refused(capsys, "Dayton, OH", "flooding", "-o", str(tmp_path / "no" / "brief.pdf"))
    assert "cannot be written" in said
    (tmp_path / "brief.pdf").mkdir()
    said = refused(capsys, "Dayton, OH", "flooding", "-o", str(tmp_path / "brief.pdf"))
    assert "cannot be written" in said
    assert [path.name for path in tmp_path.iterdir()] == ["brief.pdf"]


def test_a_file_that_is_there_is_replaced_whole(tmp_path):
    file = tmp_path / "brief.txt"
    file.write_text("old")
    run("Dayton, OH", "flooding", "-o", str(file))
    assert "old" not in file.read_text().splitlines()[0]
