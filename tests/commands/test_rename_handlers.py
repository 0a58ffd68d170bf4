"""`rename` of adopted functions changes a handler only together with its module."""

from __future__ import annotations

from pathlib import Path

import pytest
from by_hand import HEAD, by_hand, function
from handlers_by_hand import OTHER, function_of, handlers
from repositories import succeeded

FROM_OWN = {"parcels/util.py": "from parcels import handler\n"}


HANDLERS: dict[str, tuple[str, list[str], dict[str, str], str]] = {
    "called-like-its-folder": (
        function("ParcelsFunction", "parcels/", "parcels.handler"),
        ["parcels/parcels.py"],
        {},
        "packets/packets.py",
    ),
    "in-a-folder-of-another-name": (
        function("ParcelsFunction", "code/", "parcels.handler"),
        ["code/parcels.py"],
        {},
        "code/packets.py",
    ),
    "in-a-package": (
        function("ParcelsFunction", "functions/parcels/", "parcels.app.handler"),
        ["functions/parcels/parcels/__init__.py", "functions/parcels/parcels/app.py"],
        {},
        "functions/packets/packets/app.py",
    ),
    "a-package-itself": (
        function("ParcelsFunction", "functions/parcels/", "parcels.handler"),
        ["functions/parcels/parcels/__init__.py"],
        {},
        "functions/packets/packets/__init__.py",
    ),
    "deep-and-in-several-parts": (
        function("ParcelsFunction", "parcels/", "parcels.api.parcels.handler"),
        ["parcels/parcels/api/parcels.py", "parcels/parcels/api/__init__.py"],
        {},
        "packets/packets/api/packets.py",
    ),
    "with-slashes": (
        function("ParcelsFunction", "parcels/", "sub/parcels.handler"),
        ["parcels/sub/parcels.py"],
        {},
        "packets/sub/packets.py",
    ),
    "part-of-a-module-s-name": (
        function("ParcelsFunction", "parcels/", "handle_parcels.handler"),
        ["parcels/handle_parcels.py"],
        {},
        "packets/handle_packets.py",
    ),
    "part-of-a-longer-word": (
        function("ParcelsFunction", "parcels/", "superparcels.handler"),
        ["parcels/superparcels.py"],
        {},
        "packets/superparcels.py",
    ),
    "name-of-the-function": (
        function("ParcelsFunction", "parcels/", "app.parcels"),
        ["parcels/app.py"],
        {},
        "packets/app.py",
    ),
    "module-and-function": (
        function("ParcelsFunction", "parcels/", "parcels.parcels"),
        ["parcels/parcels.py"],
        {},
        "packets/packets.py",
    ),
    "shared-folder": (
        function("ParcelsFunction", "src/", "handlers.handle_parcels.handler") + OTHER,
        ["src/handlers/handle_parcels.py", "src/handlers/other.py"],
        {},
        "src/handlers/handle_parcels.py",
    ),
    "the-code-of-another-below": (
        function("ParcelsFunction", "code/", "parcels.handler")
        + function("OtherFunction", "code/other/", "app.handler"),
        ["code/parcels.py", "code/other/app.py"],
        {},
        "code/parcels.py",
    ),
    "imported": (
        function("ParcelsFunction", "parcels/", "parcels.handler"),
        ["parcels/parcels.py"],
        FROM_OWN,
        "packets/parcels.py",
    ),
    "patched": (
        function("ParcelsFunction", "parcels/", "parcels.handler"),
        ["parcels/parcels.py"],
        {"parcels/test_it.py": 'def test_it(mocker):\n    mocker.patch("parcels.boto3")\n'},
        "packets/parcels.py",
    ),
    "copied-by-make": (
        function("ParcelsFunction", "parcels/", "parcels.handler"),
        ["parcels/parcels.py"],
        {"parcels/Makefile": "build:\n\tcp parcels.py out\n"},
        "packets/parcels.py",
    ),
    "new-name-taken": (
        function("ParcelsFunction", "parcels/", "parcels.handler"),
        ["parcels/parcels.py", "parcels/packets.py"],
        {},
        "packets/parcels.py",
    ),
    "not-there": (
        function("ParcelsFunction", "parcels/", "parcels.handler"),
        ["parcels/app.py"],
        {},
        "packets/app.py",
    ),
    "beside-the-template": (
        function("ParcelsFunction", ".", "parcels.handler"),
        ["parcels.py"],
        {},
        "packets.py",
    ),
    "no-package-beside-a-module": (
        function("ParcelsFunction", "code/", "parcels.handler"),
        ["code/parcels.py"],
        {"code/parcels/data.json": "{}"},
        "code/packets.py",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("template", "files", "texts", "expected"), HANDLERS.values(), ids=HANDLERS.keys()
)
def test_a_handler_changes_only_together_with_its_module(
    template: str, files: list[str], texts: dict[str, str], expected: str, tmp_path: Path
) -> None:
    found = by_hand(tmp_path / "r", HEAD + template, *files, **texts)
    before = handlers(found)
    called = function_of(found, "ParcelsFunction").rpartition(".")[2]
    succeeded(found.here("rename", "parcels", "packets"))
    after = handlers(found)
    assert after.pop("PacketsFunction") == before.pop("ParcelsFunction")
    assert after == before
    assert function_of(found, "PacketsFunction").rpartition(".")[2] == called
    assert expected in found.files()
    assert len([path for path in found.files() if path.endswith(".py")]) == len(files) + len(
        [path for path in texts if path.endswith(".py")]
    )
    assert "packets: up to date" in succeeded(found.here("status")).out


def test_a_name_in_the_id_alone_is_none_of_the_handler(tmp_path: Path) -> None:
    template = HEAD + function("HandlerFunction", "api/", "app.main.handler")
    found = by_hand(tmp_path / "r", template, "api/app/main.py")
    name = found.here("list").out.split()
    old = next(word for word in ("handler", "handler_function", "api") if word in name)
    succeeded(found.here("rename", old, "packets"))
    assert list(handlers(found).values()) == [True]
    assert found.text().count("app.main.handler") == 1
