"""Components in the style of the existing ones, whatever that is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from repositories import Repository, only_adds, refusal, succeeded
from styled_templates import DOTTED_LAMBDA, GLOBALS, HEAD, HTTP, KEBAB, SHARED, STYLES, added


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
    succeeded(repository.here("add", "function", "price_feed", "-d", "alarms=none"))
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
    words = ("--like", "none", "-d", "alarms=none")
    done = succeeded(repository.here("add", "function", "price_feed", *words))
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
    assert "Choose another name" in line
    assert repository.snapshot() == before


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
