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
        number = next((word for word in why.args if isinstance(word, int)), signal.SIGINT)
        code = _failed("interrupted.", 128 + number)
    except Exception as error:  # noqa: BLE001 - our bug must not show a traceback
        code = _failed(_too_long(error) or _mistake(error), 1)
    gc.freeze()  # nothing to collect on exit either
    sys.exit(code)


class _Warnings(logging.Handler):
    """Print log records like other warnings."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print a line."""
        warn(record.getMessage())


_WARNINGS = _Warnings(logging.WARNING)


def _interrupt(number: int, _frame: FrameType | None) -> None:
    """Unwind as after Ctrl-C, so that changes are rolled back."""
    raise KeyboardInterrupt(number)


def _one_line(message: str) -> str:
    """Return a message in one line, even if a name in it has several."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in message)


def _too_long(error: Exception) -> str:
    """Return the message for a path that is too long; empty for any other error."""
    if not isinstance(error, OSError) or error.errno != errno.ENAMETOOLONG:
        return ""
    name = ascii(error.filename)
    return f"{name[:40]}...{name[-20:]} is longer than a path can be; give a shorter one."


def _mistake(error: Exception) -> str:
    """Return a line that leads us to the place in the code."""
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
