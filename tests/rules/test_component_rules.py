"""Rules on the status of components: W9602, E9603, E9604, W9605, I9601."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from command_environment import template
from releases import release
from repositories import Repository, shop, succeeded

from rules import lint

CODE = "functions/orders/src/lambda_handler.py"
SNIPPET = "functions/orders/resource.yaml"
IDS = ("W9602", "E9603", "E9604", "W9605", "I9601")

Change = Callable[[Repository], object]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository with a function, which tests do not change."""
    repository = shop(tmp_path_factory.mktemp("made") / "shop")
    words = ("-d", "trigger=sqs", "-d", "alarms=full")
    succeeded(repository.here("add", "function", "orders", *words))
    return repository.root


def findings(root: Path) -> dict[str, list[str]]:
    """Return the messages of the rules for a repository's template, by id."""
    text = (root / "template.yaml").read_text(encoding="utf-8")
    said = {rule: [finding.message for finding in lint(root, rule, text)] for rule in IDS}
    return {rule: messages for rule, messages in said.items() if messages}


def replaced(path: str, old: str, new: str) -> Change:
    def change(repository: Repository) -> None:
        text = repository.text(path)
        assert old in text
        repository.write(path, text.replace(old, new))

    return change


def cut(path: str, start: str, end: str) -> Change:
    def change(repository: Repository) -> None:
        head, _, rest = repository.text(path).partition(start)
        assert end in rest
        repository.write(path, head + end + rest.partition(end)[2])

    return change


def several(*changes: Change) -> Change:
    return lambda repository: [change(repository) for change in changes]


MEMORY = replaced("template.yaml", "MemorySize: 256", "MemorySize: 512")
GONE = cut("template.yaml", "  OrdersFunction:\n", "\n  #")

STATES: dict[str, tuple[Change, dict[str, str]]] = {
    "as-made": (lambda _: None, {}),
    "edited": (MEMORY, {"I9601": "OrdersFunction: Resources.OrdersFunction differs from what"}),
    "renamed": (replaced("template.yaml", "OrdersQueue", "OrdersInbox"), {}),
    "alarm-deleted": (
        cut("template.yaml", "  # Alarm on failed invocations.", "  # Alarm on throttled"),
        {"I9601": "OrdersFunction: Resources.OrdersErrorsAlarm differs from"},
    ),
    "snippet-edited": (
        replaced(SNIPPET, "BatchSize: 10", "BatchSize: 5"),
        {"W9605": "OrdersFunction: functions/orders/resource.yaml was changed since it was"},
    ),
    "conflict": (
        several(MEMORY, replaced(SNIPPET, "MemorySize: 256", "MemorySize: 1024")),
        {
            "E9603": "OrdersFunction: the template and functions/orders/resource.yaml both changed",
            "I9601": "OrdersFunction: Resources.OrdersFunction differs",
        },
    ),
    "markers": (
        replaced(CODE, "import", "<<<<<<< before updating\n>>>>>>> after updating\nimport"),
        {"E9603": f"OrdersFunction: {CODE} has conflict markers. Resolve"},
    ),
    "block-gone": (
        GONE,
        {
            "E9604": "OrdersFunction: the function orders in functions/orders is not in the "
            "template. Remove it with `sam-scaffold remove orders`, or restore its block."
        },
    ),
    "snippet-gone": (lambda repository: (repository.root / SNIPPET).unlink(), {}),
    "other-template": (
        replaced(".scaffold/functions/orders/answers.yml", "template.yaml", "other.yaml"),
        {},
    ),
    "answers-broken": (
        replaced(".scaffold/functions/orders/answers.yml", "kind: function", "kind: ]"),
        {},
    ),
}


@pytest.mark.parametrize(("change", "expected"), STATES.values(), ids=STATES.keys())
def test_states(change: Change, expected: dict[str, str], made: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(made, tmp_path / "shop"))
    change(Repository(root, {}))
    found = findings(root)
    assert found.keys() == expected.keys(), found
    for rule, start in expected.items():
        (message,) = found[rule]
        assert message.startswith(start)


def test_finding_stands_at_the_function(made: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(made, tmp_path / "shop"))
    MEMORY(Repository(root, {}))
    text = (root / "template.yaml").read_text(encoding="utf-8")
    (said,) = lint(root, "I9601", text)
    assert said.path == ("Resources", "OrdersFunction")
    assert text.splitlines()[said.line - 1] == "  OrdersFunction:"


def test_component_of_a_folder_below_the_root_of_git(made: Path, tmp_path: Path) -> None:
    root = tmp_path / "services/shop"
    shutil.copytree(made, root, ignore=shutil.ignore_patterns(".git"))
    (tmp_path / ".git").mkdir()
    MEMORY(Repository(root, {}))
    assert list(findings(root)) == ["I9601"]


def test_outdated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = Path(shutil.copytree(template(), tmp_path / "sam-scaffold"))
    repository = shop(tmp_path / "shop")
    words = ("--template", str(source), "-d", "trigger=none", "-d", "alarms=none")
    succeeded(repository.here("add", "function", "orders", *words))
    monkeypatch.setenv("SAM_SCAFFOLD_TEMPLATE", str(source))
    assert findings(repository.root) == {}
    release(source)
    (message,) = findings(repository.root)["W9602"]
    assert message == (
        "OrdersFunction: generated by version v1.0.0 of the template; v1.1.0 is available. Run "
        "`sam-scaffold update orders`."
    )
    monkeypatch.setenv("SAM_SCAFFOLD_TEMPLATE", "https://git.example.com/other.git")
    assert findings(repository.root) == {}


def test_of_an_application_whose_paths_start_above_it(tmp_path: Path) -> None:
    """Its records are next to the template, whose path is relative to the top of several."""
    shop(tmp_path / "apps/shop")
    top = Repository(tmp_path, {})
    words = ("add", "layer", "nums", "--defaults", "-d", "template_file=apps/shop/template.yaml")
    succeeded(top.here(*words))
    assert findings(tmp_path / "apps/shop") == {}
    cut("apps/shop/template.yaml", "  NumsLayer:\n", "\nOutputs:")(top)
    (said,) = findings(tmp_path / "apps/shop")["E9604"]
    assert said.startswith("NumsLayer: the layer nums ")
