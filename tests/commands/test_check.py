"""`check`: what each stage finds, where it says so, what is configured, and how it ends."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from checks import BAD, HANDLER, QUEUE, TOO_LONG, WARNED, found, marked, repository, template
from command_environment import ROOT
from repositories import Repository, refusal, succeeded

BY_THE_TRANSLATOR = {
    "unknown event property": template(
        QUEUE,
        function="""\
      Events:
        Work:
          Type: SQS
          Properties:
            Queue: !GetAtt Queue.Arn
            Speed: 3  # here
""",
    ),
    "bad policy template": template(
        "",
        function="""\
      Policies:
        - SQSPollerPolicy:  # here
            Queue: !Ref AWS::StackName
""",
    ),
    "no StartingPosition": template(
        """\
  Stream:
    Type: AWS::Kinesis::Stream
    Properties:
      ShardCount: 1
""",
        function="""\
      Events:
        Work:
          Type: Kinesis
          Properties:  # here
            Stream: !GetAtt Stream.Arn
""",
    ),
    "bucket of another template": template(
        "",
        function="""\
      Events:
        Upload:  # here
          Type: S3
          Properties:
            Bucket: another-bucket
            Events: s3:ObjectCreated:*
""",
    ),
    "a route twice": template(
        "",
        function="""\
      Events:
        One:
          Type: HttpApi
          Properties: {Path: /orders, Method: GET}
        Two:
          Type: HttpApi
          Properties: {Path: /orders, Method: GET}  # here
""",
    ),
}


@pytest.mark.parametrize("text", BY_THE_TRANSLATOR.values(), ids=BY_THE_TRANSLATOR.keys())
def test_what_the_translator_refuses_is_found_where_it_stands(text: str, tmp_path: Path) -> None:
    assert ("E9001", marked(text)) in found(repository(tmp_path, text))


IN_WHAT_SAM_MAKES = {
    "visibility below the timeout": (
        "E3505",
        template(
            QUEUE.replace("180", "20  # here"),
            function="""\
      Timeout: 30
      Events:
        Work:
          Type: SQS
          Properties:
            Queue: !GetAtt Queue.Arn
""",
        ),
    ),
    "batch above 10 of a FIFO queue": (
        "E3705",
        template(
            """\
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      FifoQueue: true
      VisibilityTimeout: 180
""",
            function="""\
      Events:
        Work:
          Type: SQS
          Properties:
            Queue: !GetAtt Queue.Arn
            BatchSize: 50  # here
""",
        ),
    ),
    "timeout above 900": ("E3717", template("", function="      Timeout: 1000  # here\n")),
    "timeout above 900 by Globals": (
        "E3717",
        template("", extra="Globals:\n  Function:\n    Timeout: 1000  # here\n"),
    ),
    "environment above 4 KB": (
        "E3697",
        template(
            "",
            function=f"""\
      Environment:
        Variables:  # here
          LONG: {"x" * 5000}
""",
        ),
    ),
    "circular reference of a bucket": (
        "E3004",
        template(
            """\
  Bucket:  # here
    Type: AWS::S3::Bucket
""",
            function="""\
      Policies:
        - S3ReadPolicy:
            BucketName: !Ref Bucket
      Events:
        Upload:
          Type: S3
          Properties:
            Bucket: !Ref Bucket
            Events: s3:ObjectCreated:*
""",
        ),
    ),
}


@pytest.mark.parametrize(("rule", "text"), IN_WHAT_SAM_MAKES.values(), ids=IN_WHAT_SAM_MAKES.keys())
def test_what_sam_makes_is_looked_at_and_found_where_it_stands(
    rule: str, text: str, tmp_path: Path
) -> None:
    assert (rule, marked(text)) in found(repository(tmp_path, text))


def test_our_rules_and_those_of_cfn_lint_are_in_one_list(tmp_path: Path) -> None:
    text = template(
        "  Topic:\n    Type: AWS::SNS::Topic\n    Properties:\n      Colour: red\n"
    ).replace("worker/", "nowhere/")
    assert found(repository(tmp_path, text)) == [("E9101", 6), ("E3002", 12)]


def test_a_generated_resource_is_named(tmp_path: Path) -> None:
    text = IN_WHAT_SAM_MAKES["batch above 10 of a FIFO queue"][1]
    out = repository(tmp_path, text).here("check").out
    line = next(line for line in out.splitlines() if "E3705" in line)
    assert line.endswith("(in the AWS::Lambda::EventSourceMapping WorkerWork that SAM generates)")
    assert line.startswith(f"template.yaml:{marked(text)}:13: ")


def test_finding_in_the_source_is_not_repeated_for_its_translation(tmp_path: Path) -> None:
    text = template("", function="      Role: !Ref Nobody\n")
    out = repository(tmp_path, text).here("check").out
    assert "template.yaml:9:7: E1020 " in out
    assert "that SAM generates" not in out


def test_what_cfn_lint_says_the_translator_need_not_say_too(tmp_path: Path) -> None:
    text = template("", function="      Tmeout: 3\n")
    assert [rule for rule, _ in found(repository(tmp_path, text))] == ["E3002"]


def test_of_policies_only_what_somebody_wrote_is_looked_at(tmp_path: Path) -> None:
    text = template(
        "",
        function="""\
      Policies:
        - SQSPollerPolicy: {QueueName: orders}
        - Statement:
            - Effect: Allow
              Action: s3:GetObjects  # here
              Resource: "*"
""",
    )
    assert found(repository(tmp_path, text)) == [("W3037", marked(text))]


def test_nothing_is_said_of_what_nobody_wrote(tmp_path: Path) -> None:
    text = template(
        "",
        function="""\
      FunctionName: !Sub "${Stage}-worker"
      Events:
        Get:
          Type: Api
          Properties: {Path: /orders, Method: get}
""",
        extra="Parameters:\n  Stage:\n    Type: String\n    Default: dev\n",
    )
    assert found(repository(tmp_path, text)) == []


def test_the_example_has_no_errors() -> None:
    example = Repository(ROOT / "examples" / "trading", {})
    assert succeeded(example.here("check")).out.splitlines()[-1].endswith("in 1 template")


# --- What is suppressed and configured ----------------------------------------------


def test_metadata_of_a_resource_suppresses_what_is_found_in_what_sam_makes_of_it(
    tmp_path: Path,
) -> None:
    text = TOO_LONG + "    Metadata:\n      cfn-lint: {config: {ignore_checks: [E3717]}}\n"
    assert found(repository(tmp_path, text)) == []
    assert found(repository(tmp_path, text, **{".cfnlintrc": "mandatory_checks: [E3717]\n"})) == [
        ("E3717", 9)
    ]


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("E3717", TOO_LONG),
        ("E9001", BY_THE_TRANSLATOR["a route twice"]),
        ("E9101", TOO_LONG.replace("worker/", "nowhere/")),
    ],
)
def test_metadata_of_the_template_suppresses(rule: str, text: str, tmp_path: Path) -> None:
    ignored = f"Metadata:\n  cfn-lint: {{config: {{ignore_checks: [{rule}]}}}}\n"
    assert rule in {name for name, _ in found(repository(tmp_path / "before", text))}
    after = text.replace("Resources:", f"{ignored}Resources:", 1)
    assert rule not in {name for name, _ in found(repository(tmp_path / "after", after))}


def test_cfnlintrc_is_read_from_the_repository(tmp_path: Path) -> None:
    shop = repository(tmp_path / "shop", TOO_LONG, **{".cfnlintrc": "ignore_checks: [E3717]\n"})
    assert found(shop) == []
    assert found(Repository(tmp_path, {}), "-C", "shop") == []


def test_cfnlintrc_ignores_templates(tmp_path: Path) -> None:
    rc = {".cfnlintrc": "ignore_templates: [template.yaml]\n"}
    shop = repository(tmp_path, TOO_LONG, **rc, **{"other.yaml": template("")})
    assert found(shop) == []
    assert shop.here("check").out == "nothing found in 1 template\n"


@pytest.mark.parametrize("words", [[], ["template.yaml"], ["--fix"], ["--format", "json"]])
def test_to_ignore_all_templates_is_not_to_check_them(words: list[str], tmp_path: Path) -> None:
    rc = {".cfnlintrc": "ignore_templates: [template.yaml]\n"}
    done = repository(tmp_path, TOO_LONG, **rc).here("check", *words)
    assert "configuration ignores template.yaml; see ignore_templates" in refusal(done)
    assert done.code == 2


def test_cfnlintrc_may_append_our_rules_too(tmp_path: Path) -> None:
    rc = {".cfnlintrc": "append_rules: [sam_scaffold.rules]\n"}
    text = template("").replace("worker/", "nowhere/")
    assert found(repository(tmp_path, text, **rc)) == [("E9101", 6)]


@pytest.mark.parametrize(
    "configuration",
    ["colour: red\n", "regions: [atlantis-1]\n", "append_rules: [no_such_module]\n", "a: [\n"],
    ids=["unknown key", "no region", "no module", "no YAML"],
)
def test_a_bad_cfnlintrc_is_refused(configuration: str, tmp_path: Path) -> None:
    shop = repository(tmp_path, TOO_LONG, **{".cfnlintrc": configuration})
    line = refusal(shop.here("check", "--trust"))
    assert line.startswith("error: cfn-lint's configuration is not valid: ")


# --- How it ends --------------------------------------------------------------------


def test_warnings_fail_with_strict_alone(tmp_path: Path) -> None:
    shop = repository(tmp_path, WARNED)
    assert found(shop) == [("W9401", 18)]
    assert shop.here("check").code == 0
    assert shop.here("check", "--strict").code == 1


def test_all_templates_of_the_repository_are_checked(tmp_path: Path) -> None:
    shop = repository(tmp_path, BAD, **{
        "other/template.yaml": TOO_LONG, "other/worker/app.py": HANDLER,
    })  # fmt: skip
    out = shop.here("check").out
    assert out.splitlines()[-1] == "3 errors in 2 templates"
    only = shop.here("check", "other/template.yaml", "./other/template.yaml").out
    assert only.splitlines()[-1] == "1 error in 1 template"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ([], "there is no SAM template"),
        (["missing.yaml"], "missing.yaml is not a file"),
        (["folder"], "folder is not a file"),
        (["--format", "xml"], "xml"),
    ],
    ids=["no template", "missing", "a folder", "unknown format"],
)
def test_wrong_usage(words: list[str], why: str, tmp_path: Path) -> None:
    done = Repository(tmp_path, {"folder/readme.md": ""}).here("check", *words)
    assert why in refusal(done)
    assert done.code == 2


LOOP = """\
  Fn::ForEach::Queues:
    - Name
    - [One, Two]
    - ${Name}Queue:
        Type: AWS::SQS::Queue
"""


@pytest.mark.parametrize(
    ("extra", "resource"),
    [
        ("[AWS::Serverless-2016-10-31, OurMacro]", ""),
        ("[AWS::LanguageExtensions, AWS::Serverless-2016-10-31]", LOOP),
    ],
    ids=["a macro", "a loop"],
)
def test_what_sam_alone_does_not_decide_is_checked_as_it_is_written(
    extra: str, resource: str, tmp_path: Path
) -> None:
    text = BAD.replace("AWS::Serverless-2016-10-31", extra) + resource
    done = repository(tmp_path, text).here("check", "template.yaml")
    assert done.out.splitlines()[-1] == "1 error in 1 template"
    assert "E9101" in done.out
    assert done.err.startswith("warning: template.yaml: only the source is checked, not its ")


def test_language_extensions_without_a_loop_are_translated(tmp_path: Path) -> None:
    both = "[AWS::LanguageExtensions, AWS::Serverless-2016-10-31]"
    text = TOO_LONG.replace("AWS::Serverless-2016-10-31", both)
    assert found(repository(tmp_path, text)) == [("E3717", 9)]


def test_nothing_is_written(tmp_path: Path) -> None:
    shop = repository(tmp_path, WARNED)
    before = shop.snapshot()
    shop.here("check", "--offline")
    assert shop.snapshot() == before


# --- As people run it ---------------------------------------------------------------


@pytest.mark.slow
def test_as_a_process(tmp_path: Path) -> None:
    shop = repository(tmp_path, BAD)
    done = shop.process("check")
    assert (done.code, done.err) == (1, "")
    assert done.out.splitlines()[-1] == "2 errors in 1 template"


@pytest.mark.slow
def test_cfn_lint_takes_the_same_rules(tmp_path: Path) -> None:
    shop = repository(tmp_path, BAD)
    words = ["--append-rules", "sam_scaffold.rules", "--format", "json", "-t", "template.yaml"]
    done = shop.python("-c", "from cfnlint.runner import main; main()", *words)
    assert [finding["Rule"]["Id"] for finding in json.loads(done.out)] == ["E9101"]


@pytest.mark.slow
def test_a_copy_of_the_example_with_a_mistake(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples" / "trading", tmp_path / "trading")
    shop = Repository(tmp_path / "trading", {})
    text = shop.text()
    shop.write("template.yaml", text.replace("functions/trade_reporter/", "functions/reporter/"))
    assert "E9101" in {rule for rule, _ in found(shop)}
