"""``sam-scaffold invoke``: a function of a SAM template, run as Lambda would."""

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
"""Characters of an error in its one line; all of it is on standard output."""


@click.command(
    short_help="Run a function as Lambda would.",
    epilog="Example: sam-scaffold invoke order_router --event event.json | jq .",
)
@click.argument("name")
@click.option("--event", metavar="FILE", help="The event as JSON; - for standard input.")
@click.option("--env", metavar="FILE", help="Variables as JSON, over those of the template.")
@click.option("--template-file", metavar="FILE", help="The SAM template, if several have NAME.")
@in_directory
def invoke(
    name: str, event: str | None, env: str | None, template_file: str | None, directory: str
) -> None:
    """Run a function of the SAM template as Lambda would: NAME, or its logical id.

    Builds it if something changed. Its result goes to standard output, its logs and what
    it took to standard error. Exits with 1 if the function fails.
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
    python = managed(source.runtime, _say)
    artifact = built(template, target.logical_id, home_of(python), region, _say)
    variables = environment(artifact, os.environ, overrides)
    for doubt in (*doubts(artifact), *profile_doubts(variables, os.environ)):
        warn(doubt)
    outcome = run(artifact, data, variables, python, _log)
    for hint in refusal_hints(artifact.logical_id, variables, outcome):
        warn(hint)
    _done(artifact, outcome)


def _say(line: str) -> None:
    click.echo(line, err=True)


def _log(text: str) -> None:
    click.echo(text, file=raw(sys.stderr), nl=False)


def _done(artifact: Artifact, outcome: InvocationResult) -> None:
    """Print what came out, and how it went in the form of Lambda's own report."""
    result = outcome.result if outcome.error is None else outcome.error
    if outcome.logs and not outcome.logs.endswith("\n"):
        _say("")
    click.echo(json.dumps(result, indent=2, ensure_ascii=False))
    facts = [f"Duration: {outcome.duration_ms:.2f} ms"]
    if outcome.init_ms is not None:
        facts.append(f"Init Duration: {outcome.init_ms:.2f} ms")
    facts.append(f"Memory Size: {artifact.memory} MB")
    if outcome.peak_mb:
        facts.append(f"Max Memory Used: {outcome.peak_mb} MB")
    _say("REPORT " + "  ".join(facts))
    if outcome.error is not None:
        what = ": ".join(str(outcome.error.get(key)) for key in ("errorType", "errorMessage"))
        line = " ".join(what.split())
        shown = line if len(line) <= _MOST_SHOWN else f"{line[:_MOST_SHOWN]}..."
        raise ScaffoldError(f"{artifact.logical_id} failed: {shown}")
