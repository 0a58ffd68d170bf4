"""`init`: a SAM application from nothing, or what an existing one lacks."""

from __future__ import annotations

from pathlib import Path

from command_environment import commit
from repositories import WITHOUT_SHARED_LAYER, Repository, only_adds, refusal, shop, succeeded


def test_empty_folder_becomes_an_application(tmp_path: Path) -> None:
    outside = Repository(tmp_path, {})
    done = succeeded(outside.process("init", "my-shop"))
    repository = Repository(tmp_path / "my-shop", {})
    assert "layers/shared/my_shop/__init__.py" in repository.files()
    assert 'stack_name = "my-shop"' in repository.text("samconfig.toml")
    assert "Created" in done.out
    assert "Added to template.yaml" in done.out
    assert "cd my-shop" in done.out


def test_application_takes_functions_whose_tests_pass(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "shop", {})
    succeeded(repository.here("init"))
    commit(repository.root)
    done = succeeded(repository.here("add", "function", "orders", "-d", "trigger=sqs"))
    assert "git repository" not in done.err
    properties = repository.properties("OrdersFunction")
    inherited = {"Runtime", "Architectures", "Timeout", "MemorySize"}
    assert not inherited & set(properties)
    tests = repository.python("-m", "pytest", "-q", "-p", "no:cacheprovider")
    assert tests.code == 0, tests.out
    assert "test_structured_logging" not in tests.err


def test_existing_application_gets_the_shared_layer_and_nothing_else(tmp_path: Path) -> None:
    repository = Repository(
        tmp_path / "shop",
        {"template.yaml": WITHOUT_SHARED_LAYER, "README.md": "ours\n", "Makefile": "ours:\n"},
    )
    before = repository.snapshot()
    succeeded(repository.here("init"))
    after = repository.snapshot()
    changed = {path for path in before if before[path] != after[path]}
    assert changed == {"template.yaml"}
    assert only_adds(before["template.yaml"][1], after["template.yaml"][1])
    assert set(repository.data()["Resources"]) == {"Queue", "SharedCodeLayer"}
    new = set(after) - set(before)
    assert {path.split("/")[0] for path in new} == {
        ".copier-answers.sam-scaffold.yml", ".scaffold", "layers", "tests",
    }  # fmt: skip


def test_shared_code_has_no_name_of_a_package_that_is_there(tmp_path: Path) -> None:
    """The root of this one is a package, too, so that pytest imports its tests from above."""
    ours = ("__init__.py", "tests/__init__.py", "tests/test_ours.py")
    files = {"template.yaml": WITHOUT_SHARED_LAYER, **dict.fromkeys(ours, "def test(): ...\n")}
    repository = Repository(tmp_path / "backend", files)
    repository.commit()
    succeeded(repository.here("add", "function", "orders"))
    assert "layers/shared/backend_app/structured_logging.py" in repository.files()
    tests = repository.python("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests")
    assert tests.code == 0, tests.out


def test_application_that_lacks_nothing_is_left_alone(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    before = repository.snapshot()
    done = succeeded(repository.here("init"))
    assert "SharedCodeLayer" in done.out
    assert "Nothing to add" in done.out
    assert repository.snapshot() == before


def test_second_init_changes_nothing(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "shop", {})
    succeeded(repository.here("init"))
    before = repository.snapshot()
    done = succeeded(repository.here("init"))
    assert "Nothing to add" in done.out
    assert repository.snapshot() == before


def test_files_that_are_there_are_kept(tmp_path: Path) -> None:
    ours = {".gitignore": "secret\n", "README.md": "# Ours\n", "LICENSE": "MIT\n"}
    repository = Repository(tmp_path / "shop", ours)
    done = succeeded(repository.here("init"))
    assert {path: repository.text(path) for path in ours} == ours
    created, _, kept = done.out.partition("Added to")[0].partition("Kept unchanged")
    assert "README.md" not in created
    assert "README.md" in kept
    assert "samconfig.toml" in created


def test_answers_decide_name_template_and_runtime(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "x", {})
    succeeded(
        repository.here(
            "init", "-d", "name=till", "-d", "template_file=data-template.yaml",
            "-d", "runtime=python3.13", "-d", "architecture=arm64",
        )
    )  # fmt: skip
    files = repository.files()
    assert "data-template.yaml" in files
    assert "template.yaml" not in files
    assert "layers/shared/till/structured_logging.py" in files
    function = repository.data("data-template.yaml")["Globals"]["Function"]
    assert function["Runtime"] == "python3.13"
    assert function["Architectures"] == ["arm64"]
    assert 'template_file = "data-template.yaml"' in repository.text("samconfig.toml")


def test_dry_run_of_init_makes_not_even_the_folder(tmp_path: Path) -> None:
    outside = Repository(tmp_path, {})
    done = succeeded(outside.run("init", "shop", "--dry-run"))
    assert not (tmp_path / "shop").exists()
    assert "structured_logging.py" in done.out
    assert "+Resources:" in done.out


def test_folder_whose_name_is_no_name_gets_an_application_with_one(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "2nd-shop", {})
    succeeded(repository.here("init"))
    name = repository.answers(".scaffold/app/answers.yml")["name"]
    assert isinstance(name, str)
    assert name.isidentifier()
    assert f"layers/shared/{name}/structured_logging.py" in repository.files()


def test_shared_layer_that_was_deleted_comes_back(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "shop", {})
    succeeded(repository.here("init"))
    text = repository.text()
    without = text[: text.index("Resources:")] + "Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n"
    repository.write("template.yaml", without)
    done = succeeded(repository.here("init"))
    assert "Resources.SharedCodeLayer" in done.out
    assert "SharedCodeLayer" in repository.data()["Resources"]
    assert only_adds(without.encode(), repository.read())


def test_second_template_gets_a_shared_layer_of_its_own(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "shop", {})
    succeeded(repository.here("init"))
    repository.write("data-template.yaml", WITHOUT_SHARED_LAYER)
    succeeded(repository.here("add", "function", "sync", "-d", "template_file=data-template.yaml"))
    assert "SharedCodeLayer" in repository.data("data-template.yaml")["Resources"]
    assert ".scaffold/app-data-template/resource.yaml" in repository.files()


def test_other_yaml_of_that_name_is_refused(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "shop", {"template.yaml": "services:\n  web: {}\n"})
    before = repository.snapshot()
    line = refusal(repository.here("init"))
    assert "template.yaml is not a SAM template" in line
    assert repository.snapshot() == before
