"""Resources that were added for functions, and are removed with the last one that uses them."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from itertools import permutations
from pathlib import Path

import pytest
from command_environment import ROOT, template
from releases import Files, contents, with_answers
from repositories import WITHOUT_SHARED_LAYER, Repository, refusal, shop, succeeded

Answers = dict[str, tuple[str, ...]]

Application = Callable[[Path], Repository]

SEVERAL: dict[str, Answers] = {
    "queues": dict.fromkeys(("bookings", "refunds", "notes"), ("trigger=sqs",)),
    "one-api": {
        "bookings": ("trigger=http_api",),
        "refunds": ("trigger=http_api", "source=BookingsHttpApi"),
        "notes": ("trigger=rest_api",),
    },
    "a-bus-and-a-topic": {
        "bookings": ("trigger=eventbridge", "source=new", "publishes_to=new_topic"),
        "refunds": ("trigger=eventbridge", "source=BookingsBus", "publishes_to=new_bus"),
        "notes": ("trigger=sns", "source=BookingsOutputTopic", "alarms=none"),
    },
}
"""The answers of functions that share something, in the order in which they are added."""


def fresh(root: Path) -> Repository:
    repository = Repository(root / "shop", {})
    succeeded(repository.here("init"))
    return repository


def trading(root: Path) -> Repository:
    shutil.copytree(ROOT / "examples" / "trading", root / "trading")
    return Repository(root / "trading", {})


def without_layer(root: Path) -> Repository:
    return Repository(root / "bare", {"template.yaml": WITHOUT_SHARED_LAYER})


TRANSFORM = "Transform: AWS::Serverless-2016-10-31\n"

LAYOUTS = {
    "no-resources": TRANSFORM,
    "no-resources-but-outputs": f"{TRANSFORM}Parameters:\n  A:\n    Type: String\n\nOutputs:\n"
    "  # of A\n  A:\n    Value: !Ref A\n",
    "no-value": f"{TRANSFORM}Resources:\n",
    "blank-below-the-key": f"{TRANSFORM}Parameters:\n  A:\n    Type: String\n"
    "  B:\n    Type: String\n\nResources:\n\n  Queue:\n    Type: AWS::SQS::Queue\n",
}
"""What a template can be like in which resources are the first or the last."""


def laid_out(root: Path, layout: str, *, final: bool) -> Repository:
    text = LAYOUTS[layout]
    return Repository(root / "shop", {"template.yaml": text if final else text.rstrip("\n")})


@pytest.mark.parametrize("final", [True, False], ids=["final-newline", "no-final-newline"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_of_a_template_comes_back(layout: str, tmp_path: Path, *, final: bool) -> None:
    repository = laid_out(tmp_path / "first", layout, final=final)
    before = contents(repository)
    for name, answers in SEVERAL["queues"].items():
        add(repository, name, *answers)
    after = contents(repository)
    names = list(SEVERAL["queues"])
    for order in (names, names[::-1]):
        again = Repository(tmp_path / "-".join(order), after)
        for name in order:
            succeeded(again.here("remove", name))
        assert contents(again) == before, order


@cache
def made(application: Application, sort: str) -> tuple[Files, Files]:
    """Return the files of an application before and after some of `SEVERAL` were added."""
    repository = application(Path(tempfile.mkdtemp(dir=template().parent)))
    before = contents(repository)
    for name, answers in SEVERAL[sort].items():
        add(repository, name, *answers)
    return before, contents(repository)


def add(repository: Repository, name: str, *answers: str) -> None:
    succeeded(repository.here("add", "function", name, *with_answers(*answers)))


ORDERS = {
    fresh: tuple(permutations(range(3))),
    trading: ((0, 1, 2), (2, 1, 0)),
    without_layer: ((1, 2, 0), (2, 0, 1)),
}
"""In which orders they go: all where nothing else is there."""

GOING = [
    pytest.param(application, order, id="-".join((application.__name__, *map(str, order))))
    for application, orders in ORDERS.items()
    for order in orders
]


@pytest.mark.parametrize("sort", SEVERAL)
@pytest.mark.parametrize(("application", "order"), GOING)
def test_three_functions_go_in_any_order_as_they_came(
    application: Application, sort: str, order: tuple[int, ...], tmp_path: Path
) -> None:
    before, after = made(application, sort)
    repository = Repository(tmp_path, after)
    names = list(SEVERAL[sort])
    for number in order:
        succeeded(repository.here("remove", names[number]))
    assert contents(repository) == before


def test_output_names_what_went_and_what_others_still_use(tmp_path: Path) -> None:
    repository = fresh(tmp_path)
    for name, own in SEVERAL["one-api"].items():
        add(repository, name, *own)
    first = succeeded(repository.here("remove", "bookings")).out
    assert "BookingsHttpApi" not in first
    assert "Kept: used by others\n  bookings_http_api\n  alarms_topic\n" in first
    second = succeeded(repository.here("remove", "refunds")).out
    assert "  Resources.BookingsHttpApi\n" in second
    assert "  .scaffold/resources/bookings_http_api/resource.yaml\n" in second
    assert "Kept: used by others\n  alarms_topic\n" in second


def test_dry_run_shows_what_would_go_too(tmp_path: Path) -> None:
    repository = fresh(tmp_path)
    add(repository, "orders", "trigger=http_api")
    before = repository.snapshot()
    done = succeeded(repository.here("remove", "orders", "--dry-run"))
    assert "-  AlarmsTopic:" in done.out
    assert "-  OrdersHttpApi:" in done.out
    assert repository.snapshot() == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("AlarmsTopic:\n    Type: AWS::SNS::Topic\n",
         "AlarmsTopic:\n    Type: AWS::SNS::Topic\n    DeletionPolicy: Retain\n"),
        ("# Notifications of alarms;", "# The pager reads this. Notifications of alarms;"),
    ],
    ids=["property", "comment"],
)  # fmt: skip
def test_what_was_edited_stays_and_says_why(old: str, new: str, tmp_path: Path) -> None:
    repository = fresh(tmp_path)
    add(repository, "orders")
    text = repository.text()
    assert old in text
    repository.write("template.yaml", text.replace(old, new))
    done = succeeded(repository.here("remove", "orders"))
    assert "Kept, although nothing uses it any more\n" in done.out
    assert "Resources.AlarmsTopic was edited" in done.out
    assert new in repository.text()
    assert "alarms_topic" in succeeded(repository.here("list")).out


def test_what_is_referred_to_by_hand_stays(tmp_path: Path) -> None:
    repository = fresh(tmp_path)
    add(repository, "orders")
    hand = "\nOutputs:\n  Alarms:\n    Value: !Ref AlarmsTopic\n"
    repository.write("template.yaml", repository.text() + hand)
    done = succeeded(repository.here("remove", "orders"))
    assert "Kept: used by others\n  alarms_topic\n" in done.out
    line = refusal(repository.here("remove", "alarms_topic"))
    assert "Outputs.Alarms would miss AlarmsTopic" in line


def test_refusal_names_the_users_and_the_way_out_and_no_internal_file(tmp_path: Path) -> None:
    repository = fresh(tmp_path)
    for name, own in SEVERAL["one-api"].items():
        add(repository, name, *own)
    before = repository.snapshot()
    line = refusal(repository.here("remove", "bookings_http_api"))
    assert "bookings (Resources.BookingsFunction)" in line
    assert "refunds (Resources.RefundsFunction)" in line
    assert "--force" in line
    assert not any(name in line for name in ("resource.yaml", "applied.yaml", "answers.yml"))
    assert repository.snapshot() == before


def test_it_goes_by_its_name_once_nothing_uses_it(tmp_path: Path) -> None:
    repository = fresh(tmp_path)
    before = repository.snapshot()
    add(repository, "orders")
    succeeded(repository.here("set", "alarms_topic", "came_along=false"))
    done = succeeded(repository.here("remove", "orders"))
    assert "AlarmsTopic" not in done.out
    succeeded(repository.here("remove", "alarms_topic"))
    assert repository.snapshot() == before


def test_block_that_was_deleted_by_hand_is_not_made_twice(tmp_path: Path) -> None:
    repository = fresh(tmp_path)
    before = repository.read()
    add(repository, "orders")
    repository.write("template.yaml", before)
    line = refusal(repository.here("add", "function", "billing"))
    assert "AlarmsTopic was deleted" in line
    assert "`sam-scaffold remove alarms_topic`" in line
    succeeded(repository.here("remove", "orders"))
    add(repository, "billing")
    assert "AlarmsTopic" in repository.text()


def test_layer_that_somebody_made_stays(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    succeeded(repository.here("add", "layer", "helpers", "-d", "contents=shared_code"))
    before = repository.snapshot()
    add(repository, "orders", "layers=HelpersLayer")
    succeeded(repository.here("remove", "orders"))
    assert repository.snapshot() == before


def test_layer_of_powertools_goes_with_its_last_function(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    before = repository.snapshot()
    add(repository, "orders", "powertools=true")
    add(repository, "billing", "powertools=true")
    succeeded(repository.here("remove", "orders"))
    assert "PowertoolsLayer" in repository.text()
    succeeded(repository.here("remove", "billing"))
    assert repository.snapshot() == before


def test_other_answers_take_out_what_has_no_user_any_more(tmp_path: Path) -> None:
    repository = fresh(tmp_path)
    add(repository, "orders", "trigger=http_api", "alarms=none")
    without = repository.snapshot()
    succeeded(repository.here("set", "orders", "alarms=full"))
    assert "AlarmsTopic" in repository.text()
    done = succeeded(repository.here("set", "orders", "alarms=none"))
    assert "  Resources.AlarmsTopic\n" in done.out
    assert repository.snapshot() == without
    succeeded(repository.here("set", "orders", "trigger=none"))
    assert "OrdersHttpApi" not in repository.text()


def test_rename_of_a_function_leaves_what_others_use(tmp_path: Path) -> None:
    repository = fresh(tmp_path)
    add(repository, "orders", "trigger=http_api", "publishes_to=new_topic")
    add(repository, "billing", "trigger=http_api", "source=OrdersHttpApi")
    succeeded(repository.here("rename", "orders", "purchases"))
    resources = repository.data()["Resources"]
    assert {"OrdersHttpApi", "OrdersOutputTopic", "PurchasesFunction"} <= resources.keys()
    succeeded(repository.here("status"))


def test_rename_of_what_is_shared_is_followed_by_all_that_use_it(tmp_path: Path) -> None:
    repository = fresh(tmp_path)
    for name, own in SEVERAL["one-api"].items():
        add(repository, name, *own)
    succeeded(repository.here("rename", "alarms_topic", "pager"))
    succeeded(repository.here("rename", "bookings_http_api", "public_http_api"))
    text = repository.text()
    assert "AlarmsTopic" not in text
    assert "BookingsHttpApi" not in text
    assert "up to date" in succeeded(repository.here("status")).out
    add(repository, "reports")
    assert "AlarmsTopic" not in repository.text()
