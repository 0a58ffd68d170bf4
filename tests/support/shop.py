"""A template with a resource of each type to which a new function can be connected."""

from __future__ import annotations

from typing import Any

from sam_scaffold.document import Document
from sam_scaffold.sam.model.template import Resource, Template

SHOP = """
Transform: AWS::Serverless-2016-10-31
Parameters:
  Prefix: {Type: String, Default: /shop}
  Flat: {Type: String, Default: shop}
Conditions:
  IsProduction: !Equals [!Ref Flat, production]
Resources:
  LedgerTable:
    Type: AWS::DynamoDB::Table
    Properties: &key_schema
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
      KeySchema: [{AttributeName: id, KeyType: HASH}]
      StreamSpecification: {StreamViewType: NEW_IMAGE}
  WorldTable:
    Type: AWS::DynamoDB::GlobalTable
    Properties:
      <<: *key_schema
      Replicas:
        - Region: eu-west-1
          SSESpecification: {KMSMasterKeyId: !GetAtt ShopKey.Arn}
      SSESpecification: {SSEEnabled: true, SSEType: KMS}
  Simple: {Type: AWS::Serverless::SimpleTable}
  SealedTable:
    Type: AWS::DynamoDB::Table
    Properties:
      <<: *key_schema
      SSESpecification: {SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !Ref ShopKey}
  SealedSimpleTable:
    Type: AWS::Serverless::SimpleTable
    Properties:
      SSESpecification: {SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !Ref ShopKey}
  ReportsBucket: {Type: AWS::S3::Bucket}
  SealedBucket:
    Type: AWS::S3::Bucket
    Properties:
      BucketEncryption:
        ServerSideEncryptionConfiguration:
          - ServerSideEncryptionByDefault:
              SSEAlgorithm: aws:kms
              KMSMasterKeyID: !GetAtt ShopKey.Arn
  SometimesSealedBucket:
    Type: AWS::S3::Bucket
    Properties:
      BucketEncryption:
        ServerSideEncryptionConfiguration:
          - ServerSideEncryptionByDefault:
              SSEAlgorithm: aws:kms
              KMSMasterKeyID: !If [IsProduction, !Ref ProductionKey, !Ref "AWS::NoValue"]
  ApiSecret: {Type: AWS::SecretsManager::Secret}
  SealedSecret:
    Type: AWS::SecretsManager::Secret
    Properties: {KmsKeyId: !Sub "${ShopKey}"}
  LimitParameter:
    Type: AWS::SSM::Parameter
    Properties: {Type: String, Value: "1"}
  SlashParameter:
    Type: AWS::SSM::Parameter
    Properties: {Type: String, Value: "1", Name: !Sub "/${Flat}/limit"}
  FlatParameter:
    Type: AWS::SSM::Parameter
    Properties: {Type: String, Value: "1", Name: limit}
  PrefixedParameter:
    Type: AWS::SSM::Parameter
    Properties: {Type: String, Value: "1", Name: !Sub "${Prefix}/limit"}
  UnprefixedParameter:
    Type: AWS::SSM::Parameter
    Properties: {Type: String, Value: "1", Name: !Ref Flat}
  OrdersStateMachine:
    Type: AWS::Serverless::StateMachine
    Properties:
      Definition: {StartAt: A, States: {A: {Type: Succeed}}}
  Refunds:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: arn:aws:iam::123456789012:role/refunds
      DefinitionString: '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}'
  BillingFunction:
    Type: AWS::Serverless::Function
    Properties: {Runtime: python3.12, Handler: index.handler, InlineCode: pass}
  Mailer:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.12
      Handler: index.handler
      Role: arn:aws:iam::123456789012:role/mailer
      Code: {ZipFile: pass}
  OrdersQueue: {Type: AWS::SQS::Queue}
  FifoQueue:
    Type: AWS::SQS::Queue
    Properties: {FifoQueue: true}
  SealedQueue:
    Type: AWS::SQS::Queue
    Properties: {KmsMasterKeyId: !Ref ShopAlias}
  NamedKeyQueue:
    Type: AWS::SQS::Queue
    Properties: {KmsMasterKeyId: !Sub "alias/${AWS::StackName}"}
  Notifications: {Type: AWS::SNS::Topic}
  FifoTopic:
    Type: AWS::SNS::Topic
    Properties: {FifoTopic: "true"}
  SealedTopic:
    Type: AWS::SNS::Topic
    Properties: {KmsMasterKeyId: !Ref ShopKey}
  OrdersBus:
    Type: AWS::Events::EventBus
    Properties: {Name: orders, KmsKeyIdentifier: !Ref ShopKey}
  ClicksStream:
    Type: AWS::Kinesis::Stream
    Properties: {StreamEncryption: {EncryptionType: KMS, KeyId: !Ref ShopKey}}
  ShopKey: {Type: AWS::KMS::Key}
  ProductionKey: {Type: AWS::KMS::Key, Condition: IsProduction}
  ShopAlias:
    Type: AWS::KMS::Alias
    Properties: {AliasName: !Sub "alias/${AWS::StackName}", TargetKeyId: !Ref ShopKey}
  ReplayQueue: {Type: AWS::SQS::Queue, Condition: IsProduction}
  CacheTable:
    Type: AWS::DynamoDB::Table
    Condition: IsProduction
    Properties: *key_schema
"""


def shop() -> Template:
    """Return the template."""
    return Template("template.yaml", Document.parse("template.yaml", SHOP.encode()))


def shop_resources() -> list[Resource]:
    """Return all of its resources."""
    template = shop()
    return template.of_type(*template.resources.values())


def as_written(resources: list[Resource]) -> dict[str, Any]:
    """Return resources by logical id, as they are written in a template."""
    return {
        resource.logical_id: {
            "Type": resource.type,
            **({"Condition": resource.condition} if resource.condition else {}),
            **({"Properties": resource.properties} if resource.properties else {}),
        }
        for resource in resources
    }
