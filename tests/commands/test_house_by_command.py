"""Components in the style of the existing ones, whatever that is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from repositories import Repository, commit, git, only_adds, refusal, succeeded

HEAD = "AWSTemplateFormatVersion: '2010-09-09'\nTransform: AWS::Serverless-2016-10-31\n"

SHARED = """\
  SharedCodeLayer:
    Type: AWS::Serverless::LayerVersion
    Metadata:
      BuildMethod: python3.12
    Properties:
      ContentUri: layers/shared/
"""
HTTP = """\
  HttpLayer:
    Type: AWS::Serverless::LayerVersion
    Properties:
      ContentUri: layers/http/
"""

KEBAB = f"""{HEAD}Resources:
{SHARED}
  OrderRouterFunction:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: !Sub "${{AWS::StackName}}-order-router"
      CodeUri: functions/order-router/
      Handler: app.handler
      Runtime: python3.13
      Architectures: [arm64]
      Layers: [!Ref SharedCodeLayer]

  StockKeeperFunction:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: !Sub "${{AWS::StackName}}-stock-keeper"
      CodeUri: functions/stock-keeper/
      Handler: app.handler
      Runtime: python3.13
      Architectures: [arm64]
      Layers: [!Ref SharedCodeLayer]
"""

DOTTED_LAMBDA = f"""{HEAD}Resources:
{SHARED}
{HTTP}
  OrderRouterLambda:
    Type: AWS::Serverless::Function
    Metadata:
      BuildMethod: python3.12
    Properties:
      CodeUri: ./src/order_router
      Handler: order_router.main
      Runtime: python3.12
      Layers:
        - !Ref SharedCodeLayer
        - !Ref HttpLayer
      Tags:
        team: desk
        function: order_router
  StockKeeperLambda:
    Type: AWS::Serverless::Function
    Metadata:
      BuildMethod: python3.12
    Properties:
      CodeUri: ./src/stock_keeper
      Handler: stock_keeper.main
      Runtime: python3.12
      Layers:
        - !Ref SharedCodeLayer
        - !Ref HttpLayer
      Tags:
        team: desk
        function: stock_keeper
"""

GLOBALS = f"""{HEAD}Globals:
  Function:
    Runtime: python3.12
    Architectures: [arm64]
    Timeout: 20
    MemorySize: 512
    Layers:
      - !Ref SharedCodeLayer
Resources:
{SHARED}
{HTTP}
  OrderRouterFunction:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: functions/order_router/src/
      Handler: lambda_handler.lambda_handler
"""

NESTED_IF = f"""{HEAD}Conditions:
  IsMain: !Equals [!Ref AWS::StackName, main]
Resources:
{SHARED}
  OrderRouterFunction:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: !If
        - IsMain
        - !Sub "shop-${{AWS::Region}}-order-router"
        - !Sub "${{AWS::StackName}}-order-router"
      CodeUri: functions/order_router/
      Handler: lambda_handler.lambda_handler
      Runtime: python3.12
"""

STYLES: dict[str, tuple[str, dict[str, Any], str]] = {
    "kebab-folders": (
        KEBAB,
        {
            "CodeUri": "functions/price-feed/",
            "Handler": "app.handler",
            "Runtime": "python3.13",
            "Architectures": ["arm64"],
            "FunctionName": {"Fn::Sub": "${AWS::StackName}-price-feed"},
            "Layers": [{"Ref": "SharedCodeLayer"}],
        },
        "functions/price-feed/app.py",
    ),
    "dot-prefix-and-lambda-suffix": (
        DOTTED_LAMBDA,
        {
            "CodeUri": "./src/price_feed",
            "Handler": "price_feed.main",
            "Runtime": "python3.12",
            "Tags": {"team": "desk", "function": "price_feed"},
            "Layers": [{"Ref": "SharedCodeLayer"}, {"Ref": "HttpLayer"}],
        },
        "src/price_feed/price_feed.py",
    ),
    "globals": (
        GLOBALS,
        {"CodeUri": "functions/price_feed/src/", "Layers": [{"Ref": "HttpLayer"}]},
        "functions/price_feed/src/lambda_handler.py",
    ),
    "name-in-two-subs": (
        NESTED_IF,
        {
            "CodeUri": "functions/price_feed/",
            "FunctionName": {
                "Fn::If": [
                    "IsMain",
                    {"Fn::Sub": "shop-${AWS::Region}-price-feed"},
                    {"Fn::Sub": "${AWS::StackName}-price-feed"},
                ]
            },
        },
        "functions/price_feed/lambda_handler.py",
    ),
}


ALONE = ("-d", "alarms=false", "-d", "log_retention=0")
"""A function without the resources that come by themselves."""


def added(repository: Repository, *words: str, path: str = "template.yaml") -> dict[str, Any]:
    """Return the properties of a function that was added; nothing else has changed."""
    commit(repository.root)
    before, old = repository.read(path), repository.data(path)
    succeeded(repository.here("add", "function", "price_feed", *ALONE, *words))
    assert only_adds(before, repository.read(path))
    assert git(repository.root, "diff", "--name-only").split() == [path]
    new = repository.data(path)
    (logical_id,) = set(new["Resources"]) - set(old["Resources"])
    del new["Resources"][logical_id]
    assert new == old
    return {"id": logical_id, **repository.properties(logical_id, path)}


@pytest.mark.parametrize(("text", "expected", "handler"), STYLES.values(), ids=STYLES.keys())
def test_function_follows_the_house(
    text: str, expected: dict[str, Any], handler: str, tmp_path: Path
) -> None:
    repository = Repository(tmp_path, {"template.yaml": text})
    words = ("-d", "layers=HttpLayer") if "HttpLayer" in text else ()
    properties = added(repository, *words)
    suffix = "Lambda" if "RouterLambda" in text else "Function"
    assert properties["id"] == f"PriceFeed{suffix}"
    assert {key: properties[key] for key in expected} == expected
    assert handler in repository.files()
    snippet = next(path for path in repository.files() if path.endswith("/resource.yaml"))
    assert set(repository.data(snippet)["Resources"]) == {properties["id"]}


def test_globals_are_not_repeated(tmp_path: Path) -> None:
    repository = Repository(tmp_path, {"template.yaml": GLOBALS})
    properties = added(repository)
    assert not {"Runtime", "Architectures", "Timeout", "MemorySize", "Layers"} & set(properties)


def test_answer_that_differs_from_globals_is_stated(tmp_path: Path) -> None:
    repository = Repository(tmp_path, {"template.yaml": GLOBALS})
    properties = added(repository, "-d", "timeout=60", "-d", "architecture=x86_64")
    assert properties["Timeout"] == 60
    assert properties["Architectures"] == ["x86_64"]
    assert "Runtime" not in properties


def test_build_method_follows_the_house(tmp_path: Path) -> None:
    without = Repository(tmp_path / "without", {"template.yaml": KEBAB})
    added(without)
    assert "Metadata" not in without.data()["Resources"]["PriceFeedFunction"]
    having = Repository(tmp_path / "with", {"template.yaml": DOTTED_LAMBDA})
    added(having)
    metadata = having.data()["Resources"]["PriceFeedLambda"]["Metadata"]
    assert metadata == {"BuildMethod": "python3.12"}


def test_generated_tests_pass_in_a_flat_kebab_house(tmp_path: Path) -> None:
    repository = Repository(tmp_path, {"template.yaml": KEBAB})
    added(repository)
    done = repository.python("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests")
    assert done.code == 0, done.out


BESIDE = f"""{HEAD}Globals:
  Function:
    Runtime: python3.12
Resources:
  ChargeCardFunction:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: CHARGE
      Handler: app.lambda_handler
  SendMailFunction:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: SEND
      Handler: app.lambda_handler
"""


@pytest.mark.parametrize(
    ("spelled", "path", "uri", "folder"),
    [
        (("charge_card/", "send_mail/"), "template.yaml", "price_feed/", "price_feed"),
        (("./charge-card", "./send-mail"), "template.yaml", "./price-feed", "price-feed"),
        (("chargeCard/", "sendMail/"), "backend/t.yaml", "priceFeed/", "backend/priceFeed"),
    ],
)
def test_functions_beside_the_template_get_another_one_there(
    spelled: tuple[str, str], path: str, uri: str, folder: str, tmp_path: Path
) -> None:
    text = BESIDE.replace("CHARGE", spelled[0]).replace("SEND", spelled[1])
    repository = Repository(tmp_path, {path: text})
    succeeded(repository.here("add", "function", "price_feed", "-d", "alarms=false"))
    properties = repository.properties("PriceFeedFunction", path)
    assert properties["CodeUri"] == uri
    assert (tmp_path / folder / "app.py").is_file()
    assert [file.name for file in (tmp_path / folder).iterdir()] == ["app.py"]
    done = repository.python("-m", "pytest", "-q", "-p", "no:cacheprovider", ".")
    assert done.code == 0, done.out


@pytest.mark.parametrize("uri", [".", "./", "functions"])
def test_a_function_that_others_ship_is_said_to_be(uri: str, tmp_path: Path) -> None:
    text = BESIDE.replace("CHARGE", uri).replace("SEND", uri)
    repository = Repository(tmp_path, {"template.yaml": text})
    done = succeeded(repository.here("add", "function", "price_feed", "-d", "alarms=false"))
    assert "functions/price_feed/src is below" in done.err
    assert "ChargeCardFunction, SendMailFunction" in done.err
    assert "SharedCodeLayer" not in done.err


@pytest.mark.parametrize("name", ["docs", "tests", "layers", "functions"])
def test_a_function_beside_the_template_takes_no_folder_of_others(
    name: str, tmp_path: Path
) -> None:
    text = BESIDE.replace("CHARGE", "charge_card/").replace("SEND", "send_mail/")
    repository = Repository(tmp_path, {"template.yaml": text, "docs/README.md": "# Read me"})
    before = repository.snapshot()
    line = refusal(repository.here("add", "function", name))
    assert name in line
    assert "take another name" in line
    assert repository.snapshot() == before


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


def test_layer_follows_the_house(tmp_path: Path) -> None:
    text = f"""{HEAD}Resources:
{SHARED}
  HttpDependencies:
    Type: AWS::Serverless::LayerVersion
    Properties:
      LayerName: !Sub "shop-${{Stage}}-http"
      ContentUri: ./deps/http
  NumericDependencies:
    Type: AWS::Serverless::LayerVersion
    Properties:
      LayerName: !Sub "shop-${{Stage}}-numeric"
      ContentUri: ./deps/numeric
"""
    repository = Repository(tmp_path, {"template.yaml": text})
    succeeded(repository.here("add", "layer", "price_tools"))
    assert only_adds(text.encode(), repository.read())
    properties = repository.properties("PriceToolsDependencies")
    assert properties["LayerName"] == {"Fn::Sub": "shop-${Stage}-price-tools"}
    assert "deps/price_tools" in str(properties["ContentUri"])
    assert "deps/price_tools/requirements.txt" in repository.files()


def test_shared_layer_of_another_name_is_recognised_by_its_content(tmp_path: Path) -> None:
    text = f"""{HEAD}Resources:
  CommonLayer:
    Type: AWS::Serverless::LayerVersion
    Metadata: {{BuildMethod: python3.12}}
    Properties:
      ContentUri: layers/common/
{HTTP}"""
    repository = Repository(
        tmp_path,
        {
            "template.yaml": text,
            "layers/common/shop/log.py": "LOG = 1\n",
            "layers/http/requirements.txt": "httpx\n",
        },
    )
    properties = added(repository, "-d", "layers=HttpLayer")
    assert properties["Layers"] == [{"Ref": "HttpLayer"}, {"Ref": "CommonLayer"}]


def test_shared_layer_of_ours_gets_no_folder_of_another_layer(tmp_path: Path) -> None:
    text = f"""{HEAD}Resources:
  PackagesLayer:
    Type: AWS::Serverless::LayerVersion
    Metadata: {{BuildMethod: python3.12}}
    Properties:
      ContentUri: layers/shared/
"""
    files = {"template.yaml": text, "layers/shared/requirements.txt": "httpx\n"}
    repository = Repository(tmp_path, files)
    succeeded(repository.here("add", "function", "orders", "--defaults"))
    assert repository.properties("SharedCodeLayer")["ContentUri"] == "layers/shared_code/"
    shared = [file for file in repository.files() if file.startswith("layers/shared/")]
    assert shared == ["layers/shared/requirements.txt"]
