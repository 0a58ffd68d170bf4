"""Properties of every merge, whatever both sides did to a block."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

import pytest
from cases import Case, disjoint_cases, is_probe, rival_cases, speaks_of, wild_cases
from edits import COMMENTS, Edit, canonical, place
from hypothesis import HealthCheck, assume, given, seed, settings
from seeds import SEED, SEED_VARIABLE, times

from sam_scaffold.document import Document
from sam_scaffold.document.entry_lines import first_line
from sam_scaffold.document.yaml_document import section
from sam_scaffold.errors import ScaffoldError
from sam_scaffold.merge.component_snippet import ComponentSnippet
from sam_scaffold.merge.conflict import Conflict
from sam_scaffold.merge.last_applied import LastApplied
from sam_scaffold.merge.path_operations import part_at, put
from sam_scaffold.merge.snippet import Snippet
from sam_scaffold.merge.snippet_merge import Merged, merge
from sam_scaffold.sam.model.intrinsics import to_data

Test = TypeVar("Test", bound=Callable[..., None])

pytestmark = pytest.mark.slow


def examples(number: int) -> Callable[[Test], Test]:
    """So many cases, drawn from the seed that is printed."""
    drawn = settings(
        max_examples=times(number),
        deadline=None,
        print_blob=True,
        suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
    )
    return lambda test: seed(SEED)(drawn(test))


class Seed:
    """Names the seed at the end of the test run."""

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.write_line(f"property tests of the merge: {SEED_VARIABLE}={SEED}")


@pytest.fixture(autouse=True, scope="module")
def _seed_named_at_the_end(pytestconfig: pytest.Config) -> None:
    pytestconfig.pluginmanager.register(Seed())


@pytest.fixture(autouse=True)
def _seed_named_where_a_test_fails() -> None:
    print(f"{SEED_VARIABLE}={SEED}")  # noqa: T201 - pytest captures it


# --- Both sides edited different things ---------------------------------------------


def check_both(case: Case) -> None:
    merged = merge(case.ours, case.theirs, case.base)
    assert merged.conflicts == ()
    assert canonical(to_data(merged.document.root)) == canonical(case.expected)
    for edit in case.user:
        check_is_kept(edit, case, merged.document.text)
    check_outside(case, merged.document.text)
    check_again(case, merged)


@examples(600)
@given(case=disjoint_cases(flow=False))
def test_edits_of_different_things_come_to_both(case: Case) -> None:
    check_both(case)


@examples(350)
@given(case=disjoint_cases(flow=True))
def test_edits_of_different_things_come_to_both_in_brackets(case: Case) -> None:
    check_both(case)


def check_is_kept(edit: Edit, case: Case, after: str) -> None:
    """Check that the user's text is kept, and that each comment stays with its value."""
    if not isinstance(edit.value, str) or edit.value not in case.ours.text:
        return
    assert after.count(edit.value) == case.ours.text.count(edit.value)
    if edit.kind not in COMMENTS:
        return
    before = speaks_of(case.ours.text, edit.value)
    going = [edit.way for edit in case.template if edit.goes]
    gone = any(edit.way == way or before[1] in way[-1] for way in going)
    assert gone or speaks_of(after, edit.value) == before


def check_outside(case: Case, after: str) -> None:
    """Every byte around the block's entries is there."""
    first, *between, last = around(case.ours)
    if not case.has_other_resources:
        assert after.startswith(first)
        assert after.endswith(last)
    at = 0
    for text in (first, *between, last):
        bare = text.strip(", \r\n")
        assert bare in after[at:]
        at = after.index(bare, at) + len(bare)


def around(document: Document) -> list[str]:
    """The text before, between and behind the block's entries."""
    found, start = [], 0
    for key, value in (section(document, "Resources") or document.root).pairs():
        if not is_probe(key.value):
            continue
        top, end = key.start, value.end
        if not document.root.flow and not value.flow:
            top = first_line(document, key.start)
            end = end_of_comments(document, document.line_end(end), key.column)
        found.append(document.text[start:top])
        start = end
    return [*found, document.text[start:]]


def end_of_comments(document: Document, end: int, column: int) -> int:
    """Return the end of the lines of comments that are indented deeper than a column."""
    while (line := document.text[end : document.line_end(end)]).lstrip().startswith("#"):
        if line.index("#") <= column:
            break
        end = document.line_end(end)
    return end


def tracked(case: Case, past: LastApplied, document: Document) -> ComponentSnippet:
    data = case.theirs.document.encode()
    resources = section(document, "Resources")
    ids = [key.value for key, _ in resources.pairs()] if resources else []
    return ComponentSnippet.of("s", data, past, document, lambda: ids)


def check_again(case: Case, merged: Merged) -> Document:
    """With what is recorded, a second merge says the same and does nothing."""
    first = tracked(case, LastApplied(case.base.document.encode()), case.ours)
    record = first.record(merged, case.ours)
    if not merged.conflicts:
        assert record.data == case.theirs.document.encode()
    job = tracked(case, LastApplied.parse(record.encode()), merged.document).job
    again = merge(merged.document, job.snippet, job.base)
    assert sorted(map(said, again.conflicts)) == sorted(map(said, merged.conflicts))
    assert again.document.encode() == merged.document.encode()
    assert again.changed == ()
    return (job.base or job.snippet).document


def check_resolved(case: Case, merged: Merged, base: Document) -> None:
    """Check that each conflict can be resolved for either side, and that none is left then."""
    document = merged.document
    for conflict in merged.conflicts:
        part = part_at(case.theirs.document, conflict.path)
        base = put(base, conflict.path, part)
        with suppress(ScaffoldError):  # what is around it is not there, or used elsewhere
            document = put(document, conflict.path, part)
            found = part_at(document, conflict.path)
            assert (part and part.data) == (found and found.data)
    settled = Snippet.parse("s", base.encode())
    ours = merge(merged.document, case.theirs, settled)
    assert ours.conflicts == ()
    assert ours.changed == ()
    theirs = merge(document, case.theirs, settled)
    assert theirs.conflicts == ()
    assert to_data(theirs.document.root) == to_data(document.root)


def said(conflict: Conflict) -> tuple[str, ...]:
    return (conflict.name, *conflict.lines(), conflict.why)


# --- Both sides edited the same -----------------------------------------------------


def check_rivals(case: Case) -> None:
    merged = merge(case.ours, case.theirs, case.base)
    assert merged.document.encode() == case.ours.encode()
    assert merged.changed == ()
    way = case.user[0].way
    assert merged.conflicts
    assert all(conflict.path == way[: len(conflict.path)] for conflict in merged.conflicts)
    check_resolved(case, merged, check_again(case, merged))


@examples(250)
@given(case=rival_cases(flow=False))
def test_edits_of_the_same_thing_are_a_conflict(case: Case) -> None:
    check_rivals(case)


@examples(150)
@given(case=rival_cases(flow=True))
def test_edits_of_the_same_thing_are_a_conflict_in_brackets(case: Case) -> None:
    check_rivals(case)


def check_wild(case: Case) -> None:
    merged = merge(case.ours, case.theirs, case.base)
    for conflict in merged.conflicts:
        before, after = (
            part_at(document, conflict.path) for document in (case.ours, merged.document)
        )
        if not conflict.why:
            assert (None if before is None else before.data) == (
                None if after is None else after.data
            )
    for edit in case.user:
        if edit.kind in COMMENTS:
            assert merged.document.text.count(edit.value) == 1
    check_resolved(case, merged, check_again(case, merged))


@examples(250)
@given(case=wild_cases(flow=False))
def test_whatever_both_sides_did_the_users_side_stays(case: Case) -> None:
    check_wild(case)


@examples(150)
@given(case=wild_cases(flow=True))
def test_whatever_both_sides_did_the_users_side_stays_in_brackets(case: Case) -> None:
    check_wild(case)


# --- One side edited ----------------------------------------------------------------


@examples(250)
@given(case=disjoint_cases(flow=None, user=False))
def test_an_unedited_block_becomes_what_a_fresh_one_is(case: Case) -> None:
    merged = merge(case.ours, case.theirs, case.base)
    assert merged.conflicts == ()
    fresh = merge(case.before, case.theirs).document
    if case.has_other_resources:  # blank lines between resources follow the existing ones
        assert filled(merged.document) == filled(fresh)
    else:
        assert merged.document.encode() == fresh.encode()
    check_again(case, merged)


def filled(document: Document) -> list[str]:
    return [line for line in document.text.splitlines() if line.strip()]


@examples(150)
@given(case=disjoint_cases(flow=False))
def test_a_resource_that_the_user_deleted_stays_deleted(case: Case) -> None:
    deleted = Edit("delete", ("Resources", "Probe0")).done(case.ours)
    assume(deleted is not None)
    assert deleted is not None
    merged = merge(deleted, case.theirs, case.base)
    assert merged.conflicts == ()
    assert place(merged.document, ("Resources", "Probe0")) is None
