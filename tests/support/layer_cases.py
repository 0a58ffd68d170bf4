"""The table of chosen layers, as cases that can be written to disk and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from sam_scaffold.questions.layer_choice import LayerChoice, deciding
from sam_scaffold.sam.model.template_files import load_template
from sam_scaffold.sam.style.house_style import HouseStyle
from sam_scaffold.transaction.repository_view import RepositoryView

TEMPLATE = "template.yaml"

SHARED = {
    "Type": "AWS::Serverless::LayerVersion",
    "Metadata": {"BuildMethod": "python3.12"},
    "Properties": {"ContentUri": "layers/shared/"},
}

_FILES = {
    "pyproject": "pyproject.toml",
    "makefile": "provides.txt",
    "arn": "provides.txt",
    "requirements": "requirements.txt",
}


@dataclass(frozen=True)
class Layer:
    """A layer of a case.

    Attributes:
        packages: The packages in it: ``numpy==2.1.0, pandas``.
        says: The kind of file that lists them, a key of `_FILES`.
        runtime: The runtime that it is for, empty where it says none.
        architecture: Its architecture, likewise.
        everywhere: Whether Globals give it to all functions.
    """

    packages: str
    says: str = "requirements"
    runtime: str = ""
    architecture: str = ""
    everywhere: bool = False

    def __str__(self) -> str:
        notes = [
            "" if self.says == "requirements" else _NOTES[self.says],
            f"for {self.runtime}" if self.runtime else "",
            f"for {self.architecture}" if self.architecture else "",
            "in Globals" if self.everywhere else "",
        ]
        text = ", ".join(filter(None, notes))
        return f"{self.packages}{f' ({text})' if text else ''}".replace("|", "\\|")


_NOTES = {
    "pyproject": "`pyproject.toml`",
    "makefile": "`provides.txt` beside a Makefile",
    "arn": "`provides.txt` of an ARN",
}


@dataclass(frozen=True)
class Case:
    """A row of the table.

    Attributes:
        layers: The packages in each layer of the template, in its order.
        packages: The answer of ``packages``.
        chosen: The layers that are chosen; empty where the function is refused.
        said: A part of the message: the reason, or the refusal.
        given: The answer of ``layers``.
    """

    layers: Mapping[str, str | Layer]
    packages: str
    chosen: tuple[str, ...]
    said: str = ""
    given: tuple[str, ...] = field(default=())

    @property
    def all_layers(self) -> dict[str, Layer]:
        """The layers, written in one way."""
        return {
            name: Layer(layer) if isinstance(layer, str) else layer
            for name, layer in self.layers.items()
        }

    def choice(self, folder: Path) -> LayerChoice:
        """Return the layers that are chosen if the case is written to an empty folder."""
        self.write_files(folder)
        repository = RepositoryView(folder)
        house = HouseStyle(shared_layer="SharedCodeLayer", globals=self._globals)
        packages = yaml.safe_load(self.packages)
        answers = deciding(packages, list(self.given), house.to_dict(), {})
        return LayerChoice.of(repository, load_template(repository, TEMPLATE), answers)

    @property
    def _globals(self) -> dict[str, list[dict[str, str]]]:
        found = [{"Ref": name} for name, layer in self.all_layers.items() if layer.everywhere]
        return {"Layers": found} if found else {}

    def write_files(self, folder: Path) -> None:
        """Write the template and the layers."""
        resources: dict[str, object] = {"SharedCodeLayer": SHARED}
        parameters: dict[str, object] = {}
        for number, (name, layer) in enumerate(self.all_layers.items()):
            place = folder / "layers" / name
            if layer.says == "arn":
                place = folder / ".scaffold" / "layers" / name
                default = f"123456789012:layer:outside:{number + 1}"
                parameters[name] = {"Type": "String", "Default": default}
                _write(place / "resource.yaml", {"Parameters": {name: parameters[name]}})
                answers = {"kind": "layer", "name": name, "template_file": TEMPLATE}
                _write(place / "answers.yml", {**answers, "contents": "arn"})
            else:
                resources[name] = _resource(name, layer)
            place.mkdir(parents=True, exist_ok=True)
            (place / _FILES[layer.says]).write_text(_listed(layer), encoding="utf-8")
        document = {
            "Transform": "AWS::Serverless-2016-10-31",
            "Globals": {"Function": self._globals},
            "Parameters": parameters,
            "Resources": resources,
        }
        _write(folder / TEMPLATE, document)


def _resource(name: str, layer: Layer) -> dict[str, object]:
    stated = {"CompatibleRuntimes": layer.runtime, "CompatibleArchitectures": layer.architecture}
    return {
        "Type": "AWS::Serverless::LayerVersion",
        "Metadata": {"BuildMethod": "makefile" if layer.says == "makefile" else "python3.12"},
        "Properties": {
            "ContentUri": f"layers/{name}/",
            **{key: [value] for key, value in stated.items() if value},
        },
    }


def _listed(layer: Layer) -> str:
    lines = layer.packages.split(", ")
    if layer.says == "pyproject":
        return f"[project]\nname = 'own'\nversion = '1'\ndependencies = {lines!r}\n"
    return "".join(f"{line}\n" for line in lines)


def _write(file: Path, data: object) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")


_GOOGLE = {
    "StorageLayer": "google-cloud-storage==2.18.2",
    "QueryLayer": "google-cloud-bigquery==3.27.0",
}
_FIVE = {
    f"{name.capitalize()}Layer": name for name in ("numpy", "httpx", "polars", "pillow", "lxml")
}

CASES: dict[str, Case] = {
    "one brings all": Case(
        {"NumericLayer": "numpy==2.1.0, pandas==2.2.3", "HttpLayer": "httpx==0.28.1"},
        "numpy, pandas",
        ("NumericLayer",),
        "NumericLayer provides numpy and pandas",
    ),
    "the smallest set counts": Case(
        {"NumericLayer": "numpy", "TablesLayer": "pandas", "ScienceLayer": "numpy, pandas"},
        "numpy, pandas",
        ("ScienceLayer",),
    ),
    "two bring all together": Case(
        {"NumericLayer": "numpy==2.1.0", "HttpLayer": "httpx==0.28.1"},
        "httpx>=0.27, numpy",
        ("NumericLayer", "HttpLayer"),
        "HttpLayer provides httpx>=0.27",
    ),
    "none brings it": Case(
        {"HttpLayer": "httpx==0.28.1"},
        "polars",
        (),
        "no layer of template.yaml provides polars. Add a layer",
    ),
    "one lacks least": Case(
        {"HttpLayer": "httpx", "NumericLayer": "numpy, pandas"},
        "numpy, pandas, polars",
        (),
        "no layer of template.yaml provides polars. Extend layers/NumericLayer/requirements.txt",
    ),
    "its version is another": Case(
        {"NumericLayer": "numpy==1.26.4"},
        "numpy>=2",
        (),
        "no layer of template.yaml provides numpy>=2 (NumericLayer has numpy 1.26.4)",
    ),
    "another one has the version": Case(
        {"OldLayer": "numpy==1.26.4", "NewLayer": "numpy==2.1.0"}, "numpy>=2", ("NewLayer",)
    ),
    "two versions disagree, which can be avoided": Case(
        {
            "TablesLayer": "pandas==2.2.3, numpy==1.26.4",
            "ScienceLayer": "scipy==1.14.1, numpy==2.1.0",
            "OlderLayer": "scipy==1.11.4, numpy==1.26.4",
        },
        "pandas, scipy",
        ("TablesLayer", "OlderLayer"),
    ),
    "two versions disagree, which cannot": Case(
        {
            "TablesLayer": "pandas==2.2.3, numpy==1.26.4",
            "ScienceLayer": "scipy==1.14.1, numpy==2.1.0",
        },
        "pandas, scipy",
        ("TablesLayer", "ScienceLayer"),
        "TablesLayer has numpy 1.26.4 and ScienceLayer numpy 2.1.0",
    ),
    "a namespace package": Case(_GOOGLE, "google-cloud-bigquery", ("QueryLayer",)),
    "a namespace package, as it is imported": Case(
        _GOOGLE, "google.cloud.storage", ("StorageLayer",)
    ),
    "an extra": Case(
        {"PlainLayer": "httpx==0.28.1", "FullLayer": "httpx[http2]==0.28.1"},
        "httpx[http2]",
        ("FullLayer",),
    ),
    "an extra that nobody has": Case(
        {"PlainLayer": "httpx==0.28.1"},
        "httpx[http2]",
        (),
        "(PlainLayer has httpx without its extra http2)",
    ),
    "an extra whose packages are there": Case(
        {"ToolsLayer": "aws-lambda-powertools==3.4.0, pydantic==2.10.3"},
        "aws-lambda-powertools[parser]",
        ("ToolsLayer",),
    ),
    "a marker that does not hold": Case(
        {"NumericLayer": "numpy"},
        """[numpy, "pywin32; sys_platform == 'win32'"]""",
        ("NumericLayer",),
    ),
    "a marker of a layer that does not hold": Case(
        {"FormatsLayer": "tomli==2.0.1; python_version < '3.11'"},
        "tomli",
        (),
        "no layer of template.yaml provides tomli",
    ),
    "an import name": Case({"FormatsLayer": "PyYAML==6.0.2"}, "yaml", ("FormatsLayer",)),
    "an import name that is missing": Case(
        {"HttpLayer": "httpx"}, "alpaca", (), "sam-scaffold add layer NAME -d packages='alpaca-py'"
    ),
    "what the runtime brings": Case(
        {"AwsLayer": "boto3==1.35.0"},
        "boto3, json",
        (),
        "boto3 and json are included in the runtime",
    ),
    "too many are needed": Case(
        _FIVE,
        "numpy, httpx, polars, pillow, lxml",
        (),
        "-d packages='numpy, httpx, polars, pillow, lxml'",
    ),
    "Globals give layers, which count": Case(
        {
            **{name: Layer(layer, everywhere=True) for name, layer in list(_FIVE.items())[:3]},
            **dict(list(_FIVE.items())[3:]),
        },
        "pillow, lxml",
        (),
        "lxml would require more layers than the 1 that the function can still have",
    ),
    "Globals give it": Case(
        {"HttpLayer": Layer("httpx", everywhere=True), "NumericLayer": "numpy, httpx"},
        "httpx",
        (),
        "HttpLayer provides httpx",
    ),
    "several do: the fewest packages": Case(
        {"ScienceLayer": "numpy, scipy, pandas", "NumericLayer": "numpy"},
        "numpy",
        ("NumericLayer",),
    ),
    "several do: the first one": Case(
        {"OneLayer": "numpy", "OtherLayer": "numpy"}, "numpy", ("OneLayer",)
    ),
    "another runtime": Case(
        {
            "OldLayer": Layer("numpy", runtime="python3.11"),
            "NewLayer": Layer("numpy, pandas", runtime="python3.12"),
        },
        "numpy",
        ("NewLayer",),
    ),
    "another architecture": Case(
        {"ArmLayer": Layer("numpy", architecture="arm64")},
        "numpy",
        (),
        "no layer of template.yaml provides numpy (ArmLayer does, for arm64)",
    ),
    "a pyproject.toml": Case(
        {"NumericLayer": Layer("numpy>=2, pandas", says="pyproject")},
        "numpy",
        ("NumericLayer",),
    ),
    "a list beside a Makefile": Case(
        {"BundleLayer": Layer("TA-Lib==0.6.0", says="makefile")}, "talib", ("BundleLayer",)
    ),
    "an ARN from outside": Case(
        {"SdkLayer": Layer("requests==2.32.3", says="arn")}, "requests>=2.30", ("SdkLayer",)
    ),
    "one is given": Case(
        {"HttpLayer": "httpx", "NumericLayer": "numpy", "AllLayer": "numpy, httpx"},
        "numpy, httpx",
        ("NumericLayer",),
        given=("HttpLayer",),
    ),
}
"""What layers are chosen, by the sort of case."""


def table() -> Iterator[str]:
    """Return the table as lines of Markdown."""
    yield "| case | layers of the template | `packages` | chosen | said |"
    yield "|---|---|---|---|---|"
    for name, case in CASES.items():
        layers = "<br>".join(f"{key}: {layer}" for key, layer in case.all_layers.items())
        given = "".join(f", with `layers={layer}`" for layer in case.given)
        chosen = ", ".join(case.chosen) or "none"
        yield f"| {name} | {layers} | `{case.packages}`{given} | {chosen} | {case.said} |"
