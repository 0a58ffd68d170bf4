"""``sam-scaffold check``: the errors in the SAM templates of a repository."""

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
    short_help="Find errors in SAM templates.",
    epilog="Example: sam-scaffold check --strict --format sarif > check.sarif",
)
@click.argument("templates", nargs=-1, metavar="[TEMPLATE]...")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True,
    help="The output format.",
)  # fmt: skip
@click.option("--strict", is_flag=True, help="Exit with 1 on warnings, too.")
@click.option("--fix", is_flag=True, help="Apply safe fixes, and print the remaining findings.")
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
    """Find errors in each TEMPLATE, or in all SAM templates of the repository.

    Runs cfn-lint with additional rules on code, layers and components, then SAM's
    translator, then cfn-lint on the translated template. Does not call AWS. Exits with 1 if
    there are errors.
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
        gc.freeze()  # collect only what a template leaves, which is 3 MB (measured), not the rules
        gc.enable()
        if fix:
            done = apply_fixes(root, files, linter)
            for finding in done.findings:
                line = f"fixed {named(finding.file)}: {finding.rule.id} {finding.message}"
                click.echo(line, err=form != "text")
            found = done.remaining
        else:
            found = checked(files, linter)
    if not found.files:
        raise UsageError(
            f"nothing was checked, because cfn-lint's configuration ignores "
            f"{', '.join(map(named, files))}; see ignore_templates in .cfnlintrc."
        )
    click.echo(formats.FORMATS[form](found, named))
    if linter.untrusted:
        raise ScaffoldError(
            f".cfnlintrc appends {', '.join(linter.untrusted)}. These rules are Python code, and "
            "were not run; if you trust the code, give --trust."
        )
    if formats.is_failure(found.findings, strict=strict):
        click.get_current_context().exit(1)


def _files(root: Path, templates: tuple[str, ...]) -> list[str]:
    """Return the paths of the templates to check, relative to the repository's root.

    Raises:
        UsageError: A template does not exist, or the repository has no template.
        ScaffoldError: A name is not UTF-8, which cfn-lint requires.
    """
    if templates:
        missing = [name for name in templates if not Path(name).is_file()]
        if missing:
            raise UsageError(f"{missing[0]} is not a file; give the path of a SAM template.")
        found = list(dict.fromkeys(Path(os.path.relpath(name)).as_posix() for name in templates))
    elif not (found := templates_of(RepositoryView(root))):  # it has only records of components
        raise UsageError(
            f"there is no SAM template in {root}; give the path of one, or another folder with -C."
        )
    for name in found:
        if surrogate_problem(name):
            raise ScaffoldError(f"{name!a}: the name is not UTF-8; rename the file.")
    return found
