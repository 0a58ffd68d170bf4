"""Random answers to commands that generate, and what came of them.

Read back by PyYAML and Python's own parser: what was typed is in the SAM template and
in the answers file, character by character; the rest of the template is unchanged; whatever
was generated can be read. Or else one line says why not, and nothing was written.
"""

from __future__ import annotations

import ast
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from typing import Any

import yaml
from repositories import SHOP, TEMPLATE, Done, Repository, succeeded

from corpus.meaning import compose, meaning, sections

from .refusals import check, check_refusal, check_success
from .texts import odd_text

LIKELY: Mapping[str, tuple[str, ...]] = {
    "description": ("What it does", "Rates, every hour", 'Says "hello"'),
    "timeout": ("1", "30", "900"),
    "memory_size": ("128", "10240"),
    "ephemeral_storage": ("512", "1024"),
    "reserved_concurrency": ("-1", "0", "5"),
    "log_retention": ("0", "7", "30"),
    "trigger": ("sqs", "schedule", "sns", "s3", "http_api", "eventbridge", "dynamodb_stream"),
    "schedule": ("rate(5 minutes)", "cron(0 6 * * ? *)"),
    "time_zone": ("Europe/Berlin", "UTC"),
    "pattern": ('{"source": ["my.shop"]}', "{detail-type: [Order]}"),
    "filter_policy": ('{"kind": ["a"]}', "{}"),
    "path": ("/orders/{id}", "/"),
    "method": ("GET", "ANY"),
    "auth": ("none", "iam"),
    "key_prefix": ("in/", ""),
    "key_suffix": (".csv",),
    "layout": ("flat", "colocated"),
    "iam": ("role", "policies"),
    "alarms": ("none", "standard", "full", "true"),
    "on_failure": ("none", "queue"),
    "tracing": ("true", "false"),
    "enabled": ("false", "yes"),
    "powertools": ("false",),
    "shared_code": ("true", "false"),
    "publishes_to": ("none", "new_queue"),
    "uses": ("", "HttpLayer"),
    "layers": ("", "HttpLayer"),
    "packages": ("", "httpx"),
    "runtime": ("python3.12", "python3.13"),
    "architecture": ("arm64", "x86_64"),
    "template_file": ("template.yaml", "./template.yaml"),
    "environment": ("{}",),
    "advanced": ("true",),
    "contents": ("shared_code", "arn", "makefile", "requirements"),
    "arn": ("arn:aws:lambda:eu-central-1:123456789012:layer:x:1",),
    "pin": ("false",),
    "package": ("shop",),
    "name": ("other",),
    "house": ("{}",),
    "kind": ("layer",),
    "_commit": ("v1",),
}
"""Return questions, also hidden ones, and answers that may be valid."""

OF_KIND: Mapping[str, tuple[str, ...]] = {
    "function": (
        "timeout", "memory_size", "ephemeral_storage", "reserved_concurrency", "log_retention",
        "trigger", "layout", "iam", "alarms", "tracing", "powertools", "publishes_to", "uses",
        "shared_code", "layers", "packages", "runtime", "architecture", "template_file",
        "environment",
    ),
    "layer": ("contents", "packages", "runtime", "architecture", "template_file", "pin"),
    "module": ("package", "template_file"),
    "set": (
        "timeout", "memory_size", "ephemeral_storage", "reserved_concurrency", "log_retention",
        "iam", "alarms", "tracing", "enabled", "layers", "architecture", "environment",
        "shared_code",
    ),
}  # fmt: skip
"""Questions that are asked of each."""

IN_TEMPLATE = {"timeout": "Timeout", "memory_size": "MemorySize"}
"""Properties that say a number as it was typed."""

NAMES = ("orders", "billing_2", "o", "a_b_c")


@dataclass(frozen=True)
class Case:
    """A command line, and what was typed with it.

    Attributes:
        words: The command line.
        typed: Answers by question.
        variables: The environment that was typed, if one was.
        is_dry: Whether nothing is to be written.
    """

    words: tuple[str, ...]
    typed: Mapping[str, str]
    variables: Mapping[str, str] | None
    is_dry: bool

    @property
    def logical_id(self) -> str:
        """The resource that it is about."""
        name = self.words[1] if self.words[0] == "set" else self.words[2]
        kind = "Layer" if self.words[1] == "layer" else "Function"
        return "".join(part.capitalize() for part in name.split("_")) + kind

    def judged(self, folder: Path) -> str:
        """Run it in a folder that is not there yet, and say how it ended.

        Raises:
            WrongError: It did something else than it ought to.
        """
        return _judged(self, folder)


def drawn(random: Random) -> Case:
    """A case."""
    kind = random.choice(("function", "function", "layer", "module", "set"))
    keys = sorted(LIKELY) if random.random() < 0.3 else OF_KIND[kind]
    typed = {key: _value(random, key) for key in random.sample(keys, min(_few(random), len(keys)))}
    if random.random() < 0.5:
        typed["description"] = odd_text(random)
    variables = None
    if random.random() < 0.3:
        variables = {f"NAME_{n}": odd_text(random) for n in range(random.randint(1, 3))}
        typed["environment"] = json.dumps(variables, ensure_ascii=_is_narrow(variables))
    pairs = [f"{key}={value}" for key, value in typed.items()]
    is_dry = random.random() < 0.2
    dry = ["--dry-run"] if is_dry else []
    if kind == "set":
        words = ("set", "orders", *dry, "--", *(pairs or ["timeout=31"]))
    else:
        name = odd_text(random) if random.random() < 0.1 else random.choice(NAMES)
        data = [word for pair in pairs for word in ("-d", pair)]
        words = ("add", kind, "--defaults", *dry, *data, "--", name)
        words = (*words[:2], name, *words[2:-2]) if not name.startswith("-") else words
    return Case(words, typed, variables, is_dry)


def _is_narrow(variables: Mapping[str, str]) -> bool:
    """Tell whether JSON and YAML have the same escapes for the values' characters."""
    return all(character <= "\uffff" for value in variables.values() for character in value)


def _few(random: Random) -> int:
    return random.choice((0, 0, 0, 1, 1, 1, 2, 3))


def _value(random: Random, key: str) -> str:
    return random.choice(LIKELY[key]) if random.random() < 0.75 else odd_text(random)


@cache
def _start() -> Path:
    """A repository with a function that was generated."""
    folder = Path(mkdtemp(prefix="fuzz-")) / "shop"
    succeeded(Repository(folder, SHOP).here("add", "function", "orders", "-d", "trigger=sqs"))
    return folder


def _judged(case: Case, folder: Path) -> str:
    if case.words[0] == "set":
        shutil.copytree(_start(), folder)
        repository = Repository(folder, {})
    else:
        repository = Repository(folder, SHOP)
    before = repository.snapshot()
    done = repository.here(*case.words)
    if done.code:
        check_refusal(done)
        check(repository.snapshot() == before, "it was refused, and yet something was written")
        return "refused"
    check_success(done)
    if case.is_dry:
        check(repository.snapshot() == before, "a dry run wrote something")
        return "shown"
    _check_files(repository)
    _check_kept(before["template.yaml"][1], repository.read())
    if case.words[1] not in ("layer", "module"):
        _check_typed(case, repository.read())
    _check_answers(case, repository, done)
    return "written"


def _check_files(repository: Repository) -> None:
    """Hold that all that was generated can be read."""
    for path in repository.files():
        data = repository.read(path)
        try:
            if path.endswith(".py"):
                ast.parse(data)
            elif path.endswith(".json"):
                json.loads(data)
            elif path.endswith((".yaml", ".yml")):
                compose(data)
        except (ValueError, SyntaxError) as error:
            check(False, f"{path} cannot be read: {error}")  # noqa: FBT003


def _check_kept(before: bytes, after: bytes) -> None:
    """Check that the user's part of the SAM template is unchanged."""
    old, new = sections(compose(before)), sections(compose(after))
    for name, section in sections(compose(TEMPLATE.encode())).items():
        if not isinstance(section[0][1], yaml.MappingNode):
            check(meaning(new[name][0][1]) == meaning(old[name][0][1]), f"{name} changed")
            continue
        mine = {key.value for key, _ in section[0][1].value}
        was, now = (
            [
                (key.value, meaning(value))
                for key, value in side[name][0][1].value
                if key.value in mine
            ]
            for side in (old, new)
        )
        check(was == now, f"{name}: {was} became {now}")


def _check_typed(case: Case, after: bytes) -> None:
    """Hold that the function has what was typed."""
    (_, resources) = sections(compose(after))["Resources"][0]
    found = {key.value: _plain(value) for key, value in resources.value}
    own = found[case.logical_id]["Properties"]
    for key, name in IN_TEMPLATE.items():
        if key in case.typed:
            check(int(own[name]) == int(case.typed[key]), f"{name} is {own[name]}")
    if "description" in case.typed:
        said = own.get("Description", "")
        check(said == case.typed["description"], f"Description is {said!r}")
    for name, value in (case.variables or {}).items():
        there = own["Environment"]["Variables"].get(name)
        check(there == value, f"{name} is {there!r}, and {value!r} was typed")


def _plain(node: yaml.Node) -> Any:
    """A node as data; of a scalar the text."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    return node.value


def _check_answers(case: Case, repository: Repository, done: Done) -> None:
    """Hold that the answers file says what was typed."""
    if case.words[1] == "module":
        return
    name = case.words[1] if case.words[0] == "set" else case.words[2]
    kind = "layers" if case.words[1] == "layer" else "functions"
    answers = repository.answers(f".scaffold/{kind}/{name}/answers.yml")
    if "description" in case.typed:
        check(answers["description"] == case.typed["description"], f"{answers['description']!r}")
    if case.variables is not None:
        check(answers["environment"] == case.variables, f"{answers['environment']!r}, {done.out}")
