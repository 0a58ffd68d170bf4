"""`add function`: a folder, a block in the SAM template, and what was said about it."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_environment import commit, git, template
from repositories import SHOP, TEMPLATE, Repository, only_adds, shop, succeeded

COLOCATED = [
    ".copier-answers.sam-scaffold.yml",
    ".scaffold/functions/orders/answers.yml",
    ".scaffold/functions/orders/applied.yaml",
    ".scaffold/resources/alarms_topic/answers.yml",
    ".scaffold/resources/alarms_topic/applied.yaml",
    ".scaffold/resources/alarms_topic/resource.yaml",
    "functions/orders/README.md",
    "functions/orders/events/sqs.json",
    "functions/orders/resource.yaml",
    "functions/orders/src/lambda_handler.py",
    "functions/orders/tests/conftest.py",
    "functions/orders/tests/test_orders.py",
]
MADE = [
    "AlarmsTopic",
    "OrdersFunction",
    "OrdersQueue",
    "OrdersDeadLetterQueue",
    "OrdersLogGroup",
    "OrdersOldestMessageAlarm",
    "OrdersDeadLettersAlarm",
]


def test_function_is_made_wired_and_told_of(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    before = repository.read()
    done = succeeded(
        repository.run(
            "add", "function", "orders", "-d", "trigger=sqs", "-d", "layers=HttpLayer",
            "--data", "timeout=60", "-d", "memory_size=512", "-d", "description=Takes orders",
        )
    )  # fmt: skip
    assert [path for path in repository.files() if path not in SHOP] == COLOCATED
    assert only_adds(before, repository.read())
    resources = repository.data()["Resources"]
    assert set(resources) == {"SharedCodeLayer", "HttpLayer", *MADE}
    assert resources["OrdersFunction"]["Type"] == "AWS::Serverless::Function"
    assert resources["OrdersFunction"]["Metadata"] == {"BuildMethod": "python3.12"}
    properties = repository.properties("OrdersFunction")
    assert properties.pop("Events")
    assert properties == {
        "Description": "Takes orders",
        "CodeUri": "functions/orders/src/",
        "Handler": "lambda_handler.lambda_handler",
        "Runtime": "python3.12",
        "Architectures": ["x86_64"],
        "Timeout": 60,
        "MemorySize": 512,
        "LoggingConfig": {"LogGroup": {"Ref": "OrdersLogGroup"}},
        "Layers": [{"Ref": "HttpLayer"}, {"Ref": "SharedCodeLayer"}],
        "Environment": {"Variables": {"LOG_LEVEL": "INFO"}},
    }
    assert repository.properties("OrdersQueue")["VisibilityTimeout"] == 360
    lines = done.out.splitlines()
    created, wired, then = (
        lines.index("Created"), lines.index("Added to template.yaml"), lines.index("Next"),
    )  # fmt: skip
    assert [line.strip() for line in lines[created + 1 : wired]] == COLOCATED
    assert [line.strip() for line in lines[wired + 1 : then]] == [
        *(f"Resources.{logical_id}" for logical_id in MADE),
        "with the layers HttpLayer, SharedCodeLayer",
    ]
    assert "functions/orders/src/lambda_handler.py" in lines[then + 1]
    assert "pytest functions/orders/tests" in lines[then + 2]
    assert len(lines) > then + 2


def test_snippet_is_what_stands_in_the_template(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    succeeded(repository.here("add", "function", "orders", "-d", "trigger=schedule"))
    snippet = repository.data("functions/orders/resource.yaml")["Resources"]
    resources = repository.data()["Resources"]
    assert {key: resources[key] for key in snippet} == snippet
    applied = repository.text(".scaffold/functions/orders/applied.yaml")
    assert applied.endswith(repository.text("functions/orders/resource.yaml"))
    succeeded(
        repository.here("merge", "--check", "functions/orders/resource.yaml", "template.yaml")
    )


def test_flat_layout_says_where_its_tests_are(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    done = succeeded(repository.here("add", "function", "orders", "-d", "layout=flat"))
    assert "pytest tests/functions/orders" in done.out


def test_schedule_reaches_the_template_as_it_was_given(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    schedule = "cron(0/15 6-20 ? * MON-FRI *)"
    succeeded(
        repository.here(
            "add", "function", "orders", "-d", "trigger=schedule", "-d", f"schedule={schedule}"
        )
    )
    events = repository.properties("OrdersFunction")["Events"]
    assert isinstance(events, dict)
    (event,) = events.values()
    assert event["Properties"]["ScheduleExpression"] == schedule


AWKWARD = {
    "quotes": """It's "quoted" """.strip(),
    "colon-hash": "orders: in # out",
    "unicode": "Bücher für 東京 😀",
    "yaml-words": "yes",
    "jinja": "{{ name }} {% if x %}",
    "placeholder": "{snake} of {brace}",
    "triple-quotes": 'a """ b \\ c',
    "starts-with-dash": "- &a *b !Ref c",
    "equals": "a=b=c",
    "empty": "",
    "number": "0012",
}


@pytest.mark.parametrize("text", AWKWARD.values(), ids=AWKWARD.keys())
def test_awkward_description_arrives_whole(text: str, tmp_path: Path) -> None:
    repository = shop(tmp_path)
    succeeded(repository.here("add", "function", "orders", "-d", f"description={text}"))
    assert repository.properties("OrdersFunction").get("Description", "") == text
    source = repository.text("functions/orders/src/lambda_handler.py")
    compile(source, "lambda_handler.py", "exec")
    answers = repository.answers(".scaffold/functions/orders/answers.yml")
    assert answers["description"] == text


LAYERS = {
    "one": "HttpLayer",
    "commas": "HttpLayer,NumericLayer",
    "commas-and-spaces": "HttpLayer, NumericLayer",
    "yaml-list": "[HttpLayer, NumericLayer]",
    "json-list": '["HttpLayer", "NumericLayer"]',
    "shared-too": "HttpLayer,SharedCodeLayer,NumericLayer",
    "twice": "HttpLayer,NumericLayer,HttpLayer",
    "other-order": "NumericLayer,HttpLayer",
}


@pytest.mark.parametrize(("form", "text"), LAYERS.items(), ids=LAYERS.keys())
def test_layers_are_taken_in_every_form(form: str, text: str, tmp_path: Path) -> None:
    """They come in the order given, the shared code last."""
    numeric = (
        "  NumericLayer: {Type: AWS::Lambda::LayerVersion, Properties: {Content: {S3Bucket: b}}}\n"
    )
    repository = Repository(
        tmp_path, {**SHOP, "template.yaml": TEMPLATE.replace("Outputs:", numeric + "\nOutputs:", 1)}
    )
    succeeded(repository.here("add", "function", "orders", "-d", f"layers={text}"))
    names = ["HttpLayer", "SharedCodeLayer"]
    if form != "one":
        names.insert(0 if form == "other-order" else 1, "NumericLayer")
    layers = repository.properties("OrdersFunction")["Layers"]
    assert layers == [{"Ref": name} for name in names]


def test_functions_follow_each_other(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    succeeded(repository.here("add", "layer", "nums", "-d", "packages=mpmath==1.3.0"))
    succeeded(repository.here("add", "function", "orders", "-d", "layers=NumsLayer"))
    repository.commit()
    before = repository.read()
    succeeded(repository.here("add", "function", "order_router", "-d", "trigger=sqs"))
    assert only_adds(before, repository.read())
    removed = [
        line for line in git(tmp_path, "diff", "--numstat").splitlines() if line.split()[1] != "0"
    ]
    assert removed == []
    assert git(tmp_path, "diff", "--name-only").split() == ["template.yaml"]


def test_answers_record_the_template_that_was_given(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    done = succeeded(repository.here("add", "function", "orders"))
    answers = repository.answers(".scaffold/functions/orders/answers.yml")
    assert answers["_src_path"] == str(template())
    assert answers["_commit"] == "v1.0.0"
    assert (answers["kind"], answers["name"]) == ("function", "orders")
    assert "a folder that other machines do not have" in done.err


def test_directory_is_worked_in_from_elsewhere(tmp_path: Path) -> None:
    repository = shop(tmp_path / "shop")
    elsewhere = Repository(tmp_path / "elsewhere", {})
    succeeded(elsewhere.here("add", "function", "orders", "-C", "../shop"))
    assert elsewhere.files() == []
    assert "OrdersFunction" in repository.data()["Resources"]
    assert "functions/orders/README.md" in repository.files()


def test_symlinked_template_and_its_mode_are_kept(tmp_path: Path) -> None:
    files = {path: text for path, text in SHOP.items() if path != "template.yaml"}
    repository = Repository(tmp_path, {**files, "sam/real.txt": TEMPLATE})
    (tmp_path / "sam/real.txt").chmod(0o640)
    (tmp_path / "template.yaml").symlink_to("sam/real.txt")
    commit(tmp_path)
    succeeded(repository.here("add", "function", "orders"))
    assert (tmp_path / "template.yaml").is_symlink()
    assert "OrdersFunction" in repository.data("sam/real.txt")["Resources"]
    assert (tmp_path / "sam/real.txt").stat().st_mode & 0o777 == 0o640


def test_foreign_answers_in_the_root_do_not_leak(tmp_path: Path) -> None:
    foreign = (
        "_src_path: gh:somebody/else\nname: leaked\ndescription: leaked\nruntime: python3.11\n"
    )
    repository = shop(tmp_path)
    repository.write(".copier-answers.yml", foreign)
    succeeded(repository.here("add", "function", "orders"))
    answers = repository.answers(".scaffold/functions/orders/answers.yml")
    assert (answers["name"], answers["description"], answers["runtime"]) == (
        "orders", "Orders", "python3.12",
    )  # fmt: skip
    assert repository.text(".copier-answers.yml") == foreign


def test_generated_tests_pass_and_the_code_is_alone(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    for name, trigger in (("orders", "sqs"), ("order_router", "schedule"), ("billing", "none")):
        succeeded(repository.here("add", "function", name, "-d", f"trigger={trigger}"))
        code = [path for path in repository.files() if path.startswith(f"functions/{name}/src/")]
        assert code == [f"functions/{name}/src/lambda_handler.py"]
    done = repository.python(
        "-m", "pytest", "-q", "-p", "no:cacheprovider", "--import-mode=importlib"
    )
    assert done.code == 0, done.out


@pytest.mark.parametrize("spelling", ["./template.yaml", ".//template.yaml", "././template.yaml"])
def test_spelling_of_the_template_file_makes_no_difference(spelling: str, tmp_path: Path) -> None:
    repository, plain = shop(tmp_path / "a/shop"), shop(tmp_path / "b/shop")
    succeeded(repository.here("add", "function", "orders", "-d", f"template_file={spelling}"))
    succeeded(plain.here("add", "function", "orders"))
    assert repository.snapshot() == plain.snapshot()


def test_no_alarm_has_a_threshold_that_nobody_knows(tmp_path: Path) -> None:
    """80 % of the longest timeout that Lambda has is never reached with a shorter one."""
    seconds = "Parameters:\n  Seconds: {Type: Number, Default: 60}\n"
    of_globals = "Globals:\n  Function:\n    Timeout: !Ref Seconds\n"
    repository = shop(tmp_path)
    repository.write("template.yaml", seconds + of_globals + "Resources: {}\n")
    repository.write("template.yaml", "Transform: AWS::Serverless-2016-10-31\n" + repository.text())
    succeeded(repository.process("add", "function", "orders", "-d", "alarms=full"))
    assert "OrdersErrorsAlarm" in repository.data()["Resources"]
    assert "OrdersDurationAlarm" not in repository.data()["Resources"]
    succeeded(repository.here("set", "orders", "timeout=20"))
    assert repository.properties("OrdersDurationAlarm")["Threshold"] == 16000
