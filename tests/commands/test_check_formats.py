"""Output formats of `check`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from checks import BAD, repository, template
from repositories import Repository, refusal, succeeded

from sam_scaffold.checking import formats
from sam_scaffold.commands import check


def test_the_formats_are_those_that_there_are() -> None:
    assert tuple(formats.FORMATS) == check.FORMATS


def test_text_is_a_line_a_finding_and_a_count(tmp_path: Path) -> None:
    done = repository(tmp_path, BAD).here("check")
    first, second, count = done.out.splitlines()
    assert first.startswith("template.yaml:6:7: E9101 Worker: nowhere does not exist. ")
    assert second.startswith("template.yaml:9:7: E3717 1000 is greater than the maximum of 900 ")
    assert count == "2 errors in 1 template"
    assert (done.code, done.err) == (1, "")


def test_paths_start_at_the_folder_that_the_command_is_run_in(tmp_path: Path) -> None:
    repository(tmp_path / "apps" / "shop", BAD)
    out = Repository(tmp_path, {}).here("check", "-C", "apps/shop").out
    assert out.startswith("apps/shop/template.yaml:6:7: ")


def test_json_is_cfn_lints(tmp_path: Path) -> None:
    done = repository(tmp_path, BAD).here("check", "--format", "json")
    first = json.loads(done.out)[0]
    assert first["Filename"] == "template.yaml"
    assert first["Level"] == "Error"
    assert first["Location"] == {
        "Start": {"LineNumber": 6, "ColumnNumber": 7},
        "End": {"LineNumber": 6, "ColumnNumber": 14},
        "Path": ["Resources", "Worker", "Properties", "CodeUri"],
    }
    assert done.code == 1


def test_sarif_has_its_form(tmp_path: Path) -> None:
    done = repository(tmp_path, BAD).here("check", "--format", "sarif")
    log = json.loads(done.out)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert run["tool"]["driver"]["name"] == "cfn-lint"
    assert all(result["message"]["text"] for result in run["results"])
    assert [result["ruleId"] for result in run["results"]] == ["E9101", "E3717"]
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == {"E9101", "E3717"}
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "template.yaml"
    assert place["region"]["startLine"] == 6


@pytest.mark.parametrize(
    ("text", "failed"),
    [(BAD, {"E3717", "E9101"}), ("Resources: [\n", {"E0000"})],
    ids=["findings", "no YAML"],
)
def test_junit_has_a_failure_a_rule(text: str, failed: set[str], tmp_path: Path) -> None:
    done = repository(tmp_path, text).here("check", "--format", "junit", "template.yaml")
    root = ET.fromstring(done.out)  # noqa: S314 - our own
    cases = [case for case in root.iter("testcase") if case.find("failure") is not None]
    assert {case.attrib["name"].split()[0] for case in cases} == failed


def test_github_has_commands(tmp_path: Path) -> None:
    done = repository(tmp_path, BAD).here("check", "--format", "github")
    first, second, count = done.out.splitlines()
    assert first.startswith(
        "::error file=template.yaml,line=6,col=7,endLine=6,endColumn=14,title=E9101::Worker: "
    )
    assert second.startswith("::error file=template.yaml,line=9,col=7,")
    assert count == "2 errors in 1 template"


@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit", "github"])
def test_every_format_says_that_there_is_nothing(form: str, tmp_path: Path) -> None:
    out = succeeded(repository(tmp_path, template("")).here("check", "--format", form)).out
    if form in ("json", "sarif"):
        assert "E9" not in json.dumps(json.loads(out))
    elif form == "junit":
        assert "<failure" not in out
        ET.fromstring(out)  # noqa: S314 - our own
    else:
        assert out == "nothing found in 1 template\n"


@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit", "github"])
def test_a_template_may_say_anything_and_be_called_anything(form: str, tmp_path: Path) -> None:
    text = BAD.replace("nowhere/", '"no\\x01\\e[31m\\Nwhere,:%"')
    files = Repository(tmp_path, {"sp ace/100%20é, a.yaml": text})
    out = files.here("check", "--format", form).out
    assert "where,:%" in out
    assert "\x1b" not in out
    assert "\x01" not in out
    if form == "sarif":
        assert '"sp%20ace/100%2520%C3%A9%2C%20a.yaml"' in out
    if form == "junit":
        ET.fromstring(out)  # noqa: S314 - our own
    if form == "github":
        assert "file=sp ace/100%2520é%2C a.yaml,line=" in out


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    files = repository(tmp_path, BAD)
    (tmp_path / "template.yaml").rename(tmp_path / "a\udcff.yaml")
    line = refusal(files.here("check"))
    assert "a\\udcff.yaml" in line
    assert "UTF-8" in line
