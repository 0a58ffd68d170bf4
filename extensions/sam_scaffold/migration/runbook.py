"""Runbook of a migration in Markdown: one function per deployment, each with a rollback.

Sources:

- Rows of a change set: translated with SAM's translator 1.115. A layer and a function's version
  have a hash in their logical ids, so new content adds one and removes the former, which
  ``DeletionPolicy: Retain`` keeps; a changed layer updates each function that uses it.
- Old versions keep their code: ``DeletionPolicy: Retain`` unless VersionDeletionPolicy says
  otherwise (read in the translator).
- https://docs.aws.amazon.com/lambda/latest/api/API_DeleteLayerVersion.html
- https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
- https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/automating-updates-to-serverless-apps.html
- https://docs.aws.amazon.com/cli/latest/reference/logs/tail.html
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from .sizes import NOTHING, Size, limit_problem


@dataclass(frozen=True, slots=True)
class Stage:
    """One function of the plan.

    Attributes:
        name: Its name on the command line.
        logical_id: Its key in Resources.
        template_file: The SAM template, from the repository's root.
        stack: The name of the template's stack; empty if unknown.
        before: The size of its artifact.
        after: The size of its artifact after the migration, without layers.
        layer: The logical id of its shared layer; empty if it has none.
        layer_size: The size of that layer, with the code for all functions.
        alias: Its AutoPublishAlias; empty if it has none.
        alarms: The logical ids of its alarms.
        refused: The reason why it cannot be migrated; empty if it can.
    """

    name: str
    logical_id: str
    template_file: str
    stack: str
    before: Size
    after: Size
    layer: str = ""
    layer_size: Size = NOTHING
    alias: str = ""
    alarms: tuple[str, ...] = ()
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Coupling:
    """Code that couples functions, and is better decoupled by hand first.

    Attributes:
        file: The file, from the repository's root.
        line: The line, from 1.
        what: Its description, as in ``imports pkg.orders, a function's own package``.
    """

    file: str
    line: int
    what: str


_ROOT_TEMPLATE = "template.yaml"

_ONCE = """\
## Once in your shell

`{stack}` is the stack of {template}. You need the AWS CLI, version 2.

```sh
STACK={stack}
physical() {{
  aws cloudformation describe-stack-resource --stack-name "$STACK" \\
    --logical-resource-id "$1" --query StackResourceDetail.PhysicalResourceId --output text
}}
metric() {{
  aws cloudwatch get-metric-statistics --namespace AWS/Lambda --metric-name "$2" \\
    --dimensions "Name=FunctionName,Value=$1" --statistics "$3" --period 300 \\
    --start-time "$(($(date +%s) - 3600))" --end-time "$(date +%s)" \\
    --query 'sort_by(Datapoints, &Timestamp)[].['"$3"']' --output text
}}
look() {{
  name="$(physical "$1")"
  echo Errors; metric "$name" Errors Sum
  echo Throttles; metric "$name" Throttles Sum
  echo Duration; metric "$name" Duration Average
  logs="$(aws lambda get-function-configuration --function-name "$name" \\
    --query LoggingConfig.LogGroup --output text)"
  aws logs tail "$logs" --since 1h --filter-pattern '"Runtime.ImportModuleError"'
}}
```

`look` shows the last hour, a number for each five minutes. In the console, see the
function's Monitor tab.
"""

_RULES = """\
## Rules

- Deploy one function at a time. Continue after it has run under its usual load; a scheduled one,
  at least once.
- Keep `RetentionPolicy: Retain` on the shared layer. Without it, a deployment deletes
  the version that it replaces, and a function can no longer be configured with a deleted version.
- Later functions add more code to the layer. A change set then adds the layer under a new
  logical id, removes the old one from the stack, and updates the functions that use it. No other
  function may appear.
- A function with an alias keeps the layer version of its published version until its own code
  changes.
- An alias shifts all traffic at once. With a DeploymentPreference, traffic shifts gradually, and
  back if one of its alarms goes off.
- Undo in reverse order, the last function first.
"""


def runbook(
    stages: Sequence[Stage],
    couplings: Sequence[Coupling] = (),
    notes: Sequence[str] = (),
    options: str = "",
) -> str:
    """Write the runbook.

    Args:
        stages: The functions in order, with those that are refused.
        couplings: Code that is better decoupled by hand first.
        notes: What else is left to the users.
        options: Further options of the command, such as ``--layout flat``.

    Returns:
        Markdown, without a final line feed.
    """
    todo = [stage for stage in stages if not stage.refused]
    parts = ["# Runbook", "", _summary(todo), "", *_table(todo)]
    if notes:
        parts += ["", "## Before you begin", "", *(f"- {note}" for note in notes)]
    if couplings:
        parts += ["", "## Decouple first", "", _CUT, "", *map(_coupling, couplings)]
    if refused := [stage for stage in stages if stage.refused]:
        parts += [
            "",
            "## Not migrated",
            "",
            *(f"- `{stage.name}`: {stage.refused}" for stage in refused),
        ]
    if todo:
        said = _ONCE.format(template=todo[0].template_file, stack=_stack(todo[0]))
        parts += ["", said, _RULES.rstrip()]
    layers: set[tuple[str, str]] = set()
    stack = todo[0].template_file if todo else ""
    for number, stage in enumerate(todo, 1):
        is_first = bool(stage.layer) and (stage.template_file, stage.layer) not in layers
        layers.add((stage.template_file, stage.layer))
        changes_stack = stage.template_file != stack
        stack = stage.template_file
        parts += ["", *_stage(number, stage, options, adds=is_first, changes_stack=changes_stack)]
    return "\n".join(parts)


_CUT = """\
This code couples functions. Their artifacts get smaller if you decouple them before you begin; the
migration also works without that."""


def _coupling(coupling: Coupling) -> str:
    return f"- `{coupling.file}:{coupling.line}` {coupling.what}"


def _summary(todo: Sequence[Stage]) -> str:
    if not todo:
        return "No function can be migrated."
    count = "One function" if len(todo) == 1 else f"{len(todo)} functions"
    return f"{count}, the least entangled first. Own code, without installed packages and layers:"


def _table(todo: Sequence[Stage]) -> Iterator[str]:
    if not todo:
        return
    several = len({stage.template_file for stage in todo}) > 1
    yield "| | function | before | after | layer |"
    yield "|---|---|---|---|---|"
    for number, stage in enumerate(todo, 1):
        name = f"`{stage.name}` of {stage.template_file}" if several else f"`{stage.name}`"
        yield f"| {number} | {name} | {stage.before} | {stage.after} | {stage.layer or '-'} |"
    yield from _layers(todo)


def _layers(todo: Sequence[Stage]) -> Iterator[str]:
    """Yield the sizes of the layers, and the functions that are near the limit with them."""
    sizes = {(stage.layer, stage.template_file): stage.layer_size for stage in todo if stage.layer}
    for (layer, file), size in sizes.items():
        yield ""
        yield f"`{layer}` of {file} gets {size}."
    for stage in todo:
        if problem := limit_problem(stage.after, [stage.layer_size]):
            yield ""
            yield f"`{stage.name}` has {problem}."


def _stage(
    number: int, stage: Stage, options: str, *, adds: bool, changes_stack: bool
) -> Iterator[str]:
    migrate = " ".join(filter(None, ["sam-scaffold migrate", stage.name, options, _file(stage)]))
    build, deploy = _in_folder(stage)
    yield f"## {number}. {stage.name}"
    yield ""
    yield f"**Change.** {stage.before} become {stage.after}."
    yield ""
    yield from _shell(migrate, "git status --short")
    yield ""
    yield "**Check.** Your tests, then the build, then the function itself:"
    yield ""
    invoke = " ".join(filter(None, ["sam-scaffold invoke", stage.name, _file(stage)]))
    yield from _shell(
        build, invoke, f'git add -A && git commit -m "Give {stage.name} its own code"'
    )
    yield ""
    yield "**Deploy.** Look at the change set before you confirm:"
    yield ""
    yield from _shell(*([f"STACK={_stack(stage)}"] if changes_stack else []), deploy)
    yield ""
    yield from _rows(stage, adds=adds)
    yield ""
    yield from _watch(stage)
    yield ""
    yield from _back(stage, build, deploy)


def _shell(*lines: str) -> Iterator[str]:
    yield "```sh"
    yield from lines
    yield "```"


def _stack(stage: Stage) -> str:
    """Return the name of a stack, or a placeholder."""
    return stage.stack or f"STACK-OF-{stage.template_file.replace('/', '-')}"


def _file(stage: Stage) -> str:
    return "" if stage.template_file == _ROOT_TEMPLATE else f"--template-file {stage.template_file}"


def _in_folder(stage: Stage) -> tuple[str, str]:
    """Return the commands that build and deploy the template, from the repository's root."""
    path = PurePosixPath(stage.template_file)
    usual = path.name in (_ROOT_TEMPLATE, "template.yml", "template.json")
    build = "sam build" if usual else f"sam build --template-file {path.name}"
    deploy = "sam deploy --confirm-changeset"
    if str(path.parent) == ".":
        return build, deploy
    return f"(cd {path.parent} && {build})", f"(cd {path.parent} && {deploy})"


def _rows(stage: Stage, *, adds: bool) -> Iterator[str]:
    """List the rows of a change set; hashes at the end of logical ids are omitted."""
    yield f"- Modify `{stage.logical_id}`, Replacement False"
    if stage.alias:
        yield (
            f"- Add `{stage.logical_id}Version…`, Remove the former one, "
            f"Modify `{stage.logical_id}Alias{stage.alias}`"
        )
    if adds:
        yield f"- Add `{stage.layer}…`"
    elif stage.layer:
        yield f"- if code was added to it: Add `{stage.layer}…`, Remove the former one"
    others = (
        "no other function except those with this layer" if stage.layer else "no other function"
    )
    yield f"- no row with Replacement True, and {others}"


def _watch(stage: Stage) -> Iterator[str]:
    yield "**Watch.** Errors and Throttles do not rise, and no log line appears:"
    yield ""
    yield from _shell(f"look {stage.logical_id}")
    if stage.alarms:
        names = " ".join(f'"$(physical {alarm})"' for alarm in stage.alarms)
        yield ""
        yield "Its alarms must be OK:"
        yield ""
        yield from _shell(
            f"aws cloudwatch describe-alarms --alarm-names {names} \\",
            "  --query 'MetricAlarms[].[AlarmName,StateValue]' --output text",
        )


def _back(stage: Stage, build: str, deploy: str) -> Iterator[str]:
    if stage.alias:
        yield "**Roll back.** Immediately, through the alias, with the previous version's number:"
        yield ""
        yield from _shell(
            f'name="$(physical {stage.logical_id})"',
            'aws lambda list-versions-by-function --function-name "$name" \\',
            "  --query 'Versions[].[Version,LastModified]' --output text",
            'aws lambda update-alias --function-name "$name" \\',
            f"  --name {stage.alias} --function-version NUMBER",
        )
        yield ""
        yield "Then, before the next function, in the repository:"
    else:
        yield "**Roll back.** Before the next function:"
    yield ""
    undo = " ".join(filter(None, ["sam-scaffold migrate", stage.name, "--undo", _file(stage)]))
    yield from _shell(undo, build, deploy)
