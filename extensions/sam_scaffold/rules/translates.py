"""Templates that SAM's translator rejects."""

from __future__ import annotations

from collections.abc import Iterator

from ..application.application import Application
from ..sam.model.intrinsics import Data
from ..sam.translation.translation import TranslationError, quoted, translation_of
from ._rule import Path, Rule, RuleFinding


class Translates(Rule):
    """CloudFormation runs the same translator when the template is deployed.

    cfn-lint does not run it. Therefore, it does not find an unknown property of an event
    source, an invalid policy template or a duplicate route (measured, cfn-lint 1.58).
    """

    id = "E9001"
    shortdesc = "SAM's translator rejects the template"
    description = "CloudFormation runs the same translator, and would reject the deployment."
    source_url = (
        "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/"
        "sam-specification.html"
    )
    tags = ["resources", "transform"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield a finding for each error of the translator."""
        for refusal in translation_of(facts.template, self._region, facts.folder).errors:
            yield RuleFinding(_path(facts, refusal), f"SAM rejects this: {refusal.message}")


def _path(facts: Application, refusal: TranslationError) -> Path:
    """Return the path of an error: the first property that its message names, if any."""
    names = quoted(refusal.message)
    resource = facts.resource(refusal.logical_id)
    if resource is None:
        return names[:1] if names[:1] == ("Globals",) else ()
    path: Path = ("Resources", refusal.logical_id, "Properties")
    stated: Data = resource.properties
    if refusal.event:
        path = (*path, "Events", refusal.event, "Properties")
        for key in ("Events", refusal.event, "Properties"):
            stated = stated.get(key) if isinstance(stated, dict) else None
    if not names:
        return path[:-1]
    keys = tuple(names[0].split("."))
    return (*path, *(_below(stated, keys[0]) or keys[:1]), *keys[1:])


def _below(value: Data, key: str) -> Path | None:
    """Return the path of the first occurrence of a key below a value."""
    if isinstance(value, dict) and key in value:
        return (key,)
    pairs = value.items() if isinstance(value, dict) else ()
    items = enumerate(value) if isinstance(value, list) else pairs
    paths = ((step, _below(below, key)) for step, below in items)
    return next(((step, *path) for step, path in paths if path is not None), None)
