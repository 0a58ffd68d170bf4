"""Lines elsewhere that name the old place of moved code, and those that only look like it."""

from __future__ import annotations

import subprocess
import textwrap
from pathlib import Path

import pytest

from sam_scaffold.migration.changes import Move
from sam_scaffold.migration.elsewhere.elsewhere import Mention, mentions_of

HERE = ("src/orders/app.py", "src/orders/__init__.py", "src/other/app.py", "tests/test_a.py")
ORDERS = Move("src/orders", "functions/orders/src/orders", leaves_link=True)
GONE = Move("src/orders", "functions/orders/src/orders", leaves_link=False)


def write_files(root: Path, files: dict[str, str]) -> Path:
    for path, text in {**dict.fromkeys(HERE, ""), **files}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(textwrap.dedent(text), encoding="utf-8")
    return root


def found(root: Path, path: str, text: str, *moves: Move) -> list[tuple[int, str]]:
    """Return the lines of one file, with why they matter."""
    listed = mentions_of(write_files(root, {path: text}), moves or [ORDERS])
    assert {mention.path for mention in listed} <= {path}
    return [(mention.line, mention.what) for mention in listed]


WORKFLOW = ".github/workflows/ci.yml"


@pytest.mark.parametrize(
    ("path", "line", "what"),
    [
        ("CODEOWNERS", "/src/orders/ @orders", "new place has no owner"),
        (".github/CODEOWNERS", "src/** @team", "new place has no owner"),
        (".dockerignore", "src/orders", "misses the new place"),
        (".gitignore", "/src/orders/data/", "misses the new place"),
        ("Dockerfile", "COPY src/ /app/", "copies the link"),
        ("Dockerfile", "COPY src /app", "copies the link"),
        ("docker/api.Dockerfile", "ADD ./src/orders /app", "link may leave the context"),
        ("Makefile", "\tcp -r src/* dist/", "copies the link"),
        ("Makefile", "\tcp -a src/orders dist/", "copies the link"),
        ("build.sh", "cp -r src/orders/ dist/", "needs the link"),
        ("build.sh", "cp -rL src/orders dist/", "needs the link"),
        ("build.sh", "rsync -a src/ dist/", "does not follow links"),
        ("build.sh", "rsync -aL src/orders dist/", "needs the link"),
        ("build.sh", "tar czf code.tgz src", "packs the link"),
        ("build.sh", "zip -qry code.zip src/orders", "packs the link"),
        ("build.sh", "zip -qr code.zip src/orders", "needs the link"),
        ("build.sh", "git archive HEAD src/orders", "packs the link"),
        ("build.sh", "find src/orders -name '*.py'", "does not follow links"),
        ("build.sh", "if git diff --quiet HEAD^ -- src/orders; then", "misses the new place"),
        ("build.sh", "python src/orders/app.py", "needs the link"),
        ("build.sh", 'cd "$ROOT/src/orders"', "needs the link"),
        ("build.sh", "python -m src.orders.app", "needs the link"),
        ("build.sh", "docker run -v $(pwd)/src:/app image", "link leaves the mount"),
        ("build.bat", "python src\\orders\\app.py", "needs the link"),
        ("Makefile", "\tpytest --cov=src tests", "coverage loses the code"),
        ("Makefile", "\truff check src tests", "skips linked folders"),
        ("Makefile", "\tpylint src/orders", "needs the link"),
        ("serverless.yml", "    handler: src/orders/app.handler", "needs the link"),
        ("main.tf", '  source_dir = "${path.module}/src/orders"', "needs the link"),
        ("Makefile", "\tls a && cp -r $(ROOT)/src/orders d && ls b", "copies the link"),
        ("sonar-project.properties", "sonar.sources=src", "may skip links"),
        ("MANIFEST.in", "recursive-include src/orders *.json", "needs the link"),
        (".vscode/settings.json", '  "x": ["${workspaceFolder}/src/orders"]', "needs the link"),
        (
            ".idea/app.iml",
            '<sourceFolder url="file://$MODULE_DIR$/src/orders" />',
            "needs the link",
        ),
        ("noxfile.py", 'session.run("mypy", "src/orders")', "needs the link"),
        ("tools/run.py", 'sys.path.insert(0, "src/orders")', "needs the link"),
        ("tools/run.py", 'CODE = ROOT / "src" / "orders"', "needs the link"),
        ("tools/run.py", 'CODE = os.path.join(ROOT, "src", "orders")', "needs the link"),
    ],
)
def test_a_line_that_names_the_old_place(path: str, line: str, what: str, tmp_path: Path) -> None:
    assert found(tmp_path, path, line) == [(1, what)]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("Makefile", "\tpython src/other/app.py"),
        ("Makefile", "\tpython src/orders_old/app.py"),
        ("Makefile", "\tpython backend/src/orders/app.py"),
        ("Makefile", "\tmypy src"),
        ("Makefile", "\tpip install -r src/requirements.txt"),
        ("Makefile", "\tzip -r code.zip src"),
        ("Makefile", "orders: src"),
        ("Makefile", "# cp -r src/orders dist/"),
        ("Makefile", '\t@echo "packing src/orders"'),
        ("Makefile", "\truff check ."),
        ("build.sh", "curl https://example.com/src/orders"),
        ("build.sh", "cp /opt/src/orders /tmp"),
        ("build.sh", "find . -name '*.py'"),
        ("build.sh", "cp -r src/*.txt dist/"),
        ("build.sh", "ls ../src/orders"),
        (".gitignore", "*.pyc"),
        (".gitignore", "**/*.py"),
        (".gitignore", "orders/"),
        ("Dockerfile", "COPY --from=builder /src/orders-build /app"),
        ("README.md", "See `src/orders/app.py`."),
        ("docs/notes.txt", "src/orders"),
        ("uv.lock", 'path = "src/orders"'),
        ("dist/build.sh", "cp -r src/orders x"),
        ("tools/run.py", '"""Runs src/orders/app.py."""'),
        ("tools/run.py", "# reads src/orders"),
        ("tools/run.py", "from src.orders import app"),
        ("tools/run.py", 'names = ["src", "orders"]'),
        ("tests/test_b.py", 'mock.patch("src.orders.app.boto3")'),
        ("web/package.json", '{"scripts": {"lint": "eslint web-orders/src"}}'),
        (
            "template.yaml",
            "{Transform: AWS::Serverless-2016-10-31, Resources: {A: {CodeUri: src/orders}}}",
        ),
    ],
)
def test_a_line_that_only_looks_like_it(path: str, line: str, tmp_path: Path) -> None:
    assert found(tmp_path, path, line) == []


def test_a_folder_of_the_same_name_beside_the_file_is_another_one(tmp_path: Path) -> None:
    (tmp_path / "web" / "src").mkdir(parents=True)
    assert found(tmp_path, "web/package.json", '"build": "cp -r src/* dist"') == []
    assert found(tmp_path, "web/Dockerfile", "COPY src/orders /app") == []


def test_the_folder_that_a_script_enters_counts(tmp_path: Path) -> None:
    move = Move("backend/src/orders", "functions/orders/src/orders", leaves_link=True)
    write_files(tmp_path, {"backend/src/orders/app.py": "", "web/src/app.py": ""})
    text = """\
    jobs:
      all:
        steps:
          - run: |
              cd backend
              cp -r src/* dist/
          - run: |
              cd web
              cp -r src/* dist/
          - working-directory: backend
            run: tar cf code.tar src
    """
    assert found(tmp_path, WORKFLOW, text, move) == [
        (6, "copies the link"),
        (11, "packs the link"),
    ]


def test_filters_of_a_workflow_see_the_link_alone(tmp_path: Path) -> None:
    text = """\
    on:
      push:
        branches: [main]
        paths:
          - "src/orders/**"
          - "src/**"
          - "src/other/**"
          - "**/*.py"
    jobs:
      all:
        name: Test src/orders
        env:
          PYTHONPATH: src
        steps:
          - run: pytest src/orders
    """
    assert found(tmp_path, WORKFLOW, text) == [
        (5, "misses the new place"),
        (6, "misses the new place"),
        (15, "needs the link"),
    ]


def test_artifacts_of_a_pipeline_are_not_filters(tmp_path: Path) -> None:
    text = """\
    test:
      rules:
        - changes:
            - src/orders/**
      artifacts:
        paths:
          - src/orders/**
    """
    assert found(tmp_path, ".gitlab-ci.yml", text) == [
        (4, "misses the new place"),
        (7, "needs the link"),
    ]


def test_filters_of_an_action_are_seen(tmp_path: Path) -> None:
    text = """\
    jobs:
      all:
        steps:
          - uses: dorny/paths-filter@v3
            with:
              filters: |
                orders:
                  - 'src/orders/**'
          - uses: actions/upload-artifact@v4
            with:
              path: |
                src/orders/**
    """
    assert found(tmp_path, WORKFLOW, text) == [
        (8, "misses the new place"),
        (12, "needs the link"),
    ]


def test_a_folder_that_has_the_new_place_too_is_unchanged(tmp_path: Path) -> None:
    move = Move("backend/src/orders", "backend/functions/orders/src/orders", leaves_link=True)
    write_files(tmp_path, {"backend/src/orders/app.py": ""})
    text = "cp -r backend dist\ncp -r backend/src dist\nruff check backend\n"
    assert found(tmp_path, "a.sh", text, move) == [(2, "copies the link")]


def test_a_command_goes_on_over_lines(tmp_path: Path) -> None:
    text = """\
    rsync -a \\
      --delete \\
      src/orders \\
      dist/
    ls src/orders && cp -r src/other dist
    """
    assert found(tmp_path, "deploy.sh", text) == [
        (3, "does not follow links"),
        (5, "needs the link"),
    ]


PYPROJECT = """\
[project]
name = "src"
[tool.setuptools]
packages = ["src", "src.orders"]
[tool.coverage.run]
source = ["src"]
omit = [
    "src/orders/vendored/*",
]
[tool.pytest.ini_options]
pythonpath = ["src"]
[tool.mypy]
files = ["src", "src/orders"]
[[tool.mypy.overrides]]
module = "src.orders.*"
[tool.importlinter]
root_package = "src"
"""


def test_settings_go_by_their_keys(tmp_path: Path) -> None:
    assert found(tmp_path, "pyproject.toml", PYPROJECT) == [
        (6, "coverage loses the code"),
        (8, "misses the new place"),
        (4, "needs the link"),
        (13, "needs the link"),
        (15, "needs the link"),
    ]


def test_rules_for_some_files_miss_the_new_place(tmp_path: Path) -> None:
    text = """\
    [tool.ruff.lint.per-file-ignores]
    "src/orders/*" = ["E501"]
    """
    assert found(tmp_path, "pyproject.toml", text) == [(2, "misses the new place")]
    (tmp_path / "pyproject.toml").unlink()
    text = """\
    [flake8]
    per-file-ignores =
        src/orders/app.py: E501
    """
    assert found(tmp_path, ".flake8", text) == [(3, "misses the new place")]


@pytest.mark.parametrize(
    ("path", "line", "what"),
    [
        ("CODEOWNERS", "/src/ @team", "new place has no owner"),
        (".pre-commit-config.yaml", "    files: ^src/", "misses the new place"),
        ("run.sh", "PYTHONPATH=src/ python tools/run.py", "code moved out of it"),
        ("Dockerfile", "COPY src/ /app", "code moved out of it"),
        ("Dockerfile", "COPY src/orders /app", "old path is gone"),
        ("tools/run.py", 'open("src/orders/prices.csv")', "old path is gone"),
    ],
)
def test_a_line_that_needs_what_has_no_link(
    path: str, line: str, what: str, tmp_path: Path
) -> None:
    assert found(tmp_path, path, line, GONE) == [(1, what)]


def test_without_a_link_the_old_place_is_gone(tmp_path: Path) -> None:
    assert found(tmp_path, "pyproject.toml", PYPROJECT, GONE) == [
        (4, "old path is gone"),
        (8, "old path is gone"),
        (13, "old path is gone"),
        (15, "old path is gone"),
        (6, "code moved out of it"),
        (11, "code moved out of it"),
        (17, "code moved out of it"),
    ]


def test_what_breaks_first_comes_first(tmp_path: Path) -> None:
    files = {
        "Makefile": "all:\n\tpython src/orders/app.py\n",
        "z.sh": "cp -r src/orders dist\n",
        "Dockerfile": "COPY src/orders /app\n",
    }
    assert mentions_of(write_files(tmp_path, files), [ORDERS]) == (
        Mention("z.sh", 1, "cp -r src/orders dist", "copies the link"),
        Mention("Dockerfile", 1, "COPY src/orders /app", "link may leave the context"),
        Mention("Makefile", 2, "python src/orders/app.py", "needs the link"),
    )


def test_a_single_file_is_named_by_itself_and_as_a_handler(tmp_path: Path) -> None:
    move = Move("src/fills.py", "functions/fills/src/fills.py", leaves_link=True)
    files = {"src/fills.py": "", "a.sh": "cp src/fills.py dist\ncp src/fills.pyc dist\n"}
    files["serverless.yml"] = (
        "handler: src/fills.handler\nother: src/fills_old.handler\ndata: src/fills.json\n"
    )
    listed = mentions_of(write_files(tmp_path, files), [move])
    assert [(mention.path, mention.line) for mention in listed] == [
        ("a.sh", 1),
        ("serverless.yml", 1),
    ]


def test_the_worst_of_several_moves_counts(tmp_path: Path) -> None:
    file = Move("src/fills.py", "functions/fills/src/fills.py", leaves_link=True)
    write_files(tmp_path, {"src/fills.py": ""})
    assert found(tmp_path, "a.sh", "ruff check src", file) == []
    assert found(tmp_path, "a.sh", "ruff check src", file, ORDERS) == [(1, "skips linked folders")]


def test_a_module_at_the_root_is_named_by_its_run_alone(tmp_path: Path) -> None:
    move = Move("orders", "functions/orders/orders", leaves_link=True)
    text = "python -m orders\npip install orders\nmake orders\ncp -r orders dist\n"
    write_files(tmp_path, {"orders/__init__.py": ""})
    assert found(tmp_path, "a.sh", text, move) == [(4, "copies the link"), (1, "needs the link")]


def test_what_git_ignores_is_not_searched(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {".gitignore": "made/\n", "made/a.sh": "cp -r src/orders x", "b.sh": "ls src/orders"},
    )
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    assert [mention.path for mention in mentions_of(tmp_path, [ORDERS])] == ["b.sh"]


def test_what_the_migration_writes_is_left_out(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.sh": "ls src/orders", "b.sh": "ls src/orders"})
    assert [mention.path for mention in mentions_of(tmp_path, [ORDERS], ["a.sh"])] == ["b.sh"]


def test_a_minified_line_is_left_out(tmp_path: Path) -> None:
    assert found(tmp_path, "a.sh", f"ls src/orders {'x' * 2000}") == []


def test_a_tool_may_follow_a_link_to_a_file_and_none_to_a_folder(tmp_path: Path) -> None:
    move = Move("src/fills.py", "functions/fills/src/fills.py", leaves_link=True)
    text = "ruff check src\nfind src -name '*.py'\nfind src -type f\ngrep -rn TODO src\n"
    write_files(tmp_path, {"src/fills.py": ""})
    expected = [(3, "does not follow links"), (4, "does not follow links")]
    assert found(tmp_path, "a.sh", text, move) == expected
    assert [line for line, _ in found(tmp_path, "a.sh", text)] == [2, 3, 4, 1]
