"""References that SAM replaces by an alias or a version, which are not unknown attributes."""

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
    """Return the rules that find an unknown attribute in a parameter's value."""
    text = template(NAME.format(value=value), function=function)
    return [rule for rule, _ in found(repository(root, text)) if rule in ("E1010", "E1019")]


@pytest.mark.parametrize(("value", "function"), RIGHT.values(), ids=RIGHT.keys())
def test_it_is_known(value: str, function: str, tmp_path: Path) -> None:
    assert unknown(tmp_path, value, function) == []


@pytest.mark.parametrize(("value", "function"), WRONG.values(), ids=WRONG.keys())
def test_others_are_not(value: str, function: str, tmp_path: Path) -> None:
    assert unknown(tmp_path, value, function) != []


DOMAIN = """\
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      {}
"""
OWN = "Domain: {DomainName: a.example.org, CertificateArn: !Ref Certificate}"
EVENT = """\
      Events:
        Orders:
          Type: Api
          Properties: {Path: /orders, Method: get, RestApiId: !Ref Api}
"""
CERTIFICATE = "Parameters:\n  Certificate: {Type: String}\n"
OUTPUT = "Outputs:\n  Name:\n    Value: "


def unknown_of_api(root: Path, value: str, domain: str, extra: str = "") -> list[str]:
    """Return the rules that find an unknown attribute of an API in a parameter and an output."""
    resources = DOMAIN.format(domain) + NAME.format(value=value)
    text = template(resources, function=EVENT, extra=f"{CERTIFICATE}{OUTPUT}{value}\n{extra}")
    rules = ("E1010", "E1019", "E1022", "E6101")
    return [rule for rule, _ in found(repository(root, text)) if rule in rules]


@pytest.mark.parametrize(
    "value",
    [
        '!Sub "https://${Api.DomainName}/"',
        '!Sub "${Api.DomainName.RegionalDomainName}"',
        "!GetAtt Api.DomainName.RegionalDomainName",
        '!Join ["", ["https://", !Sub "${Api.DomainName}"]]',
    ],
)
def test_a_domain_is_known(value: str, tmp_path: Path) -> None:
    assert unknown_of_api(tmp_path, value, OWN) == []
    inherited = f"Globals:\n  Api:\n    {OWN}\n"
    assert unknown_of_api(tmp_path, value, "Name: orders", inherited) == []


@pytest.mark.parametrize(
    ("value", "domain"),
    [
        ('!Sub "https://${Api.DomainName}/"', "Name: orders"),
        ("!GetAtt Api.DomainName", OWN),  # SAM leaves no attribute there
        ('!Sub "${Api.Url}"', OWN),
        ('!Sub "${Api.UsagePlan}"', "Auth: {DefaultAuthorizer: AWS_IAM}"),
    ],
)
def test_what_sam_does_not_make_is_not(value: str, domain: str, tmp_path: Path) -> None:
    assert len(unknown_of_api(tmp_path, value, domain)) >= 2


def test_globals_publish_too(tmp_path: Path) -> None:
    text = template(
        NAME.format(value='!Sub "${Worker.Alias}"'),
        extra="Globals:\n  Function:\n    AutoPublishAlias: live\n",
    )
    assert found(repository(tmp_path, text)) == []
