"""Types of resources of CloudFormation that several rooms know."""

from __future__ import annotations

ALARM = "AWS::CloudWatch::Alarm"
GLOBAL_TABLE = "AWS::DynamoDB::GlobalTable"
LOG_GROUP = "AWS::Logs::LogGroup"
MAPPING = "AWS::Lambda::EventSourceMapping"
PERMISSION = "AWS::Lambda::Permission"
QUEUE = "AWS::SQS::Queue"
ROLE = "AWS::IAM::Role"
RULE = "AWS::Events::Rule"
SCHEDULE = "AWS::Scheduler::Schedule"
STREAM = "AWS::Kinesis::Stream"
TABLE = "AWS::DynamoDB::Table"
TOPIC = "AWS::SNS::Topic"
