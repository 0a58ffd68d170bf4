"""References to a resource, by any means, and to the resources that SAM generates from it."""

from __future__ import annotations

import pytest

from sam_scaffold.document import Document
from sam_scaffold.sam.model.references import needed

FUNCTION = (
    "{Type: AWS::Serverless::Function, Properties: {Events: {E: {Type: %s, Properties: {%s}}}}}"
)
HEAD = (
    f"Resources:\n  Orders: {FUNCTION % ('Api', 'Path: /')}\n  Queue: {{Type: AWS::SQS::Queue}}\n"
)
CONNECTOR = (
    "  Link: {Type: AWS::Serverless::Connector, Properties: {Source: %s, Destination: %s}}\n"
)
API = FUNCTION % ("Api", "Path: /x")


def users(more: str, *going: str) -> list[tuple[str, str]]:
    return list(needed(Document.parse("t", (HEAD + more).encode()), going or ("Orders", "Queue")))


@pytest.mark.parametrize(
    ("more", "user"),
    [
        ("Outputs: {A: {Value: !Ref Orders}}\n", ("Orders", "Outputs.A")),
        ("Outputs: {A: {Value: !GetAtt OrdersRole.Arn}}\n", ("Orders", "Outputs.A")),
        ("Outputs: {A: {Value: !Ref Orders.Version}}\n", ("Orders", "Outputs.A")),
        ("Outputs: {A: {Value: !Sub '${OrdersUrl.FunctionUrl}'}}\n", ("Orders", "Outputs.A")),
        ("Outputs: {A: {Value: !Sub 'x/${ServerlessRestApi}/Prod'}}\n", ("Orders", "Outputs.A")),
        ("Outputs: {A: {Value: !Ref ServerlessRestApiProdStage}}\n", ("Orders", "Outputs.A")),
        ("  B: {DependsOn: [OrdersRole]}\n", ("Orders", "Resources.B")),
        (CONNECTOR % ("{Id: Orders}", "{Id: Other}"), ("Orders", "Resources.Link")),
        (CONNECTOR % ("{Id: Other}", "[{Id: Queue}]"), ("Queue", "Resources.Link")),
        ("  B: {Connectors: {C: {Properties: {Destination: {Id: Queue}}}}}\n",
         ("Queue", "Resources.B")),
        ("  B: {Type: X, Properties: {DefinitionSubstitutions: {Q: !Ref Queue}}}\n",
         ("Queue", "Resources.B")),
    ],
    ids=[
        "ref", "role", "version", "url", "implicit-api", "implicit-stage", "depends-on-made",
        "source", "destinations", "embedded-connector", "substitution",
    ],
)  # fmt: skip
def test_what_would_miss_it_is_named(more: str, user: tuple[str, str]) -> None:
    assert users(more) == [user]


@pytest.mark.parametrize(
    "more",
    [
        "  OrdersRole: {Type: AWS::IAM::Role}\nOutputs: {A: {Value: !GetAtt OrdersRole.Arn}}\n",
        "  OrdersQueue: {Type: AWS::SQS::Queue}\nOutputs: {A: {Value: !Ref OrdersQueue}}\n",
        f"  Other: {API}\nOutputs: {{A: {{Value: !Ref ServerlessRestApi}}}}\n",
        "Outputs: {A: {Value: !Ref QueuePolicy}}\n",
        "Outputs: {A: {Value: !Ref 'AWS::StackName'}}\n",
        CONNECTOR % ("{Arn: Orders}", "text"),
        "  B: {Connectors: [Queue]}\n",
    ],
    ids=[
        "role-of-its-own", "longer-name", "api-of-others", "no-sam-type", "pseudo", "no-id",
        "not-understood",
    ],
)  # fmt: skip
def test_what_only_looks_like_it_is_not(more: str) -> None:
    assert users(more) == []


def test_what_a_longer_one_makes_is_not_the_shorter_ones() -> None:
    more = f"  OrdersArchive: {API}\nOutputs: {{A: {{Value: !GetAtt OrdersArchiveRole.Arn}}}}\n"
    assert users(more) == []
    assert users(more, "OrdersArchive") == [("OrdersArchive", "Outputs.A")]
