"""`update --all`: several components at once, renamed resources, and which version."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from command_environment import git
from releases import (
    NEW_LINE,
    Change,
    at,
    clone,
    contents,
    made,
    older,
    release,
    replaced,
    started,
    with_answers,
)
from repositories import TEMPLATE, Repository, refusal, shop, succeeded
from updates import RECORDS, SNIPPET, changed_files, sub


def application(root: Path, version: str) -> Repository:
    """An application with components of all kinds, committed."""
    repository = Repository(root / "shop", {})
    template = ("--template", at(version))
    succeeded(repository.here("init", *template))
    powertools = with_answers("packages=aws-lambda-powertools[parser,tracer]>=3,<4")
    succeeded(repository.here("add", "layer", "powertools", *powertools, *template))
    words = with_answers("contents=shared_code")
    succeeded(repository.here("add", "layer", "pricing", *words, *template))
    for name, trigger in (("orders", "sqs"), ("files", "s3"), ("web", "http_api")):
        words = with_answers(f"trigger={trigger}", "publishes_to=new_topic")
        succeeded(repository.here("add", "function", name, *words, *template))
    repository.commit()
    return repository


def test_all_components_of_an_application(tmp_path: Path) -> None:
    repository, fresh = application(tmp_path, "v1.0.0"), application(tmp_path / "new", "v1.1.0")
    one_by_one = Repository(tmp_path / "other/shop", contents(repository))
    before = contents(repository)
    succeeded(repository.here("update", "--all"))
    after = contents(repository)
    assert after == contents(fresh)
    assert changed_files(repository) == {
        path for path in {*before, *after} if before.get(path) != after.get(path)
    }
    names = ("shop", "powertools", "layer/pricing", "web", "function/files", "orders")
    shared = ("alarms_topic", "files_output_topic", "orders_output_topic", "web_http_api")
    for name in (*names, *shared, "web_output_topic"):
        succeeded(one_by_one.here("update", name))
    assert contents(one_by_one) == after
    again = succeeded(repository.here("update", "--all"))
    assert again.out.splitlines() == [
        f"{name.rpartition('/')[2]}: nothing to do"
        for name in (
            "shop", "files", "orders", "web", "powertools", "pricing", *shared, "web_output_topic",
        )
    ]  # fmt: skip
    succeeded(repository.here("status"))


def several(root: Path) -> Repository:
    """The functions alpha and beta and the layer nums, made with v1.0.0."""
    repository = shop(root / "shop")
    template = ("--template", at("v1.0.0"))
    for words in (("function", "alpha"), ("function", "beta"), ("layer", "nums")):
        succeeded(repository.here("add", *words, *template))
    repository.commit()
    return repository


def test_uncommitted_changes_stay(tmp_path: Path) -> None:
    repository = several(tmp_path)
    repository.write("layers/http/requirements.txt", "httpx\n")
    repository.write("notes.txt", "ours\n")
    succeeded(repository.here("update", "alpha", "nums"))
    assert repository.text("layers/http/requirements.txt") == "httpx\n"
    assert repository.text("notes.txt") == "ours\n"
    assert not [path for path in changed_files(repository) if "beta" in path]
    done = succeeded(repository.here("update", "--all"))
    assert "template.yaml had uncommitted changes" in done.err
    assert NEW_LINE in repository.text("functions/beta/src/lambda_handler.py")


BROKEN = {
    "version-unknown": (sub(r"_commit: .*", "_commit: v0.9"), "has no version v0.9"),
    "version-missing": (sub(r"_commit: .*\n", ""), "had no git history when the component"),
    "sam-template-gone": (replaced("template.yaml", "gone.yaml"), "gone.yaml is not there"),
}


@pytest.mark.parametrize(("change", "why"), BROKEN.values(), ids=BROKEN.keys())
def test_component_that_cannot_be_updated_keeps_no_other_back(
    change: Change, why: str, tmp_path: Path
) -> None:
    repository = several(tmp_path)
    answers = ".scaffold/functions/alpha/answers.yml"
    repository.write(answers, change(repository.text(answers)))
    repository.commit()
    done = repository.here("update", "--all")
    assert done.code == 1
    assert why in next(line for line in done.out.splitlines() if line.startswith("alpha: "))
    assert "beta: updated v1.0.0 -> v1.1.0" in done.out
    assert "nums: updated v1.0.0 -> v1.1.0" in done.out
    assert "alpha: there are conflicts or errors" in done.err
    assert not [path for path in changed_files(repository) if "alpha" in path]
    assert why in refusal(repository.here("update", "alpha"))


FILES = {
    "snippet-missing": ("functions/alpha/resource.yaml", None, "resource.yaml is missing"),
    "snippet-broken": (
        "functions/alpha/resource.yaml",
        "Resources: [\n",
        "conflict in functions/alpha/resource",
    ),
    "applied-broken": (
        ".scaffold/functions/alpha/applied.yaml",
        "",
        "functions/alpha/applied.yaml must hold",
    ),
}


@pytest.mark.parametrize(("path", "text", "why"), FILES.values(), ids=FILES.keys())
def test_component_whose_files_are_broken_keeps_no_other_back(
    path: str, text: str | None, why: str, tmp_path: Path
) -> None:
    repository = several(tmp_path)
    if text is None:
        (repository.root / path).unlink()
    else:
        repository.write(path, text)
    done = repository.here("update", "--all")
    assert done.code == 1
    assert why in done.out
    assert "beta: updated v1.0.0 -> v1.1.0" in done.out


def test_two_sam_templates_of_one_repository(tmp_path: Path) -> None:
    def both(root: Path, version: str) -> Repository:
        repository = shop(root / "shop", **{"other/infra.yaml": TEMPLATE})
        for name, file in (("orders", "template.yaml"), ("billing", "other/infra.yaml")):
            words = with_answers(f"template_file={file}", "trigger=sqs")
            at_version = ("--template", at(version))
            succeeded(repository.here("add", "function", name, *words, *at_version))
        repository.commit()
        return repository

    repository = both(tmp_path, "v1.0.0")
    succeeded(repository.here("update", "--all"))
    assert contents(repository) == contents(both(tmp_path / "fresh", "v1.1.0"))


COMPONENTS = "extensions/sam_scaffold/components"

ALARMS = re.compile(r'(?m)^alarms:$|\balarms \| alarm_level|get\("alarms"\)')
"""Where the question is named."""


def test_alarms_of_a_new_version_go_to_the_one_topic(tmp_path: Path) -> None:
    """Each function would bring the topic by itself."""
    source = clone(tmp_path / "sam-scaffold")
    repository = started(tmp_path, source, *with_answers("alarms=none"))
    for name in ("billing", "shipping"):
        words = (*with_answers("alarms=none"), "--template", str(source))
        succeeded(repository.here("add", "function", name, *words))
    repository.commit()
    modules = [f"{COMPONENTS}/{name}.py" for name in ("monitoring", "shared_resources")]
    for path in ("copier.yml", *modules):
        file = source / path
        text = re.sub(ALARMS, _watched, file.read_text("utf-8"))
        file.write_text(text, encoding="utf-8")
    learned = "\"{{ learned('alarms') if kind == 'function' else 'standard' }}\""
    release(source, "copier.yml", replaced(learned, "full"))
    succeeded(repository.here("update", "--all"))
    assert repository.text().count("AlarmsTopic:") == 1
    topics = []
    for name in ("orders", "billing", "shipping"):
        actions = repository.properties(f"{name.capitalize()}ErrorsAlarm")["AlarmActions"]
        assert actions == [{"Ref": "AlarmsTopic"}]
        topics.append(repository.answers(f".scaffold/functions/{name}/answers.yml")["alarm_topic"])
    assert topics == ["AlarmsTopic"] * 3


def _watched(found: re.Match[str]) -> str:
    return found[0].replace("alarms", "watched")


NAMED = {
    "nothing": ([], 2, "give the name of a component, or --all"),
    "names-and-all": (["alpha", "--all"], 2, "give either names or --all"),
    "unknown": (["alpa"], 1, "Did you mean alpha?"),
}


@pytest.mark.parametrize(("words", "code", "why"), NAMED.values(), ids=NAMED.keys())
def test_components_are_named(words: list[str], code: int, why: str, tmp_path: Path) -> None:
    repository = several(tmp_path)
    done = repository.here("update", *words)
    assert done.code == code
    assert why in refusal(done)


def test_dry_run_shows_the_change_and_writes_nothing(tmp_path: Path) -> None:
    repository = older(tmp_path)
    before = repository.snapshot()
    done = succeeded(repository.here("update", "--all", "--dry-run"))
    assert "+  OrdersErrorsFilter:\n" in done.out
    assert f"+{NEW_LINE}\n" in done.out
    assert "README.md  (removed)" in done.out
    assert "Nothing was written" in done.out
    assert repository.snapshot() == before


RENAMED = {
    "function": ("OrdersFunction",),
    "queue": ("OrdersQueue",),
    "dead-letter-queue": ("OrdersDeadLetterQueue",),
    "role": ("OrdersExecutionRole",),
    "alarm": ("OrdersErrorsAlarm",),
    "alarm-that-goes": ("OrdersThrottlesAlarm",),
    "log-group": ("OrdersLogGroup",),
    "topic": ("AlarmsTopic",),
    "layer-of-others": ("SharedCodeLayer",),
    "all": (
        "OrdersFunction", "OrdersQueue", "OrdersDeadLetterQueue", "OrdersExecutionRole",
        "OrdersErrorsAlarm", "OrdersLogGroup", "AlarmsTopic", "SharedCodeLayer",
    ),
}  # fmt: skip


def _renamed(text: str, ids: tuple[str, ...]) -> str:
    return re.sub(rf"\b({'|'.join(ids)})\b", r"Our\1", text)


def _without_comments(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.lstrip().startswith("#")]


@pytest.mark.parametrize("ids", RENAMED.values(), ids=RENAMED.keys())
def test_update_follows_who_renamed_a_resource(ids: tuple[str, ...], tmp_path: Path) -> None:
    repository = older(tmp_path, "trigger=sqs", "iam=role")
    repository.write("template.yaml", _renamed(repository.text(), ids))
    succeeded(repository.here("update", "orders"))
    fresh = made("v1.1.0", "trigger=sqs", "iam=role")
    expected = _renamed(fresh["template.yaml"].decode(), ids)
    assert _without_comments(repository.text()) == _without_comments(expected)
    assert repository.read(SNIPPET) == fresh[SNIPPET]
    applied = repository.text(f"{RECORDS}/applied.yaml")
    for logical_id in ids:
        assert f"# In the template, Resources.{logical_id} is called Our{logical_id}.\n" in applied
    assert "nothing to do" in succeeded(repository.here("update", "orders")).out
    succeeded(repository.here("status", "orders"))


@pytest.mark.parametrize("to", ["v1.1.0", "main", "HEAD~0"])
def test_version_is_a_tag_a_branch_or_a_commit(to: str, tmp_path: Path) -> None:
    source = clone(tmp_path / "sam-scaffold")
    repository = started(tmp_path, source)
    release(source)
    if to == "HEAD~0":
        to = git(source, "rev-parse", "HEAD").strip()
    succeeded(repository.here("update", "orders", "--to", to))
    assert repository.answers(f"{RECORDS}/answers.yml")["_commit"] == "v1.1.0"


TO = {
    "unknown": (["--to", "v1.2"], ["has no version 'v1.2'", "The latest are v1.1.0, v1.0.0"]),
    "nothing": (["--to", ""], ["has no version ''", "The latest are v1.1.0, v1.0.0"]),
    "older": (["--to", "v1.0.0"], ["orders has v1.1.0, which is newer than v1.0.0"]),
}


@pytest.mark.parametrize(("words", "named"), TO.values(), ids=TO.keys())
def test_version_that_cannot_be_had_is_refused(
    words: list[str], named: list[str], tmp_path: Path
) -> None:
    repository = Repository(tmp_path / "shop", made("v1.1.0"))
    before = repository.snapshot()
    line = refusal(repository.here("update", "orders", *words))
    for text in named:
        assert text in line
    assert repository.snapshot() == before


def test_command_brings_components_to_its_own_version(tmp_path: Path) -> None:
    source = clone(tmp_path / "sam-scaffold")
    repository = started(tmp_path, source)
    release(source)
    git(source, "tag", "-d", "v1.1.0")
    assert "nothing to do" in succeeded(repository.here("update", "orders")).out
    succeeded(repository.here("update", "orders", "--template", str(source)))
    assert str(repository.answers(f"{RECORDS}/answers.yml")["_commit"]).startswith("v1.0.0-1-")
    assert NEW_LINE in repository.text("functions/orders/src/lambda_handler.py")


def test_command_that_is_older_than_a_component_refuses(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "shop", made("v1.1.0"))
    line = refusal(repository.here("update", "orders", "--template", at("v1.0.0")))
    assert "orders has v1.1.0, which is newer than v1.0.0; upgrade sam-scaffold" in line


def test_repository_may_be_elsewhere_and_without_git(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "shop", made("v1.0.0"))
    succeeded(Repository(tmp_path, {}).here("update", "--all", "-C", "shop"))
    assert contents(repository) == made("v1.1.0")


def test_template_with_uncommitted_changes_is_no_version(tmp_path: Path) -> None:
    source = clone(tmp_path / "sam-scaffold")
    repository = started(tmp_path, source)
    (source / "ours.txt").write_text("ours\n", encoding="utf-8")
    line = refusal(repository.here("update", "orders", "--template", str(source)))
    assert "has changes that are not committed" in line
