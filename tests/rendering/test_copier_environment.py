"""Request of the command to the template's extension, as environment variables."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sam_scaffold.rendering.copier_environment import (
    CHANGED_VARIABLE,
    RECORDED_VARIABLE,
    REPOSITORY_VARIABLE,
    RenderRequest,
    requested,
)

REQUESTS = {
    "plain-copier": RenderRequest(),
    "new": RenderRequest(Path("/shop"), {"_commit": "v1", "_src_path": "gh:a/b"}),
    "update": RenderRequest(None, {"_src_path": "gh:a/b"}),
    "changed": RenderRequest(Path("/shop"), {"_commit": "v1"}, ("memory_size", "timeout")),
    "nothing-changed": RenderRequest(None, {}, ()),
}


@pytest.mark.parametrize("request_", REQUESTS.values(), ids=REQUESTS)
def test_extension_reads_what_the_command_asks(request_: RenderRequest) -> None:
    assert RenderRequest.decode(request_.encode()) == request_


def test_variables_have_their_names_and_formats() -> None:
    assert RenderRequest(Path("shop"), {"_commit": "v1"}, ("timeout", "memory_size")).encode() == {
        "SAM_SCAFFOLD_REPOSITORY": "shop",
        "SAM_SCAFFOLD_RECORDED": '{"_commit": "v1"}',
        "SAM_SCAFFOLD_CHANGED": '["memory_size", "timeout"]',
    }


@pytest.mark.parametrize("variables", [{}, {RECORDED_VARIABLE: "", REPOSITORY_VARIABLE: ""}])
def test_without_variables_plain_copier_runs(variables: dict[str, str]) -> None:
    assert RenderRequest.decode(variables) == RenderRequest()


def test_request_is_there_for_as_long_as_copier_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CHANGED_VARIABLE, '["left from before"]')
    monkeypatch.delenv(REPOSITORY_VARIABLE, raising=False)
    before = dict(os.environ)
    with requested(REQUESTS["new"]):
        assert RenderRequest.decode(os.environ) == REQUESTS["new"]
    assert dict(os.environ) == before


def test_request_ends_with_a_refusal() -> None:
    before = dict(os.environ)
    with pytest.raises(ValueError, match="no"), requested(REQUESTS["changed"]):
        raise ValueError("no")
    assert dict(os.environ) == before
