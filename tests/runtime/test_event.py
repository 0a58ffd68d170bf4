"""Events from files and from standard input; what is no JSON is refused with its place."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from sam_scaffold.errors import ScaffoldError
from sam_scaffold.runtime.event import read_event


def test_file(tmp_path: Path) -> None:
    path = tmp_path / "event.json"
    path.write_bytes('\ufeff{"text": "ü"}'.encode())
    assert read_event(str(path)) == {"text": "ü"}


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("[1, null]\n"))
    assert read_event("-") == [1, None]


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
