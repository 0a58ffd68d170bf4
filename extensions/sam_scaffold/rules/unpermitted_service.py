"""Targets that do not allow a service to invoke them."""

from __future__ import annotations

from collections.abc import Iterator

from ..application.application import Application
from ..sam.events.service_targets import ServiceTarget, service_targets
from ..sam.iam.role_permissions import hides_grants
from ..sam.model.intrinsics import Data, mentioned
from ..sam.model.resource_types import PERMISSION, QUEUE, TOPIC
from ..sam.model.template import FUNCTIONS
from ._rule import Rule, RuleFinding

_EVENTS = {
    "cognito-idp": {"Cognito"},
    "events": {"CloudWatchEvent", "EventBridgeRule", "Schedule"},
    "iot": {"IoTRule"},
    "logs": {"CloudWatchLogs"},
    "s3": {"S3"},
    "sns": {"SNS"},
}
"""SAM's events that add a permission for a service."""

_POLICIES = {
    QUEUE: ("AWS::SQS::QueuePolicy", "AWS::SQS::QueueInlinePolicy"),
    TOPIC: ("AWS::SNS::TopicPolicy", "AWS::SNS::TopicInlinePolicy"),
}


class Unpermitted(Rule):
    """The service does not use a role, so only resource-based policies count."""

    id = "E9503"
    shortdesc = "A service may not invoke its target"
    description = "Access is denied: the deployment fails, or no event ever arrives."
    source_url = "https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html"
    tags = ["resources", "lambda", "iam", "events"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield a finding for each function, queue or topic that does not allow its service."""
        if hides_grants(facts.template):
            return
        for reference in service_targets(facts.template):
            target = facts.arns.owner(reference.target)
            kind = facts.template.resources.get(target, "")
            service = f"{reference.service}.amazonaws.com"
            if kind in FUNCTIONS and not _may_invoke(facts, reference.service, target):
                yield RuleFinding(
                    reference.path,
                    f"{reference.source}: nothing allows {service} to invoke {target}. Add an "
                    f"{PERMISSION} with that Principal.",
                )
            elif kind in _POLICIES and not _may_send(facts, kind, reference, target):
                yield RuleFinding(
                    reference.path,
                    f"{reference.source}: nothing allows {service} to send to {target}. Add an "
                    f"{_POLICIES[kind][0]} with that Principal.",
                )


def _may_invoke(facts: Application, service: str, function: str) -> bool:
    """Return whether the template allows, or may allow, a service to invoke a function."""
    own = next((own for own in facts.functions if own.logical_id == function), None)
    if own is None or any(event.type in _EVENTS.get(service, ()) for event in own.events):
        return True
    for permission in facts.template.of_type(PERMISSION):
        owner = facts.arns.owner(permission.properties.get("FunctionName"))
        is_its = owner == function or facts.template.resources.get(owner) not in FUNCTIONS
        if is_its and _may_be_for(facts, permission.properties, service):
            return True
    return False


def _may_be_for(facts: Application, permission: dict[str, Data], service: str) -> bool:
    """Return whether a permission may be for a service, also in one region (``logs.eu-west-1``)."""
    principal = facts.values.text(permission.get("Principal"))
    return not principal or principal == "*" or principal.split(".")[0] == service


def _may_send(facts: Application, kind: str, reference: ServiceTarget, target: str) -> bool:
    """Return whether a policy of the template may let a service send to a queue or topic."""
    for policy in facts.template.of_type(*_POLICIES[kind]):
        named = set(mentioned(policy.properties))
        of_others = {
            name for name in named - {target} if facts.template.resources.get(name) == kind
        }
        if target in named or not of_others:
            return True
    if reference.service == "sns" and kind == QUEUE:
        return any(
            target in mentioned(event.properties.get("SqsSubscription"))
            for function in facts.functions
            for event in function.events
        )
    return False
