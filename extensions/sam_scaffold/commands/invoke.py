"""``sam-scaffold invoke``: the local invocation of a function of a SAM template."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import click

from ..errors import ScaffoldError
from ..invocation import Artifact, InvocationResult
from ..invocation import invoke as run
from ..invocation.build import built
from ..invocation.credentials import profile_doubts, refusal_hints
from ..invocation.event import parsed_json, read_event
from ..invocation.function_lookup import find_target, sample_event
from ..invocation.interpreter import home_of, managed
from ..invocation.known_differences import doubts
from ..invocation.lambda_environment import environment, read_overrides, region_of
from ..terminal import raw, warn
from .options import in_directory, repository

_MOST_SHOWN = 1000
"""The most characters of an error to show on its line; standard output has the whole error."""


@click.command(
    short_help="Invoke a function locally, without Docker.",
    epilog="Example: sam-scaffold invoke order_router --event event.json | jq .",
)
@click.argument("name")
@click.option("--event", metavar="FILE", help="A JSON file with the event; - for standard input.")
@click.option(
    "--env",
    metavar="FILE",
    help="A JSON file with environment variables that override the template's.",
)
@click.option("--template-file", metavar="FILE", help="The SAM template, if several have NAME.")
@in_directory
def invoke(
    name: str, event: str | None, env: str | None, template_file: str | None, directory: str
) -> None:
    """Invoke a Python function locally, as in Lambda, without Docker and without AWS.

    NAME is the function's name in snake_case or its logical id. Builds the function with
    sam build if something changed. Without --event, uses the function's sample event, else
    {}. Prints the result to standard output, and logs, duration and memory to standard
    error. Exits with 1 if the function fails.
    """
    root = repository(directory)
    target = find_target(root, name, template_file)
    if event is not None:
        data = read_event(event)
    else:
        sample = sample_event(root, target)
        data = {} if sample is None else parsed_json(sample)
    template, region = root / target.template_file, region_of(os.environ)
    source = Artifact.of(template, target.logical_id, region)
    overrides = {} if env is None else read_overrides(Path(env), source)
    python = managed(source.runtime, _print)
    artifact = built(template, target.logical_id, home_of(python), region, _print)
    variables = environment(artifact, os.environ, overrides)
    for doubt in (*doubts(artifact), *profile_doubts(variables, os.environ)):
        warn(doubt)
    outcome = run(artifact, data, variables, python, _log)
    for hint in refusal_hints(artifact.logical_id, variables, outcome):
        warn(hint)
    _report(artifact, outcome)


def _print(line: str) -> None:
    click.echo(line, err=True)


def _log(text: str) -> None:
    click.echo(text, file=raw(sys.stderr), nl=False)


def _report(artifact: Artifact, outcome: InvocationResult) -> None:
    """Print the result, then duration and memory as in Lambda's REPORT line.

    Raises:
        ScaffoldError: The function failed.
    """
    result = outcome.result if outcome.error is None else outcome.error
    if outcome.logs and not outcome.logs.endswith("\n"):
        _print("")
    click.echo(json.dumps(result, indent=2, ensure_ascii=False))
    facts = [f"Duration: {outcome.duration_ms:.2f} ms"]
    if outcome.init_ms is not None:
        facts.append(f"Init Duration: {outcome.init_ms:.2f} ms")
    facts.append(f"Memory Size: {artifact.memory} MB")
    if outcome.peak_mb:
        facts.append(f"Max Memory Used: {outcome.peak_mb} MB")
    _print("REPORT " + "  ".join(facts))
    if outcome.error is not None:
        what = ": ".join(str(outcome.error.get(key)) for key in ("errorType", "errorMessage"))
        line = " ".join(what.split())
        shown = line if len(line) <= _MOST_SHOWN else f"{line[:_MOST_SHOWN]}..."
        raise ScaffoldError(f"{artifact.logical_id} failed: {shown}")
