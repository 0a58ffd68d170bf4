"""Everything about a component that follows from its answers.

A pure function of the answers, the house style among them: an update, which renders
in folders that hold no repository, comes to the same result as the first copy.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from ..errors import ScaffoldError
from ..record_files import SCAFFOLD
from ..sam.model.external_layers import layer_of
from ..sam.model.names import camel, kebab, pascal, title
from ..sam.model.shared_layer import SHARED_ID
from ..sam.style.house_style import HouseStyle
from ..sam.style.name_patterns import fill
from .function_component import function_facts, logical_id_problem
from .function_paths import Answers, base_of, expression, records, uri_of
from .module_component import module_facts
from .shared_resources import KIND as RESOURCE
from .shared_resources import resource_facts
from .trigger import Trigger

_NO_TRIGGER = Trigger()


def component(answers: Answers, trigger: Trigger = _NO_TRIGGER) -> dict[str, Any]:
    """What the template's files need, by the component's kind.

    Args:
        answers: The answers by question, ``house`` as its dict.
        trigger: What a function's trigger says of itself; folders do not depend on it.

    Raises:
        ScaffoldError: They cannot be written into Python and YAML.
    """
    try:
        return {**_spellings(answers["name"]), **_facts(answers, trigger)}
    except (LookupError, TypeError, ValueError, AttributeError, StopIteration) as error:
        problem = " ".join(f"{type(error).__name__} {error}".split())
        raise ScaffoldError(
            f"the recorded answers do not fit together ({problem}); if nobody has changed them by "
            "hand, please report it with your command."
        ) from None


def _facts(answers: Answers, trigger: Trigger) -> dict[str, Any]:
    if problem := logical_id_problem(answers):
        raise ScaffoldError(problem)
    if answers["kind"] == RESOURCE:
        return resource_facts(answers)
    house = HouseStyle.from_dict(answers["house"])
    if answers["kind"] == "function":
        return function_facts(answers, house, trigger)
    return _OTHERS[answers["kind"]](answers, house)


def _layer(answers: Answers, house: HouseStyle) -> dict[str, Any]:
    name = answers["name"]
    base = base_of(answers)
    content_dir = base / str(fill(house.content_dir, name))
    tests_dir = base / "tests" / "layers" / name
    own = base / SCAFFOLD / "layers" / name
    contents = answers.get("contents")
    code, outside = contents == "shared_code", contents == "arn"
    return {
        "logical_id": str(fill(house.layer_id, name)),
        "meta_dir": str(own),
        **records(own),
        # Copier leaves out a file whose name, or folder's name, comes out empty.
        "content_dir": "" if outside else str(content_dir),
        "content_uri": "" if outside else uri_of(content_dir, answers, house),
        "tests_dir": str(tests_dir) if code else "",
        "package": name if code else "",
        "manifest": _MANIFESTS.get(str(contents), ""),
        "makefile": "Makefile" if contents == "makefile" else "",
        "declared": "provides.txt" if outside else "",
        "content_expression": expression(tests_dir, content_dir),
        "layer_name": fill(house.layer_name, name),
        "build_method": "makefile" if contents == "makefile" else answers["runtime"],
        "outside": layer_of(answers["arn"]) if outside else "",
    }


_MANIFESTS = {"requirements": "requirements.txt", "makefile": "provides.txt"}
"""The file in a layer's folder that says what it brings."""


def _app(answers: Answers, house: HouseStyle) -> dict[str, Any]:
    name = answers["name"]
    base = base_of(answers)
    content_dir = base / house.shared_content
    tests_dir = base / "tests" / house.shared_content
    own = base / SCAFFOLD / _app_folder(answers["template_file"])
    return {
        "logical_id": SHARED_ID,
        "meta_dir": str(own),
        **records(own),
        "content_dir": str(content_dir),
        "content_uri": uri_of(content_dir, answers, house),
        "tests_dir": str(tests_dir),
        "content_expression": expression(tests_dir, content_dir),
        "package": name,
        # Left out, being empty, where the application was there before.
        "root_dir": str(base) if answers["fresh"] else "",
        "new_template": answers["template_file"] if answers["fresh"] else "",
        "stack_name": kebab(name),
        "layer_name": fill(house.layer_name, "shared_code"),
        "build_method": answers["runtime"],
    }


def _app_folder(template_file: str) -> str:
    """A folder may hold several SAM templates, each with a shared code layer."""
    stem = PurePosixPath(template_file).stem
    return "app" if stem == "template" else f"app-{stem}"


_OTHERS = {"layer": _layer, "app": _app, "module": module_facts}


def _spellings(name: str) -> dict[str, str]:
    return {
        "snake": name,
        "kebab": kebab(name),
        "camel": camel(name),
        "pascal": pascal(name),
        "title": title(name),
    }
