"""`remove`: a component goes as it came, and nothing of the user's goes with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from repositories import SHOP, TEMPLATE, Repository, refusal, shop, succeeded
from templates_by_feature import TEMPLATES, VARIANTS

ARN = "arn=arn:aws:lambda:eu-west-1:123456789012:layer:tools:3"

LAYER = "Resources:\n  SharedCodeLayer:\n    Type: AWS::Serverless::LayerVersion\n"


def with_orders(root: Path, *words: str) -> Repository:
    repository = shop(root)
    succeeded(repository.here("add", "function", "orders", *words))
    return repository


def stays(repository: Repository, *words: str) -> str:
    """The line that a removal was refused with; nothing is gone."""
    before = repository.snapshot()
    line = refusal(repository.here("remove", "orders", *words))
    assert repository.snapshot() == before
    return line


@pytest.mark.parametrize(
    "words",
    [
        ("function", "orders", "-d", "trigger=sqs"),
        ("function", "orders", "-d", "layout=flat", "-d", "iam=role", "-d", "trigger=kinesis"),
        ("layer", "orders", "-d", "packages=mpmath"),
        ("layer", "orders", "-d", "contents=shared_code"),
        ("layer", "orders", "-d", "contents=makefile"),
        ("layer", "orders", "-d", "contents=arn", "-d", ARN),
    ],
    ids=["colocated", "flat", "layer", "layer-of-code", "layer-by-makefile", "layer-from-outside"],
)
def test_everything_is_as_it_was_before(words: tuple[str, ...], tmp_path: Path) -> None:
    repository = shop(tmp_path)
    before = repository.snapshot()
    succeeded(repository.here("add", *words))
    done = succeeded(repository.here("remove", "orders"))
    assert repository.snapshot() == before
    assert f".Orders{words[0].capitalize()}" in done.out


def test_shared_code_layer_that_came_along_goes_too(tmp_path: Path) -> None:
    repository = Repository(
        tmp_path, {"template.yaml": "Transform: AWS::Serverless-2016-10-31\nResources: {}\n"}
    )
    before = repository.snapshot()
    succeeded(repository.here("add", "function", "orders"))
    succeeded(repository.here("remove", "orders"))
    assert repository.snapshot() == before


@pytest.mark.parametrize("variant", sorted(VARIANTS))
@pytest.mark.parametrize(
    "feature",
    ["plain", "no-blank-lines", "comment-at-the-end", "anchors", "flow-resources", "json"],
)
def test_template_comes_back_byte_for_byte(feature: str, variant: str, tmp_path: Path) -> None:
    before = VARIANTS[variant](TEMPLATES[feature])
    repository = Repository(tmp_path, {**SHOP, "template.yaml": before})
    succeeded(repository.here("init"))
    added = repository.read()
    succeeded(repository.here("add", "function", "orders", "-d", "trigger=sqs"))
    succeeded(repository.here("remove", "orders"))
    assert repository.read() == added


def test_what_tools_left_beside_it_goes_too(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    before = repository.snapshot()
    succeeded(repository.here("add", "function", "orders"))
    repository.write("functions/orders/src/__pycache__/lambda_handler.pyc", b"x")
    repository.write("functions/orders/tests/.pytest_cache/v/x", b"x")
    succeeded(repository.here("remove", "orders"))
    assert repository.snapshot() == before


CODE = "functions/orders/src/lambda_handler.py"


def test_edited_code_is_not_lost(tmp_path: Path) -> None:
    repository = with_orders(tmp_path)
    repository.write(CODE, repository.text(CODE) + "\n\nOURS = 1\n")
    line = stays(repository)
    assert CODE in line
    assert "--force" in line
    succeeded(repository.here("remove", "orders", "--force"))
    assert repository.files() == sorted(SHOP)
    assert repository.text() == TEMPLATE


def test_many_files_of_ones_own_are_counted(tmp_path: Path) -> None:
    repository = with_orders(tmp_path)
    for number in range(5):
        repository.write(f"functions/orders/src/v{number}.py", "ours\n")
    assert "src/v2.py and 2 more did not come with it" in stays(repository)


def test_files_of_ones_own_are_kept_in_any_case(tmp_path: Path) -> None:
    repository = with_orders(tmp_path)
    repository.write("functions/orders/src/venues.py", "ours\n")
    assert "functions/orders/src/venues.py did not come with it" in stays(repository)
    done = succeeded(repository.here("remove", "orders", "--force"))
    assert "functions/orders/src/venues.py" in done.out
    assert repository.files() == sorted([*SHOP, "functions/orders/src/venues.py"])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("MemorySize: 256", "MemorySize: 512"),
        ("MemorySize: 256", "MemorySize: 256  # measured"),
        ("      Timeout: 30\n", "      # long\n      Timeout: 30\n"),
        ("  # Alarm on failed invocations.\n", "  # Pages the team on call.\n"),
    ],
    ids=["value", "comment-behind", "comment-above", "comment-reworded"],
)
def test_edited_block_is_not_lost(old: str, new: str, tmp_path: Path) -> None:
    repository = with_orders(tmp_path)
    repository.write("template.yaml", repository.text().replace(old, new))
    line = stays(repository)
    assert "Resources.Orders" in line
    assert "--force" in line
    succeeded(repository.here("remove", "orders", "--force"))
    assert repository.text() == TEMPLATE


NEEDED = "\nOutputs:\n  QueueUrl:\n    Value: !Ref OrdersQueue\n"


def test_what_others_refer_to_is_named_and_stays_when_forced(tmp_path: Path) -> None:
    repository = with_orders(tmp_path, "-d", "trigger=sqs")
    repository.write("template.yaml", repository.text().replace("\nOutputs:\n", NEEDED))
    assert "Outputs.QueueUrl would miss OrdersQueue" in stays(repository)
    done = succeeded(repository.here("remove", "orders", "--force"))
    assert "Kept: used by others" in done.out
    resources = repository.data()["Resources"]
    assert "OrdersQueue" in resources
    assert "OrdersFunction" not in resources


def test_what_stays_keeps_what_it_needs_itself(tmp_path: Path) -> None:
    repository = with_orders(tmp_path, "-d", "trigger=sqs", "-d", "iam=role")
    repository.write("template.yaml", repository.text().replace("\nOutputs:\n", NEEDED))
    succeeded(repository.here("remove", "orders", "--force"))
    left = {"OrdersQueue", "OrdersDeadLetterQueue", "SharedCodeLayer", "HttpLayer"}
    assert repository.data()["Resources"].keys() == left


def test_function_that_is_referred_to_is_not_left_without_its_code(tmp_path: Path) -> None:
    repository = with_orders(tmp_path)
    needed = NEEDED.replace("OrdersQueue", "OrdersFunction")
    repository.write("template.yaml", repository.text().replace("\nOutputs:\n", needed))
    line = stays(repository, "--force")
    assert "would be left without its code" in line
    assert line.endswith("change what refers to it first: Outputs.QueueUrl.")


def test_what_somebody_renamed_goes_under_its_new_name(tmp_path: Path) -> None:
    repository = with_orders(tmp_path, "-d", "trigger=sqs")
    for old, new in (("OrdersFunction", "IntakeFn"), ("OrdersQueue", "Intake")):
        repository.write("template.yaml", repository.text().replace(old, new))
    succeeded(repository.here("remove", "orders", "--force"))
    assert repository.text() == TEMPLATE


def test_layer_in_use_stays(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    succeeded(repository.here("add", "layer", "nums"))
    succeeded(repository.here("add", "function", "orders", "-d", "layers=NumsLayer"))
    before = repository.snapshot()
    assert "orders (Resources.OrdersFunction)" in refusal(repository.here("remove", "nums"))
    assert repository.snapshot() == before


def test_dry_run_shows_what_would_go_and_takes_nothing(tmp_path: Path) -> None:
    repository = with_orders(tmp_path)
    before = repository.snapshot()
    done = succeeded(repository.here("remove", "orders", "--dry-run"))
    assert "lambda_handler.py  (removed)" in done.out
    assert "-  OrdersFunction:" in done.out
    assert repository.snapshot() == before


def test_block_that_was_deleted_by_hand_is_no_hindrance(tmp_path: Path) -> None:
    repository = with_orders(tmp_path)
    repository.write("template.yaml", TEMPLATE)
    succeeded(repository.here("remove", "orders"))
    assert repository.files() == sorted(SHOP)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["orderz"], "'orderz' is not a component. Did you mean orders? Components: orders,"),
        (["orders", "--forse"], "--forse"),
        ([], "NAME"),
    ],
    ids=["unknown", "option", "nothing"],
)
def test_wrong_words_are_refused(words: list[str], said: str, tmp_path: Path) -> None:
    repository = with_orders(tmp_path)
    before = repository.snapshot()
    assert said in refusal(repository.here("remove", *words))
    assert repository.snapshot() == before
