"""What is handed out as a file: nobody keeps it, and it does nothing where it is opened."""

import pytest

from decapolis.kernel.handing import HandOut, handed_out


@pytest.mark.parametrize("name", ['a"; filename="b.exe', "Straße für alle.pdf", "../up.pdf", ""])
def test_a_file_is_saved_under_its_own_name_kept_by_no_cache_and_shut_in(name):
    answer = handed_out(HandOut(b"<script>", "text/html", name))
    way = answer.headers.get("Content-Disposition", "")
    assert way.startswith("attachment;") == bool(name)
    assert way.replace('\\"', "").count('"') in {0, 2}  # no name ends the one that is given
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


def test_what_opens_in_the_viewer_of_the_browser_is_not_in_a_sandbox():
    answer = handed_out(HandOut(b"%PDF", "application/pdf", "memo.pdf"), in_viewer=True)
    assert answer["Content-Disposition"] == 'inline; filename="memo.pdf"'
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
