"""Compiled templates are cached where that is possible, and nothing fails where it is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from sam_scaffold.rendering import bytecode_cache
from sam_scaffold.rendering.bytecode_cache import CompiledTemplates, compiled_templates
from sam_scaffold.rendering.copier_environment import RenderRequest

OF_THE_COMMAND = RenderRequest(recorded={"_commit": "1"})


def rendered(cache: CompiledTemplates) -> str:
    loader = DictLoader({"a": "{{ 1 + 1 }}"})
    return (
        Environment(loader=loader, bytecode_cache=cache, autoescape=True).get_template("a").render()
    )


def test_what_was_compiled_is_kept(tmp_path: Path) -> None:
    assert rendered(CompiledTemplates(str(tmp_path))) == "2"
    assert len(list(tmp_path.iterdir())) == 1


def test_what_was_compiled_is_read_once(tmp_path: Path) -> None:
    assert rendered(CompiledTemplates(str(tmp_path))) == "2"
    assert rendered(CompiledTemplates(str(tmp_path))) == "2"
    for file in tmp_path.iterdir():
        file.unlink()
    assert rendered(CompiledTemplates(str(tmp_path))) == "2"
    assert list(tmp_path.iterdir()) == []


def test_a_cache_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    assert rendered(CompiledTemplates(str(tmp_path / "gone"))) == "2"


@pytest.mark.parametrize(("request_", "kept"), [(RenderRequest(), False), (OF_THE_COMMAND, True)])
def test_what_is_cloned_for_one_run_is_not_kept(
    request_: RenderRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, kept: bool
) -> None:
    monkeypatch.setattr(bytecode_cache, "cache_folder", lambda name: tmp_path / name)
    assert (compiled_templates(request_) is not None) == kept


def test_a_file_in_the_place_of_the_cache_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "jinja").touch()
    monkeypatch.setattr(bytecode_cache, "cache_folder", lambda name: tmp_path / name)
    assert compiled_templates(OF_THE_COMMAND) is None
