"""The runbook of a migration in Markdown: one function a deployment, each with a way back.

The sources of what it states:

- Rows of a change set: translated with SAM's translator 1.115. A layer and a function's version
  have a hash in their logical ids, so new content adds one and removes the former, which
  ``DeletionPolicy: Retain`` keeps; a layer that changed updates each function that has it.
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
        name: What the command takes for it.
        logical_id: Its key in Resources.
        template_file: The SAM template, from the repository's root.
        stack: The name of the template's stack; empty where it is not known.
        before: What it is deployed with now.
        after: What it is deployed with afterwards, without its layers.
        layer: The logical id of the shared layer that it gets; empty where it gets none.
        layer_size: What is put into that layer for all functions.
        alias: Its AutoPublishAlias; empty where it has none.
        alarms: The logical ids of the alarms that watch it.
        refused: Why it cannot be migrated; empty where it can.
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
    """Code that ties functions together, and is better cut by hand first.

    Attributes:
        file: The file, from the repository's root.
        line: The line, from 1.
        what: What it does, as in ``imports pkg.orders, a function's own package``.
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

`look` shows the last hour, a number for each five minutes. In the console it is the tab Monitor
of the function.
"""

_RULES = """\
## Rules

- One function a deployment. Go on when the last one has run under its usual load, a scheduled one
  at least once.
- Keep `RetentionPolicy: Retain` on the shared layer. Without it, a version that a deployment
  replaces is deleted, and no function can be given a deleted one again.
- Later functions bring more code into the layer. A change set then adds the layer under a new
  logical id, removes the old one from the stack, and updates the functions that have it. Those are
  the only other functions that may appear.
- A function with an alias goes on with the layer that its published version has, until its own
  code changes.
- An alias moves at once. With a DeploymentPreference traffic moves in steps, and back again when
  one of its alarms goes off.
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
        stages: The functions in their order, those that are refused among them.
        couplings: What is better cut by hand first.
        notes: What somebody has to see to besides.
        options: Options that the command is given besides, such as ``--layout flat``.

    Returns:
        Markdown, without a line feed at the end.
    """
    todo = [stage for stage in stages if not stage.refused]
    parts = ["# Runbook", "", _summary(todo), "", *_table(todo)]
    if notes:
        parts += ["", "## See to first", "", *(f"- {note}" for note in notes)]
    if couplings:
        parts += ["", "## Cut by hand first", "", _CUT, "", *map(_coupling, couplings)]
    if refused := [stage for stage in stages if stage.refused]:
        parts += ["", "## Not migrated", "", *(f"- `{one.name}`: {one.refused}" for one in refused)]
    if todo:
        said = _ONCE.format(template=todo[0].template_file, stack=_stack(todo[0]))
        parts += ["", said, _RULES.rstrip()]
    layers: set[tuple[str, str]] = set()
    stack = todo[0].template_file if todo else ""
    for number, one in enumerate(todo, 1):
        is_first = bool(one.layer) and (one.template_file, one.layer) not in layers
        layers.add((one.template_file, one.layer))
        changes_stack = one.template_file != stack
        stack = one.template_file
        parts += ["", *_stage(number, one, options, adds=is_first, changes_stack=changes_stack)]
    return "\n".join(parts)


_CUT = """\
This ties functions to each other. Their artifacts get smaller if you cut it before you begin; the
migration works without."""


def _coupling(one: Coupling) -> str:
    return f"- `{one.file}:{one.line}` {one.what}"


def _summary(todo: Sequence[Stage]) -> str:
    if not todo:
        return "No function can be migrated."
    count = "One function" if len(todo) == 1 else f"{len(todo)} functions"
    return f"{count}, the least entangled first. Own code, without installed packages and layers:"


def _table(todo: Sequence[Stage]) -> Iterator[str]:
    if not todo:
        return
    several = len({one.template_file for one in todo}) > 1
    yield "| | function | before | after | layer |"
    yield "|---|---|---|---|---|"
    for number, one in enumerate(todo, 1):
        name = f"`{one.name}` of {one.template_file}" if several else f"`{one.name}`"
        yield f"| {number} | {name} | {one.before} | {one.after} | {one.layer or '-'} |"
    yield from _layers(todo)


def _layers(todo: Sequence[Stage]) -> Iterator[str]:
    """Yield what is in the layers, and which functions come near the limit with them."""
    sizes = {(one.layer, one.template_file): one.layer_size for one in todo if one.layer}
    for (layer, file), size in sizes.items():
        yield ""
        yield f"`{layer}` of {file} gets {size}."
    for one in todo:
        if problem := limit_problem(one.after, [one.layer_size]):
            yield ""
            yield f"`{one.name}` has {problem}."


def _stage(
    number: int, one: Stage, options: str, *, adds: bool, changes_stack: bool
) -> Iterator[str]:
    migrate = " ".join(filter(None, ["sam-scaffold migrate", one.name, options, _file(one)]))
    build, deploy = _in_folder(one)
    yield f"## {number}. {one.name}"
    yield ""
    yield f"**Change.** {one.before} become {one.after}."
    yield ""
    yield from _shell(migrate, "git status --short")
    yield ""
    yield "**Check.** Your tests, then the build, then the function itself:"
    yield ""
    invoke = " ".join(filter(None, ["sam-scaffold invoke", one.name, _file(one)]))
    yield from _shell(build, invoke, f'git add -A && git commit -m "Give {one.name} its own code"')
    yield ""
    yield "**Deploy.** Look at the change set before you say yes:"
    yield ""
    yield from _shell(*([f"STACK={_stack(one)}"] if changes_stack else []), deploy)
    yield ""
    yield from _rows(one, adds=adds)
    yield ""
    yield from _watch(one)
    yield ""
    yield from _back(one, build, deploy)


def _shell(*lines: str) -> Iterator[str]:
    yield "```sh"
    yield from lines
    yield "```"


def _stack(one: Stage) -> str:
    """Name a stack, or leave a place for its name."""
    return one.stack or f"STACK-OF-{one.template_file.replace('/', '-')}"


def _file(one: Stage) -> str:
    return "" if one.template_file == _ROOT_TEMPLATE else f"--template-file {one.template_file}"


def _in_folder(one: Stage) -> tuple[str, str]:
    """Return the commands that build and deploy the template, from the repository's root."""
    path = PurePosixPath(one.template_file)
    usual = path.name in (_ROOT_TEMPLATE, "template.yml", "template.json")
    build = "sam build" if usual else f"sam build --template-file {path.name}"
    deploy = "sam deploy --confirm-changeset"
    if str(path.parent) == ".":
        return build, deploy
    return f"(cd {path.parent} && {build})", f"(cd {path.parent} && {deploy})"


def _rows(one: Stage, *, adds: bool) -> Iterator[str]:
    """List the rows of a change set; logical ids that end in a hash are cut short."""
    yield f"- Modify `{one.logical_id}`, Replacement False"
    if one.alias:
        yield (
            f"- Add `{one.logical_id}Version…`, Remove the former one, "
            f"Modify `{one.logical_id}Alias{one.alias}`"
        )
    if adds:
        yield f"- Add `{one.layer}…`"
    elif one.layer:
        yield f"- if more code joined it: Add `{one.layer}…`, Remove the former one"
    others = "no other function but those with this layer" if one.layer else "no other function"
    yield f"- no row with Replacement True, and {others}"


def _watch(one: Stage) -> Iterator[str]:
    yield "**Watch.** Errors and Throttles stay as they were, and no line of the log is shown:"
    yield ""
    yield from _shell(f"look {one.logical_id}")
    if one.alarms:
        names = " ".join(f'"$(physical {alarm})"' for alarm in one.alarms)
        yield ""
        yield "Its alarms have to be OK:"
        yield ""
        yield from _shell(
            f"aws cloudwatch describe-alarms --alarm-names {names} \\",
            "  --query 'MetricAlarms[].[AlarmName,StateValue]' --output text",
        )


def _back(one: Stage, build: str, deploy: str) -> Iterator[str]:
    if one.alias:
        yield "**Go back.** At once, by the alias, with the number of the version before:"
        yield ""
        yield from _shell(
            f'name="$(physical {one.logical_id})"',
            'aws lambda list-versions-by-function --function-name "$name" \\',
            "  --query 'Versions[].[Version,LastModified]' --output text",
            'aws lambda update-alias --function-name "$name" \\',
            f"  --name {one.alias} --function-version NUMBER",
        )
        yield ""
        yield "Then, before the next function, in the repository:"
    else:
        yield "**Go back.** Before the next function:"
    yield ""
    undo = " ".join(filter(None, ["sam-scaffold migrate", one.name, "--undo", _file(one)]))
    yield from _shell(undo, build, deploy)
