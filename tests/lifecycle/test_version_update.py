"""`copier update` and `recopy`: a new template version comes in, the user's edits stay."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from command_environment import git
from releases import NEW_LINE, clone, contents, made, older, release, started, with_answers
from repositories import Repository, only_adds, shop, succeeded


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """A clone of the template that can get a version v1.1.0."""
    return clone(tmp_path / "sam-scaffold")


ANSWERS = ".scaffold/functions/orders/answers.yml"
TOPIC_ANSWERS = ".scaffold/resources/alarms_topic/answers.yml"
ROOT_FILE = ".copier-answers.sam-scaffold.yml"
CODE = "functions/orders/src/lambda_handler.py"
SNIPPET = "functions/orders/resource.yaml"

FORMS = {
    "by-hand": ("update", "-a", ANSWERS, "--defaults", "--trust"),
    "of-all": (
        "update", "--skip-answered", "--defaults", "--trust", "--answers-file", ROOT_FILE,
        "--vcs-ref", "v1.1.0",
    ),
}  # fmt: skip


def updated(repository: Repository, *words: str) -> None:
    done = repository.copier(*(words or FORMS["by-hand"]))
    assert done.code == 0, done.err
    assert not [path for path in repository.files() if path.endswith(".rej")]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_update_brings_the_new_code_and_keeps_the_edits(
    form: tuple[str, ...], newer: Path, tmp_path: Path
) -> None:
    repository = started(tmp_path, newer, "-d", "trigger=sqs")
    edited = repository.text(CODE).replace("message is not a JSON object", "MESSAGE IS NONE")
    assert edited != repository.text(CODE)
    repository.write(CODE, edited + "\n\ndef ours() -> None:\n    pass\n")
    sam = repository.text().replace("MemorySize: 256", "MemorySize: 1024 # measured")
    assert sam != repository.text()
    repository.write("template.yaml", sam)
    repository.commit()
    release(newer)
    updated(repository, *form)
    code = repository.text(CODE)
    assert NEW_LINE in code
    assert "MESSAGE IS NONE" in code
    assert "def ours() -> None:" in code
    assert repository.text() == sam
    assert repository.answers(ANSWERS)["_commit"] == "v1.1.0"
    changed = {
        line[3:] for line in git(repository.root, "status", "--porcelain", "-uall").splitlines()
    }
    others = {TOPIC_ANSWERS, ROOT_FILE} if ROOT_FILE in form else set()
    assert changed == {CODE, ANSWERS, *others}
    assert '"version": "v1.1.0"' in succeeded(repository.here("list", "--json")).out


FRESH = {
    "sqs-flat-role": ("trigger=sqs", "layout=flat", "iam=role"),
    "s3": ("trigger=s3", "publishes_to=new_queue"),
    "mapping-keeps-its-order": (
        "trigger=eventbridge", "pattern={source: [b], detail: {z: [2], a: [1]}}",
    ),
}  # fmt: skip


@pytest.mark.parametrize("answers", FRESH.values(), ids=FRESH.keys())
def test_updated_equals_freshly_generated(answers: tuple[str, ...], tmp_path: Path) -> None:
    """As after the command's own update, byte for byte."""
    repository = older(tmp_path, *answers)
    updated(repository, *FORMS["of-all"])
    assert contents(repository) == made("v1.1.0", *answers)


def test_edits_of_the_block_and_the_snippet_stay(tmp_path: Path) -> None:
    repository = older(tmp_path, "trigger=sqs")
    text = repository.text().replace("MemorySize: 256", "MemorySize: 1024   # measured")
    repository.write("template.yaml", text)
    snippet = repository.text(SNIPPET).replace(" Timeout: 30", " Timeout: 20")
    repository.write(SNIPPET, snippet)
    repository.commit()
    updated(repository)
    assert "MemorySize: 1024   # measured\n" in repository.text()
    for path in ("template.yaml", SNIPPET):
        assert repository.properties("OrdersFunction", path)["Timeout"] == 20
        assert repository.properties("OrdersQueue", path)["KmsMasterKeyId"] == "alias/aws/sqs"
        assert "OrdersThrottlesAlarm" not in repository.data(path)["Resources"]


def test_conflict_stands_between_markers(tmp_path: Path) -> None:
    repository = older(tmp_path)
    text = re.sub("Period: 300", "Period: 120", repository.text(), count=1)
    repository.write("template.yaml", text)
    repository.commit()
    done = repository.copier(*FORMS["by-hand"])
    assert done.code == 0, done.err
    assert "conflict in Resources.OrdersErrorsAlarm.Properties.Period" in done.out
    both = (
        "<<<<<<< before updating\n      Period: 120\n"
        "=======\n      Period: 60\n>>>>>>> after updating\n"
    )
    assert repository.text().count(both) == 1
    assert repository.text().count("<<<<<<<") == 1
    repository.write("template.yaml", repository.text().replace(both, "      Period: 120\n"))
    assert repository.properties("OrdersDurationAlarm")["Period"] == 60
    assert "edited in the template" in succeeded(repository.here("status", "orders")).out


def test_generated_file_that_was_deleted_stays_deleted(tmp_path: Path) -> None:
    repository = older(tmp_path)
    (repository.root / "functions/orders/tests/test_orders.py").unlink()
    repository.commit()
    updated(repository)
    assert "functions/orders/tests/test_orders.py" not in repository.files()
    assert NEW_LINE in repository.text(CODE)


@pytest.mark.parametrize("layout", ["colocated", "flat"])
def test_house_that_changed_meanwhile_moves_nothing(
    layout: str, newer: Path, tmp_path: Path
) -> None:
    """The style is learned once: other functions that come later have no say in an update."""
    repository = started(tmp_path, newer, "-d", f"layout={layout}")
    others = "".join(
        f"""
  {name}Lambda:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: !Sub "${{Stage}}-{name.lower()}"
      CodeUri: ./lambdas/{name.lower()}/
      Handler: app.run
      Runtime: python3.13
      Architectures: [arm64]
"""
        for name in ("Alpha", "Beta", "Gamma")
    )
    text = repository.text().replace("\nOutputs:", f"{others}\nOutputs:")
    repository.write("template.yaml", text)
    repository.commit()
    before = set(repository.files())
    release(newer)
    updated(repository)
    assert repository.text() == text
    assert set(repository.files()) == before
    code = CODE if layout == "colocated" else "functions/orders/lambda_handler.py"
    assert NEW_LINE in repository.text(code)


def test_shared_layer_that_went_away_stops_no_update(newer: Path, tmp_path: Path) -> None:
    repository = started(tmp_path, newer, "-d", "layers=HttpLayer")
    text = repository.text().replace("HttpLayer", "WebLayer")
    repository.write("template.yaml", text)
    repository.commit()
    release(newer)
    updated(repository)
    assert repository.text() == text
    assert repository.answers(ANSWERS)["layers"] == ["HttpLayer"]
    assert "HttpLayer" in repository.text("functions/orders/resource.yaml")


def test_function_deleted_from_the_template_stays_deleted(newer: Path, tmp_path: Path) -> None:
    repository = shop(tmp_path / "shop")
    text = repository.text()
    succeeded(repository.here("add", "function", "orders", "--template", str(newer)))
    repository.write("template.yaml", text)
    repository.commit()
    release(newer)
    updated(repository)
    assert repository.text() == text


def test_new_resource_of_a_new_version_is_merged(newer: Path, tmp_path: Path) -> None:
    repository = started(tmp_path, newer)
    before = repository.read()
    release(
        newer,
        "template/triggers/none/resource.yaml.jinja",
        lambda text: (
            text + "{% block companions %}\n\n  {{ component.stem }}Topic:\n"
            "    Type: AWS::SNS::Topic\n{% endblock %}\n"
        ),
    )
    updated(repository)
    assert only_adds(before, repository.read())
    assert repository.data()["Resources"]["OrdersTopic"] == {"Type": "AWS::SNS::Topic"}
    snippet = repository.text("functions/orders/resource.yaml")
    assert repository.text(".scaffold/functions/orders/applied.yaml").endswith(snippet)


def test_two_functions_are_updated_one_by_one(newer: Path, tmp_path: Path) -> None:
    repository = started(tmp_path, newer)
    succeeded(repository.here("add", "function", "billing", "--template", str(newer)))
    repository.commit()
    release(newer)
    updated(repository)
    assert NEW_LINE in repository.text(CODE)
    assert NEW_LINE not in repository.text("functions/billing/src/lambda_handler.py")
    repository.commit()
    updated(
        repository,
        "update",
        "-a",
        ".scaffold/functions/billing/answers.yml",
        "--defaults",
        "--trust",
    )
    assert NEW_LINE in repository.text("functions/billing/src/lambda_handler.py")


ARN = "arn=arn:aws:lambda:eu-west-1:123456789012:layer:tools:3"


@pytest.mark.parametrize(
    ("words", "answers"),
    [
        (
            ("add", "layer", "nums", "-d", "packages=mpmath"),
            ".scaffold/layers/nums/answers.yml",
        ),
        (
            ("add", "layer", "nums", "-d", "contents=makefile", "-d", "packages=mpmath"),
            ".scaffold/layers/nums/answers.yml",
        ),
        (
            ("add", "layer", "nums", "-d", "contents=arn", "-d", ARN, "-d", "packages=mpmath"),
            ".scaffold/layers/nums/answers.yml",
        ),
        (("init",), ".scaffold/app/answers.yml"),
    ],
    ids=["layer", "layer-by-makefile", "layer-from-outside", "app"],
)
def test_layers_and_applications_are_updated_too(
    words: tuple[str, ...], answers: str, newer: Path, tmp_path: Path
) -> None:
    repository = Repository(tmp_path / "shop", {})
    if words[0] == "add":
        shop(tmp_path / "shop")
    succeeded(repository.here(*words, "--template", str(newer)))
    repository.commit()
    if words[0] == "init":
        succeeded(repository.here("add", "function", "orders", "--template", str(newer)))
        repository.write("README.md", "# Ours\n")
        repository.commit()
    before = repository.snapshot()
    release(newer)
    updated(repository, "update", "-a", answers, "--defaults", "--trust")
    after = repository.snapshot()
    changed = {path for path in {*before, *after} if before.get(path) != after.get(path)}
    one_of_several = words[0] == "init"
    assert changed == {answers, *(() if one_of_several else (ROOT_FILE,))}
    assert repository.answers(answers)["_commit"] == "v1.1.0"


CONNECTIONS = """\
  ShopKey: {Type: AWS::KMS::Key}
  OrdersInbox: {Type: AWS::SQS::Queue, Properties: {KmsMasterKeyId: !Ref ShopKey}}
  FifoTopic: {Type: AWS::SNS::Topic, Properties: {FifoTopic: true}}
  LedgerTable: {Type: AWS::DynamoDB::Table}

"""


@pytest.mark.parametrize("iam", ["policies", "role"])
def test_connections_are_kept_in_an_update(iam: str, newer: Path, tmp_path: Path) -> None:
    """An update renders in folders that hold no SAM template to look them up in."""
    repository = shop(tmp_path / "shop")
    sam = repository.text().replace("Outputs:", CONNECTIONS + "Outputs:")
    repository.write("template.yaml", sam)
    words = (
        "trigger=sqs", "source=OrdersInbox", "publishes_to=FifoTopic", "uses=LedgerTable:read",
        f"iam={iam}",
    )  # fmt: skip
    given = with_answers(*words)
    succeeded(repository.here("add", "function", "orders", *given, "--template", str(newer)))
    snippet = repository.text("functions/orders/resource.yaml")
    for name in ("OrdersInbox", "FifoTopic", "LedgerTable", "ShopKey"):
        assert name in snippet
    repository.commit()
    before = repository.snapshot()
    release(newer)
    updated(repository)
    after = repository.snapshot()
    assert NEW_LINE in repository.text(CODE)
    assert {path for path in after if before.get(path) != after[path]} == {CODE, ANSWERS}
    assert before.keys() == after.keys()


def test_what_an_update_connects_is_looked_up_in_the_template(newer: Path, tmp_path: Path) -> None:
    """It is added to the block, too, next to the user's edits there."""
    repository = shop(tmp_path / "shop")
    sam = repository.text().replace("Outputs:", CONNECTIONS + "Outputs:")
    repository.write("template.yaml", sam)
    succeeded(repository.here("add", "function", "orders", "--template", str(newer)))
    text = repository.text().replace("MemorySize: 256", "MemorySize: 1024   # measured")
    repository.write("template.yaml", text)
    repository.commit()
    release(newer)
    updated(repository, *FORMS["by-hand"], "-d", "uses=[LedgerTable:read]")
    assert repository.answers(ANSWERS)["uses"] == ["LedgerTable:read"]
    assert "MemorySize: 1024   # measured\n" in repository.text()
    for path in ("template.yaml", SNIPPET):
        properties = repository.properties("OrdersFunction", path)
        assert properties["Policies"] == [
            {"DynamoDBReadPolicy": {"TableName": {"Ref": "LedgerTable"}}}
        ]
        assert "LEDGER_TABLE" in str(properties["Environment"])


def test_alarms_of_a_later_update_go_to_the_topic_that_is_there(
    newer: Path, tmp_path: Path
) -> None:
    """Two functions without alarms get them; the topic of the first is a user's edit by then."""
    repository = started(tmp_path, newer, "-d", "alarms=none")
    words = ("-d", "alarms=none", "--template", str(newer))
    succeeded(repository.here("add", "function", "billing", *words))
    repository.commit()
    release(newer)
    for name in ("orders", "billing"):
        answers = f".scaffold/functions/{name}/answers.yml"
        updated(repository, "update", "-a", answers, "--defaults", "--trust", "-d", "alarms=full")
        actions = repository.properties(f"{name.capitalize()}ErrorsAlarm")["AlarmActions"]
        assert actions == [{"Ref": "AlarmsTopic"}]
        if name == "orders":
            made = "  AlarmsTopic:\n    Type: AWS::SNS::Topic\n"
            ours = f"{made}    Properties: {{DisplayName: ours}}\n"
            repository.write("template.yaml", repository.text().replace(made, ours))
        repository.commit()
    assert repository.text().count("AlarmsTopic:") == 1
    assert repository.properties("AlarmsTopic") == {"DisplayName": "ours"}


def test_recopy_keeps_answers_and_the_edits_in_the_template(newer: Path, tmp_path: Path) -> None:
    repository = started(tmp_path, newer, "-d", "trigger=sqs", "-d", "timeout=60")
    made = repository.text(CODE)
    repository.write(CODE, "broken\n")
    text = repository.text().replace("MemorySize: 256", "MemorySize: 1024")
    repository.write("template.yaml", text)
    repository.commit()
    updated(repository, "recopy", "-a", ANSWERS, "--defaults", "--trust", "--overwrite")
    assert repository.text(CODE) == made
    assert repository.text() == text
    answers = repository.answers(ANSWERS)
    assert (answers["trigger"], answers["timeout"]) == ("sqs", 60)


def test_update_without_anything_new_changes_nothing(newer: Path, tmp_path: Path) -> None:
    repository = started(tmp_path, newer)
    before = repository.snapshot()
    updated(repository)
    assert repository.snapshot() == before
