"""Refusals: one line with the value, the rule and a solution that works."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_environment import git
from market import BILLING, HEADER, HEALTH, ORDERS, TEMPLATE, function, market
from refused_migrations import migrated
from repositories import refusal, succeeded

pytestmark = pytest.mark.usefixtures("unlinted")


SCAN = """\
import importlib
from pathlib import Path

for file in (Path(__file__).parent / "plugs").glob("*.py"):
    importlib.import_module({name})


def lambda_handler(event, context):
    return 1
"""


PREFIX = SCAN.replace("{name}", 'f"market.orders.plugs.{file.stem}"')


UNKNOWN = SCAN.replace("{name}", '".".join(file.with_suffix("").parts)')


DYNAMIC = """\
import importlib


def kept(value):
    return importlib.import_module(value)
"""


def with_orders(*lines: str, handler: str = "") -> dict[str, str]:
    """A template whose OrdersFunction says something else."""
    return {"template.yaml": HEADER + function(ORDERS, *lines, handler=handler) + function(BILLING)}


def with_metadata(text: str) -> dict[str, str]:
    block = function(ORDERS).replace("    Properties:", f"    Metadata: {text}\n    Properties:")
    return {"template.yaml": HEADER + block + function(BILLING)}


IMAGE = {
    "template.yaml": TEMPLATE.replace("    CodeUri: ./\n", "").replace(
        f"  {ORDERS}:\n    Type: AWS::Serverless::Function\n    Properties:\n"
        "      Handler: market.orders.handler.lambda_handler\n",
        f"  {ORDERS}:\n    Type: AWS::Serverless::Function\n    Properties:\n"
        "      PackageType: Image\n",
    )
}


ARNS = [f"- arn:aws:lambda:eu-west-1:123456789012:layer:l{number}:1" for number in range(5)]


FULL = {
    "template.yaml": HEADER.replace(
        "    CodeUri: ./\n",
        "    CodeUri: ./\n    Layers:\n" + "".join(f"      {arn}\n" for arn in ARNS[:4]),
    )
    + function(ORDERS, "Layers:", f"  {ARNS[4]}")
    + function(BILLING)
}


REFUSED: dict[str, tuple[dict[str, str], str]] = {
    "an image": (
        IMAGE,
        (
            "OrdersFunction is a container image, and only zip functions have a code folder; "
            "omit it, or set its PackageType to Zip."
        ),
    ),
    "a makefile": (
        with_metadata("{BuildMethod: makefile}"),
        (
            "OrdersFunction is built by makefile (Metadata, BuildMethod), which selects its "
            "files itself; remove that first."
        ),
    ),
    "an address in S3": (
        with_orders("CodeUri: s3://bucket/key.zip"),
        (
            "OrdersFunction takes its code from s3://bucket/key.zip, which is not a folder here "
            "(CodeUri); name a folder of the repository there."
        ),
    ),
    "a bucket and a key": (
        with_orders("CodeUri: {Bucket: shop, Key: key.zip}"),
        "OrdersFunction takes its code from S3 (CodeUri); name a folder of the repository there.",
    ),
    "a parameter as CodeUri": (
        with_orders("CodeUri: !Ref Place"),
        (
            "OrdersFunction takes its code from a location set at deployment (CodeUri); name a "
            "folder of the repository there."
        ),
    ),
    "a folder that is not there": (
        with_orders("CodeUri: nowhere/"),
        (
            "OrdersFunction takes its code from nowhere/, which is not a folder here (CodeUri); "
            "name a folder of the repository there."
        ),
    ),
    "a folder outside": (
        with_orders("CodeUri: ../"),
        (
            "OrdersFunction takes its code from ../, which is not a folder here (CodeUri); name "
            "a folder of the repository there."
        ),
    ),
    "another runtime": (
        with_orders("Runtime: nodejs22.x"),
        ("OrdersFunction runs on nodejs22.x, and only Python functions can be migrated; omit it."),
    ),
    "a Python that Lambda has not": (
        with_orders("Runtime: python9.9"),
        (
            "OrdersFunction runs on python9.9, and Lambda has no such version of Python; fix its "
            "Runtime."
        ),
    ),
    "a parameter as Runtime": (
        with_orders("Runtime: !Ref Version"),
        "OrdersFunction has a Runtime that is only known at deployment; state it.",
    ),
    "inline code": (
        with_orders('InlineCode: "def lambda_handler(event, context): pass"'),
        "OrdersFunction has its code in the template (InlineCode); put it into a file first.",
    ),
    "a parameter as Handler": (
        with_orders(handler="!Ref Handler"),
        "OrdersFunction has no Handler that is known before deployment; state it.",
    ),
    "a module that is not there": (
        with_orders(handler="market.orders.gone.main"),
        (
            "OrdersFunction: there is no module for its Handler market.orders.gone.main in .; "
            "fix one of the two."
        ),
    ),
    "a function that is not there": (
        with_orders(handler="market.orders.handler.gone"),
        (
            "OrdersFunction is already broken: market/orders/handler.py has no gone, which its "
            "Handler names; fix one of the two."
        ),
    ),
    "handlers found in folders": (
        {"market/orders/handler.py": UNKNOWN, "market/orders/plugs/__init__.py": ""},
        (
            "OrdersFunction: market/orders/handler.py:5 imports what it finds in folders "
            "('.'.join(file.with_suffix('').parts)), so its set of modules is not fixed; name "
            "them in the code first."
        ),
    ),
    "a sixth layer": (
        FULL,
        "template.yaml:16:5: OrdersFunction has 5 layers ("
        + ", ".join(f'"{arn[2:]}"' for arn in ARNS)
        + "), and Lambda accepts 5; merge two of them to make room for SharedCodeLayer.",
    ),
    "a folder in use": (
        {"functions/orders/README.md": "Ours.\n"},
        "functions/orders is in use; move its content away, or use --layout in-place.",
    ),
    "a file in place of the folder": (
        {"functions/orders": "Ours.\n"},
        "functions/orders is in use; move its content away, or use --layout in-place.",
    ),
    "a module that is not Python": (
        {"market/orders/book.py": "def kept(:\n"},
        (
            "OrdersFunction: market/orders/book.py:1 cannot be parsed (invalid syntax), so its "
            "imports are unknown; fix it, or run sam-scaffold with the function's Python."
        ),
    ),
    "another function's module that is not Python": (
        {"market/billing/handler.py": "import this\ndef lambda_handler(:\n"},
        (
            "OrdersFunction: market/billing/handler.py:2 cannot be parsed (invalid syntax), so "
            "its imports are unknown; fix it, or run sam-scaffold with the function's Python."
        ),
    ),
    "a module that never was": (
        {"market/orders/book.py": "import market.gone\n\n\ndef kept(value):\n    return value\n"},
        (
            "OrdersFunction is already broken: market/orders/book.py:1 imports market.gone, and "
            "the package has no such module; fix that first."
        ),
    ),
    "a name that never was": (
        {"market/orders/book.py": "from market.shared.money import gone\nkept = gone\n"},
        (
            "OrdersFunction is already broken: market/orders/book.py:1 imports "
            "market.shared.money.gone, and the module has no such name; fix that first."
        ),
    ),
    "an import by a variable": (
        {"market/orders/book.py": DYNAMIC},
        (
            "OrdersFunction: market/orders/book.py:5 cannot be followed (value: the module's "
            "name is only known at run time); name what it needs with --include PATH, or "
            "market/orders/book.py itself if it needs nothing else."
        ),
    ),
    "a name in an outer package": (
        {
            "market/__init__.py": "RATE = 3\n",
            "market/orders/book.py": "from market import RATE as kept\n",
        },
        (
            "OrdersFunction: market/__init__.py binds RATE, which market/orders/book.py:1 "
            "imports from it, and market would be split between the function and the layer; move "
            "that to a module of its own, or keep the package whole with --own market."
        ),
    ),
    "code in an outer package": (
        {"market/__init__.py": 'import os\n\nos.environ["A"] = "b"\n'},
        (
            "OrdersFunction: market/__init__.py runs code in line 3, and market would be split "
            "between the function and the layer; move that to a module of its own, or keep the "
            "package whole with --own market."
        ),
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_refused_in_one_line(what: str, tmp_path: Path) -> None:
    files, line = REFUSED[what]
    repository = market(tmp_path / "shop", files)
    before = repository.snapshot()
    assert refusal(repository.here("migrate", ORDERS)) == f"error: {line}"
    assert repository.snapshot() == before
    assert git(repository.root, "status", "--porcelain", "--ignored") == ""


WAYS_OUT: dict[str, tuple[str, ...]] = {
    "an import by a variable": ("--include", "market/orders/book.py"),
    "a name in an outer package": ("--own", "market"),
    "code in an outer package": ("--own", "market"),
}


@pytest.mark.parametrize("what", WAYS_OUT)
def test_way_out_that_a_refusal_names(what: str, tmp_path: Path) -> None:
    repository = market(tmp_path / "shop", REFUSED[what][0])
    assert " ".join(WAYS_OUT[what]) in REFUSED[what][1] or "--include PATH" in REFUSED[what][1]
    migrated(repository, ORDERS, *WAYS_OUT[what])
    migrated(repository, BILLING, *WAYS_OUT[what])


def test_folder_of_modules_that_a_name_starts_with_comes_along(tmp_path: Path) -> None:
    files = {"market/orders/handler.py": PREFIX, "market/orders/plugs/one.py": "X = 1\n"}
    repository = market(tmp_path / "shop", files)
    assert (
        "with --include PATH, or market/orders/handler.py itself if it needs nothing else"
        in refusal(repository.here("migrate", ORDERS))
    )
    migrated(repository, ORDERS, "--include", "market/orders/handler.py")
    assert (repository.root / "functions/orders/market/orders/plugs/one.py").is_file()


def test_included_modules_come_along(tmp_path: Path) -> None:
    plug = "import market.shared.money\n"
    files = {"market/orders/book.py": DYNAMIC, "market/plugs/one.py": plug}
    repository = market(tmp_path / "shop", files)
    migrated(repository, ORDERS, "--include", "market/plugs")
    assert (repository.root / "functions/orders/market/plugs/one.py").read_text() == plug


def test_folder_in_use_lets_the_code_stay_in_place(tmp_path: Path) -> None:
    repository = market(tmp_path / "shop", {"functions/orders/README.md": "Ours.\n"})
    assert "use --layout in-place" in refusal(repository.here("migrate", ORDERS))
    succeeded(repository.here("migrate", ORDERS, "--no-tests", "--layout", "in-place"))
    assert repository.properties(ORDERS)["CodeUri"] == "market/orders/"


@pytest.mark.parametrize("option", ["--own", "--shared", "--include"])
@pytest.mark.parametrize("path", ["nowhere", "market/gone.py", "../shop-2", "/", ""])
def test_paths_have_to_be_there(option: str, path: str, tmp_path: Path) -> None:
    repository = market(tmp_path / "shop")
    done = repository.here("migrate", ORDERS, option, path)
    assert refusal(done) == (f"error: {path!r} is not a file or folder of shop/.")
    assert done.code == 2
    assert git(repository.root, "status", "--porcelain") == ""


def test_only_what_is_refused_stays_when_all_are_migrated(tmp_path: Path) -> None:
    repository = market(tmp_path / "shop", {"functions/orders/README.md": "Ours.\n"})
    done = repository.here("migrate", "--all", "--no-tests")
    assert done.code == 1
    assert "refused: OrdersFunction of template.yaml\n  functions/orders is in use" in done.out
    assert done.err.splitlines()[-1] == "error: OrdersFunction: not migrated; see above."
    assert repository.properties(BILLING)["CodeUri"] == "functions/billing/"
    assert "CodeUri" not in repository.properties(ORDERS)


def test_nothing_is_written_if_one_of_several_is_refused(tmp_path: Path) -> None:
    repository = market(tmp_path / "shop", {"functions/orders/README.md": "Ours.\n"})
    done = repository.here("migrate", BILLING, ORDERS, "--no-tests")
    assert done.code == 1
    assert "refused: OrdersFunction of template.yaml\n  functions/orders is in use" in done.out
    assert git(repository.root, "status", "--porcelain") == ""


def test_what_is_included_is_in_the_code_folder(tmp_path: Path) -> None:
    handler = "def main(event, context):\n    return 1\n"
    files = {"src/orders.py": handler, "src/dead.py": "", "data/rates.json": "{}"}
    blocks = (
        function(logical_id, "CodeUri: src/", handler="orders.main")
        for logical_id in (ORDERS, BILLING)
    )
    repository = market(tmp_path / "shop", {**files, "template.yaml": HEADER + "\n".join(blocks)})
    assert refusal(repository.here("migrate", ORDERS, "--include", "data")) == (
        "error: data cannot be included: it is not in src, the code folder; name a file in it."
    )
    migrated(repository, ORDERS, "--include", "src/orders.py")


BROKEN = TEMPLATE + "<<<<<<< HEAD\n"


@pytest.mark.parametrize("words", [[ORDERS], ["--all"]])
def test_template_that_cannot_be_read_stops_it_by_name(words: list[str], tmp_path: Path) -> None:
    repository = market(tmp_path / "shop", {"template.yaml": BROKEN})
    assert refusal(repository.here("migrate", *words)).startswith("error: template.yaml:")
    assert git(repository.root, "status", "--porcelain") == ""


def test_other_template_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    repository = market(tmp_path / "shop", {"other.yaml": BROKEN})
    done = succeeded(repository.here("migrate", HEALTH, "--no-tests"))
    assert "warning: other.yaml:" in done.err
    assert "Its functions, and the code that they need, are not considered." in done.err
