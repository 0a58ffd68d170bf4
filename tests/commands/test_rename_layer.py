"""`rename` of what others have: they go by its new name and folder, and are as they were."""

from __future__ import annotations

from pathlib import Path

import pytest
from by_hand import HEAD, by_hand, function
from repositories import Repository, succeeded

LAYER = """\
  UtilsLayer:
    Type: AWS::Serverless::LayerVersion
    Properties:
      ContentUri: src/utils/
      CompatibleRuntimes:
        - python3.12
"""
USES_IT = "      Layers:\n        - !Ref UtilsLayer\n      Tracing: Active\n"
PARCELS = function("ParcelsFunction", "src/parcels/", "app.handler", USES_IT)


def parcels(root: Path) -> Repository:
    """A shared code layer, and a function that has it and says more than its answers."""
    template = HEAD + LAYER + PARCELS + "      MaximumConcurrency: 2\n"
    helper = {"src/utils/python/helper.py": "ANSWER = 42\n"}
    return by_hand(root, template, "src/parcels/app.py", **helper)


def test_tests_find_the_shared_code_in_its_new_folder(tmp_path: Path) -> None:
    found = parcels(tmp_path)
    succeeded(found.here("add", "function", "orders", "-d", "shared_code=true", "--defaults"))
    found.commit()
    assert '"src" / "utils" / "python"' in found.text("tests/functions/orders/conftest.py")
    succeeded(found.here("rename", "utils", "common"))
    assert '"src" / "common" / "python"' in found.text("tests/functions/orders/conftest.py")
    assert (found.root / "src/common/python/helper.py").is_file()
    answers = found.text(".scaffold/functions/orders/answers.yml")
    assert "shared_source: src/common/python\n" in answers


def test_what_was_written_by_hand_is_not_called_edited(tmp_path: Path) -> None:
    found = parcels(tmp_path)
    succeeded(found.here("rename", "utils", "common"))
    found.commit()
    assert succeeded(found.here("status", "parcels")).out == "function parcels: up to date\n"
    assert found.properties("ParcelsFunction")["Layers"] == [{"Ref": "CommonLayer"}]


def test_what_was_edited_before_is_still(tmp_path: Path) -> None:
    found = parcels(tmp_path)
    edited = found.text("template.yaml").replace("MaximumConcurrency: 2", "MaximumConcurrency: 3")
    found.write("template.yaml", edited)
    succeeded(found.here("rename", "utils", "common"))
    assert "edited in the template" in succeeded(found.here("status", "parcels")).out


@pytest.mark.parametrize("shape", ["variable", "policy"])
def test_function_that_only_mentions_another_is_as_it_was(shape: str, tmp_path: Path) -> None:
    """Its answers say nothing of the other one: only its block does."""
    mentions = {
        "variable": "      Environment:\n        Variables:\n"
        "          OTHER: !Ref OrdersFunction\n",
        "policy": "      Policies:\n        - LambdaInvokePolicy:\n"
        "            FunctionName: !Ref OrdersFunction\n",
    }
    caller = function("ParcelsFunction", "src/parcels/", "app.handler", mentions[shape])
    called = function("OrdersFunction", "src/orders/", "app.handler")
    found = by_hand(tmp_path, HEAD + caller + called, "src/parcels/app.py", "src/orders/app.py")
    succeeded(found.here("rename", "orders", "claims"))
    found.commit()
    assert succeeded(found.here("status", "parcels")).out == "function parcels: up to date\n"
