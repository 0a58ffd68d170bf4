"""Contents of layers, compared with the required packages."""

from __future__ import annotations

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from sam_scaffold.dependencies.packages.layer_contents import (
    LayerContents,
    agree,
    described,
    distributions_meant,
)

AGREEING = [
    ("a", "a"),
    ("a==1", "a==1.0"),
    ("a==1.26.4", "a>=1.20"),
    ("a", "a>=2"),
    ("a>1", "a<2"),
    ("a<1", "a>0.9"),
    ("a>=2", "a!=2"),
    ("a!=1.*", "a>=1"),
    ("a~=1.4", "a==1.*"),
    ("a==1.0+cpu", "a>=1"),
    ("a==2.0rc1", "a>=2.0rc1"),
    ("a===odd", "a===odd"),
    ("a==1!2.0", "a>1!1"),
    ("a @ https://example.com/a-1-py3-none-any.whl", "a==2"),
]
DISAGREEING = [
    ("a==1.26.4", "a>=2"),
    ("a==1", "a==1.0.1"),
    ("a<2", "a>=2"),
    ("a>2", "a<=2"),
    ("a==1.*", "a!=1.*"),
    ("a~=1.4", "a>=2"),
    ("a==2.0rc1", "a>=2"),
    ("a==2", "a==1!2"),
]


@pytest.mark.parametrize(("first", "other"), AGREEING)
def test_compatible_versions(first: str, other: str) -> None:
    assert agree(Requirement(first), Requirement(other))
    assert agree(Requirement(other), Requirement(first))


@pytest.mark.parametrize(("first", "other"), DISAGREEING)
def test_incompatible_versions(first: str, other: str) -> None:
    assert not agree(Requirement(first), Requirement(other))
    assert not agree(Requirement(other), Requirement(first))


def test_versions_are_compatible_if_any_is_of_both() -> None:
    versions = [f"{a}.{b}.{c}" for a in range(4) for b in range(3) for c in range(2)]
    parts = [f"{sign}{at}" for sign in ("==", "!=", "<", "<=", ">", ">=", "~=") for at in
             ("1.0", "1.1", "2.0.1")] + ["==1.*", "!=1.*", "==2.0.*"]  # fmt: skip
    for part in parts:
        for other in parts:
            both = SpecifierSet(f"{part},{other}")
            if any(version in both for version in versions):
                assert agree(Requirement(f"a{part}"), Requirement(f"a{other}")), (part, other)


@pytest.mark.parametrize(
    ("requirement", "words"),
    [("numpy==1.26.4", "numpy 1.26.4"), ("numpy<2", "numpy <2"), ("numpy", "numpy")],
)
def test_requirement_as_people_say_it(requirement: str, words: str) -> None:
    assert described(Requirement(requirement)) == words


MEANT = {
    "distribution": ("PyYAML", ("pyyaml",)),
    "import": ("yaml", ("yaml", "pyyaml")),
    "both": ("numpy", ("numpy",)),
    "namespace": ("google.cloud.storage", ("google-cloud-storage",)),
    "namespace-of-top-level-data": ("google.cloud.tasks", ("google-cloud-tasks",)),
    "unknown-of-a-namespace": ("google.cloud.nothing", ("google-cloud-nothing",)),
    "submodule": ("yaml.representer", ("yaml-representer", "pyyaml")),
    "own": ("prices_of_ours", ("prices-of-ours",)),
}


@pytest.mark.parametrize(("name", "distributions"), MEANT.values(), ids=MEANT.keys())
def test_distributions_that_a_name_means(name: str, distributions: tuple[str, ...]) -> None:
    assert distributions_meant(name) == distributions


HEADLESS = LayerContents(
    {"opencv-python-headless": Requirement("opencv-python-headless==4.10.0.84")}, frozenset({"cv2"})
)
LOOSE = LayerContents({}, frozenset({"yaml", "google.cloud.storage", "pricing"}))

BROUGHT = {
    "one-of-several-distributions": (HEADLESS, "cv2", True),
    "another-distribution-of-the-module": (HEADLESS, "opencv-python", False),
    "modules-without-metadata": (LOOSE, "PyYAML", True),
    "module-by-its-name": (LOOSE, "yaml", True),
    "submodule": (LOOSE, "yaml.nodes", True),
    "own-code": (LOOSE, "pricing", True),
    "namespace-of-others": (LOOSE, "google-cloud-bigquery", False),
    "namespace-itself": (LOOSE, "google.cloud.storage", True),
    "beginning-of-a-name": (LOOSE, "yam", False),
}


@pytest.mark.parametrize(("offer", "wanted", "brings"), BROUGHT.values(), ids=BROUGHT.keys())
def test_names_are_found(offer: LayerContents, wanted: str, *, brings: bool) -> None:
    assert offer.brings(Requirement(wanted)) is brings


POWERTOOLS = {"aws-lambda-powertools": Requirement("aws-lambda-powertools==3.4.0")}
PYDANTIC = {"pydantic": Requirement("pydantic")}
NEEDS = {("aws-lambda-powertools", "parser"): frozenset({"pydantic"})}

EXTRAS = {
    "stated": (
        LayerContents({"aws-lambda-powertools": Requirement("aws-lambda-powertools[parser]")}),
        True,
    ),
    "not-known": (LayerContents(POWERTOOLS), False),
    "known-and-there": (LayerContents({**POWERTOOLS, **PYDANTIC}, extras=NEEDS), True),
    "known-and-not-there": (LayerContents(POWERTOOLS, extras=NEEDS), False),
}  # fmt: skip


@pytest.mark.parametrize(("offer", "brings"), EXTRAS.values(), ids=EXTRAS.keys())
def test_extras_are_needed(offer: LayerContents, *, brings: bool) -> None:
    wanted = Requirement("AWS_Lambda_Powertools[Parser]>=3")
    assert offer.brings(wanted) is brings
    said = "" if brings else "aws-lambda-powertools without its extra parser"
    assert offer.mismatch(wanted) == said
