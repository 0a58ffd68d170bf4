"""Adoption of hand-written functions and layers, which changes no byte of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import houses
import pytest
import yaml
from adopted import adopted, folder_of, states, trading
from command_environment import ROOT
from releases import with_answers
from repositories import Repository, shop, succeeded
from shop import SHOP
from trigger_answers import required_answers

from sam_scaffold.merge.last_applied import LastApplied
from sam_scaffold.sam.model.template_files import templates_of
from sam_scaffold.transaction.repository_view import RepositoryView as Sam

# --- Not a byte changes ---------------------------------------------------------


def test_whole_example_is_adopted(tmp_path: Path) -> None:
    repository = trading(tmp_path / "trading")
    new = adopted(repository)
    assert len(new) == 33
    found = states(repository)
    assert sorted(found) == [
        "calendar_layer", "http_layer", "market_data_provider", "messaging", "numeric",
        "order_router", "portfolio_rebalancer", "reporting", "risk_monitor", "shared_code",
        "trade_reporter",
    ]  # fmt: skip
    assert set(map(tuple, found.values())) == {()}
    assert "up to date" in succeeded(repository.here("status")).out


HOUSES: dict[str, dict[str, str]] = {
    "shop": {},
    "wired": {"template.yaml": SHOP},
    "json": {
        "template.yaml": json.dumps(
            {
                "Transform": "AWS::Serverless-2016-10-31",
                "Globals": {"Function": {"Runtime": "python3.13", "Timeout": {"Ref": "T"}}},
                "Parameters": {"T": {"Type": "Number", "Default": 5}},
                "Resources": {
                    **houses.function("OrdersFunction", "orders/", Handler="app.run"),
                    **houses.function("BillingFunction", "./src", Handler="billing.run"),
                    **houses.layer("ToolsLayer", "layers/tools", CompatibleRuntimes=["python3.13"]),
                },
            }
        )
    },
    "windows": {
        "template.yaml": (
            "Transform: AWS::Serverless-2016-10-31\r\nResources:\r\n  OrdersFunction:\r\n"
            "    Type: AWS::Serverless::Function   # ours\r\n    Properties:\r\n"
            "      CodeUri: orders/\r\n      Handler: app.run\r\n      Runtime: python3.12\r\n"
        )
    },
    "flow": {
        "template.yaml": (
            "Transform: AWS::Serverless-2016-10-31\nResources: {OrdersFunction: {Type: "
            "'AWS::Serverless::Function', Properties: {CodeUri: ., Handler: a.b, "
            "Runtime: python3.12}}}"
        )
    },
    "below": {
        "infra/template.yaml": (
            "Transform: AWS::Serverless-2016-10-31\nResources:\n  OrdersFunction:\n"
            "    Type: AWS::Serverless::Function\n    Properties: {CodeUri: ../src/, "
            "Handler: app.run, Runtime: python3.12}\n"
        )
    },
    "anchors": {
        "template.yaml": (
            "Transform: AWS::Serverless-2016-10-31\nResources:\n  A:\n"
            "    Type: AWS::Serverless::Function\n    Properties: &common\n      CodeUri: a/\n"
            "      Handler: app.run\n      Runtime: python3.12\n      Timeout: 7\n  B:\n"
            "    Type: AWS::Serverless::Function\n    Properties:\n      <<: *common\n"
            "      CodeUri: b/\n"
        )
    },
}


@pytest.mark.parametrize("files", HOUSES.values(), ids=HOUSES.keys())
def test_any_house_is_adopted_as_it_stands(files: dict[str, str], tmp_path: Path) -> None:
    repository = shop(tmp_path / "shop", **files)
    adopted(repository)
    found = states(repository)
    assert found or files.get("template.yaml") == SHOP
    assert [names for names in found.values() if names] == []


def test_small_repository_has_its_layers_adopted(tmp_path: Path) -> None:
    repository = shop(tmp_path / "shop")
    adopted(repository)
    assert sorted(states(repository)) == ["http_layer", "shared_code"]


TRIGGERS = sorted(path.name for path in (ROOT / "template/triggers").iterdir())


@pytest.mark.slow
@pytest.mark.parametrize("iam", ["policies", "role"])
@pytest.mark.parametrize("trigger", TRIGGERS)
def test_what_was_generated_and_lost_its_records_is_adopted_as_it_was(
    trigger: str, iam: str, tmp_path: Path
) -> None:
    """Inference of answers is the inverse of the derivation of facts."""
    repository = shop(tmp_path / "shop")
    needed = [f"{key}={answer}" for key, answer in required_answers(trigger).items()]
    words = with_answers(f"trigger={trigger}", f"iam={iam}", "layers=HttpLayer", *needed)
    succeeded(repository.here("add", "function", "orders", *words, "-d", "timeout=60"))
    was = repository.answers(".scaffold/functions/orders/answers.yml")
    records = ".scaffold/functions/orders"
    own = ("functions/orders/resource.yaml", f"{records}/answers.yml", f"{records}/applied.yaml")
    for path in own:
        (repository.root / path).unlink()
    repository.commit()
    adopted(repository, "OrdersFunction")
    now = repository.answers(".scaffold/functions/orders/answers.yml")
    told_by_what_is_there = {"house", "source", "resources", "alarm_topic", "auth", "adopted"}
    if trigger in ("sqs", "sqs_fifo"):  # the queue is an existing one now
        told_by_what_is_there.add("on_failure")
    for key in was.keys() | now.keys():
        if key not in told_by_what_is_there:
            assert now.get(key) == was.get(key), key
    there = repository.data()["Resources"]
    said = repository.data("functions/orders/resource.yaml")["Resources"]
    differing = [key for key, value in said.items() if there[key] != value]
    # It begins with what is new in a stream that others write to, too.
    assert differing == (["OrdersFunction"] if trigger == "kinesis" else [])
    assert states(repository)["orders"] == []


# --- What is recorded -------------------------------------------------------------


def test_snippet_says_what_stands_there_and_nothing_that_does_not(tmp_path: Path) -> None:
    repository = trading(tmp_path / "trading")
    adopted(repository)
    there = repository.data()["Resources"]
    for path in repository.files():
        if path.endswith("/resource.yaml"):
            for logical_id, entry in repository.data(path)["Resources"].items():
                # Permissions written by the user are not the statements that would be generated.
                is_role = entry["Type"] == "AWS::IAM::Role"
                assert is_role or _is_within(entry, there[logical_id]), logical_id


def _is_within(said: Any, there: Any) -> bool:
    if isinstance(said, dict) and isinstance(there, dict):
        return all(key in there and _is_within(value, there[key]) for key, value in said.items())
    return bool(said == there)


def test_entries_that_stand_there_otherwise_have_their_digest(tmp_path: Path) -> None:
    repository = trading(tmp_path / "trading")
    adopted(repository, "OrderRouterFunction", "NumericLayer")
    router, numeric = folder_of("order_router"), folder_of("numeric", "layers")
    record = LastApplied.parse(repository.read(f"{router}/applied.yaml"))
    assert record.data == repository.read(f"{router}/resource.yaml")
    assert sorted(record.adopted) == [
        "Resources.OrderRouterExecutionRole", "Resources.OrderRouterFunction",
    ]  # fmt: skip
    same = LastApplied.parse(repository.read(f"{numeric}/applied.yaml"))
    assert same.adopted == {}


def test_edit_after_adoption_is_an_edit(tmp_path: Path) -> None:
    repository = trading(tmp_path / "trading")
    adopted(repository)
    text = repository.text().replace("MemorySize: 512", "MemorySize: 640")
    repository.write("template.yaml", text)
    assert states(repository)["order_router"] == ["edited in the template"]


def test_adopted_is_recorded_of_what_was_adopted_alone(tmp_path: Path) -> None:
    repository = trading(tmp_path / "trading")
    adopted(repository, "OrderRouterFunction")
    succeeded(repository.here("add", "function", "generated", "--defaults"))
    assert repository.answers(f"{folder_of('order_router')}/answers.yml")["adopted"] is True
    assert "adopted" not in repository.answers(f"{folder_of('generated')}/answers.yml")


def test_no_secret_is_recorded(tmp_path: Path) -> None:
    sam = (
        "Transform: AWS::Serverless-2016-10-31\nResources:\n  OrdersFunction:\n"
        "    Type: AWS::Serverless::Function\n    Properties:\n      CodeUri: orders/\n"
        "      Handler: app.run\n      Runtime: python3.12\n      Environment:\n"
        "        Variables: {API_KEY: very-secret, OTHER: public}\n"
    )
    repository = shop(tmp_path / "shop", **{"template.yaml": sam})
    for path in adopted(repository):
        assert "very-secret" not in repository.text(path)


def test_components_are_left_alone(tmp_path: Path) -> None:
    repository = shop(tmp_path / "shop")
    succeeded(repository.here("add", "function", "orders", "-d", "iam=role", "--defaults"))
    repository.commit()
    new = adopted(repository)
    assert not any("orders" in path for path in new)
    said = succeeded(repository.here("adopt", "--all")).out
    assert said == "Nothing to adopt: all functions and layers are components already.\n"


def test_several_templates_are_adopted_with_names_of_their_own(tmp_path: Path) -> None:
    sam = (
        "Transform: AWS::Serverless-2016-10-31\nResources:\n  OrdersFunction:\n"
        "    Type: AWS::Serverless::Function\n    Properties:\n      CodeUri: src/\n"
        "      Handler: app.run\n      Runtime: python3.12\n"
    )
    files = {"a/template.yaml": sam, "b/template.yaml": sam}
    repository = Repository(tmp_path / "two", files)
    repository.commit()
    adopted(repository)
    assert sorted(states(repository)) == ["orders", "orders_function"]
    assert (repository.root / "b/.scaffold/functions/orders_function/resource.yaml").is_file()


def test_templates_of_the_repository_are_those_that_are_searched(tmp_path: Path) -> None:
    repository = shop(tmp_path / "shop", **{"other.yaml": SHOP})
    assert templates_of(Sam(repository.root)) == ["template.yaml", "other.yaml"]
    adopted(repository, "--all", "--template-file", "other.yaml")
    assert not (repository.root / ".scaffold").exists()


def test_answers_are_plain(tmp_path: Path) -> None:
    repository = trading(tmp_path / "trading")
    for path in adopted(repository):
        if path.endswith("/answers.yml"):
            text = repository.text(path)
            assert "&id" not in text
            assert yaml.safe_load(text)["house"]["globals"]
