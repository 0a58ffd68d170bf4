"""Event sources that Lambda polls: queues, streams and brokers.

The permissions are those in the Lambda developer guide. Those that SAM adds itself are measured
with its translator 1.115.
"""

from __future__ import annotations

from dataclasses import replace

from ..limits import (
    BATCH_WITHOUT_WINDOW,
    BROKER_TIMEOUT,
    DEFAULT_VISIBILITY_TIMEOUT,
    STREAM_READERS,
)
from .broker_settings import (
    access_answers,
    queue_problem,
    secret_arn_problem,
    source_arn_problem,
    topic_problem,
    virtual_host_problem,
)
from .definition import (
    Access,
    Duties,
    EventSource,
    Failures,
    InvocationModel,
    Poller,
    Setting,
    Target,
    VisibilityTimeout,
)

_FROM_EITHER_END = ("LATEST", "TRIM_HORIZON")
_FROM_ANY_TIME = (*_FROM_EITHER_END, "AT_TIMESTAMP")
"""https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html"""

_NETWORK = (
    "ec2: CreateNetworkInterface DescribeNetworkInterfaces DeleteNetworkInterface DescribeVpcs"
    " DescribeSubnets DescribeSecurityGroups"
)
"""The poller connects to the VPC of a broker by a network interface."""

VISIBILITY = VisibilityTimeout("VisibilityTimeout", DEFAULT_VISIBILITY_TIMEOUT, factor=6)
"""https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html"""

SQS = EventSource(
    name="sqs",
    invocation=InvocationModel.POLLED,
    events=("SQS",),
    noun="standard queue",
    types={"AWS::SQS::Queue": "QueueName"},
    has={"FifoQueue": False},
    property="Queue",
    attribute="Arn",
    service="sqs",
    # https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
    poller=Poller(
        written=(Access("Poll", "sqs: ReceiveMessage DeleteMessage GetQueueAttributes"),),
        required=("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"),
        managed_policy="AWSLambdaSQSQueueExecutionRole",
        # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
        decrypts=True,
    ),
    duties=Duties(
        visibility=VISIBILITY,
        batch_without_window=BATCH_WITHOUT_WINDOW,
        failures=Failures.REDRIVEN,
        batch_failures="SQS",
        is_exclusive=True,
    ),
)

SQS_FIFO = replace(
    SQS,
    name="sqs_fifo",
    noun="FIFO queue",
    has={"FifoQueue": True},
    duties=replace(SQS.duties, batch_without_window=None, has_window=False),
)

DYNAMODB_STREAM = EventSource(
    name="dynamodb_stream",
    invocation=InvocationModel.POLLED,
    events=("DynamoDB",),
    noun="table with a stream of new images (NEW_IMAGE or NEW_AND_OLD_IMAGES)",
    types={"AWS::DynamoDB::Table": "TableName", "AWS::DynamoDB::GlobalTable": "TableName"},
    has={"StreamSpecification": {"StreamViewType": ["NEW_IMAGE", "NEW_AND_OLD_IMAGES"]}},
    property="Stream",
    attribute="StreamArn",
    service="dynamodb",
    # https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/iam-policy-example-lamda-process-dynamodb-streams.html
    # AWSLambdaDynamoDBExecutionRole has ListStreams on "*", and that example on the stream.
    poller=Poller(
        written=(
            Access("Poll", "dynamodb: DescribeStream GetRecords GetShardIterator ListStreams"),
        ),
        required=(
            "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator",
            "dynamodb:ListStreams",
        ),
        managed_policy="AWSLambdaDynamoDBExecutionRole",
    ),
    duties=Duties(
        positions=_FROM_EITHER_END,
        failures=Failures.DISCARDED,
        batch_failures="DynamoDBStreams",
        most_readers=STREAM_READERS,
    ),
)  # fmt: skip

KINESIS = EventSource(
    name="kinesis",
    invocation=InvocationModel.POLLED,
    events=("Kinesis",),
    noun="Kinesis data stream",
    types={"AWS::Kinesis::Stream": "Name"},
    property="Stream",
    attribute="Arn",
    service="kinesis",
    # https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html
    # kinesis:SubscribeToShard is only required for a stream consumer.
    poller=Poller(
        written=(
            Access(
                "Poll",
                "kinesis: DescribeStream DescribeStreamSummary GetRecords GetShardIterator"
                " ListShards",
            ),
        ),
        required=(
            "kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:GetRecords",
            "kinesis:GetShardIterator", "kinesis:ListShards",
        ),
        managed_policy="AWSLambdaKinesisExecutionRole",
        # https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html
        decrypts=True,
    ),
    duties=Duties(
        positions=_FROM_ANY_TIME,
        failures=Failures.DISCARDED,
        batch_failures="KinesisDataStreams",
    ),
)  # fmt: skip

# Partial batch responses require provisioned mode, which has a separate price:
# https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html
MSK = EventSource(
    name="msk",
    invocation=InvocationModel.POLLED,
    events=("MSK",),
    noun="Amazon MSK cluster",
    types={"AWS::MSK::Cluster": "ClusterName", "AWS::MSK::ServerlessCluster": "ClusterName"},
    property="Stream",
    attribute="Arn",
    part="Topics",
    service="kafka",
    # https://docs.aws.amazon.com/lambda/latest/dg/with-msk-permissions.html
    # https://docs.aws.amazon.com/lambda/latest/dg/msk-cluster-auth.html
    poller=Poller(
        written=(
            Access("Poll", "kafka: DescribeClusterV2 GetBootstrapBrokers"),
            Access("Reach", _NETWORK, Target.NETWORK),
            Access(
                "Consume",
                "kafka-cluster: Connect DescribeClusterDynamicConfiguration DescribeTopic ReadData"
                " DescribeGroup AlterGroup",
                Target.PARTS,
                is_added=False,
            ),
        ),
        # A provisioned cluster also accepts kafka:DescribeCluster; a cluster without IAM
        # authentication requires no kafka-cluster action, and one with public access no network.
        required=("kafka:GetBootstrapBrokers",),
        managed_policy="AWSLambdaMSKExecutionRole",
    ),
    duties=Duties(
        positions=_FROM_ANY_TIME, failures=Failures.RETRIED, longest_timeout=BROKER_TIMEOUT
    ),
    settings=(
        Setting("topic", topic_problem, "Topics", is_listed=True),
        Setting("source_arn", source_arn_problem),
    ),
)

MQ = EventSource(
    name="mq",
    invocation=InvocationModel.POLLED,
    events=("MQ",),
    noun="Amazon MQ broker",
    types={"AWS::AmazonMQ::Broker": "BrokerName"},
    property="Broker",
    attribute="Arn",
    part="Queues",
    service="mq",
    # https://docs.aws.amazon.com/lambda/latest/dg/process-mq-messages-with-lambda.html
    poller=Poller(
        written=(
            Access("Poll", "mq: DescribeBroker"),
            Access("ReadCredentialsOf", "secretsmanager: GetSecretValue", Target.SECRET),
            Access("Reach", _NETWORK, Target.NETWORK, is_added=False),
        ),
        # A broker with public access requires no network.
        required=("mq:DescribeBroker", "secretsmanager:GetSecretValue"),
    ),
    duties=Duties(failures=Failures.BROKERED, longest_timeout=BROKER_TIMEOUT),
    settings=(
        Setting("queue_name", queue_problem, "Queues", is_listed=True),
        Setting("secret_arn", secret_arn_problem),
        Setting("virtual_host", virtual_host_problem),
        Setting("source_arn", source_arn_problem),
    ),
    read=access_answers,
)

# No trigger has this source; templates may.
DOCUMENTDB = EventSource(
    name="documentdb",
    invocation=InvocationModel.POLLED,
    events=("DocumentDB",),
    property="Cluster",
    part="DatabaseName",
    duties=Duties(
        positions=_FROM_ANY_TIME, failures=Failures.RETRIED, longest_timeout=BROKER_TIMEOUT
    ),
)

POLLED = (SQS, SQS_FIFO, DYNAMODB_STREAM, KINESIS, MSK, MQ, DOCUMENTDB)
