"""Entries of a section come, go and stay."""

from __future__ import annotations

import pytest
from threeway import check_again, row, snippet, template

from sam_scaffold.merge.snippet_merge import Merged, merge

QUEUE = "  Queue:\n    Type: AWS::SQS::Queue\n"

FUNCTION = "  Function:\n    Type: F\n    Timeout: 3\n"

TOPIC = "  Topic:\n    Type: AWS::SNS::Topic\n"

MINE = "  Mine:\n    Type: M\n"


def of_resources(base: str, ours: str, theirs: str) -> Merged:
    base, ours, theirs = (f"Resources:\n{text}" for text in (base, ours, theirs))
    return merge(template(ours), snippet(theirs), snippet(base))


def resources(result: Merged) -> str:
    return result.document.text.removeprefix("Resources:\n")


ENTRIES = [
    row(QUEUE, MINE + QUEUE, QUEUE + TOPIC, MINE + QUEUE + TOPIC, id="comes-behind"),
    row(QUEUE, QUEUE + MINE, QUEUE + TOPIC, QUEUE + TOPIC + MINE, id="comes-behind-a-moved-one"),
    row(QUEUE, QUEUE + MINE, TOPIC + QUEUE, QUEUE + MINE + TOPIC, id="comes-first"),
    row(
        QUEUE + TOPIC,
        f"{QUEUE}\n{MINE}\n{TOPIC}",
        QUEUE + FUNCTION + TOPIC,
        f"{QUEUE}\n{FUNCTION}\n{MINE}\n{TOPIC}",
        id="comes-with-a-blank-line",
    ),
    row(QUEUE + TOPIC, MINE + QUEUE + TOPIC, TOPIC, MINE + TOPIC, id="goes"),
    row(QUEUE + TOPIC, TOPIC + MINE, TOPIC + QUEUE, TOPIC + MINE, id="deleted"),
    row(
        QUEUE + TOPIC,
        TOPIC + MINE,
        TOPIC + QUEUE + "    N: 1\n",
        TOPIC + MINE,
        id="deleted-and-changed",
    ),
    row(QUEUE + TOPIC, TOPIC + MINE, TOPIC, TOPIC + MINE, id="deleted-by-both"),
    row(QUEUE, QUEUE + TOPIC, QUEUE + TOPIC, QUEUE + TOPIC, id="added-by-both"),
    row(
        QUEUE + FUNCTION + "    Q: !Ref Queue\n",
        MINE + FUNCTION + "    Q: !Ref Queue\n",
        QUEUE + FUNCTION.replace("3", "4") + "    Q: !Ref Queue\n",
        MINE + FUNCTION.replace("3", "4") + "    Q: !Ref Queue\n",
        id="what-needs-it-changes-elsewhere",
    ),
    row(
        QUEUE + FUNCTION + "    Q: !Ref Queue\n",
        QUEUE + FUNCTION + "    Q: !Ref Queue\n    U: 1\n",
        FUNCTION,
        FUNCTION + "    U: 1\n",
        id="goes-with-what-refers-to-it",
    ),
]


@pytest.mark.parametrize(("base", "ours", "theirs", "expected"), ENTRIES)
def test_entries_come_and_go(base: str, ours: str, theirs: str, expected: str) -> None:
    result = of_resources(base, ours, theirs)
    assert result.conflicts == ()
    assert resources(result) == expected


NEEDS_QUEUE = "needs Queue, which is not in the template"

KEPT = [
    row(QUEUE + TOPIC, TOPIC + QUEUE + "    U: 1\n", TOPIC, ["Queue"], "", id="edited"),
    row(
        QUEUE + TOPIC,
        TOPIC + QUEUE + "    # mine\n",
        TOPIC,
        ["Queue"],
        "your comment would be removed",
        id="commented",
    ),
    row(
        QUEUE + TOPIC,
        TOPIC + QUEUE.replace("Type:", "Type: &q") + MINE + "    A: *q\n",
        TOPIC,
        ["Queue"],
        "it is anchored",
        id="anchored",
    ),
    row(
        QUEUE + TOPIC,
        TOPIC + QUEUE + MINE + "    Q: !Ref Queue\n",
        TOPIC,
        ["Queue"],
        "Resources.Mine refers",
        id="needed",
    ),
    row(
        QUEUE + FUNCTION + "    Q: !Ref Queue\n",
        QUEUE + FUNCTION + "    Q: !GetAtt Queue.Arn\n",
        FUNCTION,
        ["Function.Q", "Queue"],
        "",
        id="needed-by-a-conflict",
    ),
    row(
        QUEUE,
        QUEUE + TOPIC + "    U: 1\n",
        QUEUE + TOPIC,
        ["Topic"],
        "has this name",
        id="name-taken",
    ),
    row(
        QUEUE + TOPIC,
        TOPIC,
        QUEUE + TOPIC + FUNCTION + "    Q: !Ref Queue\n",
        ["Function"],
        NEEDS_QUEUE,
        id="needs-what-is-gone",
    ),
    row(
        QUEUE + TOPIC,
        TOPIC,
        QUEUE + TOPIC + "    Q: !Ref Queue\n",
        ["Topic.Q"],
        NEEDS_QUEUE,
        id="key-needs-it",
    ),
    row(
        QUEUE + TOPIC,
        TOPIC,
        QUEUE + TOPIC + "    DependsOn: Queue\n",
        ["Topic.DependsOn"],
        NEEDS_QUEUE,
        id="key-depends-on-it",
    ),
    row(
        QUEUE + TOPIC + "    DependsOn: [M]\n",
        TOPIC + "    DependsOn: [M]\n",
        QUEUE + TOPIC + "    DependsOn: [M, Queue]\n",
        ['Topic.DependsOn."Queue"'],
        NEEDS_QUEUE,
        id="item-depends-on-it",
    ),
    row(
        QUEUE + TOPIC + "    L: [1]\n",
        TOPIC + "    L: [1]\n",
        QUEUE + TOPIC + "    L: [1, !GetAtt Queue.Arn]\n",
        ['Topic.L.{"Fn::GetAtt": ["Queue", "Arn"]}'],
        NEEDS_QUEUE,
        id="item-needs-it",
    ),
    row(
        QUEUE + TOPIC + "    A: 1\n",
        TOPIC + "    A: 1\n",
        QUEUE + TOPIC + "    A: !Sub ${Queue}\n",
        ["Topic.A"],
        NEEDS_QUEUE,
        id="value-needs-it",
    ),
]


@pytest.mark.parametrize(("base", "ours", "theirs", "paths", "why"), KEPT)
def test_entries_that_cannot_come_or_go_are_conflicts(
    base: str, ours: str, theirs: str, paths: list[str], why: str
) -> None:
    result = of_resources(base, ours, theirs)
    names = sorted(conflict.name for conflict in result.conflicts)
    assert names == [f"Resources.{path}" for path in paths]
    assert all(why in conflict.why for conflict in result.conflicts)
    assert resources(result) == ours
    check_again(result, *(snippet(f"Resources:\n{text}") for text in (base, theirs)))


def test_what_stays_keeps_what_it_needs() -> None:
    queue = QUEUE + "    Dead: !Ref Topic\n"
    ours = FUNCTION + queue + TOPIC + MINE + "    Q: !Ref Queue\n"
    result = of_resources(FUNCTION + queue + TOPIC, ours, FUNCTION)
    assert [(conflict.name, conflict.why) for conflict in result.conflicts] == [
        ("Resources.Queue", "Resources.Mine refers to it"),
        ("Resources.Topic", "Resources.Queue refers to it"),
    ]
    assert resources(result) == ours


def test_what_needs_something_that_does_not_come_does_not_come() -> None:
    theirs = QUEUE + TOPIC + "    Q: !Ref Queue\n" + FUNCTION + "    T: !Ref Topic\n"
    result = of_resources(QUEUE + MINE, MINE, theirs + MINE)
    assert [(conflict.name, conflict.why) for conflict in result.conflicts] == [
        ("Resources.Topic", f"it {NEEDS_QUEUE}"),
        ("Resources.Function", "it needs Topic, which is not in the template"),
    ]
    assert resources(result) == MINE


@pytest.mark.parametrize(
    ("ours", "theirs", "path"),
    [
        ("Resources:\n  R: {A: 1}\n", "Resources:\n  R: {A: !Ref P}\n", "Resources.R.A"),
        (
            "Parameters:\n  P: {Type: String}\nResources:\n  R: {A: 1}\n  U: {A: !Ref P}\n",
            "",
            "Parameters.P",
        ),
    ],
    ids=["deleted", "needed"],
)
def test_parameters_are_needed_like_resources(ours: str, theirs: str, path: str) -> None:
    base = "Parameters:\n  P: {Type: String}\nResources:\n  R: {A: 1}\n"
    new = base.replace("Resources:\n  R: {A: 1}\n", theirs) if theirs else base.partition("Res")[2]
    result = merge(template(ours), snippet(new if theirs else f"Res{new}"), snippet(base))
    assert [conflict.name for conflict in result.conflicts] == [path]
    assert result.document.text == ours
