"""`add module`: a module of the shared code with its test, which no update changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from lambdas import build, python
from repositories import (
    SHOP,
    TEMPLATE,
    WITHOUT_SHARED_LAYER,
    Repository,
    refusal,
    shop,
    succeeded,
)

from generated.toolchain import tool
from sam_scaffold.invocation import Artifact, InvocationResult, invoke
from sam_scaffold.invocation.lambda_environment import environment

MADE = [
    "layers/shared/shop/prices.py",
    "tests/layers/shared/conftest.py",
    "tests/layers/shared/test_prices.py",
]


def test_module_and_test_are_made_and_pass(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    before = repository.snapshot()
    done = succeeded(repository.here("add", "module", "prices"))
    assert [path for path in repository.files() if path not in SHOP] == MADE
    assert {path: before[path] for path in SHOP} == {
        path: repository.snapshot()[path] for path in SHOP
    }
    lines = [line.strip() for line in done.out.splitlines()]
    assert lines[lines.index("Created") + 1 : lines.index("Next")] == MADE
    assert "3. Use it in a function: from shop import prices" in lines
    assert done.err == ""
    run = repository.python("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/layers/shared")
    assert run.code == 0, run.out
    assert "2 passed" in run.out


def test_second_module_comes_beside_the_first(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    succeeded(repository.here("add", "module", "prices"))
    conftest = MADE[1]
    repository.write(conftest, repository.text(conftest) + "\nOURS = 1\n")
    succeeded(repository.here("add", "module", "rates", "-d", "description=Rates of exchange"))
    assert repository.text(conftest).endswith("OURS = 1\n")
    assert repository.text("layers/shared/shop/rates.py").startswith(
        '"""Rates.\n\nRates of exchange\n"""\n'
    )
    assert "tests/layers/shared/test_rates.py" in repository.files()


def test_nothing_is_recorded_and_nothing_is_taken_back(tmp_path: Path) -> None:
    """The files are the user's: no command on components knows of them."""
    repository = Repository(tmp_path, {})
    succeeded(repository.here("init", "-d", "name=shop"))
    repository.commit()
    succeeded(repository.here("add", "module", "prices"))
    assert "prices" not in succeeded(repository.here("list")).out
    succeeded(repository.here("status"))
    assert "'prices'" in refusal(repository.here("remove", "prices"))
    line = refusal(repository.here("remove", "shop"))
    assert "layers/shared/shop/prices.py" in line
    assert "did not come with it" in line


def test_dry_run_writes_nothing(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    before = repository.snapshot()
    done = succeeded(repository.here("add", "module", "prices", "--dry-run"))
    assert "prices.py" in done.out
    assert "Nothing was written" in done.out
    assert repository.snapshot() == before


PACKAGES = {
    "regular": ({"layers/shared/shop/__init__.py": ""}, "layers/shared/shop/prices.py"),
    "namespace": ({"layers/shared/shop/orders.py": ""}, "layers/shared/shop/prices.py"),
    "with-a-folder-of-its-own": (
        {
            "layers/shared/python/shop/x.py": "",
            "template.yaml": TEMPLATE.replace("    Metadata:\n      BuildMethod: python3.12\n", ""),
        },
        "layers/shared/python/shop/prices.py",
    ),
    "the-one-with-the-logging": (
        {"layers/shared/a/x.py": "", "layers/shared/b/structured_logging.py": ""},
        "layers/shared/b/prices.py",
    ),
}


@pytest.mark.parametrize(("files", "module"), PACKAGES.values(), ids=PACKAGES.keys())
def test_goes_into_the_package_that_is_there(
    files: dict[str, str], module: str, tmp_path: Path
) -> None:
    repository = Repository(tmp_path, {"template.yaml": TEMPLATE, **files})
    succeeded(repository.here("add", "module", "prices"))
    made = set(repository.files()) - files.keys() - {"template.yaml"}
    assert made == {module, *MADE[1:]}
    run = repository.python("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/layers/shared")
    assert run.code == 0, run.out


def test_one_of_several_packages_can_be_named(tmp_path: Path) -> None:
    repository = shop(tmp_path, **{"layers/shared/other/x.py": ""})
    succeeded(repository.here("add", "module", "prices", "-d", "package=other"))
    assert "layers/shared/other/prices.py" in repository.files()
    line = refusal(repository.here("add", "module", "rates", "-d", "package=othr"))
    assert "Did you mean other?" in line


REFUSED = {
    "keyword": ("import", "Python keyword", {}),
    "standard-library": ("json", "standard library", {}),
    "spelling": ("Order-Prices", "Use 'order_prices'", {}),
    "module": ("prices", "layers/shared/shop/prices.py already exists", {MADE[0]: ""}),
    "package": (
        "prices",
        "layers/shared/shop/prices already exists",
        {"layers/shared/shop/prices/__init__.py": ""},
    ),
    "test": ("prices", f"{MADE[2]} already exists", {MADE[2]: ""}),
    "no-layer": ("prices", "sam-scaffold init", {"template.yaml": WITHOUT_SHARED_LAYER}),
}


@pytest.mark.parametrize(("name", "said", "files"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_is_refused(
    name: str, said: str, files: dict[str, str], tmp_path: Path
) -> None:
    repository = Repository(tmp_path, {**SHOP, **files})
    before = repository.snapshot()
    assert said in refusal(repository.here("add", "module", name))
    assert repository.snapshot() == before


def test_layer_without_a_package_is_refused(tmp_path: Path) -> None:
    files = {"template.yaml": TEMPLATE, "layers/shared/loose.py": ""}
    repository = Repository(tmp_path, {**files})
    assert "layers/shared has no package" in refusal(repository.here("add", "module", "prices"))


def test_questions_of_other_kinds_are_none(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    for key in ("runtime=python3.12", "contents=arn", "timeout=3"):
        assert key.partition("=")[0] in refusal(
            repository.here("add", "module", "prices", "-d", key)
        )


@pytest.mark.slow
def test_it_passes_the_linters_of_the_application(tmp_path: Path) -> None:
    repository = Repository(tmp_path, {})
    succeeded(repository.here("init", "-d", "name=shop"))
    name = "a_module_with_a_name_as_long_as_people_will_ever_type"
    succeeded(repository.here("add", "module", name))
    for words in (["ruff", "check"], ["ruff", "format", "--check"]):
        run = repository.python("-m", *words, "layers", "tests")
        assert run.code == 0, run.out
    run = repository.python("-m", "mypy", "layers", "tests", MYPYPATH="layers/shared")
    assert run.code == 0, run.out


def run(root: Path) -> InvocationResult:
    """Return the response of the function `orders` from its artifact, run as in Lambda."""
    artifact = Artifact.of(build(root), "OrdersFunction")
    own = environment(artifact, {"AWS_REGION": "eu-west-1"}, {})
    return invoke(artifact, {}, own, python())


BOTH = """

def both(event, context):
    from shop import desk, prices
    return desk.OPEN
"""

SHARING = {
    "both-without-init": (False, False, True),
    "function-without-layer-with-init": (True, False, False),
    "function-with-layer-without-init": (False, True, False),
    "both-with-init": (True, True, False),
}
"""Whether the layer's part of a package and the function's have an ``__init__.py``, and whether
both can be imported.
"""


@pytest.mark.slow
@pytest.mark.parametrize(("layer", "function", "works"), SHARING.values(), ids=SHARING.keys())
def test_a_package_can_be_shared_with_a_function_where_nobody_closes_it(
    layer: bool,  # noqa: FBT001 - a parameter of the test
    function: bool,  # noqa: FBT001
    works: bool,  # noqa: FBT001
    tmp_path: Path,
) -> None:
    if tool("sam") is None:
        pytest.skip("no sam")
    repository = Repository(tmp_path, {})
    succeeded(repository.here("init", "-d", "name=shop"))
    succeeded(repository.here("add", "function", "orders"))
    if not layer:
        (tmp_path / "layers/shared/shop/__init__.py").unlink()
    succeeded(repository.here("add", "module", "prices"))
    inits = repository.root.rglob("layers/shared/shop/__init__.py")
    assert bool(list(inits)) == layer
    code = "functions/orders/src"
    repository.write(f"{code}/shop/desk.py", "OPEN = True\n")
    if function:
        repository.write(f"{code}/shop/__init__.py", "")
    handler = f"{code}/lambda_handler.py"
    repository.write(handler, repository.text(handler) + BOTH)
    template = repository.text().replace("lambda_handler.lambda_handler", "lambda_handler.both")
    repository.write("template.yaml", template)
    outcome = run(tmp_path)
    assert (outcome.result is True) == works, outcome.error


@pytest.mark.slow
@pytest.mark.parametrize("init", [True, False], ids=["regular", "namespace"])
def test_generated_function_runs_with_the_package_either_way(
    init: bool,  # noqa: FBT001 - a parameter of the test
    tmp_path: Path,
) -> None:
    repository = Repository(tmp_path, {})
    succeeded(repository.here("init", "-d", "name=shop"))
    succeeded(repository.here("add", "function", "orders"))
    if not init:
        (tmp_path / "layers/shared/shop/__init__.py").unlink()
    artifact = Artifact.of(build(tmp_path), "OrdersFunction")
    own = environment(artifact, {"AWS_REGION": "eu-west-1"}, {})
    assert invoke(artifact, {"items": [1, 2]}, own, python()).result == {"processed": 2}
    tests = repository.python("-m", "pytest", "-q", "-p", "no:cacheprovider", "functions/orders")
    assert tests.code == 0, tests.out
