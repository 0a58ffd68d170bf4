"""`rename` follows its names into other files, or refuses, or warns."""

from __future__ import annotations

from pathlib import Path

import pytest
from by_hand import CODE, HEAD, by_hand, function
from repositories import Repository, refusal, succeeded

MADE = "    Metadata: {BuildMethod: makefile}\n"

LAYER = (
    "  ToolsLayer:\n    Type: AWS::Serverless::LayerVersion\n"
    "    Metadata: {BuildMethod: makefile}\n    Properties:\n"
    "      ContentUri: layers/tools/\n      CompatibleRuntimes: [python3.12]\n"
)

TWO = (
    function("OrdersFunction", "src/", "orders.handler", MADE)
    + function("BillsFunction", "src/", "bills.handler", MADE)
)  # fmt: skip

MAKEFILE = """\
.PHONY: build-OrdersFunction build-BillsFunction
build-OrdersFunction build-BillsFunction:\r
\tcp *.py "$(ARTIFACTS_DIR)"  # for build-OrdersFunction
"""


def test_make_builds_a_layer_under_its_new_name(tmp_path: Path) -> None:
    files = {"layers/tools/Makefile": "build-ToolsLayer:\n\tcp greet.py x\n"}
    found = by_hand(tmp_path / "r", HEAD + LAYER, "layers/tools/greet.py", **files)
    done = succeeded(found.here("rename", "tools", "helpers"))
    assert found.text("layers/helpers/Makefile") == "build-HelpersLayer:\n\tcp greet.py x\n"
    assert "layers/helpers/Makefile" in done.out.partition("Renamed in template.yaml")[2]
    assert "the old name" not in done.err


def test_a_makefile_of_several_functions_follows_in_place(tmp_path: Path) -> None:
    files = {"src/Makefile": MAKEFILE}
    found = by_hand(tmp_path / "r", HEAD + TWO, "src/orders.py", "src/bills.py", **files)
    succeeded(found.here("rename", "orders", "sales"))
    expected = MAKEFILE.replace("build-OrdersFunction", "build-SalesFunction").encode()
    assert found.read("src/Makefile") == expected


NO_TARGETS = {
    "made-up": "build-$(NAME):\n",
    "none": "all:\n",
    "only-phony": ".PHONY: build-ToolsLayer\n",
}


@pytest.mark.parametrize("text", NO_TARGETS.values(), ids=NO_TARGETS.keys())
def test_a_target_that_is_not_found_is_warned_of(text: str, tmp_path: Path) -> None:
    files = {"layers/tools/Makefile": text}
    found = by_hand(tmp_path / "r", HEAD + LAYER, "layers/tools/greet.py", **files)
    done = succeeded(found.here("rename", "tools", "helpers"))
    assert "layers/helpers/Makefile has no target build-HelpersLayer" in done.err


def test_no_warning_where_a_pattern_builds_all(tmp_path: Path) -> None:
    files = {"layers/tools/Makefile": "build-%:\n\tcp greet.py x\n"}
    found = by_hand(tmp_path / "r", HEAD + LAYER, "layers/tools/greet.py", **files)
    assert "no target" not in succeeded(found.here("rename", "tools", "helpers")).err


API = """\
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      DefinitionBody:
        Fn::Transform:
          Name: AWS::Include
          Parameters: {Location: ./functions/orders/api.yaml}
"""

INCLUDED = """\
paths:
  /orders:  # OrdersFunction
    get: {uri: {"Fn::Sub": "${OrdersFunction.Arn}"}, credentials: !GetAtt OrdersFunctionRole.Arn}
"""


def test_what_the_template_includes_follows_where_it_has_moved(tmp_path: Path) -> None:
    template = (
        HEAD
        + function("OrdersFunction", "functions/orders/", "app.handler")
        + API
        + "Outputs: {Role: {Value: !GetAtt OrdersFunctionRole.Arn}}\n"
    )
    files = {"functions/orders/api.yaml": INCLUDED}
    found = by_hand(tmp_path / "r", template, "functions/orders/app.py", **files)
    done = succeeded(found.here("rename", "orders", "sales"))
    assert "Location: ./functions/sales/api.yaml" in found.text()
    assert found.text("functions/sales/api.yaml") == (
        INCLUDED.replace("${OrdersFunction.Arn}", "${SalesFunction.Arn}").replace(
            "OrdersFunctionRole", "SalesFunctionRole"
        )
    )
    assert "the old name is also in functions/sales/api.yaml;" in done.err  # its comment


REFUSED = {
    "alias": (
        "x-uri: &uri functions/orders/\n"
        + HEAD
        + function("OrdersFunction", "*uri", "app.handler"),
        {},
        "Properties.CodeUri of OrdersFunction stays, as it is anchored, and used elsewhere",
    ),
    "anchored": (
        HEAD
        + function("OrdersFunction", "&uri functions/orders/", "app.handler")
        + "Outputs: {Uri: {Value: *uri}}\n",
        {},
        "Properties.CodeUri of OrdersFunction stays, as it is anchored, and used elsewhere",
    ),
    "given-to-another": (
        HEAD + "  OrdersFunction:\n    Type: AWS::Serverless::Function\n    Properties: &common\n"
        "      CodeUri: functions/orders/\n      Handler: app.handler\n"
        "      Runtime: python3.12\n"
        "  Table:\n    Type: AWS::CloudFormation::CustomResource\n"
        "    Properties: {<<: *common, ServiceToken: a}\n",
        {},
        "Properties.CodeUri of OrdersFunction stays, as it is anchored, and used elsewhere",
    ),
    "another-s-code-since": (
        HEAD + function("OrdersFunction", "functions/orders/", "app.handler"),
        {"template": function("OtherFunction", "functions/orders/", "app.handler")},
        "OtherFunction would be left without functions/orders/app.py, which moves",
    ),
    "in-another-s-folder-since": (
        HEAD + function("OrdersFunction", "functions/orders/", "app.handler"),
        {"template": function("OtherFunction", "functions/", "orders.app.handler")},
        "OtherFunction would be left without functions/orders/app.py, which moves",
    ),
}


@pytest.mark.parametrize(("template", "since", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_nothing_is_renamed_where_a_function_would_miss_its_code(
    template: str, since: dict[str, str], said: str, tmp_path: Path
) -> None:
    found = by_hand(tmp_path / "r", template, "functions/orders/app.py")
    found.write("template.yaml", template + since.get("template", ""))
    before = found.snapshot()
    name = next(
        candidate
        for candidate in ("orders", "orders_function")
        if candidate in found.here("list").out
    )
    error = refusal(found.here("rename", name, "sales"))
    assert said in error
    assert found.snapshot() == before


NAMED = "      FunctionName: fixed\n"


def test_a_name_in_aws_that_stays_is_warned_of(tmp_path: Path) -> None:
    template = HEAD + function("OrdersFunction", "functions/orders/", "app.handler", NAMED)
    found = by_hand(tmp_path / "r", template, "functions/orders/app.py")
    done = succeeded(found.here("rename", "orders", "sales"))
    assert "SalesFunction keeps the name fixed in AWS" in done.err


def test_a_name_in_aws_that_follows_is_not(tmp_path: Path) -> None:
    named = '      FunctionName: !Sub "${AWS::StackName}-orders"\n'
    template = HEAD + function("OrdersFunction", "functions/orders/", "app.handler", named)
    found = by_hand(tmp_path / "r", template, "functions/orders/app.py")
    done = succeeded(found.here("rename", "orders", "sales"))
    assert '"${AWS::StackName}-sales"' in found.text()
    assert "keeps the name" not in done.err


def test_files_are_not_moved_onto_others(tmp_path: Path) -> None:
    template = HEAD + function("OrdersFunction", "functions/orders/", "app.handler")
    found = by_hand(tmp_path / "r", template, "functions/orders/app.py")
    found.write("functions/sales/app.py", "ours\n")
    before = found.snapshot()
    assert "functions/sales already exists" in refusal(found.here("rename", "orders", "sales"))
    assert found.snapshot() == before


def test_a_template_in_a_folder_of_its_own_names_code_beside_it(tmp_path: Path) -> None:
    template = (
        HEAD
        + function("OrdersFunction", "../src/orders/", "orders.handler", MADE)
        + function("OtherFunction", "../src/other/", "app.handler")
    )
    files = {"infra/template.yaml": template, "src/orders/Makefile": "build-OrdersFunction:\n"}
    files |= dict.fromkeys(("src/orders/orders.py", "src/other/app.py"), CODE)
    found = Repository(tmp_path / "r", files)
    found.commit()
    succeeded(found.here("adopt", "--all"))
    done = succeeded(found.here("rename", "orders", "sales"))
    text = found.text("infra/template.yaml")
    assert "CodeUri: ../src/sales/\n      Handler: sales.handler" in text
    assert found.text("src/sales/Makefile") == "build-SalesFunction:\n"
    assert "  src/orders/orders.py -> src/sales/sales.py" in done.out
    assert "the old name" not in done.err
    again = text + function("LateFunction", "../src/sales/", "sales.handler")
    found.write("infra/template.yaml", again)
    said = "LateFunction would be left without src/sales/sales.py"
    assert said in refusal(found.here("rename", "sales", "orders"))
