"""Resources that recorded answers name are renamed, and nothing else."""

from __future__ import annotations

from sam_scaffold.components.answers_renaming import recorded_renaming
from sam_scaffold.document import Document
from sam_scaffold.sam.model.intrinsics import to_data

NEW_IDS = {"Queue": "Inbox", "Queue2": "Outbox"}

ANSWERS = """\
source: Queue
publishes_to: new_queue
uses:
- Queue:read
- Table:read
- Queue2:write
description: Queue
environment:
  Queue: text of Queue
house:
  environment: {URL: {Fn::Sub: '${Queue}'}, B: {Ref: Queue2}}
resources:
- {logical_id: Queue, properties: {KmsMasterKeyId: {Ref: Key}}}
"""


def test_recorded_answers_name_resources_alone() -> None:
    document = Document.parse("answers", ANSWERS.encode())
    found: object = to_data(document.apply(recorded_renaming(document, NEW_IDS)).root)
    assert found == {
        "source": "Inbox",
        "publishes_to": "new_queue",
        "uses": ["Inbox:read", "Table:read", "Outbox:write"],
        "description": "Queue",
        "environment": {"Queue": "text of Queue"},
        "house": {"environment": {"URL": {"Fn::Sub": "${Inbox}"}, "B": {"Ref": "Outbox"}}},
        "resources": [{"logical_id": "Inbox", "properties": {"KmsMasterKeyId": {"Ref": "Key"}}}],
    }


def test_nothing_to_rename_is_no_splice() -> None:
    document = Document.parse("answers", ANSWERS.encode())
    assert recorded_renaming(document, {}) == []
