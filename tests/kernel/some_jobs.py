"""Jobs for the tests of jobs, and a worker in a process of its own: ``python -m ... NAME``."""

import sys
import time
from pathlib import Path

import django

if __name__ == "__main__":
    django.setup()

from decapolis.kernel.jobs import GiveUp, task
from decapolis.kernel.origin import origin

ran = []


@task
def note(what, path=""):
    """Remember that it ran, in this process or for others."""
    ran.append(what)
    if path:
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(f"{what}\n")
    return what


@task
def break_down(what=""):
    # fails in a way that may pass
    ran.append(what)
    message = "the lamp broke"
    raise OSError(message)


@task
def give_up():
    # fails for ever
    message = "there is no lamp"
    raise GiveUp(message)


@task
def tell_door():
    """Return the door that it acts from."""
    return str(origin().door)


@task
def linger(path, seconds=60):
    """Begin, say so, and take long."""
    note.func("begun", path)
    time.sleep(seconds)
    note.func("ended", path)


def main():
    """Work in the database of a test until killed."""
    from django.db import connection  # noqa: PLC0415 -- app ready

    from decapolis.kernel.worker import Worker  # noqa: PLC0415 -- app ready

    connection.settings_dict["NAME"] = sys.argv[1]
    Worker(look_every=0.05).work()


if __name__ == "__main__":
    main()
