"""The installed command line: ``decapolis COMMAND``."""

import os
import sys

from django.core.management import execute_from_command_line

from decapolis.config.env import SettingError

USAGE = """decapolis: what cities like yours did, what it cost, what went wrong, and whom to call.

  decapolis run                     serve http://127.0.0.1:8000
  decapolis find QUERY              search the library
  decapolis peers CITY              cities like this one, and why
  decapolis brief CITY QUESTION     a sourced brief as PDF, Word or JSON
  decapolis load FILE...            take in record files
  decapolis status                  what is held, and by which versions
  decapolis test | lint | bench     check the program itself

  decapolis COMMAND --help          tells the rest
"""


def main() -> None:
    """Run one command; a wrong setting is one sentence, not a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "decapolis.config.settings")
    if len(sys.argv) == 1 or sys.argv[1] in {"-h", "--help", "help"}:
        sys.stdout.write(USAGE)
        return
    try:
        execute_from_command_line(sys.argv)
    except SettingError as error:
        sys.exit(f"Wrong setting. {error}")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
