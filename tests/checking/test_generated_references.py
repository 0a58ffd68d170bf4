"""What SAM puts in for an alias or a version is no unknown attribute."""

from __future__ import annotations

from pathlib import Path

import pytest
from checks import found, repository, template

PUBLISHED = "      AutoPublishAlias: live\n"
NAME = """\
  Name:
    Type: AWS::SSM::Parameter
    Properties:
      Type: String
      Value: {value}
"""

RIGHT = {
    "alias": ('!Sub "${Worker.Alias}"', PUBLISHED),
    "version": ('!Sub "${Worker.Version}"', PUBLISHED),
    "among-others": ('!Sub "arn/${AWS::Region}/${Worker}/${Worker.Alias}"', PUBLISHED),
    "with-variables": ('!Sub ["${Worker.Alias}-${Stage}", {Stage: live}]', PUBLISHED),
}

WRONG = {
    "not-published": ('!Sub "${Worker.Alias}"', ""),
    "unknown": ('!Sub "${Worker.Name}"', PUBLISHED),
    "both": ('!Sub "${Worker.Alias} ${Name.Alias}"', PUBLISHED),
    "attribute": ("!GetAtt Worker.Alias", PUBLISHED),  # SAM writes what CloudFormation refuses
}


def unknown(root: Path, value: str, function: str) -> list[str]:
    """The rules that find an unknown attribute in a parameter's value."""
    text = template(NAME.format(value=value), function=function)
    return [rule for rule, _ in found(repository(root, text)) if rule in ("E1010", "E1019")]


@pytest.mark.parametrize(("value", "function"), RIGHT.values(), ids=RIGHT.keys())
def test_it_is_known(value: str, function: str, tmp_path: Path) -> None:
    assert unknown(tmp_path, value, function) == []


@pytest.mark.parametrize(("value", "function"), WRONG.values(), ids=WRONG.keys())
def test_others_are_not(value: str, function: str, tmp_path: Path) -> None:
    assert unknown(tmp_path, value, function) != []


def test_globals_publish_too(tmp_path: Path) -> None:
    text = template(
        NAME.format(value='!Sub "${Worker.Alias}"'),
        extra="Globals:\n  Function:\n    AutoPublishAlias: live\n",
    )
    assert found(repository(tmp_path, text)) == []
