"""Rendering of a component by Copier, with errors as messages of one line."""

from __future__ import annotations

import re
import warnings
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import ScaffoldError, UsageError, nearest
from ..record_files import SNIPPET_FILE
from .checkout import Checkout, check_out
from .copier_environment import RenderRequest, requested
from .copier_patches import (
    answers_in_a_dict,
    asked_once,
    import_copier,
    read_once,
    without_git,
    yaml_in_c,
)
from .template_source import TemplateSource


@dataclass(frozen=True, slots=True)
class Rendered:
    """A component that Copier rendered.

    Attributes:
        answers: All answers by question, and the facts as ``component``.
    """

    answers: Mapping[str, Any]

    @property
    def kind(self) -> str:
        """``function``, ``layer``, ``app``, ``module`` or ``resource``."""
        return str(self.answers["kind"])

    @property
    def needs(self) -> list[Mapping[str, Any]]:
        """The answers of the shared resources that are added with it, in their order."""
        return [need["answers"] for need in self.component.get("needs", ())]

    @property
    def component(self) -> Mapping[str, Any]:
        """The facts derived from the answers, see `component_facts.component`."""
        facts: Mapping[str, Any] = self.answers["component"]
        return facts

    @property
    def template_file(self) -> str:
        """The SAM template that it becomes part of, relative to the repository."""
        return str(self.answers["template_file"])

    @property
    def snippet(self) -> str:
        """The path of its snippet, relative to the repository."""
        return f"{self.component['meta_dir']}/{SNIPPET_FILE}"


def render_source(
    source: TemplateSource,
    stage: Path,
    repository: Path,
    data: Mapping[str, Any],
    *,
    ask: bool,
    known: dict[TemplateSource, Checkout],
) -> Rendered:
    """Render a new component into a staging folder that is laid over a repository.

    Args:
        source: The template.
        stage: The folder into which Copier writes.
        repository: The folder below the staging folder, for defaults and checks.
        data: Given answers.
        ask: Whether to ask for other answers; otherwise they have their defaults.
        known: Checkouts of the same command, to which this one is added.

    Raises:
        ScaffoldError: Copier or a check of the template refused.
    """
    if source in known:
        return render(known[source], stage, repository, data, ask=ask)
    with ThreadPoolExecutor(1) as pool:  # git runs while Python imports
        checking_out = pool.submit(check_out, source)
        import_copier(ask=ask)
    known[source] = checking_out.result()
    return render(known[source], stage, repository, data, ask=ask)


def render(
    checkout: Checkout,
    stage: Path,
    repository: Path | None,
    data: Mapping[str, Any],
    *,
    ask: bool = False,
    answers_file: str | None = None,
    changed: Collection[str] | None = None,
) -> Rendered:
    """Render one component with one version of the template.

    Args:
        checkout: The template's version.
        stage: The folder into which Copier writes.
        repository: The folder below the staging folder, for defaults and checks; None if the
            component is rendered from its answers only.
        data: Given answers.
        ask: Whether to ask for other answers; otherwise they have their defaults.
        answers_file: The path of recorded answers in the staging folder, if there are any.
        changed: The given answers that are new, if all are checked as if the component were
            new; None if nothing is checked, as in an update.

    Raises:
        ScaffoldError: Copier or a check of the template refused.
    """
    import_copier(ask=ask)
    import copier  # noqa: PLC0415 - slow to import
    from copier.errors import CopierAnswersInterrupt, CopierError  # noqa: PLC0415
    from plumbum import ProcessExecutionError  # noqa: PLC0415

    keys = None if changed is None else tuple(sorted(changed))
    request = RenderRequest(repository, checkout.recorded, keys)
    with requested(request), _sped_up(checkout), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            worker = copier.run_copy(
                checkout.src_path,
                stage,
                data=dict(data),
                answers_file=answers_file,
                vcs_ref=checkout.vcs_ref,
                defaults=not ask,
                unsafe=True,
                quiet=True,
                skip_tasks=True,
                overwrite=True,
            )
        except CopierAnswersInterrupt:
            raise KeyboardInterrupt from None
        except ProcessExecutionError as error:
            raise _unreachable(checkout.url, error) from None
        except (CopierError, ValueError, TypeError, OSError) as error:
            raise _refusal(error) from None
    answers = dict(worker.answers.combined)
    if "component" not in answers:
        raise ScaffoldError(
            f"{checkout.url} is not a sam-scaffold template. Give another --template ADDRESS."
        )
    return Rendered(answers)


@contextmanager
def _sped_up(checkout: Checkout) -> Iterator[None]:
    """Apply the patches of Copier, two of them only to the checkout of a commit."""
    with ExitStack() as patches:
        for patch in (yaml_in_c, asked_once, answers_in_a_dict):
            patches.enter_context(patch())
        if checkout.commit is not None:
            patches.enter_context(without_git())
            patches.enter_context(read_once())
        yield


_VALIDATION = re.compile(r"Validation error for question '(\w+)': (.*)", re.DOTALL)
_CHOICE = re.compile(r"Invalid choice for '(\w+)': (.*) is not in (\[.*\])", re.DOTALL)
_USAGE = re.compile(
    r"'[^']*' is not a question\b"
    r"|\w+: .* is (not a whole number|neither true nor false|not valid YAML)\b",
    re.DOTALL,
)
_REQUIRED = re.compile(r'Question "(\w+)" is required')


def _refusal(error: Exception) -> ScaffoldError:
    """Return an error of Copier as a message of one line."""
    text = str(error)
    if _USAGE.match(text):
        return UsageError(text)
    if found := _VALIDATION.match(text):
        return ScaffoldError(f"{found[1]}: {_one_line(found[2])}")
    if found := _CHOICE.match(text):
        valid = re.findall(r"'([^']*)'", found[3])
        value = found[2].strip("'\"")
        hint = nearest(value, valid)
        return UsageError(
            f"{found[1]}: {value!r} is not a valid choice.{hint} The choices are "
            f"{', '.join(valid)}."
        )
    if found := _REQUIRED.match(text):
        return UsageError(f"{found[1]} has no answer. Give --data {found[1]}=VALUE.")
    if type(error).__name__ == "UnsupportedVersionError":
        text = f"{text.rstrip('.')}. Upgrade it: pip install --upgrade copier."
    return ScaffoldError(_one_line(text) or type(error).__name__)


def _unreachable(url: str, error: Exception) -> ScaffoldError:
    """Return the error for a failure of git, with the last line of its output."""
    lines = str(getattr(error, "stderr", error)).strip().splitlines() or ["git failed"]
    why = lines[-1].strip().rstrip(".")
    return ScaffoldError(
        f"the template {url} cannot be fetched: {why}. Check its address, the network and "
        "your access, or give --template ADDRESS."
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())
