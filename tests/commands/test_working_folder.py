"""From which folders commands work, and that none says all is well where it saw nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from checks import HANDLER, repository
from checks import template as sam_template
from command_environment import commit
from repositories import SHOP, TEMPLATE, WITHOUT_SHARED_LAYER, Repository, refusal, shop, succeeded

READING = {
    "list": "list",
    "list as JSON": "list --json",
    "status": "status",
    "status as JSON": "status --json",
    "status of one": "status orders",
    "diff": "diff orders",
    "check": "check",
    "check --fix": "check --fix",
    "invoke": "invoke orders",
}
WRITING = {
    "add function": "add function billing --defaults",
    "add layer": "add layer nums --defaults",
    "add module": "add module prices --defaults",
    "adopt": "adopt HttpLayer",
    "adopt --all": "adopt --all",
    "update": "update orders",
    "update --all": "update --all",
    "set": "set orders timeout=60",
    "apply": "apply",
    "resolve": "resolve orders --ours",
    "rename": "rename orders billing",
    "remove": "remove orders",
}
COMMANDS = READING | WRITING


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS.keys())
@pytest.mark.parametrize("files", [{}, {"template.yaml": "Resources: {}\n"}], ids=["empty", "CFN"])
def test_where_there_is_nothing_a_command_says_so(
    files: dict[str, str], words: str, tmp_path: Path
) -> None:
    empty = Repository(tmp_path / "empty", files)
    commit(empty.root)
    before = empty.snapshot()
    done = empty.here(*words.split())
    line = refusal(done)
    assert "there is no SAM template" in line
    assert f"no component in {empty.root.resolve()};" in line
    assert "`sam-scaffold init`" in line
    assert "-C" in line
    assert done.code == 2
    assert empty.snapshot() == before


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS.keys())
def test_the_same_of_a_folder_that_is_named(words: str, tmp_path: Path) -> None:
    there = shop(tmp_path / "shop")
    empty = Repository(tmp_path / "empty" / "inner", {})
    commit(tmp_path / "empty")
    before = there.snapshot()
    done = there.here(*words.split(), "-C", str(empty.root))
    up_to = f"no component in {empty.root.resolve()}, or above it up to {empty.root.parent}"
    assert up_to in refusal(done)
    assert done.code == 2
    assert there.snapshot() == before


def with_orders(root: Path) -> Repository:
    there = shop(root / "shop")
    succeeded(there.here("add", "function", "orders", "-d", "trigger=sqs"))
    there.commit()
    return there


def inside(there: Repository, folder: str) -> Repository:
    return Repository(there.root / folder, {})


@pytest.mark.parametrize(
    "words", ["list", "list --json", "status", "status --json", "status orders", "diff orders"]
)
def test_from_a_folder_of_a_function_as_from_the_root(words: str, tmp_path: Path) -> None:
    there = with_orders(tmp_path)
    code = inside(there, "functions/orders/src")
    done = succeeded(code.here(*words.split()))
    assert done.out == succeeded(there.here(*words.split())).out
    assert "orders" in done.out
    assert done.err == "working in ../../..\n"


@pytest.mark.parametrize(
    "words",
    [
        "update orders --dry-run",
        "update --all",
        "set orders timeout=60",
        "apply",
        "resolve orders --ours",
        "rename orders billing",
        "remove orders",
        "add function billing --defaults",
        "add layer nums --defaults",
        "add module prices --defaults",
        "adopt HttpLayer",
        "adopt --all",
    ],
)
def test_a_change_from_a_folder_is_the_one_from_the_root(words: str, tmp_path: Path) -> None:
    one, other = (with_orders(tmp_path / name) for name in ("one", "other"))
    done = inside(one, "functions/orders/src").here(*words.split())
    said = succeeded(other.here(*words.split()))
    assert (done.code, done.out) == (said.code, said.out)
    assert done.err == f"working in ../../..\n{said.err}"
    assert one.snapshot() == other.snapshot()


def test_a_refusal_is_one_line_below_the_folder(tmp_path: Path) -> None:
    code = inside(with_orders(tmp_path), "functions/orders/src")
    done = code.here("status", "order")
    assert done.code == 1
    first, second = done.err.splitlines()
    assert first == "working in ../../.."
    assert second.startswith("error: 'order' ")


def test_check_looks_at_the_application_around_it(tmp_path: Path) -> None:
    text = sam_template("").replace("worker/", "nowhere/")
    there = repository(tmp_path / "shop", text, **{".cfnlintrc": "ignore_checks: [E9103]\n"})
    done = inside(there, "src/deep").here("check")
    assert done.code == 1
    assert done.out.startswith("../../template.yaml:6:7: E9101 ")
    assert done.out.endswith("1 error in 1 template\n")


def test_check_of_a_named_template_looks_for_none(tmp_path: Path) -> None:
    there = repository(tmp_path / "shop", sam_template(""), **{"worker/app.py": HANDLER})
    done = succeeded(inside(there, "src").here("check", "../template.yaml"))
    assert (done.out, done.err) == ("nothing found in 1 template\n", "")


def test_invoke_from_a_folder_reads_its_event_from_there(tmp_path: Path) -> None:
    there = shop(tmp_path / "shop")
    code = inside(there, "layers")
    code.write("event.json", "{")
    done = code.here("invoke", "orders", "--event", "event.json")
    assert "'orders' is not a function of template.yaml" in done.err  # it is looked up first
    assert done.err.startswith("working in ..\n")


@pytest.mark.parametrize("name", ["services/pay", "services/ship"])
def test_add_from_a_folder_is_for_the_application_around_it(name: str, tmp_path: Path) -> None:
    """Also where paths start at the top of several."""
    top = Repository(
        tmp_path,
        {"services/pay/template.yaml": TEMPLATE, "services/ship/template.yaml": TEMPLATE},
    )
    commit(tmp_path)
    for folder in ("services/pay", "services/ship"):
        file = f"template_file={folder}/template.yaml"
        succeeded(top.here("add", "layer", folder.partition("/")[2], "-d", file, "--defaults"))
    code = inside(top, f"{name}/functions")
    for words in ("add function orders", "add layer nums"):
        done = succeeded(code.here(*words.split(), "--defaults"))
        assert f"Added to {name}/template.yaml" in done.out
        assert done.err.startswith("working in ../../..\n")
    made = json.loads(succeeded(top.here("list", "--json")).out)
    files = {component["name"]: component["template_file"] for component in made}
    assert files["orders"] == files["nums"] == f"{name}/template.yaml"
    assert succeeded(top.here("status")).out.count("up to date") == 5


def test_the_top_of_several_applications_is_looked_at_as_a_whole(tmp_path: Path) -> None:
    top = Repository(tmp_path, {})
    for name in ("services/pay", "services/ship"):
        one = Repository(tmp_path / name, SHOP)
        succeeded(one.here("add", "layer", "nums", "--defaults"))
    commit(tmp_path)
    done = succeeded(top.here("list", "--json"))
    assert [
        component["path"].rpartition("/.scaffold")[0] for component in json.loads(done.out)
    ] == [
        "services/pay",
        "services/ship",
    ]
    assert done.err == ""
    assert top.here("check").out.endswith(" in 2 templates\n")


SAID = "No components yet. Add one with `sam-scaffold add function NAME`.\n"


@pytest.mark.parametrize("words", ["list", "status", "update --all", "apply"])
def test_a_template_alone_is_something_to_look_at(words: str, tmp_path: Path) -> None:
    there = Repository(tmp_path, {"template.yaml": WITHOUT_SHARED_LAYER})
    commit(tmp_path)
    done = succeeded(there.here(*words.split()))
    assert (done.out, done.err) == (SAID, "")
    assert inside(there, "src").here(*words.split()).out == SAID


@pytest.mark.parametrize(
    ("words", "nothing"),
    [("list --json", []), ("status --json", {"components": [], "orphaned": []})],
)
def test_json_of_it_is_empty_and_the_line_beside_it(
    words: str, nothing: object, tmp_path: Path
) -> None:
    there = Repository(tmp_path, {"template.yaml": WITHOUT_SHARED_LAYER})
    done = succeeded(there.here(*words.split()))
    assert json.loads(done.out) == nothing
    assert done.err == SAID


def test_there_is_nothing_to_adopt_where_there_is_nothing(tmp_path: Path) -> None:
    there = Repository(tmp_path, {"template.yaml": WITHOUT_SHARED_LAYER})
    said = succeeded(there.here("adopt", "--all")).out
    assert said == "Nothing to adopt: there are no functions or layers in template.yaml.\n"


def test_init_makes_its_application_where_it_is_told(tmp_path: Path) -> None:
    there = shop(tmp_path / "shop")
    before = there.snapshot()
    inner = inside(there, "apps/new")
    succeeded(inner.here("init", "--defaults"))
    assert "template.yaml" in inner.files()
    assert {path: there.snapshot()[path] for path in before} == before
    assert succeeded(inner.here("status")).err == ""
