"""``sam-scaffold migrate`` as people call it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command_environment import git, of_commands
from market import BILLING, HEADER, HEALTH, MARKET, ORDERS, TEMPLATE, function, market
from repositories import Repository, refusal, succeeded

pytestmark = pytest.mark.usefixtures("unlinted")


@pytest.fixture
def shop(tmp_path: Path) -> Repository:
    return market(tmp_path / "shop")


def status(repository: Repository) -> str:
    return git(repository.root, "status", "--porcelain", "--ignored", "--untracked-files=all")


def test_one_function_with_its_tests_and_back(shop: Repository) -> None:
    before = shop.snapshot()
    done = succeeded(shop.process("migrate", ORDERS))
    assert "Migrated OrdersFunction of template.yaml" in done.out
    assert "CodeUri   ./ -> functions/orders/" in done.out
    assert "moves     market/orders -> functions/orders/market/orders" in done.out
    assert "tests: 1 passed before, 1 passed after" in done.out
    assert "sam-scaffold adopt OrdersFunction" in done.out
    assert shop.properties(ORDERS)["CodeUri"] == "functions/orders/"
    assert (shop.root / "market/orders").readlink() == Path("../functions/orders/market/orders")
    done = succeeded(shop.here("migrate", "--undo"))
    assert done.out == (
        "Undone: OrdersFunction of template.yaml\n"
        "  functions/orders/market/orders -> market/orders\n"
    )
    assert shop.snapshot() == before


@pytest.mark.parametrize("names", [[ORDERS, BILLING], ["--all"]])
def test_several_functions_and_back_one_by_one(names: list[str], shop: Repository) -> None:
    before = shop.snapshot()
    succeeded(shop.here("migrate", *names, "--no-tests"))
    for logical_id, folder in ((ORDERS, "functions/orders/"), (BILLING, "functions/billing/")):
        assert shop.properties(logical_id)["CodeUri"] == folder
    count = len(list((shop.root / ".scaffold/migrations").iterdir()))
    assert count == (3 if names == ["--all"] else 2)
    for _ in range(count):
        succeeded(shop.here("migrate", "--undo"))
    assert shop.snapshot() == before
    assert refusal(shop.here("migrate", "--undo")) == (
        "error: no migration is recorded here, so there is none to undo."
    )


@pytest.mark.parametrize(
    "words",
    [
        [ORDERS],
        [ORDERS, BILLING],
        ["--all"],
        ["--all", "--json"],
        [ORDERS, "--layout", "flat"],
        [ORDERS, "--layout", "in-place"],
        [ORDERS, "--shared-code", "layer"],
    ],
)
def test_dry_run_writes_nothing(words: list[str], shop: Repository) -> None:
    before = {path: os.lstat(shop.root / path).st_mtime_ns for path in shop.snapshot()}
    succeeded(shop.here("migrate", *words, "--dry-run"))
    assert {path: os.lstat(shop.root / path).st_mtime_ns for path in shop.snapshot()} == before
    assert status(shop) == ""


def test_dry_run_says_what_would_be(shop: Repository) -> None:
    done = succeeded(shop.here("migrate", ORDERS, "--dry-run"))
    assert "Would migrate OrdersFunction of template.yaml" in done.out
    assert "+      CodeUri: functions/orders/" in done.out
    assert done.out.endswith("Nothing was written: this was a dry run.\n")


def test_dry_run_of_all_is_a_runbook(shop: Repository) -> None:
    done = succeeded(shop.here("migrate", "--all", "--dry-run"))
    assert done.out.index(HEALTH) < done.out.index(ORDERS)


def test_undo_can_be_tried_first(shop: Repository) -> None:
    succeeded(shop.here("migrate", ORDERS, "--no-tests"))
    before = shop.snapshot()
    done = succeeded(shop.here("migrate", "--undo", "--dry-run"))
    assert done.out.startswith("Would undo: OrdersFunction of template.yaml\n")
    assert shop.snapshot() == before


def test_json_says_what_was_written(shop: Repository) -> None:
    planned = json.loads(succeeded(shop.here("migrate", ORDERS, "--json", "--dry-run")).out)
    assert planned["written"] is False
    done = succeeded(shop.here("migrate", ORDERS, "--json", "--no-tests"))
    written = json.loads(done.out)
    assert written["written"] is True
    assert written["proof"]["problems"] == []
    assert written["functions"] == planned["functions"]
    undone = json.loads(succeeded(shop.here("migrate", "--undo", "--json")).out)
    assert undone == {"written": True, "undone": [ORDERS], "stays": []}


def test_json_of_what_is_refused(tmp_path: Path) -> None:
    shop = market(tmp_path / "shop", {"functions/orders/README.md": ""})
    done = shop.here("migrate", ORDERS, BILLING, "--json", "--no-tests")
    assert done.code == 1
    data = json.loads(done.out)
    assert data["written"] is False
    assert [function["logical_id"] for function in data["refused"]] == [ORDERS]
    assert status(shop) == ""


def test_json_where_there_is_nothing_to_do(shop: Repository) -> None:
    succeeded(shop.here("migrate", "--all", "--no-tests"))
    data = json.loads(succeeded(shop.here("migrate", "--all", "--json")).out)
    assert (data["written"], data["functions"], data["refused"]) == (False, [], [])


WRONG = {
    "no function": ([], 2, "give either functions, by their logical ids, or --all."),
    "all and one": (["--all", ORDERS], 2, "give either functions, by their logical ids, or --all."),
    "all back": (
        ["--undo", "--all"], 2,
        ("--undo and --all cannot be combined; --undo without a name undoes the last "
         "migration."),
    ),
    "a wrong name": (
        ["OrderFunction"], 1,
        ("'OrderFunction' is not a function here. Did you mean OrdersFunction? There are "
         "OrdersFunction, BillingFunction, HealthFunction."),
    ),
    "a wrong name among right ones": (
        [ORDERS, "Billing"], 1,
        ("'Billing' is not a function here. Did you mean BillingFunction? There are "
         "OrdersFunction, BillingFunction, HealthFunction."),
    ),
    "a wrong template": (
        [ORDERS, "--template-file", "gone.yaml"], 1,
        "gone.yaml does not exist. The SAM templates here are template.yaml.",
    ),
    "nothing to undo": (
        ["--undo"], 1, "no migration is recorded here, so there is none to undo.",
    ),
    "a folder that is not there": (
        ["-C", "gone", ORDERS], 1,
        "gone is not a folder; give the repository's root with -C.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_wrong_words(what: str, shop: Repository) -> None:
    words, code, line = WRONG[what]
    done = shop.here("migrate", *words)
    assert (refusal(done), done.code) == (f"error: {line}", code)
    assert status(shop) == ""


def test_migrated_function_is_not_migrated_again(shop: Repository) -> None:
    succeeded(shop.here("migrate", ORDERS, "--no-tests"))
    before = shop.snapshot()
    assert refusal(shop.here("migrate", ORDERS)) == (
        "error: there is nothing to migrate: functions/orders/ contains only code that "
        "OrdersFunction needs."
    )
    assert shop.snapshot() == before


def test_undo_goes_in_reverse_order(shop: Repository) -> None:
    for logical_id in (ORDERS, BILLING, HEALTH):
        succeeded(shop.here("migrate", logical_id, "--no-tests"))
    before = shop.snapshot()
    assert refusal(shop.here("migrate", "--undo", ORDERS)) == (
        "error: orders was migrated before health, billing; undo these first, or name them as well."
    )
    assert refusal(shop.here("migrate", "--undo", "stock")) == (
        "error: 'stock' is not a migration that is recorded here. There are orders, billing, "
        "health."
    )
    assert shop.snapshot() == before
    succeeded(shop.here("migrate", "--undo", BILLING, HEALTH))
    succeeded(shop.here("migrate", "--undo", "orders"))
    assert status(shop) == ""


def test_undo_does_not_write_over_what_came_since(shop: Repository) -> None:
    succeeded(shop.here("migrate", ORDERS, "--no-tests"))
    (shop.root / "market/orders").unlink()
    shop.write("market/orders/new.py", "X = 1\n")
    before = shop.snapshot()
    said = refusal(shop.here("migrate", "--undo"))
    assert said.startswith("error: market/orders")
    assert said.endswith("move it elsewhere, then undo.")
    assert shop.snapshot() == before


OTHER = HEADER + function(ORDERS, handler="market.health.handler.lambda_handler")


@pytest.mark.parametrize("spelled", ["other.yaml", "./other.yaml"])
def test_template_file_tells_functions_of_one_name_apart(spelled: str, tmp_path: Path) -> None:
    shop = market(tmp_path / "shop", {"other.yaml": OTHER})
    assert refusal(shop.here("migrate", ORDERS)).endswith("name one of them with --template-file.")
    succeeded(shop.here("migrate", ORDERS, "--template-file", spelled, "--no-tests"))
    assert shop.properties(ORDERS, "other.yaml")["CodeUri"] == "functions/orders_other/"
    assert shop.read() == TEMPLATE.encode()


def test_all_of_one_template(tmp_path: Path) -> None:
    shop = market(tmp_path / "shop", {"other.yaml": OTHER})
    succeeded(shop.here("migrate", "--all", "--template-file", "other.yaml", "--no-tests"))
    assert shop.read() == TEMPLATE.encode()
    assert "CodeUri" in shop.properties(ORDERS, "other.yaml")


def test_from_a_subfolder(shop: Repository) -> None:
    inner = Repository(shop.root / "market/shared", {})
    done = succeeded(inner.here("migrate", ORDERS, "--no-tests", "--own", "money.py"))
    assert "working in ../.." in done.err
    assert shop.properties(ORDERS)["CodeUri"] == "functions/orders/"
    assert (shop.root / "functions/orders/market/shared/money.py").is_symlink()
    succeeded(inner.here("migrate", "--undo"))
    assert status(shop) == ""


def test_application_within_a_repository(tmp_path: Path) -> None:
    files = {f"app/{path}": text for path, text in MARKET.items()}
    shop = Repository(tmp_path / "shop", {"README.md": "", **files})
    shop.commit()
    succeeded(shop.here("migrate", "-C", "app", ORDERS, "--no-tests"))
    app = Repository(shop.root / "app", {})
    assert app.properties(ORDERS)["CodeUri"] == "functions/orders/"
    assert not (shop.root / "functions").exists()
    assert refusal(shop.here("migrate", "--undo")) == (
        "error: there is no migration to undo in this folder, but in app; give that folder with -C."
    )
    succeeded(shop.here("migrate", "-C", "app", "--undo"))
    assert status(shop) == ""
    succeeded(shop.here("migrate", ORDERS, "--no-tests"))
    assert app.properties(ORDERS)["CodeUri"] == "functions/orders/"
    assert refusal(shop.here("migrate", "-C", "app", "--undo")) == (
        "error: there is no migration to undo in this folder, but in .; give that folder with -C."
    )
    succeeded(shop.here("migrate", "--undo"))
    assert status(shop) == ""


AWKWARD = {
    "spaces and umlauts": {
        "template.yaml": HEADER
        + function(ORDERS, "CodeUri: ./große Dinge/", handler="größe.main")
        + function(BILLING, "CodeUri: ./große Dinge/", handler="rechnung.main"),
        "große Dinge/größe.py": "import gemein\n\n\ndef main(event, context):\n    return 1\n",
        "große Dinge/rechnung.py": "import gemein\n\n\ndef main(event, context):\n    return 1\n",
        "große Dinge/gemein.py": "",
    },
    "CRLF and a BOM": {"template.yaml": "\ufeff" + TEMPLATE.replace("\n", "\r\n")},
    "no last line end": {"template.yaml": TEMPLATE.rstrip("\n")},
}


@pytest.mark.parametrize("what", AWKWARD)
def test_awkward_bytes_come_back(what: str, tmp_path: Path) -> None:
    shop = market(tmp_path / "shop", AWKWARD[what])
    before = shop.snapshot()
    succeeded(shop.here("migrate", ORDERS, "--no-tests"))
    assert shop.read().count(b"\r\n") in (0, shop.read().count(b"\n"))
    assert shop.properties(ORDERS)["CodeUri"] in ("functions/orders/", "./functions/orders/")
    succeeded(shop.here("migrate", "--undo"))
    assert shop.snapshot() == before


@pytest.mark.skipif(os.name == "nt", reason="modes are those of POSIX")
def test_modes_and_the_users_own_links_come_back(shop: Repository) -> None:
    (shop.root / "market/orders/book.py").chmod(0o444)
    (shop.root / "market/billing/handler.py").chmod(0o755)
    (shop.root / "market/orders/up.txt").symlink_to("../../conftest.py")
    (shop.root / "market/orders/away.txt").symlink_to("/nowhere/at/all")
    (shop.root / "market/orders/dangling").symlink_to("nothing")
    shop.commit()
    before = shop.snapshot()
    succeeded(shop.here("migrate", ORDERS, BILLING, "--no-tests"))
    assert (shop.root / "functions/orders/market/orders/book.py").stat().st_mode & 0o777 == 0o444
    succeeded(shop.here("migrate", "--undo", ORDERS, BILLING))
    assert shop.snapshot() == before


def test_shared_folder_behind_a_link(tmp_path: Path) -> None:
    handler = "from market.common.words import X\n\n\ndef lambda_handler(event, context):\n"
    files = {
        "market/orders/handler.py": f"{handler}    return X\n",
        "market/billing/handler.py": f"{handler}    return X\n",
        "common/words.py": "X = 1\n",
    }
    shop = market(tmp_path / "shop", files)
    (shop.root / "market/common").symlink_to("../common")
    shop.commit()
    before = shop.snapshot()
    succeeded(shop.here("migrate", ORDERS, BILLING, "--no-tests"))
    layer = shop.root / "layers/shared/market/common/words.py"
    assert layer.resolve() == shop.root / "common/words.py"
    succeeded(shop.here("migrate", "--undo", ORDERS, BILLING))
    assert shop.snapshot() == before


def test_lost_test_stops_it(tmp_path: Path) -> None:
    """A test that counts the real files of a folder notices a link."""
    text = (
        "from pathlib import Path\n\n\ndef test_no_links():\n"
        "    assert not Path('market/orders').is_symlink()\n"
    )
    shop = market(tmp_path / "shop", {"tests/test_places.py": text})
    done = shop.run("migrate", ORDERS)
    assert done.code == 1
    assert (
        "1 that passed before fail or are missing: tests/test_places.py::test_no_links" in done.out
    )
    assert done.err.splitlines()[-1] == (
        "error: nothing was written, because a test on a copy of the repository failed; see above."
    )
    assert git(shop.root, "status", "--porcelain") == ""
    assert json.loads(shop.run("migrate", ORDERS, "--json").out)["written"] is False
    succeeded(shop.here("migrate", ORDERS, "--no-tests"))


def in_the_tests(repository: Repository, code: str) -> None:
    """Let the repository's tests run some code, once the migration is tried out."""
    lines = "".join(f"    {line}\n" for line in code.splitlines())
    text = f"import os\nimport time\nfrom pathlib import Path\n\n\ndef test_it():\n{lines}"
    repository.write("tests/test_meanwhile.py", text)
    repository.commit()


def test_template_that_changes_meanwhile_is_not_written_over(shop: Repository) -> None:
    template = shop.root / "template.yaml"
    in_the_tests(shop, f"Path({str(template)!r}).write_text('# Mine.\\n')")
    done = shop.run("migrate", ORDERS)
    assert done.code == 1
    assert done.err.splitlines()[-1] == (
        "error: template.yaml was changed in the meantime; run the command again."
    )
    assert template.read_text() == "# Mine.\n"
    assert git(shop.root, "status", "--porcelain") == " M template.yaml\n"


def started(repository: Repository, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "sam_scaffold", *words],
        cwd=repository.root,
        env=of_commands(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_killed_while_it_is_tried_out(shop: Repository, tmp_path: Path) -> None:
    reached = tmp_path / "reached"
    in_the_tests(shop, f"Path({str(reached)!r}).touch()\ntime.sleep(5)")
    with started(shop, "migrate", ORDERS) as running:
        deadline = time.monotonic() + 100
        while not reached.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        running.send_signal(signal.SIGKILL)
    assert reached.exists()
    assert git(shop.root, "status", "--porcelain") == ""
    succeeded(shop.here("migrate", ORDERS, "--no-tests"))


def test_two_at_once_both_count(shop: Repository) -> None:
    running = [
        started(shop, "migrate", logical_id, "--no-tests") for logical_id in (ORDERS, BILLING)
    ]
    said = [process.communicate(timeout=200)[0] for process in running]
    assert [process.returncode for process in running] == [0, 0], said
    assert shop.properties(ORDERS)["CodeUri"] == "functions/orders/"
    assert shop.properties(BILLING)["CodeUri"] == "functions/billing/"
    assert shop.text().count("SharedCodeLayer:") == 1
    succeeded(shop.here("migrate", "--undo", ORDERS, BILLING))
    assert status(shop) == ""
