"""Jobs beside the server, or in a process of their own, and how they end."""

import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest

DECAPOLIS = [sys.executable, "-m", "decapolis.config.main"]
PATIENCE_S = 120


def done(fresh_home):
    """Return the names of the jobs that were done; none while there is no table."""
    path = f"{fresh_home['DECAPOLIS_HOME']}/decapolis.sqlite3"
    asked = "SELECT task_path FROM django_tasks_database_dbtaskresult WHERE status = 'SUCCESSFUL'"
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            return {name for (name,) in database.execute(asked)}
    except sqlite3.OperationalError:
        return set()


def wait_for(true):
    until = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < until, "it took too long"
        time.sleep(0.1)


def free_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return server.getsockname()[1]


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("word", ["run", "work"])
def test_jobs_run_until_the_program_is_told_to_stop(fresh_home, word, how):
    order = [*DECAPOLIS, word, *(["--port", str(free_port())] if word == "run" else [])]
    with subprocess.Popen(order, env=fresh_home, stderr=subprocess.PIPE, text=True) as program:
        try:
            wait_for(lambda: "decapolis.kernel.jobs.prune" in done(fresh_home))
            program.send_signal(how)
            _out, said = program.communicate(timeout=PATIENCE_S)
        finally:
            program.kill()
    assert "Traceback" not in said
    assert program.returncode in {0, 130, 143}


def test_the_server_can_leave_jobs_to_others(fresh_home):
    port = free_port()
    order = [*DECAPOLIS, "run", "--no-jobs", "--port", str(port)]
    with subprocess.Popen(order, env=fresh_home) as server:
        try:

            def answers():
                with socket.socket() as client:
                    return client.connect_ex(("127.0.0.1", port)) == 0

            wait_for(answers)
            assert done(fresh_home) == set()
            subprocess.run([*DECAPOLIS, "work", "--once"], env=fresh_home, check=True)
        finally:
            server.terminate()
