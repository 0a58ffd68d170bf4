"""cfn-lint with our rules, as the repository configures it."""

from __future__ import annotations

import glob
import logging
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

import yaml
from cfnlint.config import ConfigMixIn
from cfnlint.decode.node import dict_node, list_node, str_node
from cfnlint.exceptions import CfnLintExitException, ConfigFileError
from cfnlint.rules import Match, Rules
from cfnlint.rules.errors import ParseError, TransformError
from cfnlint.runner import Runner, run_template_by_data
from cfnlint.template import Template

from ..application.application import Application
from ..document.expansion import ExpansionError
from ..errors import ScaffoldError
from ..rules import RULES
from ..sam.model.intrinsics import Data, to_data
from . import appended_rules
from .output_rules import EXCLUDED

_LOG = logging.getLogger("sam_scaffold")

_RESOURCES = "E3001"
"""The rule that validates each resource by the schema of its type, with the rules below it."""

_BROKEN = re.compile(r"Unknown exception while processing rule (\w+)")


class Linter:
    """cfn-lint with our rules and the ``.cfnlintrc`` of the current folder.

    Attributes:
        rules: All rules by id: those of cfn-lint, of the configuration, and ours.
        untrusted: Rules that the configuration appends and that were not loaded.
    """

    def __init__(self, *, trust: bool = False) -> None:
        """Load all rules.

        Args:
            trust: Whether to load Python code that the repository's configuration names.
        """
        logging.getLogger("cfnlint").setLevel(logging.CRITICAL)  # it logs what findings contain
        with _refusing():
            config = _configured()
            named = config.file_args.get("append_rules", [])
            self.untrusted = () if trust else appended_rules.untrusted(named)
            if not trust:
                config.file_args["append_rules"] = appended_rules.trusted(named)
            self._runner = Runner(config)
        self.rules: Any = self._runner.rules
        for name, rule in RULES.items():
            if name not in self.rules:  # .cfnlintrc may append them, too
                self.rules[name] = rule()
        self._output_rules = self._chosen(set(self.rules) - {*RULES, *EXCLUDED})

    def _chosen(self, names: Collection[str]) -> Any:
        return Rules({name: rule for name, rule in self.rules.items() if name in names})

    def job(self, file: str) -> LintJob | None:
        """Return the job for a template.

        Args:
            file: Its path, relative to the current folder, with slashes.

        Returns:
            None if ``.cfnlintrc`` ignores the template.

        Raises:
            ScaffoldError: The configuration is not valid.
        """
        with _refusing():
            config = _configured(templates=[glob.escape(file)])
            if not config.templates:
                return None
        return LintJob(file, config, self._runner, self._chosen(RULES), self._output_rules)


@dataclass(frozen=True, eq=False)
class LintJob:
    """A template to check with cfn-lint.

    Attributes:
        file: The template's path, relative to the current folder, with slashes.
        config: cfn-lint's configuration for it.
        runner: cfn-lint's runner, with all rules.
        own_rules: Only our rules.
        output_rules: The rules for the translated template.
    """

    file: str
    config: Any
    runner: Any
    own_rules: Any
    output_rules: Any

    @property
    def region(self) -> str:
        """The first configured region."""
        return str(self.config.regions[0])

    def source(self) -> list[Match]:
        """Return the matches in the source template.

        Raises:
            ScaffoldError: The configuration is not valid.
        """
        self.runner.config = self.config
        found: list[Match] = []
        try:
            Application.of(Path(self.file))
        except ExpansionError as error:  # cfn-lint would not terminate
            return [Match.create(str(error), self.file, ParseError())]
        except ScaffoldError:  # cfn-lint reports it in more detail
            pass
        try:
            with _refusing():
                found.extend(match for match in self.runner.run() if self._is_ours(match))
        except ScaffoldError:
            raise
        except Exception as error:  # noqa: BLE001 - cfn-lint catches only the errors of rules
            message = f"cfn-lint cannot read the template: {type(error).__name__}: {error}"
            found.append(Match.create(message, self.file, TransformError()))
        return found

    def _is_ours(self, match: Match) -> bool:
        """Return whether a match is about the template.

        A rule of cfn-lint that fails is not (measured: on 1 of 611 templates).
        """
        broken = _BROKEN.match(match.message) if match.rule.id == "E0002" else None
        if broken and broken[1] not in RULES:
            _LOG.warning("%s: cfn-lint's rule %s failed and was skipped.", self.file, broken[1])
            return False
        return PurePath(match.filename or "").as_posix() == self.file

    def as_read(self, facts: Application) -> list[Match]:
        """Return the matches of our rules in a template that cfn-lint cannot read.

        Args:
            facts: The application, as the SAM CLI reads the template.

        Returns:
            Matches that have a path, but no position.
        """
        data = _nodes(to_data(facts.template.document.root))
        self.config.set_template_args(data)
        cfn = Template(self.file, data, self.config.regions, self.config.parameters)
        found = self.own_rules.run(self.file, cfn, self.config)
        return [match for match in found if self._is_ours(match)]

    def output(self, template: dict[str, Data], checked: Collection[str] = ()) -> list[Match]:
        """Return the matches in the translated template.

        Args:
            template: The translated template.
            checked: The resources that need not be validated again.
        """
        found: list[Match] = []
        try:
            with _without_resources(self.output_rules, checked):
                found.extend(run_template_by_data(_nodes(template), self.config, self.output_rules))
        except Exception:  # noqa: BLE001 - failed on the source, too, and was reported there
            return []
        return found

    def is_mandatory(self, rule: str) -> bool:
        """Return whether Metadata cannot suppress a rule."""
        return any(rule.startswith(prefix) for prefix in self.config.mandatory_checks)


def _configured(**arguments: Any) -> Any:
    config = ConfigMixIn(**arguments)
    config.file_args.pop("deployment_files", None)  # they would replace the template
    return config


@contextmanager
def _refusing() -> Iterator[None]:
    """Raise errors of cfn-lint's configuration as one line.

    Raises:
        ScaffoldError: The configuration is not valid.
    """
    try:
        yield
    except (ConfigFileError, CfnLintExitException, yaml.YAMLError) as error:
        text = " ".join(str(error).split()).rstrip(".")
        raise ScaffoldError(f"cfn-lint's configuration is not valid: {text}.") from None


@contextmanager
def _without_resources(rules: Any, names: Collection[str]) -> Iterator[None]:
    """Validate all other resources by their schemas; the other rules see all of them."""
    resources = rules.get(_RESOURCES)
    if resources is None:
        yield
        return
    keyword, validate = "patternProperties", resources.validators["patternProperties"]

    def validate_others(validator: Any, patterns: Any, instance: Any, schema: Any) -> Any:
        if isinstance(instance, dict):
            instance = {key: value for key, value in instance.items() if key not in names}
        yield from validate(validator, patterns, instance, schema)

    resources.validators[keyword] = validate_others
    try:
        yield
    finally:
        resources.validators[keyword] = validate


def _nodes(value: Data) -> Data:
    """Return data as nodes of cfn-lint's parser, without positions."""
    if isinstance(value, dict):
        pairs = {str_node(str(key), None, None): _nodes(below) for key, below in value.items()}
        return dict_node(pairs, None, None)
    if isinstance(value, list):
        return list_node([_nodes(below) for below in value], None, None)
    return str_node(value, None, None) if isinstance(value, str) else value
