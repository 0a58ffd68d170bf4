"""Hold the SAM templates that a command changes against the quotas of a stack."""

from __future__ import annotations

from ..document import Source
from ..errors import ScaffoldError
from ..sam.model.repository_view import Repository
from ..sam.model.staging import Overlay
from ..sam.translation.stack_quotas import quota_problem


def check_quotas(overlay: Overlay) -> None:
    """Refuse a change of which CloudFormation would refuse the change set.

    Args:
        overlay: What is about to be done.

    Raises:
        ScaffoldError: A SAM template would break a quota that it keeps now.
    """
    there = Repository(overlay.repository)
    after = Repository(overlay.stage)
    for path in after.templates():
        if Source.decode(path, after.read(path) or b"").has_conflict:
            continue  # nobody deploys it before that is settled
        if problem := quota_problem(there.find(path), after.load(path)):
            raise ScaffoldError(problem)
