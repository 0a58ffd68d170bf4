"""The repositories that are judged; each is generated once a run."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import pytest

from .projects import Project, committed_checkout, fresh, trading

PROJECTS = ("trading", "fresh-colocated", "fresh-flat")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template as it stands in this checkout, committed."""
    return committed_checkout(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def projects() -> dict[str, Project]:
    """Filled by `project`, as each is first asked for."""
    return {}


@pytest.fixture(params=PROJECTS)
def project(
    request: pytest.FixtureRequest,
    projects: dict[str, Project],
    template: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Project:
    """A repository with generated components; tests do not change it."""
    name = str(request.param)
    if name not in projects:
        root = tmp_path_factory.mktemp(name) / "my_shop"
        if name == "trading":
            projects[name] = trading(template, root)
        else:
            projects[name] = fresh(template, root, name.partition("-")[2])
    return projects[name]


@pytest.fixture
def copied(project: Project, tmp_path: Path) -> Project:
    """The same in a folder of its own, to build in."""
    root = tmp_path / "repository"
    shutil.copytree(project.root, root, symlinks=True)

    def moved(folders: dict[str, Path]) -> dict[str, Path]:
        return {key: root / path.relative_to(project.root) for key, path in folders.items()}

    return dataclasses.replace(
        project, root=root, code=moved(project.code), tests=moved(project.tests)
    )
