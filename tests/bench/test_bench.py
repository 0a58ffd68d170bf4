"""The arithmetic and the page of the benchmarks; nothing here depends on times."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from . import checked, limits, migrated, page, subjects
from .figures import Checks, Figures, Migrations, Sizes, Updates, WholeChecks

WHOLE, SLOW = (WholeChecks(20, [1.0], [seconds]) for seconds in (1.25, 1.5))
RULES = Sizes(100, 400, [0.1], [0.4])

FIGURES = Figures(
    scaffold=[0.9, 1.0, 5.0],
    copier=[0.7, 0.8, 0.9],
    sam=[1.0, 1.25, 1.5],
    listing=[0.25],
    completion=[0.125],
    lines=2500,
    files=8,
    merge=Sizes(1000, 10_000, [0.01], [0.1]),
    ruamel=Sizes(1000, 10_000, [1.0], [100.0]),
    updates=Updates((2, 4, 8), ([1.2], [1.4], [1.8]), [2.0, 2.0], 8, [1.0]),
    checks=Checks(10_000, 100, [2.0], [2.4], RULES, [WHOLE]),
    migrations=Migrations(50, (250, 500, 1000), ([2.0], [4.0], [8.0])),
    machine={"CPU": "Abacus, 2 cores"},
)


@pytest.mark.parametrize(("factor", "exponent"), [(1, 0), (10, 1), (100, 2), (0.1, -1)])
def test_growth_exponent(factor: float, exponent: float) -> None:
    assert Sizes(1000, 10_000, [0.5], [0.5 * factor]).exponent == pytest.approx(exponent)


def test_medians_are_compared_with_the_limits() -> None:
    measured = [limit.measured for limit in limits.limits(FIGURES)]
    assert measured == pytest.approx(
        [1.25, 0.8, 0.2, 0.1, 1.0, 10, 1, 0.175, 1, 0.225 / 0.35, 1.2, 1.25, 1, 8, 1]
    )
    assert all(limit.holds for limit in limits.limits(FIGURES))


@pytest.mark.parametrize(
    ("field", "value", "broken"),
    [
        ("copier", [0.7], 0),
        ("sam", [0.9], 1),
        ("listing", [0.4], 2),
        ("completion", [0.4], 3),
        ("updates", Updates((2, 4, 8), ([1.2], [1.4], [1.8]), [2.0], 8, [1.6]), 4),
        ("merge", Sizes(1000, 10_000, [0.016], [0.16]), 5),
        ("merge", Sizes(1000, 10_000, [0.01], [0.11]), 6),
        ("updates", Updates((2, 4, 8), ([1.2], [1.4], [1.8]), [1.0], 8, [1.0]), 7),
        ("updates", Updates((2, 4, 8), ([1.2], [1.4], [1.9]), [2.0], 8, [1.0]), 8),
        ("updates", Updates((2, 4, 8), ([0.4], [0.8], [1.64]), [2.0], 8, [1.0]), 9),
        ("checks", Checks(10_000, 100, [2.0], [2.6], RULES, [WHOLE]), 10),
        ("checks", Checks(10_000, 100, [2.0], [2.4], RULES, [SLOW]), 11),
        ("checks", Checks(10_000, 100, [2.0], [2.4], Sizes(100, 400, [0.1], [0.5]), [WHOLE]), 12),
        ("migrations", Migrations(50, (250, 1000), ([2.6], [10.1])), 13),
        ("migrations", Migrations(50, (250, 1000), ([1.0], [8.0])), 14),
    ],
)
def test_a_passed_limit_is_found(field: str, value: object, broken: int) -> None:
    changed = dataclasses.replace(FIGURES, **{field: value})  # type: ignore[arg-type]
    holds = [limit.holds for limit in limits.limits(changed)]
    assert holds == [number != broken for number in range(15)]
    assert "**no**" in page.page(changed)


def test_the_page_names_machine_figures_and_limits() -> None:
    text = page.page(FIGURES)
    assert "| CPU | Abacus, 2 cores |" in text
    assert "| `sam-scaffold add function` | 1.00 s | 0.90 s | 5.00 s |" in text
    assert "| ruamel.yaml | 1,000 ms | 100,000 ms | 2.00 |" in text
    assert "| merge of 1,000 lines | 10.000 ms | 15.000 ms | yes |" in text
    assert "| 4 functions | 1.40 s | 350 ms |" in text
    assert "| `sam-scaffold check` ÷ cfn-lint, 20 functions | 1.250x | 1.400x | yes |" in text
    assert "| `sam-scaffold check`, 20 functions | 1.25 s | 1.25 s | 1.25 s |" in text
    assert "once for each of\n2 functions, 4 s in all" in text
    assert "| 1,000 | 8.00 s | 8.00 s | 8.00 s |" in text
    assert "50 functions with one code folder" in text
    assert "make bench" in text


@pytest.mark.parametrize("lines", [100, 2_500, 50_000])
def test_templates_have_the_size_that_is_asked_for(lines: int) -> None:
    assert subjects.sam_template(lines).count("\n") == pytest.approx(lines, abs=30)


def test_a_repository_has_the_code_that_its_template_names(tmp_path: Path) -> None:
    subjects.repository(tmp_path, 200)
    assert (tmp_path / "functions" / "step_1" / "lambda_handler.py").is_file()
    assert (tmp_path / "layers" / "shared" / "common" / "__init__.py").is_file()


@pytest.mark.parametrize("functions", [10, 100])
def test_a_template_to_check_has_a_hundred_lines_a_function(tmp_path: Path, functions: int) -> None:
    template = checked.checked_repository(tmp_path, functions)
    lines = template.read_text(encoding="utf-8").count("\n")
    assert lines == pytest.approx(functions * checked.LINES, rel=0.05)


def test_a_monolith_has_modules_of_real_length(tmp_path: Path) -> None:
    root = migrated.monolith(tmp_path, 2, 20)
    lines = [len(path.read_text("utf-8").splitlines()) for path in root.glob("app/shared/m*.py")]
    assert len(lines) == 20
    assert all(140 < count < 160 for count in lines)
    assert (root / "template.yaml").read_text("utf-8").count("CodeUri: ./") == 2


def test_a_name_becomes_cookiecutters_variable(tmp_path: Path) -> None:
    subjects.cookiecutter(tmp_path / "made", "orders", {"functions/orders/a.py": "# orders\n"})
    variable = "{{cookiecutter.project_name}}"
    made = tmp_path / "made" / variable / "functions" / variable / "a.py"
    assert made.read_text(encoding="utf-8") == f"# {variable}\n"
