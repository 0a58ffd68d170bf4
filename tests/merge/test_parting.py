"""The last-applied copy, split if entries are moved to another component."""

from __future__ import annotations

from sam_scaffold.merge.last_applied import LastApplied
from sam_scaffold.merge.parting import part
from sam_scaffold.merge.snippet import Snippet

QUEUE = """\
  # Work for orders.
  Queue:
    Type: AWS::SQS::Queue
"""

TOPIC = """\
  # Where alarms go.
  AlarmsTopic:
    Type: AWS::SNS::Topic
"""

MOVING = Snippet.parse("topic", f"Resources:\n{TOPIC}".encode())


def test_each_gets_its_entries_with_their_comments() -> None:
    past = LastApplied(f"Resources:\n{QUEUE}\n{TOPIC}".encode())
    own, other = part(past, MOVING)
    assert own == LastApplied(f"Resources:\n{QUEUE}".encode())
    assert other is not None
    assert other.data.strip() == f"Resources:\n{TOPIC}".strip().encode()


def test_what_is_known_of_an_entry_goes_with_it() -> None:
    past = LastApplied(
        f"Resources:\n{QUEUE}\n{TOPIC}".encode(),
        {"Queue": "Work", "AlarmsTopic": "Pager"},
        {"Resources.Queue": "0a", "Resources.AlarmsTopic": "1b"},
        ("Resources",),
    )
    own, other = part(past, MOVING)
    assert other is not None
    assert other.renamed == {"AlarmsTopic": "Pager"}
    assert other.adopted == {"Resources.AlarmsTopic": "1b"}
    # What stays still refers to the other by its name there.
    assert own.renamed == {"Queue": "Work", "AlarmsTopic": "Pager"}
    assert own.adopted == {"Resources.Queue": "0a"}
    assert own.opened == ("Resources",)


def test_without_such_entries_nothing_is_parted() -> None:
    past = LastApplied(f"Resources:\n{QUEUE}".encode())
    assert part(past, MOVING) == (past, None)
