"""Quotas and defaults of AWS services, with the pages that state them.

All pages were read in November 2026. A quota that AWS raises on request is marked as such.
"""

from __future__ import annotations

from dataclasses import dataclass

KIBIBYTE = 1024
MEBIBYTE = 1024 * KIBIBYTE


@dataclass(frozen=True)
class Limit:
    """Numbers that AWS accepts for a property.

    Attributes:
        low: The smallest.
        high: The largest.
        unit: The unit in messages.
        default: The value if the property is not set.
    """

    low: int
    high: int
    unit: str
    default: int

    def problem(self, value: int) -> str:
        """Return an error if a number is out of range."""
        if self.low <= value <= self.high:
            return ""
        return f"{value} is not between {self.low} and {self.high} {self.unit}."


# --- Lambda -----------------------------------------------------------------------------
# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
# https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html

TIMEOUT = Limit(1, 900, "seconds", default=3)
MEMORY = Limit(128, 10_240, "MB", default=128)
EPHEMERAL_STORAGE = Limit(512, 10_240, "MB", default=512)

LAYERS_PER_FUNCTION = 5
UNZIPPED_BYTES = 250 * MEBIBYTE
"""A function and its layers together."""

ENVIRONMENT_BYTES = 4 * KIBIBYTE
"""All environment variables of a function, including their names."""

DESCRIPTION_CHARACTERS = 256
FUNCTION_NAME_CHARACTERS = 64

LAYER_NAME_CHARACTERS = 140
"""https://docs.aws.amazon.com/lambda/latest/api/API_PublishLayerVersion.html"""

EVENT_BYTES = 6 * MEBIBYTE
"""The payload of a synchronous invocation."""

RESULT_BYTES = EVENT_BYTES + 100
"""The result of a synchronous invocation (the Runtime API's error message names this number)."""

INIT_SECONDS = 10
"""Time for the init phase, after which Lambda repeats it in the first invocation:
https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
"""

CONCURRENCY = 1000
"""Concurrent executions of an account in a Region; AWS raises it on request."""

UNRESERVED_CONCURRENCY = 100
"""Concurrent executions that no function can reserve:
https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
"""

BATCH_WITHOUT_WINDOW = 10
"""The largest batch size of an SQS queue that requires no batching window:
https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
"""

BROKER_TIMEOUT = 840
"""The longest timeout of a function for messages of a Kafka cluster or an MQ broker, in seconds:
https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html
"""

# --- Other services ---------------------------------------------------------------------

ROLE_NAME_CHARACTERS = 64
"""https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"""

QUEUE_NAME_CHARACTERS = 80
"""https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html"""

DEFAULT_VISIBILITY_TIMEOUT = 30
"""Seconds:
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html
"""

EVENT_PATTERN_CHARACTERS = 4096
"""https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html"""

FILTER_POLICY_ATTRIBUTES = 5
FILTER_POLICY_COMBINATIONS = 150
"""https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html"""

OBJECT_KEY_CHARACTERS = 1024
"""https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html"""

STREAM_READERS = 2
"""Consumers of a shard of a DynamoDB stream beyond which reads are throttled:
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
"""

HTTP_API_SECONDS = 30
"""Integration timeout; that of a REST API is 29 seconds, which AWS raises on request:
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
"""

LOG_RETENTION_DAYS = (
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
    3288, 3653,
)  # fmt: skip
"""https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html"""

# --- CloudFormation ---------------------------------------------------------------------
# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html;
# AWS does not raise these.

STACK_RESOURCES = 500
STACK_PARAMETERS = 200
STACK_OUTPUTS = 200
STACK_MAPPINGS = 200
TEMPLATE_BYTES = MEBIBYTE
"""A template that is passed in an S3 object, as `sam deploy` does."""
