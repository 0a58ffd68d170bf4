"""`add` keeps the notation, encoding, name and folder of a template."""

from __future__ import annotations

import json
from pathlib import Path

from repositories import Repository, refusal, succeeded
from styled_templates import GLOBALS, KEBAB, added

JSON = (
    json.dumps(
        {
            "Transform": "AWS::Serverless-2016-10-31",
            "Resources": {
                "SharedCodeLayer": {
                    "Type": "AWS::Serverless::LayerVersion",
                    "Properties": {"ContentUri": "layers/shared/"},
                },
                "OrderRouterFunction": {
                    "Type": "AWS::Serverless::Function",
                    "Properties": {
                        "FunctionName": {"Fn::Sub": "${AWS::StackName}-order-router"},
                        "CodeUri": "functions/order_router/",
                        "Handler": "app.run",
                        "Runtime": "python3.12",
                    },
                },
            },
        },
        indent=4,
    )
    + "\n"
)


def test_template_in_json_stays_json(tmp_path: Path) -> None:
    repository = Repository(tmp_path, {"template.json": JSON})
    properties = added(repository, path="template.json")
    assert properties["FunctionName"] == {"Fn::Sub": "${AWS::StackName}-price-feed"}
    plain = json.loads(repository.text("template.json"))
    assert plain["Resources"]["PriceFeedFunction"]["Properties"]["Handler"] == "app.run"
    assert '\n        "PriceFeedFunction": {\n            "Type"' in repository.text(
        "template.json"
    )


def test_template_with_crlf_stays_crlf(tmp_path: Path) -> None:
    repository = Repository(tmp_path, {"template.yaml": KEBAB.replace("\n", "\r\n")})
    added(repository)
    data = repository.read()
    assert data.count(b"\n") == data.count(b"\r\n")


def test_template_with_bom_keeps_it_and_gets_no_second_one(tmp_path: Path) -> None:
    repository = Repository(tmp_path, {"template.yaml": b"\xef\xbb\xbf" + KEBAB.encode()})
    added(repository)
    data = repository.read()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\xef\xbb\xbf") == 1


def test_template_without_final_newline_stays_so(tmp_path: Path) -> None:
    repository = Repository(tmp_path, {"template.yaml": KEBAB.rstrip("\n")})
    added(repository)
    assert not repository.read().endswith(b"\n")


def test_nested_template_keeps_everything_below_its_folder(tmp_path: Path) -> None:
    repository = Repository(tmp_path, {"services/pay/template.yaml": KEBAB, "README.md": "x\n"})
    properties = added(repository, path="services/pay/template.yaml")
    assert properties["CodeUri"] == "functions/price-feed/"
    new = set(repository.files()) - {"services/pay/template.yaml", "README.md"}
    new.remove(".copier-answers.sam-scaffold.yml")  # it stands for all of the repository
    assert new
    assert all(path.startswith("services/pay/") for path in new)
    assert "services/pay/functions/price-feed/app.py" in new
    done = repository.python("-m", "pytest", "-q", "-p", "no:cacheprovider", "services")
    assert done.code == 0, done.out


def test_template_of_another_name_is_found(tmp_path: Path) -> None:
    other = "Resources:\n  A: {Type: AWS::SQS::Queue}\n"
    repository = Repository(tmp_path, {"data-template.yaml": KEBAB, "pipeline.yaml": other})
    added(repository, path="data-template.yaml")


def test_of_several_templates_the_answered_one_is_taken(tmp_path: Path) -> None:
    repository = Repository(
        tmp_path, {"template.yaml": GLOBALS, "data-template.yaml": KEBAB, "a/template.yml": GLOBALS}
    )
    properties = added(
        repository, "-d", "template_file=data-template.yaml", path="data-template.yaml"
    )
    assert properties["Handler"] == "app.handler"
    repository.commit()
    done = succeeded(repository.here("add", "function", "billing"))
    assert "Added to template.yaml" in done.out
    line = refusal(repository.here("add", "function", "x_ray", "-d", "template_file=tmplate.yaml"))
    for name in ("tmplate.yaml", "template.yaml", "data-template.yaml", "a/template.yml"):
        assert name in line
