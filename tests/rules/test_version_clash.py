"""Layers, and a function's own packages, with different versions of one package."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules import lint, write_files

RULE = "W9203"


def template(*functions: str, own: str = "") -> str:
    resources = "".join(
        f"""
          {name}:
            Type: AWS::Serverless::Function
            Properties: {{Runtime: python3.12, Handler: app.h, CodeUri: functions/{name}/, {own}
              Layers: [!Ref First, !Ref Last]}}"""
        for name in functions
    )
    return f"""
        Transform: AWS::Serverless-2016-10-31
        Resources:{resources}
          First:
            Type: AWS::Serverless::LayerVersion
            Metadata: {{BuildMethod: python3.12}}
            Properties: {{ContentUri: layers/first/}}
          Last:
            Type: AWS::Serverless::LayerVersion
            Metadata: {{BuildMethod: python3.12}}
            Properties: {{ContentUri: layers/last/}}
        """


def listed(first: str, last: str, own: str = "") -> dict[str, str]:
    return {
        "layers/first/requirements.txt": first,
        "layers/last/requirements.txt": last,
        "functions/Orders/requirements.txt": own,
    }


CLASHES = {
    "pins": ("urllib3==2.2.0\n", "urllib3==1.26.18\n", "urllib3 2.2.0 and 1.26.18;"),
    "spelled": ("PyYAML==6.0.1\n", "pyyaml==6.0.2\n", "PyYAML 6.0.1 and 6.0.2;"),
    "ranges": ("numpy<2\n", "numpy>=2.1\n", "numpy <2 and >=2.1;"),
    "several": (
        "a-b==1\nc-d==1\ne-f==1\ng-h==1\n",
        "a-b==2\nc-d==2\ne-f==2\ng-h==2\n",
        "a-b 1 and 2, c-d 1 and 2, e-f 1 and 2 and 1 more;",
    ),
}


@pytest.mark.parametrize(("first", "last", "what"), CLASHES.values(), ids=CLASHES.keys())
def test_clash_of_layers(first: str, last: str, what: str, tmp_path: Path) -> None:
    (said,) = lint(tmp_path, RULE, template("Orders"), listed(first, last))
    assert said.path == ("Resources", "Orders", "Properties", "Layers")
    assert said.message == (
        f"Orders: First and Last contain {what} the version of Last is imported, possibly "
        "mixed with the other. Pin one version, or remove one of them."
    )


AGREE = {
    "same": ("urllib3==2.2.0\n", "urllib3==2.2.0\n"),
    "same-spelled-differently": ("urllib3==2.2\n", "urllib3==2.2.0\n"),
    "not-pinned": ("urllib3\n", "urllib3==1.26.18\n"),
    "in-range": ("urllib3>=1.26\n", "urllib3==1.26.18\n"),
    "different-packages": ("urllib3==2.2.0\n", "httpx==0.28.1\n"),
    "other-python": ("urllib3==2.2.0\n", "urllib3==1.26.18; python_version < '3.8'\n"),
    "address": ("urllib3 @ https://example.com/urllib3-1.0-py3-none-any.whl\n", "urllib3==2.2.0\n"),
}


@pytest.mark.parametrize(("first", "last"), AGREE.values(), ids=AGREE.keys())
def test_layers_that_agree(first: str, last: str, tmp_path: Path) -> None:
    assert lint(tmp_path, RULE, template("Orders"), listed(first, last)) == []


def test_own_packages_hide_those_of_layers(tmp_path: Path) -> None:
    files = listed("urllib3==2.2.0\n", "httpx==0.28.1\n", "urllib3==1.26.18\n")
    (said,) = lint(tmp_path, RULE, template("Orders"), files)
    assert said.message.startswith(
        "Orders: First and its own code contain urllib3 2.2.0 and 1.26.18; the version of its own "
    )


def test_layers_of_many_functions_are_named_once(tmp_path: Path) -> None:
    files = listed("urllib3==2.2.0\n", "urllib3==1.26.18\n")
    (said,) = lint(tmp_path, RULE, template("Orders", "Refunds", "Reports"), files)
    assert said.path[1] == "Orders"
    assert said.message.endswith("remove one of them. This applies to 2 more functions.")


def test_code_that_functions_share_is_named_once(tmp_path: Path) -> None:
    text = template("Orders", "Returns").replace("functions/Returns/", "functions/Orders/")
    (said,) = lint(tmp_path, RULE, text, listed("", "urllib3==1.26.18\n", "urllib3==2.2.0\n"))
    assert "the version of its own code is imported. Pin one" in said.message
    assert said.message.endswith("This applies to 1 more function.")


def test_order_decides(tmp_path: Path) -> None:
    text = template("Orders").replace("[!Ref First, !Ref Last]", "[!Ref Last, !Ref First]")
    (said,) = lint(tmp_path, RULE, text, listed("urllib3==2.2.0\n", "urllib3==1.26.18\n"))
    assert "Last and First contain urllib3 1.26.18 and 2.2.0; the version of First" in said.message


def test_what_is_built_counts(tmp_path: Path) -> None:
    write_files(tmp_path, "", listed("urllib3\n", "urllib3\n"))
    built = {
        f".aws-sam/build/{layer}/python/urllib3-{version}.dist-info/METADATA": (
            f"Metadata-Version: 2.1\nName: urllib3\nVersion: {version}\n"
        )
        for layer, version in (("First", "2.2.0"), ("Last", "2.5.0"))
    }
    (said,) = lint(tmp_path, RULE, template("Orders"), built)
    assert "First and Last contain urllib3 2.2.0 and 2.5.0;" in said.message


def test_layers_that_no_function_has_together(tmp_path: Path) -> None:
    text = template("Orders").replace("[!Ref First, !Ref Last]", "[!Ref Last]")
    assert lint(tmp_path, RULE, text, listed("urllib3==2.2.0\n", "urllib3==1.26.18\n")) == []


def test_layers_under_a_condition(tmp_path: Path) -> None:
    text = template("Orders").replace("!Ref First,", "!If [IsOld, !Ref First, !Ref Last],")
    assert lint(tmp_path, RULE, text, listed("urllib3==2.2.0\n", "urllib3==1.26.18\n")) == []
