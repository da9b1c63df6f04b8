/** Templates of the Serverless transform, one for each thing it can make. */
export const SERVERLESS_TEMPLATES: Readonly<Record<string, string>> = {
  alias: `Transform: AWS::Serverless-2016-10-31
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      Runtime: python3.12
      CodeUri: s3://b/k
      AutoPublishAlias: live
      DeploymentPreference: {Type: AllAtOnce}
      ProvisionedConcurrencyConfig: {ProvisionedConcurrentExecutions: 2}
      Tracing: Active
      VpcConfig: {SubnetIds: [a], SecurityGroupIds: [b]}
  G:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      Runtime: python3.12
      CodeUri: s3://b/k
      AutoPublishAlias: live
      DeploymentPreference: {Type: Canary10Percent5Minutes, Alarms: [a], Role: arn:aws:iam::123:role/x}
Outputs: {A: {Value: !Ref Fn.Alias}, V: {Value: !Ref Fn.Version}}
`,
  api: `Transform: AWS::Serverless-2016-10-31
Globals: {Api: {TracingEnabled: true, EndpointConfiguration: REGIONAL}}
Resources:
  A:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      Auth:
        DefaultAuthorizer: L
        Authorizers:
          L: {FunctionArn: !GetAtt Fn.Arn}
          M: {FunctionArn: !GetAtt Fn.Arn, FunctionInvokeRole: NONE}
          N: {FunctionArn: !GetAtt Fn.Arn, DisableFunctionDefaultPermissions: true}
          C: {UserPoolArn: arn:x}
        UsagePlan: {CreateUsagePlan: PER_API}
      Domain:
        DomainName: a.example.com
        CertificateArn: arn:c
        BasePath: [/one, two]
        Route53: {HostedZoneId: Z1, IpV6: true}
  A2:
    Type: AWS::Serverless::Api
    Properties:
      StageName: !Sub "x\${AWS::Region}"
      DefinitionUri: s3://b/k
      Domain: {DomainName: b.example.com, CertificateArn: arn:c, EndpointConfiguration: EDGE, Route53: {HostedZoneId: Z1}}
  A3:
    Type: AWS::Serverless::Api
    Properties:
      StageName: v-1
      Auth: {ApiKeyRequired: true, UsagePlan: {CreateUsagePlan: SHARED}}
      Cors: "'*'"
  A4:
    Type: AWS::Serverless::Api
    Properties:
      StageName: v1
      Auth: {ApiKeyRequired: true, UsagePlan: {CreateUsagePlan: SHARED}}
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      Runtime: python3.12
      CodeUri: s3://b/k
      Events:
        A: {Type: Api, Properties: {Path: /a, Method: get, RestApiId: !Ref A}}
        B: {Type: Api, Properties: {Path: /b, Method: get, RestApiId: !Ref A3}}
        C: {Type: Api, Properties: {Path: /b, Method: get, RestApiId: !Ref A4}}
Outputs: {O: {Value: !Ref A.Stage}, D: {Value: !Ref A.Deployment}}
`,
  basic: `Transform: AWS::Serverless-2016-10-31
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      Runtime: python3.12
      CodeUri: s3://b/k
`,
  cond: `Transform: AWS::Serverless-2016-10-31
Parameters: {P: {Type: String, Default: a}}
Conditions: {C: !Equals [!Ref P, a], D: !Equals [!Ref P, a]}
Resources:
  Fn:
    Condition: C
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      Runtime: python3.12
      CodeUri: s3://b/k
      Events:
        A: {Type: Api, Properties: {Path: /a, Method: get}}
      AutoPublishAlias: live
      DeploymentPreference: {Type: AllAtOnce}
  G:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      Runtime: python3.12
      CodeUri: s3://b/k
      Role: !If [C, !Ref AWS::NoValue, arn:r]
`,
  connector: `Transform: AWS::Serverless-2016-10-31
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      Runtime: python3.12
      CodeUri: s3://b/k
  G:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      Runtime: python3.12
      CodeUri: s3://b/k
  T: {Type: AWS::DynamoDB::Table}
  Q: {Type: AWS::SQS::Queue}
  N: {Type: AWS::SNS::Topic}
  B: {Type: AWS::S3::Bucket}
  A: {Type: AWS::Serverless::Api, Properties: {StageName: x, DefinitionUri: s3://b/k}}
  R: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [x]}, Targets: [{Id: a, Arn: !GetAtt Q.Arn}]}}
  S: {Type: AWS::Serverless::StateMachine, Properties: {DefinitionUri: s3://b/k, Policies: []}}
  C1: {Type: AWS::Serverless::Connector, Properties: {Source: {Id: Fn}, Destination: {Id: T}, Permissions: [Read, Write]}}
  C2: {Type: AWS::Serverless::Connector, Properties: {Source: {Id: N}, Destination: {Id: Q}, Permissions: [Write]}}
  C3: {Type: AWS::Serverless::Connector, Properties: {Source: {Id: Fn}, Destination: [{Id: Q}, {Id: N}, {Id: B}], Permissions: [Write]}}
  C4: {Type: AWS::Serverless::Connector, Properties: {Source: {Id: A}, Destination: {Id: Fn}, Permissions: [Write]}}
  C5: {Type: AWS::Serverless::Connector, Properties: {Source: {Id: R}, Destination: {Id: Q}, Permissions: [Write]}}
  C6: {Type: AWS::Serverless::Connector, Properties: {Source: {Id: R}, Destination: {Id: N}, Permissions: [Write]}}
  C7: {Type: AWS::Serverless::Connector, Properties: {Source: {Id: S}, Destination: {Id: Fn}, Permissions: [Write]}}
  C8: {Type: AWS::Serverless::Connector, Properties: {Source: {Type: AWS::Lambda::Function, RoleName: r}, Destination: {Type: AWS::S3::Bucket, Arn: arn:b}, Permissions: [Read]}}
  C9: {Type: AWS::Serverless::Connector, Properties: {Source: {Id: Q}, Destination: {Id: G}, Permissions: [Read, Write]}}
  H:
    Type: AWS::Serverless::Function
    Connectors: {ToT: {Properties: {Destination: {Id: T}, Permissions: [Read]}}, ToQ: {Properties: {Destination: [{Id: Q}, {Id: T}], Permissions: [Write]}}}
    Properties: {Handler: a.b, Runtime: python3.12, CodeUri: s3://b/k}
`,
  dlq: `Transform: AWS::Serverless-2016-10-31
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      Runtime: python3.12
      CodeUri: s3://b/k
      DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt Q.Arn}
      EventInvokeConfig:
        MaximumRetryAttempts: 1
        DestinationConfig:
          OnSuccess: {Type: SNS}
          OnFailure: {Type: SQS}
  G:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      Runtime: python3.12
      CodeUri: s3://b/k
      EventInvokeConfig:
        DestinationConfig:
          OnFailure: {Type: Lambda, Destination: !GetAtt Fn.Arn}
          OnSuccess: {Type: EventBridge, Destination: arn:aws:events:us-east-1:1:event-bus/x}
  Q: {Type: AWS::SQS::Queue}
`,
  events1: `Transform: AWS::Serverless-2016-10-31
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      Runtime: python3.12
      CodeUri: s3://b/k
      Events:
        S: {Type: Schedule, Properties: {Schedule: rate(1 minute), Enabled: false}}
        S2: {Type: Schedule, Properties: {Schedule: rate(1 minute), DeadLetterConfig: {Type: SQS}}}
        S3e: {Type: S3, Properties: {Bucket: !Ref B, Events: 's3:ObjectCreated:*'}}
        Cw: {Type: CloudWatchEvent, Properties: {Pattern: {source: [aws.ec2]}, DeadLetterConfig: {Type: SQS, QueueLogicalId: MyQ}}}
        Eb: {Type: EventBridgeRule, Properties: {Pattern: {source: [aws.ec2]}, DeadLetterConfig: {Arn: !GetAtt Q.Arn}}}
        Sn: {Type: SNS, Properties: {Topic: !Ref T}}
        Sn2: {Type: SNS, Properties: {Topic: !Ref T, SqsSubscription: true}}
        Sn3: {Type: SNS, Properties: {Topic: !Ref T, SqsSubscription: {QueueArn: !GetAtt Q.Arn, QueueUrl: !Ref Q, BatchSize: 5}}}
        Al: {Type: AlexaSkill}
        Io: {Type: IoTRule, Properties: {Sql: "SELECT * FROM 'x'"}}
        Co: {Type: Cognito, Properties: {UserPool: !Ref U, Trigger: PreSignUp}}
        Co2: {Type: Cognito, Properties: {UserPool: !Ref U, Trigger: [PostConfirmation, CustomMessage]}}
        Lo: {Type: CloudWatchLogs, Properties: {LogGroupName: lg, FilterPattern: x}}
        V2: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 minute)}}
        V3: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 minute), RoleArn: arn:x, DeadLetterConfig: {Type: SQS}}}
  B: {Type: AWS::S3::Bucket}
  Q: {Type: AWS::SQS::Queue}
  T: {Type: AWS::SNS::Topic}
  U: {Type: AWS::Cognito::UserPool}
`,
  events2: `Transform: AWS::Serverless-2016-10-31
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      Runtime: python3.12
      CodeUri: s3://b/k
      Events:
        Ki: {Type: Kinesis, Properties: {Stream: !GetAtt K.Arn, StartingPosition: LATEST}}
        Dy: {Type: DynamoDB, Properties: {Stream: !GetAtt D.StreamArn, StartingPosition: LATEST, DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Q.Arn}}}}
        Sq: {Type: SQS, Properties: {Queue: !GetAtt Q.Arn, BatchSize: 5}}
        Ms: {Type: MSK, Properties: {Stream: arn:x, StartingPosition: LATEST, Topics: [a]}}
        Mq: {Type: MQ, Properties: {Broker: arn:x, Queues: [a], SourceAccessConfigurations: [{Type: BASIC_AUTH, URI: arn:s}]}}
        Ka: {Type: SelfManagedKafka, Properties: {KafkaBootstrapServers: ['a:1'], Topics: [t], SourceAccessConfigurations: [{Type: SASL_SCRAM_512_AUTH, URI: arn:s}]}}
        Do: {Type: DocumentDB, Properties: {Cluster: arn:x, DatabaseName: d, StartingPosition: LATEST, SourceAccessConfigurations: [{Type: BASIC_AUTH, URI: arn:s}]}}
  K: {Type: AWS::Kinesis::Stream}
  Q: {Type: AWS::SQS::Queue}
  D: {Type: AWS::DynamoDB::Table}
`,
  'events alias': `Transform: AWS::Serverless-2016-10-31
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      Runtime: python3.12
      CodeUri: s3://b/k
      AutoPublishAlias: live
      Events:
        Ki: {Type: Kinesis, Properties: {Stream: arn:x, StartingPosition: LATEST}}
        A: {Type: Api, Properties: {Path: /a, Method: get}}
        S: {Type: Schedule, Properties: {Schedule: rate(1 minute)}}
`,
  globals: `Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    Runtime: python3.12
    Handler: a.b
    CodeUri: s3://b/k
    Tracing: Active
    Environment: {Variables: {A: 1}}
    VpcConfig: {SubnetIds: [a], SecurityGroupIds: [b]}
    DeadLetterQueue: {Type: SNS, TargetArn: arn:aws:sns:us-east-1:1:t}
    AutoPublishAlias: live
    DeploymentPreference: {Type: AllAtOnce}
  HttpApi: {Auth: {EnableIamAuthorizer: true}}
Resources:
  X: {Type: AWS::Serverless::Function, Properties: {Environment: {Variables: {B: 2}}}}
  Y: {Type: AWS::Serverless::Function, Properties: {Role: arn:r, DeploymentPreference: {Enabled: false}, Events: {H: {Type: HttpApi, Properties: {Path: /, Method: get}}}}}
`,
  graphql: `Transform: AWS::Serverless-2016-10-31
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      Runtime: python3.12
      CodeUri: s3://b/k
  Tbl: {Type: AWS::DynamoDB::Table}
  G:
    Type: AWS::Serverless::GraphQLApi
    Properties:
      SchemaInline: x
      XrayEnabled: true
      Auth: {Type: AWS_IAM, Additional: [{Type: API_KEY}, {Type: AWS_LAMBDA, LambdaAuthorizer: {AuthorizerUri: !GetAtt Fn.Arn}}]}
      ApiKeys: {K: {Description: x}}
      Cache: {ApiCachingBehavior: FULL_REQUEST_CACHING, Ttl: 5, Type: LARGE}
      DataSources:
        DynamoDb: {D: {TableName: !Ref Tbl, TableArn: !GetAtt Tbl.Arn}, D2: {TableName: x, ServiceRoleArn: arn:r}}
        Lambda: {L: {FunctionArn: !GetAtt Fn.Arn}}
      DomainName: {CertificateArn: arn:c, DomainName: x.example.com}
      Functions:
        F1: {Runtime: {Name: APPSYNC_JS, Version: 1.0.0}, DataSource: D, InlineCode: x}
        F2: {Runtime: {Name: APPSYNC_JS, Version: 1.0.0}, DataSource: NONE, InlineCode: x}
        F3: {Id: abc}
      Resolvers:
        Query:
          get: {Pipeline: [F1, F2, F3]}
          put: {Pipeline: [F1], Runtime: {Name: APPSYNC_JS, Version: 1.0.0}, InlineCode: x}
  G2:
    Type: AWS::Serverless::GraphQLApi
    Properties: {SchemaInline: x, Auth: {Type: API_KEY}, Logging: false}
`,
  'http default order': `Transform: AWS::Serverless-2016-10-31
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      Runtime: python3.12
      CodeUri: s3://b/k
      Events:
        H2: {Type: HttpApi, Properties: {Path: /x, Method: post}}
        Hd: {Type: HttpApi}
`,
  httpapi: `Transform: AWS::Serverless-2016-10-31
Resources:
  A:
    Type: AWS::Serverless::HttpApi
    Properties:
      StageName: prod
      Auth:
        Authorizers:
          L: {FunctionArn: !GetAtt Fn.Arn, AuthorizerPayloadFormatVersion: 2.0, EnableFunctionDefaultPermissions: true}
          L2: {FunctionArn: !GetAtt Fn.Arn, AuthorizerPayloadFormatVersion: 2.0}
          J: {JwtConfiguration: {issuer: x, audience: [a]}, IdentitySource: $request.header.Authorization}
        DefaultAuthorizer: J
      Domain: {DomainName: a.example.com, CertificateArn: arn:c, BasePath: [one, two], Route53: {HostedZoneName: example.com.}}
  A2:
    Type: AWS::Serverless::HttpApi
    Properties:
      DefinitionUri: s3://b/k
      Domain: {DomainName: a.example.com, CertificateArn: arn:c}
  A3: {Type: AWS::Serverless::HttpApi, Properties: {CorsConfiguration: true}}
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      Runtime: python3.12
      CodeUri: s3://b/k
      Events:
        A: {Type: HttpApi, Properties: {Path: /a, Method: get, ApiId: !Ref A}}
`,
  implicit: `Transform: AWS::Serverless-2016-10-31
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      Runtime: python3.12
      CodeUri: s3://b/k
      Events:
        A: {Type: Api, Properties: {Path: /a, Method: get}}
        B: {Type: Api, Properties: {Path: '/b/{x+}', Method: ANY}}
        H: {Type: HttpApi}
        H2: {Type: HttpApi, Properties: {Path: /x, Method: post}}
  G:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      Runtime: python3.12
      CodeUri: s3://b/k
      Events:
        H: {Type: HttpApi, Properties: {Path: /y, Method: get}}
`,
  misc: `Transform: AWS::Serverless-2016-10-31
Resources:
  Tab: {Type: AWS::Serverless::SimpleTable}
  Tab2: {Type: AWS::Serverless::SimpleTable, Properties: {PrimaryKey: {Name: x, Type: Number}, Tags: {a: b}, SSESpecification: {SSEEnabled: true}}}
  Lay: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: s3://b/k, CompatibleRuntimes: [python3.12]}}
  App: {Type: AWS::Serverless::Application, Properties: {Location: s3://b/app.yaml, Parameters: {X: 1}}}
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      Runtime: python3.12
      CodeUri: s3://b/k
      Layers: [!Ref Lay]
      Policies: [AWSLambdaExecute, {S3ReadPolicy: {BucketName: b}}, {Statement: [{Effect: Allow, Action: '*', Resource: '*'}]}, {DynamoDBCrudPolicy: {TableName: !Ref Tab}}]
      Environment: {Variables: {T: !Ref Tab}}
`,
  privdomain: `Transform: AWS::Serverless-2016-10-31
Resources:
  A:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      EndpointConfiguration: {Type: PRIVATE}
      Domain: {DomainName: a.example.com, CertificateArn: arn:c, EndpointConfiguration: PRIVATE, AccessAssociation: {VpcEndpointId: vpce-1}, BasePath: [a], Policy: {Statement: []}}
      DefinitionUri: s3://b/k
`,
  sfn: `Transform: AWS::Serverless-2016-10-31
Resources:
  S:
    Type: AWS::Serverless::StateMachine
    Properties:
      Definition: {StartAt: A, States: {A: {Type: Pass, End: true}}}
      Policies: [{LambdaInvokePolicy: {FunctionName: f}}]
      Tracing: {Enabled: true}
      AutoPublishAlias: live
      Events:
        Sc: {Type: Schedule, Properties: {Schedule: rate(1 minute)}}
        Cw: {Type: CloudWatchEvent, Properties: {Pattern: {source: [x]}}}
        Eb: {Type: EventBridgeRule, Properties: {Pattern: {source: [x]}, DeadLetterConfig: {Type: SQS}}}
        V2: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 minute)}}
        Ap: {Type: Api, Properties: {Path: /s, Method: post}}
        Ap2: {Type: Api, Properties: {Path: /s, Method: post, RestApiId: !Ref A}}
        Sr: {Type: Schedule, Properties: {Schedule: rate(1 minute), RoleArn: arn:r}}
  S2:
    Type: AWS::Serverless::StateMachine
    Properties: {DefinitionUri: s3://b/k, Role: arn:r, Type: EXPRESS}
  A: {Type: AWS::Serverless::Api, Properties: {StageName: x}}
`,
  url: `Transform: AWS::Serverless-2016-10-31
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      Runtime: python3.12
      CodeUri: s3://b/k
      FunctionUrlConfig: {AuthType: NONE}
  G:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      Runtime: python3.12
      CodeUri: s3://b/k
      FunctionUrlConfig: {AuthType: AWS_IAM}
      AutoPublishAlias: live
`,
  websocket: `Transform: AWS::Serverless-2016-10-31
Resources:
  A:
    Type: AWS::Serverless::WebSocketApi
    Properties:
      RouteSelectionExpression: $request.body.action
      StageName: live
      Auth: {AuthType: CUSTOM, AuthArn: !GetAtt Fn.Arn, IdentitySource: [route.request.header.Auth]}
      Routes:
        $connect: {FunctionArn: !GetAtt Fn.Arn}
        $default: {FunctionArn: !GetAtt Fn.Arn, IntegrationTimeout: 5000}
        sendMessage: {FunctionArn: !GetAtt Fn.Arn}
      Domain: {DomainName: ws.example.com, CertificateArn: arn:x, Route53: {HostedZoneId: z}}
  B:
    Type: AWS::Serverless::WebSocketApi
    Properties:
      RouteSelectionExpression: $request.body.action
      Auth: {AuthType: AWS_IAM}
      Routes:
        $connect: {FunctionArn: !GetAtt Fn.Arn}
  Fn:
    Type: AWS::Serverless::Function
    Properties: {Handler: a.b, Runtime: python3.12, CodeUri: s3://b/k}
Outputs: {S: {Value: !Ref A.Stage}}
`,
  capacity: `Transform: AWS::Serverless-2016-10-31
Resources:
  P:
    Type: AWS::Serverless::CapacityProvider
    Properties:
      VpcConfig: {SubnetIds: [a], SecurityGroupIds: [b]}
      ScalingConfig: {MaxVCpuCount: 8, AverageCPUUtilization: 70}
  Q:
    Type: AWS::Serverless::CapacityProvider
    Properties: {VpcConfig: {SubnetIds: [a]}, OperatorRole: arn:aws:iam::123456789012:role/x}
`,
};
