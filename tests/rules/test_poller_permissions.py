"""Roles that lack what Lambda needs for their functions."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules import lint

RULE = "E9502"
LOGS = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"


def template(function: str, role: str = "", more: str = "") -> str:
    return f"""
        Transform: AWS::Serverless-2016-10-31
        Parameters:
          QueueArn: {{Type: String}}
        Resources:
          Orders:
            Type: AWS::Serverless::Function
            Properties:
              Runtime: python3.12
              Role: !GetAtt OrdersRole.Arn
              {function}
          OrdersRole:
            Type: AWS::IAM::Role
            Properties:
              AssumeRolePolicyDocument: {{}}
              {role or f"ManagedPolicyArns: [{LOGS}]"}
          Queue: {{Type: AWS::SQS::Queue}}
          Failed: {{Type: AWS::SQS::Queue}}
          Topic: {{Type: AWS::SNS::Topic}}
          Ticks: {{Type: AWS::Kinesis::Stream}}
          Ledger: {{Type: AWS::DynamoDB::Table}}
          {more}
        """


def event(kind: str, properties: str) -> str:
    return f"Events: {{Source: {{Type: {kind}, Properties: {{{properties}}}}}}}"


def with_role(function: str, actions: str, resource: str = "'*'") -> str:
    """A template whose role has the right to write logs, and one more statement."""
    document = f"{{Statement: {{Effect: Allow, Action: {actions}, Resource: {resource}}}}}"
    policies = f"[{{PolicyName: orders, PolicyDocument: {document}}}]"
    managed = f"ManagedPolicyArns: [{LOGS}]"
    return template(function, f"{managed}\n              Policies: {policies}")


SQS = event("SQS", "Queue: !GetAtt Queue.Arn")
NEEDS = {
    "sqs": (
        SQS,
        (
            "polling Queue needs sqs:ReceiveMessage, sqs:DeleteMessage, sqs:GetQueueAttributes, "
            "which OrdersRole does not allow. Add a statement, or the policy "
            "AWSLambdaSQSQueueExecutionRole."
        ),
    ),
    "kinesis": (
        event("Kinesis", "Stream: !GetAtt Ticks.Arn, StartingPosition: LATEST"),
        "polling Ticks needs kinesis:DescribeStream, ",
    ),
    "dynamodb": (
        event("DynamoDB", "Stream: !GetAtt Ledger.StreamArn, StartingPosition: LATEST"),
        "polling Ledger needs dynamodb:DescribeStream, ",
    ),
    "msk": (
        event("MSK", "Stream: arn:aws:kafka:eu-west-1:123456789012:cluster/a/b, Topics: [a]"),
        "polling Source needs kafka:GetBootstrapBrokers, ",
    ),
    "mq": (
        event("MQ", "Broker: arn:aws:mq:eu-west-1:123456789012:broker:a:b, Queues: [a]"),
        "polling Source needs mq:DescribeBroker, secretsmanager:GetSecretValue, which",
    ),
    "stranger": (event("SQS", "Queue: !Ref QueueArn"), "polling Source needs sqs:ReceiveMessage"),
    "dead-letter-queue": (
        "DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt Failed.Arn}",
        "sending to Failed needs sqs:SendMessage, which",
    ),
    "destination": (
        "EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SNS, Destination: !Ref Topic}}}",
        "sending to Topic needs sns:Publish, which",
    ),
    "success": (
        "EventInvokeConfig: {DestinationConfig: {OnSuccess: {Type: Lambda, Destination: a}}}",
        "sending to lambda needs lambda:InvokeFunction, which",
    ),
    "network": (
        "VpcConfig: {SubnetIds: [subnet-1], SecurityGroupIds: [sg-1]}",
        "VpcConfig needs ec2:CreateNetworkInterface, ec2:DescribeNetworkInterfaces, ",
    ),
    "tracing": (
        "Tracing: Active",
        (
            "tracing needs xray:PutTraceSegments, xray:PutTelemetryRecords, which OrdersRole does "
            "not allow. Add a statement, or the policy AWSXRayDaemonWriteAccess."
        ),
    ),
}


@pytest.mark.parametrize(("function", "message"), NEEDS.values(), ids=NEEDS)
def test_names_what_is_missing_and_what_for(function: str, message: str, tmp_path: Path) -> None:
    [found] = lint(tmp_path, RULE, template(function))
    assert found.message.startswith(f"Orders: {message}")
    assert found.path[:3] == ("Resources", "Orders", "Properties")


def test_needs_both_permissions_of_a_stream_with_a_destination(tmp_path: Path) -> None:
    failed = "DestinationConfig: {OnFailure: {Destination: !GetAtt Failed.Arn}}"
    text = template(event("Kinesis", f"Stream: !GetAtt Ticks.Arn, {failed}"))
    poll, send = lint(tmp_path, RULE, text)
    assert "polling Ticks" in poll.message
    assert "sending to Failed needs sqs:SendMessage" in send.message


def test_needs_logs(tmp_path: Path) -> None:
    [found] = lint(tmp_path, RULE, template("Timeout: 3", "Path: /"))
    assert found.message.startswith(
        "Orders: writing logs needs logs:CreateLogStream, logs:PutLogEvents, which OrdersRole"
    )
    assert found.path == ("Resources", "Orders", "Properties", "Role")


def test_names_the_missing_action_alone(tmp_path: Path) -> None:
    text = with_role(SQS, "[sqs:ReceiveMessage, sqs:GetQueueAttributes]")
    [found] = lint(tmp_path, RULE, text)
    assert "polling Queue needs sqs:DeleteMessage, which" in found.message


ALLOWED = {
    "spelled-out": (
        "[sqs:ReceiveMessage, sqs:DeleteMessage, sqs:GetQueueAttributes]", "!GetAtt Queue.Arn",
    ),
    "wildcard": ("['sqs:*']", "'*'"),
    "any": ("'*'", "'*'"),
    "parts": ("['sqs:R*', 'sqs:Delete?essage', 'sqs:Get*']", "'*'"),
    "letters": ("[SQS:receivemessage, sqs:DELETEMESSAGE, sqs:getQueueAttributes]", "'*'"),
    "sub": ("['sqs:*']", "!Sub '${Queue.Arn}'"),
    "among-others": ("['sqs:*']", "[!GetAtt Failed.Arn, !GetAtt Queue.Arn]"),
    "some-name": ("['sqs:*']", "arn:aws:sqs:eu-west-1:123456789012:orders"),
    "condition": ("['sqs:*']", "!If [A, !GetAtt Queue.Arn, !GetAtt Failed.Arn]"),
}  # fmt: skip


@pytest.mark.parametrize(("actions", "resource"), ALLOWED.values(), ids=ALLOWED)
def test_is_silent_where_it_is_allowed(actions: str, resource: str, tmp_path: Path) -> None:
    assert lint(tmp_path, RULE, with_role(SQS, actions, resource)) == []


@pytest.mark.parametrize("resource", ["!GetAtt Failed.Arn", "!Sub '${Failed.Arn}'"])
def test_tells_another_queue_of_the_template_apart(resource: str, tmp_path: Path) -> None:
    assert len(lint(tmp_path, RULE, with_role(SQS, "['sqs:*']", resource))) == 1


def test_takes_what_is_below_a_table_for_its_own(tmp_path: Path) -> None:
    stream = event("DynamoDB", "Stream: !GetAtt Ledger.StreamArn, StartingPosition: LATEST")
    text = with_role(stream, "['dynamodb:*']", "!Sub '${Ledger.Arn}/stream/*'")
    assert lint(tmp_path, RULE, text) == []


def test_takes_a_stream_for_its_consumers_own(tmp_path: Path) -> None:
    consumer = """
          Consumer: {Type: AWS::Kinesis::StreamConsumer}
"""
    stream = event("Kinesis", "Stream: !GetAtt Consumer.ConsumerARN, StartingPosition: LATEST")
    text = with_role(stream, "['kinesis:*']", "!GetAtt Ticks.Arn")
    assert lint(tmp_path, RULE, f"{text.rstrip()}{consumer}") == []


FUNCTIONS = {
    "no-role": template(SQS).replace("Role: !GetAtt OrdersRole.Arn", "MemorySize: 128"),
    "foreign-role": template(SQS).replace("!GetAtt OrdersRole.Arn", "!Ref RoleArn"),
    "under-a-condition": template(SQS).replace(
        "!GetAtt OrdersRole.Arn", "!If [A, !GetAtt OrdersRole.Arn, b]"
    ),
    "no-subnets": template("VpcConfig: !If [A, {SubnetIds: [a]}, !Ref AWS::NoValue]"),
    "passing-traces-on": template("Tracing: PassThrough"),
}


@pytest.mark.parametrize("text", FUNCTIONS.values(), ids=FUNCTIONS)
def test_is_silent(text: str, tmp_path: Path) -> None:
    assert lint(tmp_path, RULE, text) == []


def test_takes_lambdas_own_functions_too(tmp_path: Path) -> None:
    properties = ("DeadLetterConfig: {TargetArn: !Ref Topic}", "TracingConfig: {Mode: Active}")
    text = template("\n              ".join(properties)).replace(
        "AWS::Serverless::Function", "AWS::Lambda::Function"
    )
    send, trace = lint(tmp_path, RULE, text)
    assert "sending to Topic needs sns:Publish" in send.message
    assert trace.path[-1] == "TracingConfig"


KEYS = """
          Key: {Type: AWS::KMS::Key, Properties: {KeyPolicy: {Statement: [{Effect: Allow, Action: 'kms:*',
            Principal: {AWS: !Sub 'arn:aws:iam::${AWS::AccountId}:root'}, Resource: '*'}]}}}
          Open: {Type: AWS::KMS::Key, Properties: {KeyPolicy: {Statement: [{Effect: Allow, Action: 'kms:*',
            Principal: {AWS: '*'}, Resource: '*'}]}}}
          Alias: {Type: AWS::KMS::Alias, Properties: {AliasName: alias/orders, TargetKeyId: !Ref Key}}
          Secret: {Type: AWS::SQS::Queue, Properties: {KmsMasterKeyId: KEY}}
          Stream: {Type: AWS::Kinesis::Stream, Properties: {StreamEncryption: {EncryptionType: KMS, KeyId: KEY}}}
          Told: {Type: AWS::SNS::Topic, Properties: {KmsMasterKeyId: KEY}}
"""  # noqa: E501 - one line each
POLLS = "[sqs:*, kinesis:*, sns:*]"
SECRET = event("SQS", "Queue: !GetAtt Secret.Arn")
READS = {
    "queue": (SECRET, "polling Secret, which Key encrypts, needs kms:Decrypt, which"),
    "stream": (
        event("Kinesis", "Stream: !GetAtt Stream.Arn, StartingPosition: LATEST"),
        "polling Stream, which Key encrypts, needs kms:Decrypt, which",
    ),
    "dead letters": (
        "DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt Secret.Arn}",
        "sending to Secret, which Key encrypts, needs kms:GenerateDataKey, kms:Decrypt, which",
    ),
    "destination": (
        "EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SNS, Destination: !Ref Told}}}",
        "sending to Told, which Key encrypts, needs kms:GenerateDataKey, kms:Decrypt, which",
    ),
}


def encrypted(text: str, key: str = "!Ref Key") -> str:
    return text.rstrip() + KEYS.replace("KEY", key)


@pytest.mark.parametrize(("function", "said"), READS.values(), ids=READS)
def test_keys_of_what_is_polled_and_sent_to(function: str, said: str, tmp_path: Path) -> None:
    (found,) = lint(tmp_path, RULE, encrypted(with_role(function, POLLS)))
    assert said in found.message
    assert "OrdersRole does not allow. Add a statement." in found.message


@pytest.mark.parametrize("key", ["!GetAtt Key.Arn", "alias/orders", "!Ref Alias"])
def test_keys_by_other_names(key: str, tmp_path: Path) -> None:
    assert len(lint(tmp_path, RULE, encrypted(with_role(SECRET, POLLS), key))) == 1


@pytest.mark.parametrize(
    "key",
    ["alias/aws/sqs", "!Ref QueueArn", "!If [A, !Ref Key, !Ref AWS::NoValue]", "!Ref Open"],
    ids=["AWS's own", "parameter", "condition", "open"],
)
def test_keys_that_may_be_used_without_a_word(key: str, tmp_path: Path) -> None:
    assert lint(tmp_path, RULE, encrypted(with_role(SECRET, POLLS), key)) == []


@pytest.mark.parametrize("on", ["'*'", "!GetAtt Key.Arn", "!Sub 'arn:aws:kms:*:*:key/${Key}'"])
@pytest.mark.parametrize("action", ["kms:Decrypt", "'kms:*'", "KMS:decrypt", "'kms:Decrypt*'"])
def test_roles_that_may_decrypt(action: str, on: str, tmp_path: Path) -> None:
    statement = f"{{Effect: Allow, Action: {action}, Resource: {on}}}"
    policy = f"{{PolicyName: key, PolicyDocument: {{Statement: {statement}}}}}"
    template_ = encrypted(with_role(SECRET, POLLS)).replace("Policies: [", f"Policies: [{policy}, ")
    assert lint(tmp_path, RULE, template_) == []


def test_a_role_that_may_decrypt_with_another_key(tmp_path: Path) -> None:
    statement = "{Effect: Allow, Action: kms:Decrypt, Resource: !GetAtt Open.Arn}"
    policy = f"{{PolicyName: key, PolicyDocument: {{Statement: {statement}}}}}"
    template_ = encrypted(with_role(SECRET, POLLS)).replace("Policies: [", f"Policies: [{policy}, ")
    assert len(lint(tmp_path, RULE, template_)) == 1


def made(policies: str = "") -> str:
    stated = encrypted(template(f"{policies}\n              {SECRET}"))
    lines = stated.replace("Role: !GetAtt OrdersRole.Arn", "InlineCode: pass")
    lines = lines.replace("OrdersRole:", "Nobodys:")
    return lines.replace("Runtime", "Handler: index.handler\n              Runtime")


@pytest.mark.parametrize(
    "policies",
    ["", "Policies: [AWSLambdaBasicExecutionRole]", "Policies: [SQSPollerPolicy: {QueueName: a}]",
     "Policies: [KMSDecryptPolicy: {KeyId: !Ref Open}]"],
    ids=["none", "AWS's", "poller", "another key"],
)  # fmt: skip
def test_the_role_that_sam_makes_has_no_key(policies: str, tmp_path: Path) -> None:
    (found,) = lint(tmp_path, RULE, made(policies))
    assert found.message == (
        "Orders: polling Secret, which Key encrypts, needs kms:Decrypt, which SAM does not add "
        "to its role. Add a statement to its Policies."
    )


@pytest.mark.parametrize(
    "policies",
    [
        "Policies: [KMSDecryptPolicy: {KeyId: !Ref Key}]",
        "Policies: [{Statement: [{Effect: Allow, Action: kms:Decrypt, Resource: '*'}]}]",
        "Policies: [!Ref QueueArn]",
        "Policies: [MyOwnPolicy]",
        "Role: !Ref QueueArn",
    ],
    ids=["policy template", "statement", "parameter", "somebody's", "a role from elsewhere"],
)
def test_the_role_that_sam_makes_may_decrypt(policies: str, tmp_path: Path) -> None:
    assert lint(tmp_path, RULE, made(policies)) == []
