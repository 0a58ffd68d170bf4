"""Files that name paths of a repository: pipelines, scripts, settings and templates."""

from __future__ import annotations

import re
from enum import Enum, auto


class FileKind(Enum):
    """Kind of a file, by how it names paths."""

    PIPELINE = auto()
    SCRIPT = auto()
    DOCKER = auto()
    COMPOSE = auto()
    SETTINGS = auto()
    PACKAGES = auto()
    OWNERS = auto()
    IGNORED = auto()
    EDITOR = auto()
    TEMPLATE = auto()
    PYTHON = auto()


_YAML = r"\.ya?ml"
_NAMES: dict[FileKind, tuple[str, ...]] = {
    FileKind.PIPELINE: (
        rf".*\.(?:github|gitea|forgejo)/.+{_YAML}",
        rf"(?:.*/)?action{_YAML}",
        rf".*\.(?:gitlab|circleci|buildkite|azure|semaphore)/.+{_YAML}",
        rf"(?:.*/)?[^/]*\.gitlab-ci{_YAML}",
        rf"(?:.*/)?(?:buildspec|azure-pipelines|cloudbuild|appspec)[^/]*{_YAML}",
        rf"(?:.*/)?(?:bitbucket-pipelines|\.travis|\.drone|appveyor|amplify|\.?codecov){_YAML}",
        r"(?:.*/)?Jenkinsfile[^/]*",
    ),
    FileKind.SCRIPT: (
        r".+\.(?:mk|sh|bash|zsh|ps1|bat|cmd)",
        r"(?:.*/)?(?:(?:GNU)?[Mm]akefile|[Jj]ustfile|Procfile|package\.json)",
        rf"(?:.*/)?Taskfile{_YAML}",
    ),
    FileKind.DOCKER: (r"(?:.*/)?(?:[^/]+\.)?(?:Docker|Container)file(?:\.[^/]+)?",),
    FileKind.COMPOSE: (rf"(?:.*/)?(?:docker-)?compose[^/]*{_YAML}",),
    FileKind.PACKAGES: (r"(?:.*/)?(?:MANIFEST\.in|setup\.py)",),
    FileKind.SETTINGS: (
        r"(?:.*/)?(?:pyproject\.toml|setup\.cfg|tox\.ini|pytest\.ini|\.?mypy\.ini|\.coveragerc)",
        r"(?:.*/)?(?:\.flake8|\.?pylintrc|\.?ruff\.toml|\.importlinter|\.bandit|\.isort\.cfg)",
        r"(?:.*/)?(?:noxfile\.py|sonar-project\.properties|pyrightconfig\.json|Pipfile|\.env|\.envrc)",
        rf"(?:.*/)?(?:\.pre-commit-config{_YAML}|samconfig\.(?:toml|ya?ml)|\.cfnlintrc[^/]*)",
    ),
    FileKind.OWNERS: (r"(?:.*/)?CODEOWNERS",),
    FileKind.IGNORED: (r"(?:.*/)?(?:[^/]*\.dockerignore|\.gitignore|\.gitattributes)",),
    FileKind.EDITOR: (
        r"(?:.*/)?(?:\.vscode|\.devcontainer)/.+\.json",
        r"(?:.*/)?\.idea/.+",
        r".+\.(?:code-workspace|iml)",
    ),
    FileKind.TEMPLATE: (
        r".+\.(?:tf|tf\.json|hcl)",
        r"(?:.*/)?(?:serverless[^/]*\.(?:ya?ml|json|ts)|cdk\.json|zappa_settings\.\w+)",
    ),
    FileKind.PYTHON: (r".+\.pyi?",),
}
_NAMED = {kind: re.compile("|".join(patterns)) for kind, patterns in _NAMES.items()}

_GENERATED = re.compile(
    r"(?:.*/)?(?:node_modules|site-packages|vendor|dist|build|cdk\.out)/.+|.+\.min\.\w+"
)
_MAYBE_TEMPLATE = re.compile(r".+\.(?:ya?ml|json|template)")
_TEMPLATE = re.compile(r"\bAWSTemplateFormatVersion\b")
_SAM = "AWS::Serverless-2016-10-31"
_MAYBE_CDK = re.compile(r".+\.[cm]?[jt]s")
_CDK = "aws-cdk-lib"


def may_name_paths(path: str) -> bool:
    """Return whether a file must be searched, by its name.

    Args:
        path: From the repository's root, with slashes.
    """
    maybe = (*_NAMED.values(), _MAYBE_TEMPLATE, _MAYBE_CDK)
    return not _GENERATED.fullmatch(path) and any(pattern.fullmatch(path) for pattern in maybe)


def kind_of(path: str, text: str) -> FileKind | None:
    """Return the kind of a file; None if it need not be searched.

    Prose, lock files and generated files are left out, as are SAM templates, which the migration
    edits.

    Args:
        path: From the repository's root, with slashes.
        text: Its text.
    """
    kind = next((kind for kind, names in _NAMED.items() if names.fullmatch(path)), None)
    if kind is not None:
        return kind
    if _MAYBE_TEMPLATE.fullmatch(path) and _TEMPLATE.search(text) and _SAM not in text:
        return FileKind.TEMPLATE
    return FileKind.TEMPLATE if _MAYBE_CDK.fullmatch(path) and _CDK in text else None
