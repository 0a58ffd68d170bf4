"""``sam-scaffold check``: what is wrong with the SAM templates of a repository."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import click

from ..checking.working_directory import inside
from ..document.characters import surrogate_problem
from ..errors import ScaffoldError, UsageError
from ..sam.model.template_files import templates_of
from ..transaction.repository_view import RepositoryView
from .options import folder, in_directory, repository, trusting

FORMATS = ("text", "json", "sarif", "junit", "github")


@click.command(
    short_help="Find mistakes in SAM templates.",
    epilog="Example: sam-scaffold check --strict --format sarif > check.sarif",
)
@click.argument("templates", nargs=-1, metavar="[TEMPLATE]...")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True,
    help="How findings are printed.",
)  # fmt: skip
@click.option("--strict", is_flag=True, help="Exit 1 on warnings, too.")
@click.option("--fix", is_flag=True, help="Apply safe fixes.")
@click.option("--offline", is_flag=True, help="Never use the network.")
@trusting
@in_directory
def check(
    templates: tuple[str, ...],
    directory: str,
    form: str,
    *,
    strict: bool,
    fix: bool,
    offline: bool,
    trust: bool,
) -> None:
    """Check each TEMPLATE, or all SAM templates of the repository.

    Runs cfn-lint with rules that know the code on disk, the layers and the components, then
    SAM's translator, then cfn-lint on what that makes of the template. Needs no AWS. Exits
    1 if there are errors.
    """
    from ..checking import formats  # noqa: PLC0415 - slow to import
    from ..checking.fixing import apply_fixes  # noqa: PLC0415
    from ..checking.linting import Linter  # noqa: PLC0415
    from ..checking.pipeline import check as checked  # noqa: PLC0415
    from ..contents.network import NETWORK  # noqa: PLC0415

    NETWORK.set(not offline)
    start = Path.cwd()
    root = folder(directory) if templates else repository(directory)

    def named(file: str) -> str:
        return Path(os.path.relpath(root / file, start)).as_posix()

    with inside(root):
        files = _files(root, templates)
        linter = Linter(trust=trust)
        gc.freeze()  # the rules stay, and each template leaves much behind (measured: 3 MB)
        gc.enable()
        if fix:
            done = apply_fixes(root, files, linter)
            for one in done.findings:
                line = f"fixed {named(one.file)}: {one.rule.id} {one.message}"
                click.echo(line, err=form != "text")
            left = done.left
        else:
            left = checked(files, linter)
    if not left.files:
        raise UsageError(
            f"cfn-lint's configuration ignores {', '.join(map(named, files))}, so nothing was "
            "checked; see ignore_templates in .cfnlintrc."
        )
    click.echo(formats.FORMATS[form](left, named))
    if linter.untrusted:
        raise ScaffoldError(
            f".cfnlintrc appends {', '.join(linter.untrusted)}, rules whose Python code would run; "
            "they were left out: if you trust it, give --trust."
        )
    if formats.is_failure(left.findings, strict=strict):
        click.get_current_context().exit(1)


def _files(root: Path, templates: tuple[str, ...]) -> list[str]:
    """The templates to check, from the repository's root.

    Raises:
        UsageError: One is not there, or there is none at all.
        ScaffoldError: The name of one is not UTF-8, which cfn-lint cannot take.
    """
    if templates:
        missing = [name for name in templates if not Path(name).is_file()]
        if missing:
            raise UsageError(f"{missing[0]} is not a file; name a SAM template.")
        found = list(dict.fromkeys(Path(os.path.relpath(name)).as_posix() for name in templates))
    elif not (found := templates_of(RepositoryView(root))):  # components have lost theirs
        raise UsageError(f"there is no SAM template in {root}; name one, or another with -C.")
    for name in found:
        if surrogate_problem(name):
            raise ScaffoldError(f"{name!a}: the name is not UTF-8; rename the file.")
    return found
