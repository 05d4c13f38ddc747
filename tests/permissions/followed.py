"""Rows of documents, progress and hand-over; of an opened initiative they stay the team's."""

from tests.permissions.planned import KEY, of_team
from tests.permissions.rows import FORM, everybody, posted

DOCUMENT = f"{KEY}/documents/<slug:which>.<slug:ending>"
CALENDAR = "initiatives/calendar/<str:token>.ics"
ANSWER = "initiatives/answer/<str:token>"

FOLLOWED = [
    *of_team(f"{KEY}/documents", "/documents"),
    *of_team(f"{KEY}/documents", "/documents", 302, FORM, (("do", "give"),)),
    *of_team(DOCUMENT, "/documents/council-memo.pdf"),
    *of_team(DOCUMENT, "/documents/brief.docx"),
    *of_team(f"{KEY}/milestones.ics", "/milestones.ics"),
    *of_team(f"{KEY}/progress", "/progress"),
    *of_team(f"{KEY}/progress", "/progress", 422, FORM, (("do", "report"),)),
    *of_team(f"{KEY}/progress", "/progress", 422, FORM, (("do", "become"),)),
    *of_team(f"{KEY}/handover", "/handover"),
    *of_team(f"{KEY}/handover", "/handover", 422, FORM),
    *everybody(CALENDAR, "/initiatives/calendar/not-ours.ics", 404),
    *everybody(ANSWER, "/initiatives/answer/not-ours", 404),
    *posted(ANSWER, "/initiatives/answer/not-ours", 404, on_track="yes"),
]
