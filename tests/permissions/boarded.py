"""Rows of boards and of their templates."""

from tests.permissions.rows import FORM, V1, Row, by_token, everybody, of_people

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


V1_BOARD = "boards/<key>"
V1_NOTE = f"{V1_BOARD}/notes/<note>"


def told_to_team(route, end, city=200):
    """What the interface tells of a board, by session or token."""
    return [
        Row(f"{V1}{V1_BOARD}{route}", f"/{V1}boards/{KEY}{end}", 401, 404, 404, city=city),
        *of_people(f"{V1_BOARD}{route}", f"boards/of-nobody{end}", 404, 404),
    ]


BOARDED_API = [
    *of_people("canvases"),
    *of_people("canvases/<slug>", "canvases/of-boards"),
    *of_people("canvases/<slug>", "canvases/of-nobody", 404, 404),
    *of_people("canvases/<slug>/versions/<int:number>", "canvases/of-boards/versions/1"),
    *by_token("canvases"),
    *by_token("canvases/<slug>", "canvases/of-boards", "put"),
    *by_token("canvases/<slug>/retire", "canvases/of-boards/retire"),
    *by_token("canvases/<slug>/offer", "canvases/of-boards/offer"),
    *of_people("boards"),
    *told_to_team("", ""),
    *told_to_team("/notes/<note>", f"/notes/{NOTE}"),
    *told_to_team("/notes/<note>", "/notes/ofnobody", 404),
    *told_to_team("/round", "/round"),
    *told_to_team("/snapshots", "/snapshots"),
    *told_to_team("/history", "/history"),
    *told_to_team("/history/<int:number>", "/history/1"),
    *told_to_team("/photos/<photo>", f"/photos/{PHOTO}"),
    *told_to_team("/photos/<photo>", "/photos/of-nobody", 404),
    *[
        row
        for ending in ("csv", "json", "svg")
        for row in told_to_team("/export.<ending>", f"/export.{ending}")
    ],
    *told_to_team("/export.<ending>", "/export.exe", 404),
    *[
        row
        for rest in ("close", "open", "link", "notes", "round", "round/close", "snapshots")
        for row in by_token(f"{V1_BOARD}/{rest}", f"boards/{KEY}/{rest}")
    ],
    *by_token(f"{V1_BOARD}/history/<int:number>/restore", f"boards/{KEY}/history/1/restore"),
    *by_token(f"{V1_BOARD}/snapshots/<int:number>/restore", f"boards/{KEY}/snapshots/1/restore"),
    *by_token(f"{V1_BOARD}/link", f"boards/{KEY}/link", "delete"),
    *by_token(f"{V1_BOARD}/timer", f"boards/{KEY}/timer", "put"),
    *by_token(f"{V1_BOARD}/round/notes/<note>", f"boards/{KEY}/round/notes/{NOTE}", "put"),
    *[
        row
        for method, rest in (
            *(("patch", ""), ("delete", ""), ("put", "/place"), ("put", "/group")),
            *(("post", "/comments"), ("put", "/links"), ("delete", "/name")),
            *(("post", "/photo"), ("delete", "/photo")),
        )
        for row in by_token(f"{V1_NOTE}{rest}", f"boards/{KEY}/notes/{NOTE}{rest}", method)
    ],
    *by_token(
        f"{V1_NOTE}/links/<kind>/<slug>",
        f"boards/{KEY}/notes/{NOTE}/links/practice/lamps",
        "delete",
    ),
]
