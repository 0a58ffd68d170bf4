"""`update`: what a new version of the template changed comes in, what people changed stays."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
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
from repositories import ROOT, TEMPLATE, Repository, git, refusal, shop, succeeded

TRIGGERS = sorted(one.name for one in (ROOT / "template/triggers").iterdir())
LAYOUTS = {
    "colocated-policies": ("layout=colocated", "iam=policies"),
    "flat-role": ("layout=flat", "iam=role"),
}
META = "functions/orders"
CODE = f"{META}/src/lambda_handler.py"
SNIPPET = f"{META}/resource.yaml"


def changed_files(repository: Repository) -> set[str]:
    status = git(repository.root, "status", "--porcelain", "-uall")
    return {line[3:] for line in status.splitlines()}


# --- Updated equals fresh -------------------------------------------------------


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS.keys())
@pytest.mark.parametrize("trigger", TRIGGERS)
def test_updated_equals_fresh(trigger: str, layout: tuple[str, str], tmp_path: Path) -> None:
    answers = (f"trigger={trigger}", *layout)
    repository = older(tmp_path, *answers)
    succeeded(repository.here("update", "orders"))
    assert contents(repository) == made("v1.1.0", *answers)


OTHERS = {
    "new-queue": ("trigger=sqs", "publishes_to=new_queue", "layers=HttpLayer"),
    "new-topic": ("trigger=s3", "publishes_to=new_topic", "iam=role"),
    "new-bus": ("trigger=eventbridge", "publishes_to=new_bus"),
    "without-logs-and-alarms": ("trigger=kinesis", "alarms=false", "log_retention=0"),
}


@pytest.mark.parametrize("answers", OTHERS.values(), ids=OTHERS.keys())
def test_updated_equals_fresh_with_other_answers(answers: tuple[str, ...], tmp_path: Path) -> None:
    repository = older(tmp_path, *answers)
    succeeded(repository.here("update", "orders"))
    assert contents(repository) == made("v1.1.0", *answers)


FORMS = {
    "crlf": TEMPLATE.replace("\n", "\r\n"),
    "without-final-line-end": TEMPLATE.partition("\nOutputs:")[0].rstrip(),
    "byte-order-mark": f"\ufeff{TEMPLATE}",
    "wide": re.sub(r"(?m)^( +)", r"\1\1", TEMPLATE),
    "lists-below-their-keys": TEMPLATE.replace("Outputs:", "  Q:\n    R:\n    - 1\nOutputs:"),
}


@pytest.mark.parametrize("sam", FORMS.values(), ids=FORMS.keys())
def test_sam_template_keeps_its_form(sam: str, tmp_path: Path) -> None:
    repository = older(tmp_path, "trigger=sqs", "iam=role", sam=sam)
    succeeded(repository.here("update", "orders"))
    assert contents(repository) == made("v1.1.0", "trigger=sqs", "iam=role", sam=sam)


_LAYER = '"SharedCodeLayer": {"Type": "AWS::Serverless::LayerVersion", "Properties": {}}'
_LINE = f'{{"Transform": "AWS::Serverless-2016-10-31", "Resources": {{{_LAYER}}}}}\n'
JSON = {
    "json": json.dumps(json.loads(_LINE), indent=2) + "\n",
    "json-on-one-line": _LINE,
    "yaml-in-braces": f"Transform: AWS::Serverless-2016-10-31\nResources: {{{_LAYER}}}\n",
}


@pytest.mark.parametrize("sam", JSON.values(), ids=JSON.keys())
def test_template_in_braces_gets_the_same_but_for_the_order(sam: str, tmp_path: Path) -> None:
    where = {"sam": sam, "name": "template.yml"}
    repository = older(tmp_path, "trigger=sqs", "iam=role", **where)
    succeeded(repository.here("update", "orders"))
    fresh = Repository(tmp_path / "fresh", made("v1.1.0", "trigger=sqs", "iam=role", **where))
    assert repository.data("template.yml") == fresh.data("template.yml")
    assert sorted(repository.text("template.yml")) == sorted(fresh.text("template.yml"))


# --- What people changed --------------------------------------------------------

SAM = TEMPLATE.replace("Outputs:", "  LedgerTable: {Type: AWS::DynamoDB::Table}\n\nOutputs:")
ANSWERS = ("trigger=sqs", "uses=LedgerTable:read", "iam=role")


def _sub(pattern: str, new: str) -> Change:
    return lambda text: re.sub(pattern, new, text, count=1)


def _moved_to_the_top(text: str) -> str:
    start, end = text.index("  # Orders"), text.index("Outputs:")
    return text[:start].replace("Resources:\n", f"Resources:\n{text[start:end]}") + text[end:]


EDITS = {
    "value-and-comment-behind": replaced("MemorySize: 256", "MemorySize: 1024   # measured"),
    "comment-line": _sub(r"(      Handler:)", r"      # Ours: see the runbook.\n\1"),
    "variable": _sub(r"( +LOG_LEVEL: INFO\n)", r'\1          OURS: "1"\n'),
    "first-variable": _sub(r"( +)(LOG_LEVEL: INFO\n)", r"\1FIRST: 1\n\1\2"),
    "property": _sub(r"(      Handler:)", r"      Tags: {Team: ours}\n\1"),
    "statement": _sub(
        r"( +)(- Sid: ReadLedgerTable\n)",
        r'\1- Sid: Ours\n\1  Effect: Allow\n\1  Action: s3:GetObject\n\1  Resource: "*"\n\1\2',
    ),
    "alarm-that-is-gone": _sub(r"  # \w+ when a run takes(.+\n)+\n", ""),
    "alarm-actions": _sub(r"( +)(AlarmActions:\n)", r"\1OKActions: [!Ref AlarmsTopic]\n\1\2"),
    "comment-in-an-alarm": _sub(r"Threshold: 0\n", "Threshold: 0  # not one\n"),
    "block-at-the-top": _moved_to_the_top,
    "order-of-keys": _sub(r"( +Timeout: 30\n)( +MemorySize: 256\n)", r"\2\1"),
    "order-in-an-alarm": _sub(r"( +Statistic: Sum\n)( +Period: \d+\n)", r"\2\1"),
    "retention-policy": _sub(r"(::LogGroup\n)", r"\1    DeletionPolicy: Retain\n"),
    "quotes": replaced("AWS::Serverless::Function", '"AWS::Serverless::Function"'),
    "functions-in-long": replaced("!Ref OrdersFunction", "{Ref: OrdersFunction}"),
    "lists-in-brackets": _sub(r"Architectures:\n +- x86_64", "Architectures: [x86_64]"),
}
"""Each can be made before the update and after it."""


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_edit_of_the_block_stays_and_the_news_come(edit: Change, tmp_path: Path) -> None:
    repository = older(tmp_path, *ANSWERS, sam=SAM)
    fresh = Repository(tmp_path / "fresh", made("v1.1.0", *ANSWERS, sam=SAM))
    for one in (repository, fresh):
        text = edit(one.text())
        assert text != one.text()
        one.write("template.yaml", text)
    succeeded(repository.here("update", "orders"))
    assert repository.data() == fresh.data()
    assert sorted(repository.text().splitlines()) == sorted(fresh.text().splitlines())


def test_policy_of_ours_stays_beside_a_new_one(tmp_path: Path) -> None:
    repository = older(tmp_path, "uses=LedgerTable:read", sam=SAM)
    policies = "      Policies:\n"
    text = repository.text().replace(policies, f"{policies}        - AWSLambdaExecute # ours\n")
    repository.write("template.yaml", text)
    succeeded(repository.here("update", "orders"))
    assert repository.properties("OrdersFunction")["Policies"] == [
        "AWSLambdaExecute",
        {"DynamoDBReadPolicy": {"TableName": {"Ref": "LedgerTable"}}},
        "AWSXrayWriteOnlyAccess",
    ]
    assert "- AWSLambdaExecute # ours\n" in repository.text()


def test_all_edits_at_once_stay(tmp_path: Path) -> None:
    repository = older(tmp_path, *ANSWERS, sam=SAM)
    fresh = Repository(tmp_path / "fresh", made("v1.1.0", *ANSWERS, sam=SAM))
    for one in (repository, fresh):
        text = one.text()
        for name, edit in EDITS.items():
            if name not in ("order-in-an-alarm", "order-of-keys"):
                text = edit(text)
        one.write("template.yaml", text)
    succeeded(repository.here("update", "orders"))
    assert repository.data() == fresh.data()


def test_value_in_other_quotes_is_updated(tmp_path: Path) -> None:
    repository = older(tmp_path)
    text = repository.text().replace("Description: Orders", 'Description: "Orders" # ours')
    repository.write("template.yaml", text)
    succeeded(repository.here("update", "orders"))
    assert "      Description: Orders, 1.1.0 # ours\n" in repository.text()


def test_edits_of_files_stay(tmp_path: Path) -> None:
    repository = older(tmp_path, "trigger=sqs")
    edited = repository.text(CODE).replace("message is not a JSON object", "MESSAGE IS NONE")
    repository.write(CODE, f"{edited}\n\ndef ours() -> None:\n    pass\n")
    (repository.root / META / "tests/test_orders.py").unlink()
    repository.write(f"{META}/src/ours.py", "OURS = 1\n")
    snippet = repository.text(SNIPPET).replace("MemorySize: 256", "MemorySize: 1024 # measured")
    repository.write(SNIPPET, snippet)
    succeeded(repository.here("update", "orders"))
    code = repository.text(CODE)
    assert NEW_LINE in code
    assert "MESSAGE IS NONE" in code
    assert "def ours() -> None:" in code
    assert f"{META}/tests/test_orders.py" not in repository.files()
    assert f"{META}/NOTES.md" in repository.files()
    for path in (SNIPPET, "template.yaml"):
        assert "MemorySize: 1024 # measured\n" in repository.text(path)
        assert repository.properties("OrdersErrorsAlarm", path)["Period"] == 60


def test_files_with_other_line_ends_are_updated(tmp_path: Path) -> None:
    files = {
        path: data.replace(b"\n", b"\r\n") for path, data in made("v1.0.0", "trigger=sqs").items()
    }
    repository = Repository(tmp_path / "shop", files)
    repository.commit()
    succeeded(repository.here("update", "orders"))
    expected = made("v1.1.0", "trigger=sqs")
    found = contents(repository)
    assert {path: data.replace(b"\r\n", b"\n") for path, data in found.items()} == expected
    assert found[CODE].count(b"\r\n") == found[CODE].count(b"\n")


# --- Conflicts ------------------------------------------------------------------

PERIOD = "Resources.OrdersErrorsAlarm.Properties.Period"
COUNT = "Resources.OrdersQueue.Properties.RedrivePolicy.maxReceiveCount"
ALARM = "Resources.OrdersThrottlesAlarm"


def in_conflict(root: Path) -> Repository:
    """A repository whose update leaves three conflicts."""
    repository = older(root, "trigger=sqs")
    text = repository.text().replace("maxReceiveCount: 5", "maxReceiveCount: 9")
    text = re.sub(r"Period: 300", "Period: 120", text, count=1)
    text = re.sub(r"(Metric\w+: Throttles(.*\n)+?) +Period: 300\n", r"\1      Period: 30\n", text)
    repository.write("template.yaml", text)
    repository.commit()
    return repository


def test_conflict_is_printed_and_remembered(tmp_path: Path) -> None:
    repository = in_conflict(tmp_path)
    done = repository.here("update", "orders")
    assert done.code == 1
    assert "  added Resources.OrdersErrorsFilter in template.yaml\n" in done.out
    for path, sides in ((PERIOD, (300, 120, 60)), (COUNT, (5, 9, 4))):
        base, ours, theirs = sides
        assert (
            f"  conflict {path} in template.yaml\n"
            f"    base:   {base}\n    ours:   {ours}\n    theirs: {theirs}\n"
        ) in done.out
    assert f"  conflict {ALARM} in template.yaml\n" in done.out
    assert repository.properties("OrdersErrorsAlarm")["Period"] == 120
    assert repository.properties("OrdersThrottlesAlarm")["Period"] == 30
    after = repository.snapshot()
    again = repository.here("update", "orders")
    assert again.code == 1
    assert again.out.count("  conflict ") == 3
    assert repository.snapshot() == after
    status = repository.here("status")
    assert status.code == 1
    assert status.out.count("  conflict open: ") == 3


def test_ours_settles_conflicts(tmp_path: Path) -> None:
    repository = in_conflict(tmp_path)
    repository.here("update", "orders")
    before = repository.text()
    done = succeeded(repository.here("resolve", "orders", "--ours"))
    for path in (PERIOD, COUNT, ALARM):
        assert f"settled {path} in template.yaml: what stood there\n" in done.out
    assert repository.text() == before
    assert "nothing to do" in succeeded(repository.here("update", "orders")).out
    succeeded(repository.here("status"))


def test_theirs_settles_conflicts_one_by_one(tmp_path: Path) -> None:
    repository = in_conflict(tmp_path)
    repository.here("update", "orders")
    done = succeeded(repository.here("resolve", "orders", "--theirs", "Resources.OrdersQueue"))
    assert done.out == f"settled {COUNT} in template.yaml: what the snippet says\n"
    assert repository.here("status").out.count("conflict open: ") == 2
    succeeded(repository.here("resolve", "OrdersFunction", "--theirs"))
    succeeded(repository.here("status"))
    fresh = Repository(tmp_path / "fresh", made("v1.1.0", "trigger=sqs"))
    assert repository.data() == fresh.data()
    applied = f"{META}/.resource.applied.yaml"
    assert repository.read(applied) == fresh.read(applied)
    assert "no conflict is open" in succeeded(repository.here("resolve", "orders", "--ours")).out


def test_new_resource_that_needs_a_deleted_one_is_left_to_people(tmp_path: Path) -> None:
    repository = older(tmp_path)
    text = re.sub(
        r"  # Keeps the function.+\n  OrdersLogGroup:\n(    .+\n)+\n", "", repository.text()
    )
    text = re.sub(r" +LoggingConfig:\n.+\n", "", text)
    repository.write("template.yaml", text)
    done = repository.here("update", "orders")
    assert done.code == 1
    needs = "it needs OrdersLogGroup, which is not in the template"
    assert f"conflict Resources.OrdersErrorsFilter in template.yaml ({needs})" in done.out
    assert "LogGroup" not in repository.text()
    succeeded(repository.here("resolve", "orders", "--ours"))
    assert "nothing to do" in succeeded(repository.here("update", "orders")).out
    succeeded(repository.here("status"))


def test_settling_leaves_what_was_not_applied_to_apply(tmp_path: Path) -> None:
    repository = in_conflict(tmp_path)
    repository.here("update", "orders")
    repository.write(SNIPPET, repository.text(SNIPPET).replace("Timeout: 30", "Timeout: 45"))
    succeeded(repository.here("resolve", "orders", "--ours"))
    assert "resource.yaml not applied" in repository.here("status").out
    succeeded(repository.here("apply", "orders"))
    assert repository.properties("OrdersFunction")["Timeout"] == 45
    assert repository.properties("OrdersErrorsAlarm")["Period"] == 120


REFUSED = {
    "no-side": ([], 2, ["--ours or --theirs"]),
    "both-sides": (["--ours", "--theirs"], 2, ["--ours or --theirs"]),
    "no-conflict": (
        ["--ours", f"{PERIOD}s"],
        1,
        [f"s' is no open conflict. Did you mean {PERIOD}"],
    ),
    "part-of-a-name": (["--ours", PERIOD[:-1]], 1, ["is no open conflict", COUNT]),
}


@pytest.mark.parametrize(("words", "code", "named"), REFUSED.values(), ids=REFUSED.keys())
def test_resolve_refuses(words: list[str], code: int, named: list[str], tmp_path: Path) -> None:
    repository = in_conflict(tmp_path)
    repository.here("update", "orders")
    before = repository.snapshot()
    done = repository.here("resolve", "orders", *words)
    assert done.code == code
    for text in named:
        assert text in refusal(done)
    assert repository.snapshot() == before


def test_what_was_never_merged_has_no_conflict_to_resolve(tmp_path: Path) -> None:
    repository = older(tmp_path)
    (repository.root / META / ".resource.applied.yaml").unlink()
    line = refusal(repository.here("resolve", "orders", "--ours"))
    assert "orders was not merged yet; run `sam-scaffold apply`" in line


def test_conflicts_in_files_stand_between_markers(tmp_path: Path) -> None:
    repository = older(tmp_path, "trigger=sqs")
    repository.write(CODE, repository.text(CODE).replace("class Lambda", "# Ours.\nclass Lambda"))
    snippet = re.sub("Period: 300", "Period: 120", repository.text(SNIPPET), count=1)
    repository.write(SNIPPET, snippet)
    repository.write(f"{META}/README.md", "Ours.\n")
    before = repository.text()
    done = repository.here("update", "orders")
    assert done.code == 1
    for path in (CODE, SNIPPET):
        then = ", then run `sam-scaffold apply orders`" if path == SNIPPET else ""
        assert f"  conflict in {path}: settle what stands between its markers{then}\n" in done.out
    assert f"  conflict in {META}/README.md: the template has it no more; edited, it" in done.out
    assert (
        f"<<<<<<< before updating\n# Ours.\n=======\n{NEW_LINE}\n>>>>>>> after updating\n"
    ) in repository.text(CODE)
    marked = (
        "<<<<<<< before updating\n      Period: 120\n=======\n      Period: 60\n"
        ">>>>>>> after updating\n"
    )
    assert repository.text(SNIPPET).count("<<<<<<<") == 1
    assert marked in repository.text(SNIPPET)
    assert repository.text() == before
    for command in (("apply", "orders"), ("update", "--all")):
        assert f"{SNIPPET}:" in refusal(repository.here(*command))
    settled = repository.text(SNIPPET).replace(marked, "      Period: 120\n")
    repository.write(SNIPPET, settled)
    succeeded(repository.here("apply", "orders"))
    assert repository.properties("OrdersErrorsAlarm")["Period"] == 120
    assert repository.properties("OrdersDurationAlarm")["Period"] == 60
    assert "OrdersErrorsFilter" in repository.data()["Resources"]


def test_files_of_an_application_are_merged(tmp_path: Path) -> None:
    """The SAM template is everybody's: there, only the component's block changes."""
    source = clone(tmp_path / "sam-scaffold")
    repository = Repository(tmp_path / "shop", {})
    succeeded(repository.here("init", "--template", str(source)))
    repository.commit()
    makefile, sam = repository.text("Makefile"), repository.text()
    repository.write("Makefile", f"# Ours.\n{makefile}")
    (repository.root / "samconfig.toml").unlink()
    folder = source / "template/app/{{ component.root_dir }}"
    for name in ("Makefile.jinja", "samconfig.toml.jinja", ".gitignore.jinja"):
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write("# 1.1.0\n")
    release(source, "template/app/{{ component.new_template }}.jinja", replaced("INFO", "DEBUG"))
    succeeded(repository.here("update", "shop"))
    assert repository.text("Makefile") == f"# Ours.\n{makefile}# 1.1.0\n"
    assert repository.text(".gitignore").endswith("# 1.1.0\n")
    assert "samconfig.toml" not in repository.files()
    assert repository.text() == sam


# --- Several components ---------------------------------------------------------


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
    for name in names:
        succeeded(one_by_one.here("update", name))
    assert contents(one_by_one) == after
    again = succeeded(repository.here("update", "--all"))
    assert again.out.splitlines() == [
        f"{name.rpartition('/')[2]}: nothing to do"
        for name in ("shop", "files", "orders", "web", "powertools", "pricing")
    ]
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
    assert "template.yaml had changes that are not committed" in done.err
    assert NEW_LINE in repository.text("functions/beta/src/lambda_handler.py")


BROKEN = {
    "version-unknown": (_sub(r"_commit: .*", "_commit: v0.9"), "has no version v0.9"),
    "version-missing": (_sub(r"_commit: .*\n", ""), "had no git history when it was made"),
    "template-gone": (_sub(r"_src_path: .*", "_src_path: /gone"), "/gone is not there"),
    "template-missing": (_sub(r"_src_path: .*\n", ""), "names no template"),
    "sam-template-gone": (replaced("template.yaml", "gone.yaml"), "gone.yaml is not there"),
}


@pytest.mark.parametrize(("change", "why"), BROKEN.values(), ids=BROKEN.keys())
def test_component_that_cannot_be_updated_keeps_no_other_back(
    change: Change, why: str, tmp_path: Path
) -> None:
    repository = several(tmp_path)
    answers = "functions/alpha/.copier-answers.yml"
    repository.write(answers, change(repository.text(answers)))
    repository.commit()
    done = repository.here("update", "--all")
    assert done.code == 1
    assert why in next(line for line in done.out.splitlines() if line.startswith("alpha: "))
    assert "beta: updated v1.0.0 -> v1.1.0" in done.out
    assert "nums: updated v1.0.0 -> v1.1.0" in done.out
    assert "alpha: there is something to settle" in done.err
    assert not [path for path in changed_files(repository) if "alpha" in path]
    assert why in refusal(repository.here("update", "alpha"))


FILES = {
    "snippet-missing": ("resource.yaml", None, "resource.yaml is missing"),
    "snippet-broken": ("resource.yaml", "Resources: [\n", "conflict in functions/alpha/resource"),
    "applied-broken": (".resource.applied.yaml", "", ".resource.applied.yaml must hold"),
}


@pytest.mark.parametrize(("name", "text", "why"), FILES.values(), ids=FILES.keys())
def test_component_whose_files_are_broken_keeps_no_other_back(
    name: str, text: str | None, why: str, tmp_path: Path
) -> None:
    repository = several(tmp_path)
    path = f"functions/alpha/{name}"
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


def test_alarms_of_a_new_version_go_to_the_one_topic(tmp_path: Path) -> None:
    """Each function would bring the topic by itself."""
    source = clone(tmp_path / "sam-scaffold")
    repository = started(tmp_path, source, *with_answers("alarms=false"))
    for name in ("billing", "shipping"):
        words = (*with_answers("alarms=false"), "--template", str(source))
        succeeded(repository.here("add", "function", name, *words))
    repository.commit()
    for path in ("copier.yml", "template/parts/resource.yaml.jinja"):
        file = source / path
        text = re.sub(r"(?m)^alarms:$|\b(and|if) alarms\b", _watched, file.read_text("utf-8"))
        file.write_text(text, encoding="utf-8")
    release(source, "template/parts/README.md.jinja", replaced("if alarms", "if watched"))
    succeeded(repository.here("update", "--all"))
    assert repository.text().count("AlarmsTopic:") == 1
    topics = []
    for name in ("orders", "billing", "shipping"):
        actions = repository.properties(f"{name.capitalize()}ErrorsAlarm")["AlarmActions"]
        assert actions == [{"Ref": "AlarmsTopic"}]
        topics.append(repository.answers(f"functions/{name}/.copier-answers.yml")["alarm_topic"])
    assert sorted(map(str, topics)) == ["AlarmsTopic", "AlarmsTopic", "new"]


def _watched(found: re.Match[str]) -> str:
    return found[0].replace("alarms", "watched")


NAMED = {
    "nothing": ([], 2, "name a component, or give --all"),
    "names-and-all": (["alpha", "--all"], 2, "give names or --all, not both"),
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


# --- Renamed in the template ----------------------------------------------------

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
    applied = repository.text(f"{META}/.resource.applied.yaml")
    for one in ids:
        assert f"# In the template, Resources.{one} is called Our{one}.\n" in applied
    assert "nothing to do" in succeeded(repository.here("update", "orders")).out
    succeeded(repository.here("status"))


# --- Versions -------------------------------------------------------------------


@pytest.mark.parametrize("to", ["v1.1.0", "main", "HEAD~0"])
def test_version_is_a_tag_a_branch_or_a_commit(to: str, tmp_path: Path) -> None:
    source = clone(tmp_path / "sam-scaffold")
    repository = started(tmp_path, source)
    release(source)
    if to == "HEAD~0":
        to = git(source, "rev-parse", "HEAD").strip()
    succeeded(repository.here("update", "orders", "--to", to))
    assert repository.answers(f"{META}/.copier-answers.yml")["_commit"] == "v1.1.0"


TO = {
    "unknown": (["--to", "v1.2"], ["has no 'v1.2'", "There are v1.1.0, v1.0.0"]),
    "nothing": (["--to", ""], ["has no ''", "There are v1.1.0, v1.0.0"]),
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
    assert str(repository.answers(f"{META}/.copier-answers.yml")["_commit"]).startswith("v1.0.0-1-")
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
