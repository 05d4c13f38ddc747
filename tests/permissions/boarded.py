"""Rows of boards and of their templates."""

from tests.permissions.rows import FORM, Row, everybody

KEY, NOTE, TOKEN = "ofsomebodys", "anoteofboard", "the-link"
PHOTO = "of-a-board"
BOARD, HERE = "boards/<slug:key>", f"/boards/{KEY}"
DESK = "staff/canvases"


def of_team(route, end, city=200, method="get", data=()):
    """What belongs to the team; network staff and whoever else find nothing."""
    return [
        Row(f"{BOARD}{route}", f"{HERE}{end}", 302, 404, 404, method, data, city=city),
        Row(f"{BOARD}{route}", f"/boards/of-nobody{end}", 302, 404, 404, method, data),
    ]


BOARDED = [
    *everybody("boards/worker.js"),
    *of_team("", ""),
    *of_team("", "", 422, FORM, (("do", "add"), ("block", "idea"))),
    *of_team("", "", 302, FORM, (("do", "round-close"),)),
    *of_team("/votes", "/votes"),
    *of_team("/find", "/find?q=lamps"),
    *of_team("/notes/<slug:note>", f"/notes/{NOTE}"),
    *of_team("/notes/<slug:note>", "/notes/ofnobody", 404),
    *of_team("/notes/<slug:note>", f"/notes/{NOTE}", 422, FORM, (("do", "edit"),)),
    *of_team("/photos/<slug:photo>", f"/photos/{PHOTO}"),
    *of_team("/photos/<slug:photo>", "/photos/of-nobody", 404),
    *of_team("/history", "/history"),
    *of_team("/history", "/history", 422, FORM),
    *[
        row
        for ending in ("csv", "json", "svg", "pdf")
        for row in of_team("/export.<str:ending>", f"/export.{ending}")
    ],
    *of_team("/export.<str:ending>", "/export.exe", 404),
    *everybody(f"{BOARD}/read/<str:token>", f"{HERE}/read/{TOKEN}"),
    *everybody(f"{BOARD}/read/<str:token>", f"{HERE}/read/guess", 404),
    *everybody(f"{BOARD}/read/<str:token>", f"/boards/of-nobody/read/{TOKEN}", 404),
    *of_team("/link", "/link"),
    *of_team("/link", "/link", 302, FORM, (("do", "end"),)),
    Row(DESK, f"/{DESK}", 302, 404, 200),
    Row(f"{DESK}/new", f"/{DESK}/new", 302, 404, 200),
    Row(f"{DESK}/new", f"/{DESK}/new", 302, 404, 422, FORM),
    Row(f"{DESK}/<slug:slug>", f"/{DESK}/of-boards", 302, 404, 200),
    Row(f"{DESK}/<slug:slug>", f"/{DESK}/of-nobody", 302, 404, 404),
    Row(f"{DESK}/<slug:slug>", f"/{DESK}/of-boards", 302, 404, 422, FORM),
]
