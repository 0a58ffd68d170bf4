"""Repositories whose functions were written by hand, and adopted."""

from __future__ import annotations

from pathlib import Path

from repositories import Repository, succeeded

HEAD = "Transform: AWS::Serverless-2016-10-31\nResources:\n"

CODE = "def handler(event, context):\n    return {}\n"


def function(logical_id: str, uri: str, handler: str, more: str = "") -> str:
    """A function as a template has it.

    Args:
        logical_id: Its key in Resources.
        uri: Its CodeUri.
        handler: Its handler.
        more: More lines of its properties.
    """
    return (
        f"  {logical_id}:\n    Type: AWS::Serverless::Function\n    Properties:\n"
        f"      CodeUri: {uri}\n      Handler: {handler}\n      Runtime: python3.12\n{more}"
    )


def by_hand(root: Path, template: str, *files: str, **texts: str) -> Repository:
    """A repository in which every function and layer of a template is a component.

    Args:
        root: Its folder.
        template: The template, in JSON where it begins with a brace.
        files: Modules with a handler.
        texts: Other files by path.
    """
    name = "template.json" if template.startswith("{") else "template.yaml"
    found = Repository(root, {name: template, **dict.fromkeys(files, CODE), **texts})
    found.commit()
    succeeded(found.here("adopt", "--all"))
    return found
