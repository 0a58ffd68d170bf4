"""Permissions in AWS managed policies that functions need to run.

https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
"""

from __future__ import annotations

BASIC_EXECUTION = "AWSLambdaBasicExecutionRole"
VPC_ACCESS = "AWSLambdaVPCAccessExecutionRole"
XRAY_ACCESS = "AWSXRayDaemonWriteAccess"
"""Policies of functions that write logs, are in a VPC, or are traced:
https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
"""

_LOGS = "logs:CreateLogGroup logs:CreateLogStream logs:PutLogEvents"
_NETWORK = (
    "ec2:CreateNetworkInterface ec2:DescribeNetworkInterfaces ec2:DeleteNetworkInterface "
    "ec2:DescribeSubnets"
)
_TRACES = "xray:PutTraceSegments xray:PutTelemetryRecords"
_STREAM = (
    "dynamodb:DescribeStream dynamodb:GetRecords dynamodb:GetShardIterator dynamodb:ListStreams"
)

_ACTIONS = {
    "AWSLambdaBasicDurableExecutionRolePolicy": _LOGS,
    BASIC_EXECUTION: _LOGS,
    "AWSLambdaDynamoDBExecutionRole": f"{_STREAM} {_LOGS}",
    "AWSLambdaENIManagementAccess": _NETWORK,
    "AWSLambdaExecute": "logs:* s3:GetObject s3:PutObject",
    "AWSLambdaInvocation-DynamoDB": f"lambda:InvokeFunction {_STREAM}",
    "AWSLambdaKinesisExecutionRole": (
        "kinesis:DescribeStream kinesis:DescribeStreamSummary kinesis:GetRecords "
        "kinesis:GetShardIterator kinesis:ListShards kinesis:ListStreams "
        f"kinesis:SubscribeToShard {_LOGS}"
    ),
    "AWSLambdaMSKExecutionRole": (
        f"kafka:DescribeCluster* kafka:GetBootstrapBrokers {_NETWORK} {_LOGS}"
    ),
    "AWSLambdaRole": "lambda:InvokeFunction",
    "AWSLambdaSQSQueueExecutionRole": (
        f"sqs:ReceiveMessage sqs:DeleteMessage sqs:GetQueueAttributes {_LOGS}"
    ),
    VPC_ACCESS: f"{_NETWORK} {_LOGS}",
    "AWSLambda_FullAccess": "lambda:*",
    XRAY_ACCESS: _TRACES,
    "AWSXrayFullAccess": "xray:*",
    "AWSXrayWriteOnlyAccess": _TRACES,
    "AdministratorAccess": "*",
    "AmazonEC2FullAccess": "ec2:*",
    "AmazonKinesisFullAccess": "kinesis:*",
    "AmazonS3FullAccess": "s3:*",
    "AmazonS3ReadOnlyAccess": "s3:Get* s3:List*",
    "AmazonSNSFullAccess": "sns:*",
    "AmazonSQSFullAccess": "sqs:*",
    "AmazonSSMReadOnlyAccess": "ssm:Describe* ssm:Get* ssm:List*",
    "AmazonVPCFullAccess": _NETWORK,
    "CloudWatchLambdaInsightsExecutionRolePolicy": _LOGS,
    "CloudWatchLogsFullAccess": "logs:*",
    "PowerUserAccess": "*",
}


def allowed_by(name: str) -> tuple[str, ...] | None:
    """Return the patterns of actions that an AWS managed policy allows, None if it is not known.

    Args:
        name: The end of its ARN: ``"AWSLambdaBasicExecutionRole"``.
    """
    actions = _ACTIONS.get(name)
    return None if actions is None else tuple(actions.split())
