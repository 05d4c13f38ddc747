"""Jobs: handed over with the act, run once, tried again, and never lost."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks import TaskResultStatus as Status

from decapolis.kernel import jobs
from decapolis.kernel.errors import NotFound
from decapolis.kernel.jobs import DBTaskResult, Turn, later
from decapolis.kernel.origin import Door, origin
from decapolis.kernel.worker import LEASE, Worker, bring_back, work_off
from tests.kernel import some_jobs

pytestmark = pytest.mark.django_db
PATIENCE_S = 60


@pytest.fixture(autouse=True)
def _nothing_ran():
    some_jobs.ran.clear()


def rows():
    return list(DBTaskResult.objects.order_by("enqueued_at"))


def long_ago(**shift):
    """Let everything that was said of jobs lie further back."""
    for row in rows():
        for name in ("started_at", "run_after"):
            if getattr(row, name) and getattr(row, name).year < 9999:
                setattr(row, name, getattr(row, name) - timedelta(**shift))
        row.save()


def test_a_job_runs_with_what_it_was_told():
    later(some_jobs.note, what="Käse 奶酪")
    assert work_off() == 1
    assert some_jobs.ran == ["Käse 奶酪"]
    [row] = rows()
    assert (row.status, row.return_value) == (Status.SUCCESSFUL, "Käse 奶酪")


def test_a_job_is_gone_with_the_transaction_that_handed_it_over():
    with transaction.atomic():
        later(some_jobs.note, what="never")
        transaction.set_rollback(True)
    assert work_off() == 0
    assert rows() == []


def test_a_job_goes_by_its_name_from_the_package_on():
    later("kernel.jobs.prune")
    assert work_off() == 1
    with pytest.raises(ImportError):
        later("kernel.jobs.nonsense")


def test_a_job_waits_as_long_as_it_should():
    later(some_jobs.note, delay=timedelta(hours=1), what="late")
    assert work_off() == 0
    long_ago(hours=2)
    assert work_off() == 1


def test_a_waiting_job_of_the_same_key_does_for_both_and_is_brought_forward():
    later(some_jobs.note, key="lamp", delay=timedelta(hours=3), what=1)
    later(some_jobs.note, key="lamp", delay=timedelta(hours=9), what=2)
    later(some_jobs.note, key="bus", what=3)
    assert work_off() == 1
    later(some_jobs.note, key="lamp", what=4)
    assert work_off() == 1
    assert some_jobs.ran == [3, 1]


def test_a_job_that_ran_or_was_tried_does_not_stand_in_for_a_new_one():
    later(some_jobs.break_down, key="lamp", what=1)
    work_off()
    later(some_jobs.break_down, key="lamp", what=2)
    work_off()
    assert some_jobs.ran == [1, 2]


def test_a_job_that_fails_rests_longer_each_time_and_is_given_up_in_the_end():
    later(some_jobs.break_down, what="once")
    for pause in jobs.PAUSES:
        before = timezone.now()
        assert work_off() == 1
        [row] = rows()
        assert row.status == Status.READY
        assert before + pause <= row.run_after <= timezone.now() + pause
        assert work_off() == 0
        long_ago(hours=4)
    assert work_off() == 1
    [job] = jobs.jobs(Status.FAILED)
    assert (job.name, job.tries, job.error) == (
        "kernel.some_jobs.break_down",
        jobs.MOST_TRIES,
        "OSError: the lamp broke",
    )
    assert jobs.counts().failed == 1


def test_a_job_that_cannot_succeed_is_given_up_at_once():
    later(some_jobs.give_up)
    work_off()
    assert [job.error for job in jobs.jobs(Status.FAILED)] == [
        "decapolis.kernel.jobs.GiveUp: there is no lamp"
    ]


def test_a_job_that_was_given_up_begins_anew_when_someone_says_so():
    later(some_jobs.give_up)
    work_off()
    [job] = jobs.jobs(Status.FAILED)
    jobs.try_again(job.id)
    [row] = rows()
    assert (row.status, row.worker_ids) == (Status.READY, [])
    for wrong in (job.id, "nonsense", ""):
        with pytest.raises(NotFound):
            jobs.try_again(wrong)
    work_off()
    assert jobs.try_all_again() == 1


def test_a_job_acts_from_the_door_of_jobs():
    later(some_jobs.tell_door)
    work_off()
    assert [row.return_value for row in rows()] == [Door.JOB]
    assert origin().door == Door.COMMAND


def claimed(**fields):
    later(some_jobs.note, what="found again")
    [row] = rows()
    row.claim("worker-that-died")
    DBTaskResult.objects.update(**fields)
    row.refresh_from_db()
    return row


def test_the_job_of_a_worker_that_died_comes_back():
    claimed()
    now = timezone.now()
    assert bring_back(now) == 0
    assert bring_back(now + LEASE + timedelta(seconds=5)) == 1
    assert work_off() == 1
    assert some_jobs.ran == ["found again"]
    assert jobs.counts().done == 1


def test_a_job_whose_lease_is_renewed_stays_where_it_is():
    now = timezone.now()
    claimed(started_at=now - timedelta(hours=1), run_after=now + LEASE)
    assert bring_back(now) == 0
    assert bring_back(now + LEASE + timedelta(seconds=1)) == 1


def test_a_job_that_kills_its_workers_is_given_up():
    claimed(started_at=timezone.now() - timedelta(hours=1), worker_ids=["w"] * jobs.MOST_TRIES)
    assert bring_back(timezone.now()) == 1
    [job] = jobs.jobs(Status.FAILED)
    assert "WorkerDied" in job.error


def test_what_a_worker_says_of_a_job_that_another_took_over_does_not_count():
    row = claimed()
    DBTaskResult.objects.update(worker_ids=["worker-that-died", "another"])
    Worker().run(row)
    [now] = rows()
    assert (now.status, now.finished_at) == (Status.RUNNING, None)


def test_of_each_turn_there_is_one_job():
    turn = Turn(some_jobs.note, timedelta(minutes=15))
    now = timezone.now().replace(minute=0, second=0)
    taken = [jobs.take_turn(turn, now + timedelta(minutes=m)) for m in (0, 1, 14, 15, 16)]
    assert taken == [True, False, False, True, False]
    assert len(rows()) == 2


def test_what_comes_round_is_done_by_a_worker_that_looks():
    Worker()._take_turns()
    work_off()
    names = {job.name for job in jobs.jobs(Status.SUCCESSFUL)}
    assert names == {turn.task.module_path.partition(".")[2] for turn in jobs.schedule()}
    assert "kernel.jobs.prune" in names


def test_a_worker_with_nothing_to_do_only_reads():
    worker = Worker()
    worker._take_turns()
    work_off()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        worker._take_turns()
        worker._bring_back()
        worker.run_ready()
    assert [query["sql"][:6] for query in asked] == ["SELECT", "SELECT"]


def test_old_jobs_are_forgotten_those_given_up_later():
    for job in (some_jobs.note, some_jobs.give_up):
        later(job, **({"what": 1} if job is some_jobs.note else {}))
    work_off()
    DBTaskResult.objects.update(finished_at=timezone.now() - timedelta(days=8))
    assert jobs.prune.func() == 1
    assert [row.status for row in rows()] == [Status.FAILED]
    DBTaskResult.objects.update(finished_at=timezone.now() - timedelta(days=200))
    assert jobs.prune.func() == 1


@pytest.fixture
def worker_process(tmp_path):
    """Start workers that share the database of the test; none outlives it."""
    started = []

    def start():
        name = str(connection.settings_dict["NAME"])
        order = [sys.executable, "-m", "tests.kernel.some_jobs", name]
        started.append(subprocess.Popen(order, env=os.environ | {"DECAPOLIS_LOG": "ERROR"}))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait(PATIENCE_S)


def wait_until(true):
    until = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < until, "it took too long"
        time.sleep(0.02)


@pytest.mark.django_db(transaction=True)
def test_killing_a_worker_within_a_job_loses_nothing_and_doubles_nothing_that_was_done(
    worker_process, tmp_path
):
    path = tmp_path / "said"
    path.touch()
    name = "tests.kernel.some_jobs"
    assert sys.modules[name] is some_jobs
    for number in range(40):
        later(some_jobs.note, what=number, path=str(path))
    later(some_jobs.linger, path=str(path), seconds=PATIENCE_S)
    process = worker_process()
    wait_until(lambda: "begun" in path.read_text("utf-8"))
    process.send_signal(signal.SIGKILL)
    process.wait(PATIENCE_S)
    for number in range(40, 60):
        later(some_jobs.note, what=number, path=str(path))
    assert jobs.counts().running == 1
    assert bring_back(timezone.now() + LEASE) == 1
    DBTaskResult.objects.filter(task_path=f"{name}.linger").update(
        args_kwargs={"args": [], "kwargs": {"path": str(path), "seconds": 0}}
    )
    work_off()
    said = Counter(path.read_text("utf-8").split())
    assert said == Counter(map(str, range(60))) + Counter({"begun": 2, "ended": 1})
    assert jobs.counts().done >= 61


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_jobs_and_none_runs_twice(worker_process, tmp_path):
    path = tmp_path / "said"
    path.touch()
    for number in range(60):
        later(some_jobs.note, what=number, path=str(path))
    worker_process(), worker_process()
    notes = DBTaskResult.objects.successful().filter(task_path__endswith=".note")
    wait_until(lambda: notes.count() == 60)
    assert Counter(path.read_text("utf-8").split()) == Counter(map(str, range(60)))


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_stopped_ends_the_job_at_hand(tmp_path):
    path = tmp_path / "said"
    later(some_jobs.linger, path=str(path), seconds=0.4)
    worker = Worker(look_every=0.05)
    thread = threading.Thread(target=worker.work)
    thread.start()
    wait_until(path.exists)
    later(some_jobs.note, what="not any more")
    worker.stop()
    thread.join(PATIENCE_S)
    assert path.read_text("utf-8") == "begun\nended\n"
    assert some_jobs.ran == ["begun", "ended"]
    assert DBTaskResult.objects.ready().filter(task_path__endswith=".note").count() == 1
