"""The command ``sam-scaffold``."""

from __future__ import annotations

import errno
import gc
import logging
import os
import signal
import sys
import traceback
from pathlib import Path
from types import FrameType

import click

from .commands.cli import cli
from .errors import ScaffoldError
from .terminal import make_safe, warn
from .transaction.files import SIGNALS

# click 8.2 raises this for a group without a command; 8.1 prints the help by itself.
_ASKED_NOTHING: type[click.ClickException] = getattr(
    click.exceptions, "NoArgsIsHelpError", click.FileError
)


def main() -> None:
    """Run the command line; every failure ends in one line on standard error."""
    gc.disable()  # a process of a second has nothing to collect; looking takes a tenth of it
    make_safe()
    os.environ["GIT_OPTIONAL_LOCKS"] = "0"  # else `git status` writes the user's index again
    logging.getLogger("sam_scaffold").addHandler(_WARNINGS)
    for number in SIGNALS:
        signal.signal(number, _interrupt)
    try:
        code = cli(prog_name="sam-scaffold", standalone_mode=False)
    except ScaffoldError as error:
        code = _failed(_one_line(str(error)), error.exit_code)
    except _ASKED_NOTHING as error:
        click.echo(error.format_message())
        code = 0
    except click.ClickException as error:
        code = _failed(error.format_message(), error.exit_code)
    except (KeyboardInterrupt, click.Abort) as stop:
        why = stop.__cause__ or stop  # click makes an Abort of a KeyboardInterrupt
        number = next((one for one in why.args if isinstance(one, int)), signal.SIGINT)
        code = _failed("interrupted.", 128 + number)
    except Exception as error:  # noqa: BLE001 - a mistake of ours is no reason for a traceback
        code = _failed(_too_long(error) or _mistake(error), 1)
    gc.freeze()  # nor is there anything to collect on the way out
    sys.exit(code)


class _Warnings(logging.Handler):
    """Say what is logged as every other warning is said."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print a line."""
        warn(record.getMessage())


_WARNINGS = _Warnings(logging.WARNING)


def _interrupt(number: int, _frame: FrameType | None) -> None:
    """Unwind as after Ctrl-C, whatever stops us, so that what was written is taken back."""
    raise KeyboardInterrupt(number)


def _one_line(message: str) -> str:
    """A message that is one line, also where a name in it is none."""
    return "".join(one if one.isprintable() else repr(one)[1:-1] for one in message)


def _too_long(error: Exception) -> str:
    """The message for a path that no file can have; empty for any other mistake."""
    if not isinstance(error, OSError) or error.errno != errno.ENAMETOOLONG:
        return ""
    name = ascii(error.filename)
    return f"{name[:40]}...{name[-20:]} is longer than a path can be; give a shorter one."


def _mistake(error: Exception) -> str:
    """A line that we can find the place by."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    text = " ".join(str(error).split())
    return (
        f"this should not have happened: {type(error).__name__}: {text} "
        f"({Path(place.filename).name}:{place.lineno}); please report it with your command."
    )


def _failed(message: str, code: int) -> int:
    click.secho("error: ", fg="red", bold=True, nl=False, err=True)
    click.echo(message, err=True)
    return code


if __name__ == "__main__":
    main()
