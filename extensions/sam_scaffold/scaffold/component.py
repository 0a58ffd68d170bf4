"""Everything about a component that follows from its answers.

A pure function of the answers, the house style among them: an update, which renders
in folders that hold no repository, comes to the same result as the first copy.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from ..sam.house import House
from ..sam.layers import SHARED_ID
from ..sam.names import camel, kebab, pascal, title
from ..sam.shapes import fill

Answers = dict[str, Any]

STANDARD = {"Timeout": 30, "MemorySize": 256}
"""Seconds and megabytes where Globals says nothing."""


def component(answers: Answers) -> dict[str, Any]:
    """What the template's files need, by the component's kind.

    Args:
        answers: The answers by question, ``house`` as its dict.
    """
    house = House.from_dict(answers["house"])
    return _KINDS[answers["kind"]](answers, house)


def _function(answers: Answers, house: House) -> dict[str, Any]:
    name = answers["name"]
    places = _function_places(answers, house)
    logical_id = str(fill(house.logical_id, name))
    handler = str(fill(house.handler, name))
    module, _, function = handler.rpartition(".")
    handler_path = module.replace(".", "/") + ".py"
    properties = _explicit(answers, house, handler)
    return {
        **_spellings(name),
        **places.facts(house),
        "logical_id": logical_id,
        "stem": pascal(name),
        "code_uri": _uri(places.code_dir, answers, house),
        "handler": handler,
        "handler_path": handler_path,
        "handler_module": module.replace("/", "."),
        "handler_function": function,
        "visibility_timeout": _visibility_timeout(answers, house, properties),
        "layers": ordered_layers(answers.get("layers") or [], house),
        "properties": properties,
        "build_method": answers["runtime"] if house.build_method else "",
        "function_name": _filled(house.function_name, name),
        "tags": None if "Tags" in house.globals else _filled(house.tags, name),
    }


def _layer(answers: Answers, house: House) -> dict[str, Any]:
    name = answers["name"]
    base = _base(answers)
    content_dir = base / str(fill(house.content_dir, name))
    tests_dir = base / "tests" / "layers" / name
    code = answers.get("contents") == "shared_code"
    return {
        **_spellings(name),
        "logical_id": str(fill(house.layer_id, name)),
        "meta_dir": str(base / ".scaffold" / "layers" / name),
        "content_dir": str(content_dir),
        "content_uri": _uri(content_dir, answers, house),
        # Copier leaves out a file whose name, or folder's name, comes out empty.
        "tests_dir": str(tests_dir) if code else "",
        "package": name if code else "",
        "manifest": "" if code else "requirements.txt",
        "content_expression": expression(tests_dir, content_dir),
        "layer_name": _filled(house.layer_name, name),
        "build_method": answers["runtime"],
    }


def _app(answers: Answers, house: House) -> dict[str, Any]:
    name = answers["name"]
    base = _base(answers)
    content_dir = base / "layers" / "shared"
    tests_dir = base / "tests" / "layers" / "shared"
    return {
        **_spellings(name),
        "logical_id": SHARED_ID,
        "meta_dir": str(base / ".scaffold" / _app_folder(answers["template_file"])),
        "content_dir": str(content_dir),
        "content_uri": _uri(content_dir, answers, house),
        "tests_dir": str(tests_dir),
        "content_expression": expression(tests_dir, content_dir),
        "package": name,
        # Left out, being empty, where the application was there before.
        "root_dir": str(base) if answers["fresh"] else "",
        "new_template": answers["template_file"] if answers["fresh"] else "",
        "stack_name": kebab(name),
        "layer_name": _filled(house.layer_name, "shared_code"),
        "build_method": answers["runtime"],
    }


def _app_folder(template_file: str) -> str:
    """A folder may hold several SAM templates, each with a shared code layer."""
    stem = PurePosixPath(template_file).stem
    return "app" if stem == "template" else f"app-{stem}"


_KINDS = {"function": _function, "layer": _layer, "app": _app}


@dataclass(frozen=True, slots=True)
class _Places:
    """Folders of a function, relative to the repository's root."""

    code_dir: PurePosixPath
    tests_dir: PurePosixPath
    events_dir: PurePosixPath
    meta_dir: PurePosixPath

    def facts(self, house: House) -> dict[str, str]:
        source = PurePosixPath(house.shared_source)
        shared = expression(self.tests_dir, source) if house.shared_source else ""
        return {
            "code_dir": str(self.code_dir),
            "tests_dir": str(self.tests_dir),
            "events_dir": str(self.events_dir),
            "meta_dir": str(self.meta_dir),
            "source_expression": expression(self.tests_dir, self.code_dir),
            "events_expression": expression(self.tests_dir, self.events_dir),
            "shared_expression": shared,
            "shared_package": house.shared_package,
        }


def _function_places(answers: Answers, house: House) -> _Places:
    """Where a function's files lie: see the layouts in docs/reference/files.md.

    Nothing but code may lie below the CodeUri, as all of it ships: SAM ignores
    ``Exclude`` for Python (measured, SAM CLI 1.170).
    """
    base, name = _base(answers), answers["name"]
    folder = base / str(fill(house.function_dir, name))
    if answers["layout"] == "colocated":
        tests = folder / "tests"
        return _Places(folder / "src", tests, folder / "events", folder)
    tests = base / "tests" / "functions" / name
    return _Places(folder, tests, tests / "events", base / ".scaffold" / "functions" / name)


def _base(answers: Answers) -> PurePosixPath:
    """The folder of the SAM template, which its paths are relative to."""
    return PurePosixPath(answers["template_file"]).parent


def _uri(folder: PurePosixPath, answers: Answers, house: House) -> str:
    path = folder.relative_to(_base(answers))
    return f"{house.code_uri_prefix}{path}{house.code_uri_suffix}"


def _spellings(name: str) -> dict[str, str]:
    return {
        "snake": name,
        "kebab": kebab(name),
        "camel": camel(name),
        "pascal": pascal(name),
        "title": title(name),
    }


def _filled(shape: Any, name: str) -> Any:
    return None if shape is None else fill(shape, name)


def expression(folder: PurePosixPath, target: PurePosixPath) -> str:
    """The path from a file in a folder to a target, as Python text behind ``path.``.

    Args:
        folder: Folder of the file that the text stands in.
        target: A folder; both relative to the repository's root.

    Returns:
        For example ``parents[1] / "src"``.
    """
    common = 0
    for ours, theirs in zip(folder.parts, target.parts, strict=False):
        if ours != theirs:
            break
        common += 1
    up = len(folder.parts) - common
    head = "parent" if up == 0 else f"parents[{up}]"
    return " / ".join([head, *(f'"{part}"' for part in target.parts[common:])])


def ordered_layers(chosen: list[str], house: House) -> list[str]:
    """The layers of a function in the house's order, the shared code layer among them.

    A layer that Globals gives to every function is left out: SAM joins the two lists.
    """
    given = [ref.get("Ref") for ref in house.globals.get("Layers") or [] if isinstance(ref, dict)]
    third_party = [layer for layer in chosen if layer != house.shared_layer]
    shared = [house.shared_layer] if house.shared_layer else []
    layers = [*shared, *third_party] if house.shared_first else [*third_party, *shared]
    return [layer for layer in layers if layer not in given]


def _explicit(answers: Answers, house: House, handler: str) -> dict[str, Any]:
    """Properties that Globals does not already set to the answered value."""
    wanted = {
        "Handler": handler,
        "Runtime": answers["runtime"],
        "Architectures": [answers["architecture"]],
        "Timeout": answers["timeout"],
        "MemorySize": answers["memory_size"],
    }
    return {key: value for key, value in wanted.items() if _differs(house, key, value)}


def _differs(house: House, key: str, value: Any) -> bool:
    if key in house.explicit:
        return True
    if key not in house.globals:
        return key != "Architectures" or bool(value != _LAMBDA_DEFAULT)
    given = house.globals[key]
    if _is_intrinsic(given):  # !Ref to a parameter: the default answer means "as it says"
        defaults = {
            **STANDARD,
            "Runtime": house.runtime,
            "Architectures": [house.architecture],
            "Handler": value,
        }
        return bool(value != defaults[key])
    return bool(given != value)


_LAMBDA_DEFAULT = ["x86_64"]


def _is_intrinsic(value: Any) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, list) and any(isinstance(item, dict) for item in value)
    )


def _visibility_timeout(answers: Answers, house: House, properties: dict[str, Any]) -> int:
    """Seconds that a queue hides a message in work: six timeouts of its function.

    https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html; where the
    timeout is a parameter's, six times the longest that Lambda has.
    """
    known = "Timeout" in properties or not _is_intrinsic(house.globals.get("Timeout"))
    return 6 * int(answers["timeout"]) if known else 6 * 900
