"""`add layer`: packages or code of one's own, and its block in the SAM template."""

from __future__ import annotations

from pathlib import Path

import pytest
from repositories import SHOP, only_adds, shop, succeeded


def test_layer_of_packages_is_made_wired_and_told_of(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    before = repository.read()
    done = succeeded(repository.process("add", "layer", "nums", "-d", "packages=mpmath==1.3.0"))
    made = [path for path in repository.files() if path not in SHOP]
    assert made == [
        ".copier-answers.sam-scaffold.yml",
        ".scaffold/layers/nums/answers.yml",
        ".scaffold/layers/nums/applied.yaml",
        ".scaffold/layers/nums/resource.yaml",
        "layers/nums/requirements.txt",
    ]
    assert repository.text("layers/nums/requirements.txt") == (
        "# From mpmath==1.3.0, pinned for python3.12 on x86_64.\nmpmath==1.3.0\n"
    )
    assert only_adds(before, repository.read())
    assert repository.properties("NumsLayer") == {
        "Description": "Nums",
        "ContentUri": "layers/nums/",
        "CompatibleRuntimes": ["python3.12"],
        "CompatibleArchitectures": ["x86_64"],
        "RetentionPolicy": "Retain",
    }
    resource = repository.data()["Resources"]["NumsLayer"]
    assert resource["Type"] == "AWS::Serverless::LayerVersion"
    assert resource["Metadata"] == {"BuildMethod": "python3.12"}
    lines = [line.strip() for line in done.out.splitlines()]
    created, wired, then = (
        lines.index("Created"), lines.index("Added to template.yaml"), lines.index("Next"),
    )  # fmt: skip
    assert lines[created + 1 : wired] == made
    assert lines[wired + 1 : then] == ["Resources.NumsLayer"]
    assert any("layers=NumsLayer" in line for line in lines[then:])


def test_layer_for_arm_is_built_for_arm(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    succeeded(
        repository.here(
            "add", "layer", "nums", "-d", "architecture=arm64", "-d", "runtime=python3.13"
        )
    )
    resource = repository.data()["Resources"]["NumsLayer"]
    assert resource["Metadata"] == {"BuildMethod": "python3.13", "BuildArchitecture": "arm64"}
    assert repository.properties("NumsLayer")["CompatibleArchitectures"] == ["arm64"]


PACKAGES = {
    "one": ("httpx==0.28.1", ["httpx==0.28.1"]),
    "yaml-list": ("[httpx==0.28.1, mpmath]", ["httpx==0.28.1", "mpmath"]),
    "lines": ("httpx==0.28.1\nmpmath>=1.3", ["httpx==0.28.1", "mpmath>=1.3"]),
    "commas": ("httpx==0.28.1, mpmath", ["httpx==0.28.1", "mpmath"]),
    "spaces": ("httpx mpmath", ["httpx", "mpmath"]),
    "extra-and-range": ("httpx[http2]>=0.27,<1", ["httpx[http2]>=0.27,<1"]),
    "marker": (
        "tzdata==2025.2 ; python_version >= '3.12'",
        ["tzdata==2025.2 ; python_version >= '3.12'"],
    ),
}


@pytest.mark.parametrize(("text", "lines"), PACKAGES.values(), ids=PACKAGES.keys())
def test_packages_are_taken_in_every_form(text: str, lines: list[str], tmp_path: Path) -> None:
    repository = shop(tmp_path)
    words = ("-d", f"packages={text}", "-d", "pin=false")
    succeeded(repository.here("add", "layer", "nums", *words))
    assert repository.text("layers/nums/requirements.txt").splitlines() == lines


def test_layer_of_own_code_ships_its_package_alone(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    succeeded(repository.here("add", "layer", "pricing", "-d", "contents=shared_code"))
    below = [path for path in repository.files() if path.startswith("layers/pricing/")]
    assert below == ["layers/pricing/pricing/__init__.py", "layers/pricing/pricing/environment.py"]
    assert "tests/layers/pricing/test_pricing.py" in repository.files()
    done = repository.python("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/layers/pricing")
    assert done.code == 0, done.out


def test_layer_can_be_used_by_the_next_function(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    succeeded(repository.here("add", "layer", "nums"))
    succeeded(repository.here("add", "function", "orders", "-d", "layers=NumsLayer"))
    layers = repository.properties("OrdersFunction")["Layers"]
    assert layers == [{"Ref": "NumsLayer"}, {"Ref": "SharedCodeLayer"}]


def test_layer_needs_no_shared_layer(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    repository.write("template.yaml", "Transform: AWS::Serverless-2016-10-31\n")
    succeeded(repository.here("add", "layer", "nums"))
    assert list(repository.data()["Resources"]) == ["NumsLayer"]
