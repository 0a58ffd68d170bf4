"""SAM templates as data, and the style that is learned from them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sam_scaffold.document import Document
from sam_scaffold.sam.model.template import Template
from sam_scaffold.sam.style.house_style import HouseStyle
from sam_scaffold.sam.style.learning.learned_style import learn
from sam_scaffold.transaction.repository_view import RepositoryView


def function(logical_id: str, uri: Any = None, metadata: Any = None, **properties: Any) -> Any:
    """Return a function's entry in Resources."""
    if uri is not None:
        properties["CodeUri"] = uri
    resource = {"Type": "AWS::Serverless::Function", "Properties": properties}
    return {logical_id: {**resource, "Metadata": metadata} if metadata else resource}


def layer(logical_id: str, uri: str, **properties: Any) -> Any:
    """Return a layer's entry in Resources."""
    properties["ContentUri"] = uri
    return {logical_id: {"Type": "AWS::Serverless::LayerVersion", "Properties": properties}}


def resource(logical_id: str, kind: str, condition: str = "", **properties: Any) -> Any:
    """Return any resource's entry in Resources."""
    entry = {"Type": kind, "Properties": properties}
    return {logical_id: {**entry, "Condition": condition} if condition else entry}


def globals_(**properties: Any) -> dict[str, Any]:
    """Return Globals that functions inherit."""
    return {"Function": properties}


def template(*resources: dict[str, Any], **sections: Any) -> Template:
    """Return the SAM template that has these resources and other sections."""
    merged: dict[str, Any] = {}
    for resource in resources:
        merged.update(resource)
    text = json.dumps({"Resources": merged, **sections})
    return Template("t.json", Document.parse("t.json", text.encode()))


def house(*resources: dict[str, Any], root: Path = Path("/nowhere"), **sections: Any) -> HouseStyle:
    """Return the style that is learned from such a template in the repository at root."""
    return learn(template(*resources, **sections), RepositoryView(root))
