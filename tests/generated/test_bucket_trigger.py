"""A function that a bucket invokes, which may read that bucket without a circular dependency.

The bucket names the function that it invokes, so it needs the function, which needs its role. The
policy that lets the function read the bucket is therefore a separate resource.
"""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

import pytest
from iam import Deployed
from repositories import TEMPLATE, Repository, refusal, shop, succeeded
from translation import translate

from sam_scaffold.sam.model.intrinsics import mentioned

RESOURCES = """
  Uploads:
    Type: AWS::S3::Bucket

  Sealed:
    Type: AWS::S3::Bucket
    Properties:
      BucketEncryption:
        ServerSideEncryptionConfiguration:
          - ServerSideEncryptionByDefault:
              SSEAlgorithm: aws:kms
              KMSMasterKeyID: !GetAtt DataKey.Arn

  DataKey:
    Type: AWS::KMS::Key

  Thumbnailer:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: index.handler
      InlineCode: pass
      Policies:
        - S3ReadPolicy:
            BucketName: !Ref Sealed

Outputs:"""
WITH_BUCKETS = TEMPLATE.replace("\nOutputs:", RESOURCES)
ELSEWHERE = ("source=elsewhere", "bucket=somebody-elses-bucket")

SOURCES = {
    "new": (("source=new",), "OrdersBucket", ""),
    "existing": (("source=Uploads", "key_prefix=in/"), "Uploads", ""),
    "encrypted": (("source=Sealed",), "Sealed", "DataKey"),
    "elsewhere": (ELSEWHERE, "", ""),
}


def repository(root: Path) -> Repository:
    return shop(root, **{"template.yaml": WITH_BUCKETS})


def words(*answers: str) -> list[str]:
    data = [word for answer in answers for word in ("-d", answer)]
    return ["add", "function", "orders", "-d", "trigger=s3", *data, "--defaults"]


def translated(where: Repository) -> dict[str, Any]:
    resources: dict[str, Any] = where.data()["Resources"]
    layers = [name for name in resources if name.endswith("Layer")]
    for layer in layers:
        resources[layer] = {"Type": "AWS::Lambda::LayerVersion", "Properties": {}}
    resources["OrdersFunction"]["Properties"]["CodeUri"] = "s3://bucket/key"
    return translate(resources)


def allowed(template: dict[str, Any], role: str) -> set[tuple[str, str]]:
    """Return the permissions of a role, including those of separate policies."""
    (policy,) = (
        body["Properties"]
        for body in template["Resources"].values()
        if body["Type"] == "AWS::IAM::Policy"
    )
    assert policy["Roles"] == [{"Ref": role}]
    own = template["Resources"][role]["Properties"]
    own["Policies"] = [*own.get("Policies", []), policy]
    return Deployed(template).allowed(role)


def order(template: dict[str, Any]) -> list[str]:
    """Return the resources in an order in which each can be created."""
    needed = {}
    for name, body in template["Resources"].items():
        stated = body.get("DependsOn", [])
        after = [stated] if isinstance(stated, str) else stated
        needed[name] = {*after, *mentioned(body.get("Properties"))} & template["Resources"].keys()
    return list(TopologicalSorter(needed).static_order())


@pytest.mark.parametrize("iam", ["policies", "role"])
@pytest.mark.parametrize(("answers", "bucket", "key"), SOURCES.values(), ids=SOURCES.keys())
def test_it_reads_only_its_bucket_and_without_a_cycle(
    answers: tuple[str, ...], bucket: str, key: str, iam: str, tmp_path: Path
) -> None:
    where = repository(tmp_path)
    succeeded(where.here(*words(*answers, f"iam={iam}")))
    template = translated(where)
    assert order(template)
    role = "OrdersFunctionRole" if iam == "policies" else "OrdersExecutionRole"
    arn = Deployed(template).arn(bucket) if bucket else "arn:aws-cn:s3:::somebody-elses-bucket"
    expected = {
        ("s3:getobject", f"{arn}/*"),
        ("s3:getobjectversion", f"{arn}/*"),
        ("s3:listbucket", arn),
    }
    if key:
        expected.add(("kms:decrypt", Deployed(template).arn(key)))
    found = {right for right in allowed(template, role) if right[0].startswith(("s3:", "kms:"))}
    assert found == expected


def test_in_its_own_policies_it_would_be_a_cycle(tmp_path: Path) -> None:
    """The check above finds it, which no gate of SAM would."""
    where = repository(tmp_path)
    succeeded(where.here(*words("source=Uploads")))
    text = where.text().replace(
        "Events:\n        ObjectCreated:",
        "Policies:\n        - S3ReadPolicy:\n            BucketName: !Ref Uploads\n"
        "      Events:\n        ObjectCreated:",
    )
    where.write("template.yaml", text)
    with pytest.raises(CycleError):
        order(translated(where))


@pytest.mark.parametrize(
    ("answers", "named"),
    [
        pytest.param(
            ("source=Uploads", "uses=Uploads:read"),
            ("Uploads", "-> Uploads", "circular dependency"),
            id="uses",
        ),
        pytest.param(
            ("source=Sealed", "uses=Thumbnailer:write"),
            ("OrdersFunction -> Thumbnailer -> Sealed", "Remove Thumbnailer"),
            id="uses-of-uses",
        ),
        pytest.param(("source=elsewhere",), ("bucket", "--data bucket=VALUE"), id="no-name"),
        pytest.param(
            ("source=new", "bucket=somebody-elses-bucket"),
            ("bucket does not apply with the other answers",),
            id="a-name-too-many",
        ),
    ],
)
def test_what_is_refused(answers: tuple[str, ...], named: tuple[str, ...], tmp_path: Path) -> None:
    where = repository(tmp_path)
    before = where.snapshot()
    line = refusal(where.here(*words(*answers)))
    for text in named:
        assert text in line
    assert where.snapshot() == before


def test_one_bucket_wakes_two_functions_by_other_keys(tmp_path: Path) -> None:
    where = repository(tmp_path)
    succeeded(where.here(*words("source=Uploads", "key_suffix=.csv")))
    second = [word if word != "orders" else "invoices" for word in words("source=Uploads")]
    assert "Uploads already notifies OrdersFunction" in refusal(where.here(*second))
    succeeded(where.here(*second, "-d", "key_suffix=.json"))
    assert order(translated_both(where))


def translated_both(where: Repository) -> dict[str, Any]:
    where.write("template.yaml", where.text().replace("functions/invoices/src/", "s3://bucket/key"))
    return translated(where)


@pytest.mark.parametrize("notice", ["", "key_prefix=in/", "key_suffix=.csv", "both"])
def test_keys_of_a_bucket_elsewhere(notice: str, tmp_path: Path) -> None:
    """Prefix and suffix hold together, as for a bucket of the template."""
    both = ("key_prefix=in/", "key_suffix=.csv")
    answers = both if notice == "both" else (notice,) if notice else ()
    where = repository(tmp_path)
    succeeded(where.here(*words(*ELSEWHERE, *answers)))
    rule = translated(where)["Resources"]["OrdersFunctionObjectCreated"]["Properties"]
    detail = rule["EventPattern"]["detail"]
    assert detail.pop("bucket") == {"name": ["somebody-elses-bucket"]}
    assert (
        detail
        == {
            "": {},
            "key_prefix=in/": {"object": {"key": [{"prefix": "in/"}]}},
            "key_suffix=.csv": {"object": {"key": [{"suffix": ".csv"}]}},
            "both": {"object": {"key": [{"wildcard": "in/*.csv"}]}},
        }[notice]
    )


@pytest.mark.parametrize(
    ("answers", "switched_off"),
    [(("source=Uploads",), "Events"), (ELSEWHERE, "State")],
    ids=["of-the-template", "elsewhere"],
)
def test_switched_off(answers: tuple[str, ...], switched_off: str, tmp_path: Path) -> None:
    where = repository(tmp_path)
    succeeded(where.here(*words(*answers, "enabled=false")))
    template = translated(where)["Resources"]
    if switched_off == "Events":
        assert "NotificationConfiguration" not in template["Uploads"].get("Properties", {})
        assert "to enable the trigger" in where.text("functions/orders/README.md").lower()
    else:
        assert template["OrdersFunctionObjectCreated"]["Properties"]["State"] == "DISABLED"
