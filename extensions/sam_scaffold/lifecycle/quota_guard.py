"""Hold the SAM templates that a command changes against the quotas of a stack."""

from __future__ import annotations

from ..document import DecodedText
from ..errors import ScaffoldError
from ..sam.model.template_files import find_template, load_template, templates_of
from ..sam.translation.stack_quotas import quota_problem
from ..transaction.repository_view import RepositoryView
from ..transaction.staging import Staging


def check_quotas(overlay: Staging) -> None:
    """Refuse a change of which CloudFormation would refuse the change set.

    Args:
        overlay: What is about to be done.

    Raises:
        ScaffoldError: A SAM template would break a quota that it keeps now.
    """
    there = RepositoryView(overlay.repository)
    after = RepositoryView(overlay.stage)
    for path in templates_of(after):
        if DecodedText.decode(path, after.read(path) or b"").has_conflict:
            continue  # it cannot be deployed with conflicts
        if problem := quota_problem(find_template(there, path), load_template(after, path)):
            raise ScaffoldError(problem)
