"""`add layer`: prebuilt bundles, and external layers by their ARN."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lambdas import RUNTIME, build, python
from linting import refused
from repositories import Repository, refusal, shop, succeeded
from translation import translate

from sam_scaffold.invocation import Artifact, invoke
from sam_scaffold.invocation.lambda_environment import environment

BEHIND = "017000801446:layer:AWSLambdaPowertoolsPythonV3-python312-x86_64:7"
POWERTOOLS = f"arn:aws:lambda:${{AWS::Region}}:{BEHIND}"


SEVEN = """

def seven(event, context):
    import numbers_of_ours
    return numbers_of_ours.SEVEN
"""


def reference(parameter: str) -> dict[str, str]:
    return {"Fn::Sub": f"arn:${{AWS::Partition}}:lambda:${{AWS::Region}}:${{{parameter}}}"}


def with_tools(root: Path, arn: str = POWERTOOLS, *more: str) -> Repository:
    """Return the shop with an external layer."""
    repository = shop(root)
    words = [word for answer in ("contents=arn", f"arn={arn}", *more) for word in ("-d", answer)]
    succeeded(repository.here("add", "layer", "tools", *words))
    return repository


def using_tools(root: Path) -> Repository:
    """Return the shop with a function that has the layer."""
    repository = with_tools(root)
    words = ("-d", "layers=ToolsLayer", "-d", "powertools=false")
    succeeded(repository.here("add", "function", "orders", *words))
    return repository


def layers(repository: Repository, function: str = "OrdersFunction") -> object:
    return repository.properties(function)["Layers"]


def test_bundle_is_built_by_its_makefile(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    words = ("-d", "contents=makefile", "-d", "packages=[mpmath==1.3.0, httpx]")
    done = succeeded(repository.here("add", "layer", "nums", *words))
    below = [path for path in repository.files() if path.startswith("layers/nums/")]
    assert below == ["layers/nums/Makefile", "layers/nums/provides.txt"]
    assert repository.text("layers/nums/provides.txt").splitlines()[1:] == [
        "mpmath==1.3.0", "httpx",
    ]  # fmt: skip
    resource = repository.data()["Resources"]["NumsLayer"]
    assert resource["Metadata"] == {"BuildMethod": "makefile"}
    assert "Install its packages into layers/nums/bundle/" in done.out
    assert "unzipped" not in done.out


@pytest.mark.slow
def test_bundle_is_what_the_function_imports(tmp_path: Path) -> None:
    """Built by `sam build` and run as in Lambda; the declaration and the Makefile stay behind."""
    repository = shop(tmp_path)
    repository.write("layers/http/python/unused.py", "")
    succeeded(repository.here("add", "layer", "nums", "-d", "contents=makefile"))
    repository.write("layers/nums/bundle/numbers_of_ours/__init__.py", "SEVEN = 7\n")
    succeeded(repository.here("add", "function", "orders", "-d", "layers=NumsLayer"))
    code = "functions/orders/src/lambda_handler.py"
    repository.write(code, repository.text(code) + SEVEN)
    text = repository.text().replace("lambda_handler.lambda_handler", "lambda_handler.seven")
    repository.write("template.yaml", text)
    artifact = Artifact.of(build(repository.root), "OrdersFunction")
    layer = repository.root / ".aws-sam/build/NumsLayer"
    assert [path.relative_to(layer).as_posix() for path in layer.rglob("*.*")] == [
        "python/numbers_of_ours/__init__.py"
    ]
    own = environment(artifact, {"AWS_REGION": "eu-west-1"}, {})
    outcome = invoke(artifact, {}, own, python())
    assert (outcome.result, outcome.error) == (7, None)
    assert artifact.runtime == RUNTIME


@pytest.mark.slow
def test_bundle_that_is_not_there_stops_the_build(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    repository.write("layers/http/python/unused.py", "")
    succeeded(repository.here("add", "layer", "nums", "-d", "contents=makefile"))
    with pytest.raises(AssertionError, match="bundle"):
        build(repository.root)


def test_layer_from_outside_is_a_parameter(tmp_path: Path) -> None:
    repository = with_tools(tmp_path, POWERTOOLS, "packages=aws-lambda-powertools[all]")
    assert repository.data()["Parameters"]["ToolsLayer"] == {
        "Type": "String", "Description": "Tools", "Default": BEHIND,
    }  # fmt: skip
    assert "ToolsLayer" not in repository.data()["Resources"]
    assert not any(path.startswith("layers/tools") for path in repository.files())
    provides = repository.text(".scaffold/layers/tools/provides.txt")
    assert provides.splitlines()[1:] == ["aws-lambda-powertools[all]"]
    assert "up to date" in succeeded(repository.here("status")).out
    assert "ToolsLayer" in succeeded(repository.here("list")).out


SAME = {
    "region": POWERTOOLS.replace("${AWS::Region}", "eu-west-1"),
    "partition": POWERTOOLS.replace("arn:aws:", "arn:${AWS::Partition}:"),
    "china": POWERTOOLS.replace("arn:aws:", "arn:aws-cn:"),
    "gov": POWERTOOLS.replace("${AWS::Region}", "us-gov-west-1").replace(":aws:", ":aws-us-gov:"),
}


@pytest.mark.parametrize("arn", SAME.values(), ids=SAME.keys())
def test_region_and_partition_are_those_of_the_stack(arn: str, tmp_path: Path) -> None:
    repository = with_tools(tmp_path, arn)
    assert repository.data()["Parameters"]["ToolsLayer"]["Default"] == BEHIND


WRONG = {
    "empty": "",
    "no-version": POWERTOOLS.rpartition(":")[0],
    "a-function's": "arn:aws:lambda:eu-west-1:123456789012:function:orders",
    "short-account": "arn:aws:lambda:eu-west-1:12345:layer:tools:3",
    "another-reference": "arn:aws:lambda:${Region}:123456789012:layer:tools:3",
    "a-name": "AWSLambdaPowertoolsPythonV3",
}


@pytest.mark.parametrize("arn", WRONG.values(), ids=WRONG.keys())
def test_what_is_no_arn_of_a_layer_is_refused(arn: str, tmp_path: Path) -> None:
    repository = shop(tmp_path)
    words = ("-d", "contents=arn", "-d", f"arn={arn}")
    line = refusal(repository.here("add", "layer", "tools", *words))
    assert line.startswith(f"error: arn: {arn!r} is not a valid ARN of a layer version. Use")


def test_parameter_that_is_there_is_not_taken(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    text = repository.text().replace(
        "Resources:", "Parameters:\n  ToolsLayer: {Type: String, Default: x}\n\nResources:", 1
    )
    repository.write("template.yaml", text)
    line = refusal(
        repository.here("add", "layer", "tools", "-d", "contents=arn", "-d", f"arn={POWERTOOLS}")
    )
    assert "already has a parameter ToolsLayer" in line


def test_function_states_the_whole_arn(tmp_path: Path) -> None:
    repository = using_tools(tmp_path)
    assert layers(repository) == [reference("ToolsLayer"), {"Ref": "SharedCodeLayer"}]
    data: dict[str, Any] = repository.data()
    own = data["Resources"]["OrdersFunction"]
    own["Properties"] |= {"CodeUri": "s3://bucket/code", "Layers": [reference("ToolsLayer")]}
    del own["Properties"]["LoggingConfig"]  # names another resource
    resources = {"OrdersFunction": own}
    found = translate(resources, Parameters=data["Parameters"])
    assert refused(found["Resources"], Parameters=data["Parameters"]) == []


def test_layer_counts_among_the_five(tmp_path: Path) -> None:
    repository = with_tools(tmp_path)
    for name in ("a", "b", "c"):
        succeeded(repository.here("add", "layer", name))
    every = "ToolsLayer,HttpLayer,ALayer,BLayer,CLayer"
    assert "6 layers" in refusal(repository.here("add", "function", "f", "-d", f"layers={every}"))


def test_function_is_told_of_the_layer_by_name(tmp_path: Path) -> None:
    repository = with_tools(tmp_path)
    line = refusal(repository.here("add", "function", "orders", "-d", "layers=TolsLayer"))
    assert "Did you mean ToolsLayer?" in line


def test_function_can_have_it_later(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    succeeded(repository.here("add", "function", "orders"))
    words = ("-d", "contents=arn", "-d", f"arn={POWERTOOLS}")
    succeeded(repository.here("add", "layer", "tools", *words))
    succeeded(repository.here("set", "orders", "layers=ToolsLayer"))
    assert layers(repository) == [reference("ToolsLayer"), {"Ref": "SharedCodeLayer"}]
    succeeded(repository.here("set", "orders", "layers=HttpLayer"))
    assert layers(repository) == [{"Ref": "HttpLayer"}, {"Ref": "SharedCodeLayer"}]


def test_powertools_by_their_own_layer(tmp_path: Path) -> None:
    repository = with_tools(tmp_path)
    succeeded(repository.here("add", "function", "orders"))
    assert repository.answers(".scaffold/functions/orders/answers.yml")["powertools"] is True
    assert layers(repository) == [reference("ToolsLayer"), {"Ref": "SharedCodeLayer"}]


def test_newer_version_of_the_layer_is_one_changed_line(tmp_path: Path) -> None:
    repository = using_tools(tmp_path)
    before = repository.text().splitlines()
    succeeded(repository.here("set", "tools", f"arn={POWERTOOLS[:-1]}8"))
    after = repository.text().splitlines()
    assert [(a, b) for a, b in zip(before, after, strict=True) if a != b] == [
        (f"    Default: {BEHIND}", f"    Default: {BEHIND[:-1]}8")
    ]


def test_renamed_with_all_that_refers_to_it(tmp_path: Path) -> None:
    repository = using_tools(tmp_path)
    done = succeeded(repository.here("rename", "tools", "helpers"))
    assert "Parameters.ToolsLayer -> HelpersLayer" in done.out
    assert "CloudFormation replaces" not in done.err
    assert layers(repository) == [reference("HelpersLayer"), {"Ref": "SharedCodeLayer"}]
    assert "ToolsLayer" not in repository.text()
    assert succeeded(repository.here("status")).out.count("up to date") == 3
    succeeded(repository.here("set", "orders", "memory_size=512"))
    assert layers(repository) == [reference("HelpersLayer"), {"Ref": "SharedCodeLayer"}]


def test_not_removed_while_a_function_has_it(tmp_path: Path) -> None:
    repository = using_tools(tmp_path)
    before = repository.snapshot()
    assert "ToolsLayer" in refusal(repository.here("remove", "tools"))
    assert repository.snapshot() == before
    succeeded(repository.here("remove", "orders"))
    succeeded(repository.here("remove", "tools"))
    assert "ToolsLayer" not in repository.text()


def test_adopting_others_leaves_it_alone(tmp_path: Path) -> None:
    repository = with_tools(tmp_path)
    succeeded(repository.here("adopt", "--all"))
    assert "ToolsLayer" in succeeded(repository.here("list")).out
    succeeded(repository.here("status"))


def test_layer_with_a_makefile_is_adopted_as_one(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    text = repository.text().replace(
        "  HttpLayer:\n    Type: AWS::Serverless::LayerVersion\n",
        "  HttpLayer:\n    Type: AWS::Serverless::LayerVersion\n"
        "    Metadata:\n      BuildMethod: makefile\n",
    )
    repository.write("template.yaml", text)
    succeeded(repository.here("adopt", "HttpLayer"))
    (path,) = (path for path in repository.files() if path.endswith("/answers.yml"))
    assert repository.answers(path)["contents"] == "makefile"
    succeeded(repository.here("status"))
