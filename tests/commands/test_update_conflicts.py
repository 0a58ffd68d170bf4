"""`update` with conflicts, which are reported until they are resolved."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from releases import (
    NEW_LINE,
    clone,
    made,
    older,
    release,
    replaced,
)
from repositories import Repository, refusal, succeeded
from updates import CODE, META, RECORDS, SNIPPET

PERIOD = "Resources.OrdersErrorsAlarm.Properties.Period"

COUNT = "Resources.OrdersQueue.Properties.RedrivePolicy.maxReceiveCount"

ALARM = "Resources.OrdersThrottlesAlarm"


def in_conflict(root: Path) -> Repository:
    """Return a repository whose update leaves three conflicts."""
    repository = older(root, "trigger=sqs")
    text = repository.text().replace("maxReceiveCount: 5", "maxReceiveCount: 9")
    text = re.sub(r"Period: 300", "Period: 120", text, count=1)
    text = re.sub(r"(Metric\w+: Throttles(.*\n)+?) +Period: 300\n", r"\1      Period: 30\n", text)
    repository.write("template.yaml", text)
    repository.commit()
    return repository


def test_conflict_is_printed_and_remembered(tmp_path: Path) -> None:
    repository = in_conflict(tmp_path)
    done = repository.here("update", "--all")
    assert done.code == 1
    assert "  added Resources.OrdersErrorsFilter in template.yaml\n" in done.out
    for path, sides in ((PERIOD, (300, 120, 60)), (COUNT, (5, 9, 4))):
        base, ours, theirs = sides
        assert (
            f"  conflict {path} in template.yaml\n"
            f"    base:   {base}\n    ours:   {ours}\n    theirs: {theirs}\n"
        ) in done.out
    assert f"  conflict {ALARM} in template.yaml\n" in done.out
    assert repository.properties("OrdersErrorsAlarm")["Period"] == 120
    assert repository.properties("OrdersThrottlesAlarm")["Period"] == 30
    after = repository.snapshot()
    again = repository.here("update", "--all")
    assert again.code == 1
    assert again.out.count("  conflict ") == 3
    assert repository.snapshot() == after
    status = repository.here("status")
    assert status.code == 1
    assert status.out.count("  conflict open: ") == 3


def test_ours_resolves_conflicts(tmp_path: Path) -> None:
    repository = in_conflict(tmp_path)
    repository.here("update", "--all")
    before = repository.text()
    done = succeeded(repository.here("resolve", "orders", "--ours"))
    for path in (PERIOD, COUNT, ALARM):
        assert (
            f"resolved {path} in template.yaml: kept the version of the SAM template\n" in done.out
        )
    assert repository.text() == before
    assert "nothing to do" in succeeded(repository.here("update", "--all")).out
    succeeded(repository.here("status"))


def test_theirs_resolves_conflicts_one_by_one(tmp_path: Path) -> None:
    repository = in_conflict(tmp_path)
    repository.here("update", "--all")
    done = succeeded(repository.here("resolve", "orders", "--theirs", "Resources.OrdersQueue"))
    assert done.out == f"resolved {COUNT} in template.yaml: used the version of the snippet\n"
    assert repository.here("status").out.count("conflict open: ") == 2
    succeeded(repository.here("resolve", "OrdersFunction", "--theirs"))
    succeeded(repository.here("status"))
    fresh = Repository(tmp_path / "fresh", made("v1.1.0", "trigger=sqs"))
    assert repository.data() == fresh.data()
    applied = f"{RECORDS}/applied.yaml"
    assert repository.read(applied) == fresh.read(applied)
    assert "no open conflicts" in succeeded(repository.here("resolve", "orders", "--ours")).out


def test_new_resource_that_needs_a_deleted_one_is_left_to_people(tmp_path: Path) -> None:
    repository = older(tmp_path)
    text = re.sub(r"  # Log group of.+\n  OrdersLogGroup:\n(    .+\n)+\n", "", repository.text())
    text = re.sub(r" +LoggingConfig:\n.+\n", "", text)
    repository.write("template.yaml", text)
    done = repository.here("update", "--all")
    assert done.code == 1
    needs = "it needs OrdersLogGroup, which is not in the template"
    assert f"conflict Resources.OrdersErrorsFilter in template.yaml ({needs})" in done.out
    assert "LogGroup" not in repository.text()
    succeeded(repository.here("resolve", "orders", "--ours"))
    assert "nothing to do" in succeeded(repository.here("update", "--all")).out
    succeeded(repository.here("status"))


def test_settling_leaves_what_was_not_applied_to_apply(tmp_path: Path) -> None:
    repository = in_conflict(tmp_path)
    repository.here("update", "--all")
    repository.write(SNIPPET, repository.text(SNIPPET).replace("Timeout: 30", "Timeout: 45"))
    succeeded(repository.here("resolve", "orders", "--ours"))
    assert "resource.yaml not applied" in repository.here("status").out
    succeeded(repository.here("apply", "orders"))
    assert repository.properties("OrdersFunction")["Timeout"] == 45
    assert repository.properties("OrdersErrorsAlarm")["Period"] == 120


REFUSED = {
    "no-side": ([], 2, ["--ours or --theirs"]),
    "both-sides": (["--ours", "--theirs"], 2, ["--ours or --theirs"]),
    "no-conflict": (
        ["--ours", f"{PERIOD}s"],
        1,
        [f"s' is not an open conflict. Did you mean {PERIOD}"],
    ),
    "part-of-a-name": (["--ours", PERIOD[:-1]], 1, ["is not an open conflict", COUNT]),
}


@pytest.mark.parametrize(("words", "code", "named"), REFUSED.values(), ids=REFUSED.keys())
def test_resolve_refuses(words: list[str], code: int, named: list[str], tmp_path: Path) -> None:
    repository = in_conflict(tmp_path)
    repository.here("update", "--all")
    before = repository.snapshot()
    done = repository.here("resolve", "orders", *words)
    assert done.code == code
    for text in named:
        assert text in refusal(done)
    assert repository.snapshot() == before


def test_what_was_never_merged_has_no_conflict_to_resolve(tmp_path: Path) -> None:
    repository = older(tmp_path)
    (repository.root / RECORDS / "applied.yaml").unlink()
    line = refusal(repository.here("resolve", "orders", "--ours"))
    assert "orders was not merged yet; run `sam-scaffold apply`" in line


def test_conflicts_in_files_stand_between_markers(tmp_path: Path) -> None:
    repository = older(tmp_path, "trigger=sqs")
    repository.write(CODE, repository.text(CODE).replace("class Lambda", "# Ours.\nclass Lambda"))
    snippet = re.sub("Period: 300", "Period: 120", repository.text(SNIPPET), count=1)
    repository.write(SNIPPET, snippet)
    repository.write(f"{META}/README.md", "Ours.\n")
    before = repository.text()
    done = repository.here("update", "--all")
    assert done.code == 1
    for path in (CODE, SNIPPET):
        then = ", then run `sam-scaffold apply orders`" if path == SNIPPET else ""
        assert f"  conflict in {path}: resolve the conflict between its markers{then}\n" in done.out
    assert f"  conflict in {META}/README.md: the template has it no more; edited, it" in done.out
    assert (
        f"<<<<<<< before updating\n# Ours.\n=======\n{NEW_LINE}\n>>>>>>> after updating\n"
    ) in repository.text(CODE)
    marked = (
        "<<<<<<< before updating\n      Period: 120\n=======\n      Period: 60\n"
        ">>>>>>> after updating\n"
    )
    assert repository.text(SNIPPET).count("<<<<<<<") == 1
    assert marked in repository.text(SNIPPET)
    assert repository.text() == before
    for command in (("apply", "orders"), ("update", "orders")):
        assert f"{SNIPPET}:" in refusal(repository.here(*command))
    resolved = repository.text(SNIPPET).replace(marked, "      Period: 120\n")
    repository.write(SNIPPET, resolved)
    succeeded(repository.here("apply", "orders"))
    assert repository.properties("OrdersErrorsAlarm")["Period"] == 120
    assert repository.properties("OrdersDurationAlarm")["Period"] == 60
    assert "OrdersErrorsFilter" in repository.data()["Resources"]


def test_files_of_an_application_are_merged(tmp_path: Path) -> None:
    """Only the component's block changes in the SAM template, whose other parts are the user's."""
    source = clone(tmp_path / "sam-scaffold")
    repository = Repository(tmp_path / "shop", {})
    succeeded(repository.here("init", "--template", str(source)))
    repository.commit()
    makefile, sam = repository.text("Makefile"), repository.text()
    repository.write("Makefile", f"# Ours.\n{makefile}")
    (repository.root / "samconfig.toml").unlink()
    folder = source / "template/app/{{ component.root_dir }}"
    for name in ("Makefile.jinja", "samconfig.toml.jinja", ".gitignore.jinja"):
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write("# 1.1.0\n")
    release(source, "template/app/{{ component.new_template }}.jinja", replaced("INFO", "DEBUG"))
    succeeded(repository.here("update", "shop"))
    assert repository.text("Makefile") == f"# Ours.\n{makefile}# 1.1.0\n"
    assert repository.text(".gitignore").endswith("# 1.1.0\n")
    assert "samconfig.toml" not in repository.files()
    assert repository.text() == sam
