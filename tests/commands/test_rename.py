"""`rename`: a component has the new name everywhere, and keeps its edits."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from repositories import SHOP, Repository, refusal, shop, succeeded

WORDS = {
    "colocated": ("function", "-d", "trigger=sqs", "-d", "publishes_to=new_queue"),
    "flat": ("function", "-d", "layout=flat", "-d", "trigger=schedule", "-d", "iam=role"),
    "powertools": ("function", "-d", "powertools=true", "-d", "trigger=sqs"),
    "layer": ("layer", "-d", "packages=mpmath"),
    "layer-of-code": ("layer", "-d", "contents=shared_code"),
    "layer-by-makefile": ("layer", "-d", "contents=makefile", "-d", "packages=mpmath"),
    "layer-from-outside": (
        "layer", "-d", "contents=arn", "-d", "packages=mpmath",
        "-d", "arn=arn:aws:lambda:eu-west-1:123456789012:layer:tools:3",
    ),
}  # fmt: skip


def added(root: Path, name: str, words: tuple[str, ...]) -> Repository:
    repository = shop(root / "shop")
    kind, *rest = words
    succeeded(repository.here("add", kind, name, *rest))
    return repository


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS.keys())
def test_renamed_equals_generated_under_the_new_name(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    repository = added(tmp_path / "a", "orders", words)
    succeeded(repository.here("rename", "orders", "order_desk"))
    fresh = added(tmp_path / "b", "order_desk", words)
    ours, theirs = repository.snapshot(), fresh.snapshot()
    assert ours.keys() == theirs.keys()
    assert [path for path in ours if ours[path] != theirs[path]] == []
    assert "up to date" in succeeded(repository.here("status", "order_desk")).out


CODE = "functions/orders/src/lambda_handler.py"


def test_edits_and_files_of_ones_own_go_along(tmp_path: Path) -> None:
    repository = added(tmp_path, "orders", WORDS["colocated"])
    repository.write(CODE, repository.text(CODE) + "\n\nOURS = 1\n")
    repository.write("functions/orders/src/venues.py", "ours\n")
    text = repository.text().replace("MemorySize: 256", "MemorySize: 512  # measured")
    repository.write("template.yaml", text)
    succeeded(repository.here("rename", "orders", "order_desk"))
    assert "OURS = 1" in repository.text("functions/order_desk/src/lambda_handler.py")
    assert repository.text("functions/order_desk/src/venues.py") == "ours\n"
    assert "MemorySize: 512  # measured" in repository.text()
    assert not [path for path in repository.files() if "orders" in path]
    assert "Orders" not in repository.text()


REFERRING = """\
  Dashboard:
    Type: AWS::CloudWatch::Dashboard
    DependsOn: [OrdersQueue, HttpLayer]
    Properties:
      # OrdersQueue is in a comment, and OrdersQueueing is another name
      DashboardBody: !Sub "${OrdersQueue.Arn} ${OrdersQueueing} OrdersQueue ${OrdersFunction}"
      Name: !Join ["-", [!Ref "OrdersQueue", {"Ref": "OrdersQueue"}, !GetAtt OrdersQueue.Arn]]
      Long: {"Fn::GetAtt": [OrdersQueue, Arn]}
      Shadowed: !Sub ["${OrdersQueue}", {OrdersQueue: text}]

Outputs:
  Url:
    Value: !Ref OrdersQueue
"""


def test_every_reference_in_the_template_follows(tmp_path: Path) -> None:
    repository = added(tmp_path, "orders", WORDS["colocated"])
    text = repository.text().replace("Outputs:\n", REFERRING)
    repository.write("template.yaml", text)
    succeeded(repository.here("rename", "orders", "order_desk"))
    expected = (
        REFERRING.replace("[OrdersQueue, HttpLayer]", "[OrderDeskQueue, HttpLayer]")
        .replace("${OrdersQueue.Arn}", "${OrderDeskQueue.Arn}")
        .replace("${OrdersFunction}", "${OrderDeskFunction}")
        .replace('!Ref "OrdersQueue"', '!Ref "OrderDeskQueue"')
        .replace('{"Ref": "OrdersQueue"}', '{"Ref": "OrderDeskQueue"}')
        .replace("!GetAtt OrdersQueue.Arn", "!GetAtt OrderDeskQueue.Arn")
        .replace("[OrdersQueue, Arn]", "[OrderDeskQueue, Arn]")
        .replace("Value: !Ref OrdersQueue", "Value: !Ref OrderDeskQueue")
    )
    assert expected in repository.text()


def test_other_components_follow_with_all_that_they_recorded(tmp_path: Path) -> None:
    repository = added(tmp_path, "orders", WORDS["colocated"])
    words = ("-d", "uses=OrdersFunction:write", "-d", "publishes_to=OrdersQueue")
    succeeded(repository.here("add", "function", "billing", *words))
    succeeded(repository.here("rename", "orders", "order_desk"))
    answers = repository.answers(".scaffold/functions/billing/answers.yml")
    assert answers["uses"] == ["OrderDeskFunction:write"]
    assert answers["publishes_to"] == "OrderDeskQueue"
    records = ".scaffold/functions/billing"
    for path in (
        "functions/billing/resource.yaml",
        f"{records}/applied.yaml",
        f"{records}/answers.yml",
    ):
        text = repository.text(path)
        assert "OrdersQueue" not in text
        assert "OrderDeskQueue" in text
    assert "ORDER_DESK_QUEUE_URL" in repository.text("functions/billing/src/lambda_handler.py")
    assert succeeded(repository.here("status")).out.count(": up to date") == 3


def test_warns_of_replacement_and_names_what_still_says_the_old_name(tmp_path: Path) -> None:
    repository = added(tmp_path, "orders", WORDS["colocated"])
    repository.write("Makefile", "deploy:\n\tsam deploy orders\n")
    done = succeeded(repository.here("rename", "orders", "order_desk"))
    assert "CloudFormation replaces renamed resources" in done.err
    assert "Makefile" in done.err


def test_dry_run_writes_nothing(tmp_path: Path) -> None:
    repository = added(tmp_path, "orders", WORDS["flat"])
    before = repository.snapshot()
    done = succeeded(repository.here("rename", "orders", "order_desk", "--dry-run"))
    assert "+  OrderDeskFunction:" in done.out
    assert repository.snapshot() == before


REFUSED = {
    "unknown": (["orderz", "x_y"], "'orderz' is not a component"),
    "no-snake-case": (["orders", "Order-Desk"], "snake_case"),
    "keyword": (["orders", "class"], "keyword"),
    "same": (["orders", "orders"], "already its name"),
    "taken": (["orders", "billing"], "The function 'billing' already exists"),
    "folder": (["orders", "in_the_way"], "functions/in_the_way"),
    "logical-id": (["orders", "late"], "Resources.LateQueue already"),
}


@pytest.mark.parametrize(("words", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_renamed_is_refused(words: list[str], said: str, tmp_path: Path) -> None:
    repository = added(tmp_path, "orders", WORDS["colocated"])
    succeeded(repository.here("add", "function", "billing"))
    repository.write("functions/in_the_way/a.txt", "ours\n")
    text = repository.text().replace("\nOutputs:", "\n  LateQueue: {Type: X}\n\nOutputs:")
    repository.write("template.yaml", text)
    before = repository.snapshot()
    assert said in refusal(repository.here("rename", *words))
    assert repository.snapshot() == before


def test_a_rename_and_back_changes_nothing(tmp_path: Path) -> None:
    repository = added(tmp_path, "orders", WORDS["colocated"])
    before = repository.snapshot()
    succeeded(repository.here("rename", "orders", "order_desk"))
    assert repository.files() != sorted(SHOP)
    succeeded(repository.here("rename", "order_desk", "orders"))
    assert repository.snapshot() == before


def test_what_somebody_renamed_keeps_that_name(tmp_path: Path) -> None:
    repository = added(tmp_path, "orders", WORDS["colocated"])
    repository.write("template.yaml", repository.text().replace("OrdersFunction", "IntakeFn"))
    done = succeeded(repository.here("rename", "orders", "order_desk"))
    properties = repository.properties("IntakeFn")
    assert properties["CodeUri"] == "functions/order_desk/src/"
    assert "OrdersFunction" not in done.out
    assert "OrderDeskQueue" in repository.data()["Resources"]


def test_conflict_in_another_component_is_told_of(tmp_path: Path) -> None:
    repository = added(tmp_path, "orders", WORDS["colocated"])
    words = ("-d", "publishes_to=OrdersQueue")
    succeeded(repository.here("add", "function", "billing", *words))
    old = "ORDERS_QUEUE_URL: !Ref OrdersQueue"
    assert old in repository.text()
    repository.write(
        "template.yaml", repository.text().replace(old, f'{old.split(maxsplit=1)[0]} "fixed"')
    )
    done = repository.here("rename", "orders", "order_desk")
    assert done.code == 1
    assert "status billing" in done.out


def test_shared_code_is_found_under_its_new_name(tmp_path: Path) -> None:
    """Handlers import it by the application's name, as do modules of one's own in it."""
    repository = Repository(tmp_path / "shop", {})
    succeeded(repository.here("init"))
    succeeded(repository.here("add", "function", "orders", "-d", "trigger=sqs"))
    repository.write("layers/shared/shop/prices.py", "PRICE = 3\n")
    repository.commit()
    succeeded(repository.here("rename", "shop", "till"))
    assert repository.text("layers/shared/till/prices.py") == "PRICE = 3\n"
    assert "from till.structured_logging import" in repository.text(CODE)
    assert not [path for path in repository.files() if "shop/" in path]
    tests = repository.python("-m", "pytest", "-q", "-p", "no:cacheprovider")
    assert tests.code == 0, tests.out


def test_modules_of_a_layer_go_along(tmp_path: Path) -> None:
    repository = added(tmp_path, "orders", WORDS["layer-of-code"])
    (made,) = (path for path in repository.files() if path.endswith("orders/__init__.py"))
    folder = made.removesuffix("__init__.py")
    repository.write(f"{folder}prices.py", "PRICE = 3\n")
    repository.commit()
    succeeded(repository.here("rename", "orders", "order_desk"))
    assert repository.text(folder.replace("orders", "order_desk") + "prices.py") == "PRICE = 3\n"
    assert not [path for path in repository.files() if "orders" in path]


def test_tests_find_the_shared_code_where_it_is_now(tmp_path: Path) -> None:
    """The layer was written by hand, and its package keeps its name."""
    text = SHOP["template.yaml"].replace("SharedCodeLayer", "SharedLayer")
    repository = Repository(tmp_path, {**SHOP, "template.yaml": text})
    succeeded(repository.here("add", "function", "orders", "-d", "trigger=sqs"))
    succeeded(repository.here("adopt", "SharedLayer"))
    repository.commit()
    succeeded(repository.here("rename", "shared", "common"))
    assert "layers/common/shop/__init__.py" in repository.files()
    (conftest,) = (path for path in repository.files() if path.endswith("orders/tests/conftest.py"))
    assert '"layers" / "common"' in repository.text(conftest)
    assert "up to date" in succeeded(repository.here("status", "orders")).out


def test_layer_that_brings_packages_is_named_anew(tmp_path: Path) -> None:
    """A layer that was chosen by its packages is recorded by its logical id."""
    repository = shop(tmp_path)
    repository.write("layers/http/python/httpx/__init__.py", "")
    succeeded(repository.here("adopt", "HttpLayer"))
    succeeded(repository.here("add", "function", "orders", "-d", "packages=httpx"))
    repository.commit()
    succeeded(repository.here("rename", "http_layer", "web_layer"))
    answers = next(path for path in repository.files() if path.endswith("orders/answers.yml"))
    assert "    WebLayer:\n" in repository.text(answers)
    texts = {path: repository.text(path) for path in repository.files()}
    assert not [path for path, text in texts.items() if re.search(r"\bHttpLayer\b", text)]
    assert "up to date" in succeeded(repository.here("status", "orders")).out


def test_a_renamed_application_says_that_its_stack_is_another(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "shop", {})
    succeeded(repository.here("init"))
    done = succeeded(repository.here("rename", "shop", "store"))
    assert 'stack_name = "store"' in repository.text("samconfig.toml")
    assert "warning: samconfig.toml now names the stack after store" in done.err


@pytest.mark.parametrize(
    ("first", "second", "module", "renamed"),
    [
        (
            "chargeCard",
            "refundCard",
            "src/orderBook/orderBookLambda.py",
            "src/depot/depotLambda.py",
        ),
        ("charge-card", "refund-card", "src/order-book/app.py", "src/depot/app.py"),
        (
            "ChargeCard",
            "RefundCard",
            "src/OrderBook/OrderBookLambda.py",
            "src/Depot/DepotLambda.py",
        ),
    ],
    ids=["camel", "kebab", "pascal"],
)
def test_a_module_that_a_house_spells_its_own_way_is_renamed(
    first: str, second: str, module: str, renamed: str, tmp_path: Path
) -> None:
    blocks = "".join(
        f"  {name.replace('-', '').title()}Function:\n    Type: AWS::Serverless::Function\n"
        f"    Properties: {{CodeUri: src/{name}/, Runtime: python3.12, "
        f"Handler: {name + 'Lambda' if '-' not in name else 'app'}.lambda_handler}}\n"
        for name in (first, second)
    )
    text = f"Transform: AWS::Serverless-2016-10-31\nResources:\n{blocks}"
    repository = Repository(tmp_path, {"template.yaml": text})
    succeeded(repository.here("add", "function", "order_book", "--defaults"))
    assert module in repository.files()
    succeeded(repository.here("rename", "order_book", "depot"))
    files = repository.files()
    assert renamed in files
    assert module not in files
