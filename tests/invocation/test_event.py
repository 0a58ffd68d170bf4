"""Events from files and from standard input; invalid JSON is refused with its position."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from sam_scaffold.aws.limits import EVENT_BYTES
from sam_scaffold.errors import ScaffoldError
from sam_scaffold.invocation.event import read_event


def test_file(tmp_path: Path) -> None:
    path = tmp_path / "event.json"
    path.write_bytes('\ufeff{"text": "ü"}'.encode())
    assert read_event(str(path)) == {"text": "ü"}


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("[1, null]\n"))
    assert read_event("-") == [1, None]


def test_standard_input_with_a_byte_order_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\ufeff{}"))
    assert read_event("-") == {}


def test_standard_input_that_is_not_utf_8(monkeypatch: pytest.MonkeyPatch) -> None:
    text = io.TextIOWrapper(io.BytesIO(b'{"a": "\xe9"}'), encoding="utf-8")
    monkeypatch.setattr("sys.stdin", text)
    with pytest.raises(ScaffoldError, match=r"standard input is not UTF-8 \(byte 7\)"):
        read_event("-")


@pytest.mark.parametrize("more", [0, 1])
def test_lambda_takes_events_of_six_megabytes(more: int, tmp_path: Path) -> None:
    path = tmp_path / "event.json"
    path.write_text(f'["{"x" * (EVENT_BYTES - 4 + more)}"]', encoding="utf-8")
    if not more:
        assert len(read_event(str(path))) == 1
        return
    with pytest.raises(
        ScaffoldError, match="has 6,291,457 characters, but Lambda's limit for events"
    ):
        read_event(str(path))


REFUSALS = {
    "syntax": (b'{"a": 1,\n "b": }', ":2:7: not valid JSON: Expecting value."),
    "empty": (b"", ":1:1: not valid JSON: Expecting value."),
    "encoding": (b'{"a": "\xe9"}', " is not UTF-8 (byte 7)"),
}


@pytest.mark.parametrize(("content", "named"), REFUSALS.values(), ids=REFUSALS.keys())
def test_what_is_no_json_is_refused(content: bytes, named: str, tmp_path: Path) -> None:
    path = tmp_path / "event.json"
    path.write_bytes(content)
    with pytest.raises(ScaffoldError) as caught:
        read_event(str(path))
    assert f"{path}{named}" in str(caught.value)


def test_standard_input_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("{'a': 1}"))
    with pytest.raises(ScaffoldError, match="standard input:1:2: not valid JSON"):
        read_event("-")


@pytest.mark.parametrize("name", ["none.json", "."])
def test_missing_file_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(ScaffoldError, match="cannot be read"):
        read_event(str(tmp_path / name))
