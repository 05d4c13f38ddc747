"""The operator's page."""

import pytest

from decapolis.audit.models import AuditEntry
from decapolis.kernel import jobs
from decapolis.kernel.jobs import DBTaskResult, later
from decapolis.kernel.permissions import Forbidden
from decapolis.kernel.worker import work_off
from decapolis.notices.models import Refusal
from decapolis.pages.operator import actions
from tests.factories import people
from tests.kernel import some_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(client):
    person = people.person(is_operator=True)
    client.force_login(person)
    return person


def given_up():
    later(some_jobs.give_up)
    work_off()
    return DBTaskResult.objects.failed().last()


@pytest.mark.parametrize("role", [{}, {"is_staff": True}, {"is_reviewer": True}])
def test_nobody_else_finds_it_or_does_anything_there(client, role):
    person = people.person(**role)
    client.force_login(person)
    job = given_up()
    assert client.get("/operator").status_code == 404
    assert client.post("/operator/jobs", {"all": "1"}).status_code == 404
    with pytest.raises(Forbidden):
        actions.try_again(by=person, job_id=str(job.pk))
    with pytest.raises(Forbidden):
        actions.try_all_again(by=person)
    assert jobs.counts().failed == 1
    assert not AuditEntry.objects.exists()


def test_it_shows_jobs_mail_versions_and_what_was_done(client, operator, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_HOST_PASSWORD = "mail.example", "secret-word"
    given_up()
    later(some_jobs.break_down, what="<script>")
    later(some_jobs.note, what=1)
    work_off()
    later(some_jobs.note, what=2)
    Refusal.objects.create(person=operator, address="gone@x.example", said="550 No such user")
    shown = client.get("/operator").content.decode()
    for words in (
        "One job was given up.",
        "decapolis.kernel.jobs.GiveUp: there is no lamp",
        "OSError: the lamp broke",
        "what=&#x27;&lt;script&gt;&#x27;",
        "mail.example",
        "gone@x.example",
        "550 No such user",
        "Django",
    ):
        assert words in shown
    assert "secret-word" not in shown
    assert client.get("/operator").context["counts"].waiting == 2


def test_a_job_that_was_given_up_begins_anew_and_that_is_recorded(client, operator):
    job = given_up()
    answer = client.post("/operator/jobs", {"job": job.pk}, follow=True)
    assert "The job begins anew." in answer.content.decode()
    assert jobs.counts().waiting == 1
    [entry] = AuditEntry.objects.filter(act="jobs.tried_again")
    assert (entry.by, entry.subject_key) == (operator, str(job.pk))
    answer = client.post("/operator/jobs", {"job": job.pk}, follow=True)
    assert "was given up. Perhaps" in answer.content.decode()
    work_off()
    client.post("/operator/jobs", {"all": "1"})
    assert jobs.counts().failed == 0


@pytest.mark.parametrize("job", ["", "x", "9" * 40, "00000000-0000-0000-0000-000000000000"])
def test_a_job_that_there_is_none_of_is_told(client, operator, job):
    answer = client.post("/operator/jobs", {"job": job}, follow=True)
    assert "No job" in answer.content.decode()
    assert not AuditEntry.objects.filter(act="jobs.tried_again").exists()
