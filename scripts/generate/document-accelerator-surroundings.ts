/**
 * What surrounds the functions of the document-processing accelerator; `@tags` stands for the tags of all resources.
 */
export const surroundings = {
  head: `# Written by scripts/generate/document-accelerator.ts, npm run generate writes it anew.
AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Description: Document-processing accelerator, with the weaknesses of its production guide

Parameters:
  VpcId:
    Type: AWS::EC2::VPC::Id
    Default: vpc-0a1b2c3d4e5f67890
  VpcCidr:
    Type: String
    Default: 10.40.0.0/16
  PrivateSubnetA:
    Type: AWS::EC2::Subnet::Id
    Default: subnet-0a1b2c3d4e5f6789a
  PrivateSubnetB:
    Type: AWS::EC2::Subnet::Id
    Default: subnet-0a1b2c3d4e5f6789b
  CertificateArn:
    Type: String
    Default: arn:aws:acm:us-east-1:111122223333:certificate/5f0d7f1b-1e0f-4b0a-9c55-0d2b1a7c4e33
  FirewallArn:
    Type: String
    Default: arn:aws:wafv2:us-east-1:111122223333:global/webacl/documents/1b7c1f0e-6a55-4f7b-8e0d-2c9d4b3a5e66
  UserPool:
    Type: String
    Default: https://cognito-idp.us-east-1.amazonaws.com/us-east-1_a1B2c3D4e
  UserPoolClient:
    Type: String
    Default: 4f7q1v0example3k2m9t8r5s6

Globals:
  Function:
    Handler: main.handler
    Runtime: python3.13
    MemorySize: 512
    Timeout: 60
    Tracing: Active
    Environment:
      Variables:
        CATALOG_HOST: !GetAtt Catalog.Endpoint.Address
        TRACKING_TABLE: !Ref Tracking
        STAGES_TOPIC: !Ref Stages
    @tag-map

Resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      Description: Documents, their events and logs
      EnableKeyRotation: true
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - Sid: AccountAdministersKey
            Effect: Allow
            Principal: { AWS: !Sub "arn:\${AWS::Partition}:iam::\${AWS::AccountId}:root" }
            Action: kms:*
            Resource: "*"
          - Sid: LogsUseKey
            Effect: Allow
            Principal: { Service: !Sub "logs.\${AWS::Region}.amazonaws.com" }
            Action: [kms:Encrypt, kms:Decrypt, kms:ReEncrypt*, kms:GenerateDataKey*, kms:DescribeKey]
            Resource: "*"
            Condition: { StringEquals: { aws:SourceAccount: !Ref AWS::AccountId } }
      @tags

  # ---- Functions -------------------------------------------------------------`,

  rest: `  # ---- Events ----------------------------------------------------------------
  Stages:
    Type: AWS::SNS::Topic
    Properties:
      KmsMasterKeyId: !GetAtt Key.Arn
      @tags

  Batches:
    Type: AWS::SQS::Queue
    Properties:
      KmsMasterKeyId: !GetAtt Key.Arn
      VisibilityTimeout: 360
      RedrivePolicy: { deadLetterTargetArn: !GetAtt DeadLetters.Arn, maxReceiveCount: 3 }
      @tags

  DeadLetters:
    Type: AWS::SQS::Queue
    Properties:
      KmsMasterKeyId: !GetAtt Key.Arn
      VisibilityTimeout: 360
      MessageRetentionPeriod: 1209600
      @tags

  # ---- API -------------------------------------------------------------------
  ApiLogs:
    Type: AWS::Logs::LogGroup
    Properties:
      RetentionInDays: 365
      KmsKeyId: !GetAtt Key.Arn
      @tags

  Api:
    Type: AWS::Serverless::HttpApi
    Properties:
      AccessLogSettings:
        DestinationArn: !GetAtt ApiLogs.Arn
        Format: '{"requestId":"$context.requestId","route":"$context.routeKey","status":"$context.status"}'
      DefaultRouteSettings: { ThrottlingBurstLimit: 100, ThrottlingRateLimit: 50 }
      Auth:
        DefaultAuthorizer: Users
        Authorizers:
          Users:
            IdentitySource: $request.header.Authorization
            JwtConfiguration: { issuer: !Ref UserPool, audience: [!Ref UserPoolClient] }
      @tag-map

  # ---- Documents and what is known of them -----------------------------------
  Documents:
    Type: AWS::S3::Bucket
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      BucketEncryption:
        ServerSideEncryptionConfiguration:
          - BucketKeyEnabled: true
            ServerSideEncryptionByDefault: { SSEAlgorithm: aws:kms, KMSMasterKeyID: !GetAtt Key.Arn }
${bucketSettings('documents/')}
${bucketPolicy('Documents')}
  Tracking:
    Type: AWS::DynamoDB::Table
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: document, AttributeType: S }]
      KeySchema: [{ AttributeName: document, KeyType: HASH }]
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true }
      SSESpecification: { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !GetAtt Key.Arn }
      DeletionProtectionEnabled: true
      @tags

  FunctionSecurityGroup:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: Functions that work on documents
      VpcId: !Ref VpcId
      SecurityGroupEgress:
        - { Description: To AWS services, IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: !Ref VpcCidr }
        - { Description: To the catalog, IpProtocol: tcp, FromPort: 5432, ToPort: 5432, CidrIp: !Ref VpcCidr }
      @tags

  CatalogSecurityGroup:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: Catalog of suppliers and templates
      VpcId: !Ref VpcId
      SecurityGroupIngress:
        - Description: From the functions
          IpProtocol: tcp
          FromPort: 5432
          ToPort: 5432
          SourceSecurityGroupId: !Ref FunctionSecurityGroup
      SecurityGroupEgress:
        - { Description: Nothing, IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 127.0.0.1/32 }
      @tags

  CatalogSubnets:
    Type: AWS::RDS::DBSubnetGroup
    Properties:
      DBSubnetGroupDescription: Private subnets
      SubnetIds: [!Ref PrivateSubnetA, !Ref PrivateSubnetB]
      @tags

  CatalogParameters:
    Type: AWS::RDS::DBClusterParameterGroup
    Properties:
      Family: aurora-postgresql17
      Description: TLS only
      Parameters: { rds.force_ssl: "1", log_statement: ddl, log_min_duration_statement: "1000" }
      @tags

  Catalog:
    Type: AWS::RDS::DBCluster
    DeletionPolicy: Snapshot
    UpdateReplacePolicy: Snapshot
    Properties:
      Engine: aurora-postgresql
      EngineVersion: "17.5"
      MasterUsername: catalog
      ManageMasterUserPassword: true
      MasterUserSecret: { KmsKeyId: !GetAtt Key.Arn }
      StorageEncrypted: true
      KmsKeyId: !GetAtt Key.Arn
      BackupRetentionPeriod: 35
      CopyTagsToSnapshot: true
      DeletionProtection: true
      EnableIAMDatabaseAuthentication: true
      EnableCloudwatchLogsExports: [postgresql]
      DBClusterParameterGroupName: !Ref CatalogParameters
      DBSubnetGroupName: !Ref CatalogSubnets
      VpcSecurityGroupIds: [!Ref CatalogSecurityGroup]
      @tags

${['Writer', 'Reader'].map(catalogInstance).join('\n')}
  CatalogMonitoringRole:
    Type: AWS::IAM::Role
    Properties:
${trust('monitoring.rds.amazonaws.com')}
      ManagedPolicyArns:
        - !Sub arn:\${AWS::Partition}:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole
      @tags

  # ---- Web application -------------------------------------------------------
  WebFiles:
    Type: AWS::S3::Bucket
    Properties:
      BucketEncryption:
        ServerSideEncryptionConfiguration:
          - ServerSideEncryptionByDefault: { SSEAlgorithm: AES256 }
${bucketSettings('web/')}
${bucketPolicy(
  'WebFiles',
  `          - Sid: DistributionReads
            Effect: Allow
            Principal: { Service: cloudfront.amazonaws.com }
            Action: s3:GetObject
            Resource: !Sub \${WebFiles.Arn}/*
            Condition:
              StringEquals:
                aws:SourceArn: !Sub arn:\${AWS::Partition}:cloudfront::\${AWS::AccountId}:distribution/\${Web}
`,
)}
  WebAccess:
    Type: AWS::CloudFront::OriginAccessControl
    Properties:
      OriginAccessControlConfig:
        Name: document-accelerator
        OriginAccessControlOriginType: s3
        SigningBehavior: always
        SigningProtocol: sigv4

  WebHeaders:
    Type: AWS::CloudFront::ResponseHeadersPolicy
    Properties:
      ResponseHeadersPolicyConfig:
        Name: document-accelerator
        SecurityHeadersConfig:
          ContentTypeOptions: { Override: true }
          FrameOptions: { FrameOption: DENY, Override: true }
          ReferrerPolicy: { ReferrerPolicy: same-origin, Override: true }
          StrictTransportSecurity:
            AccessControlMaxAgeSec: 63072000
            IncludeSubdomains: true
            Preload: true
            Override: true

  Web:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        Enabled: true
        DefaultRootObject: index.html
        HttpVersion: http2and3
        Aliases: [documents.example.com]
        WebACLId: !Ref FirewallArn
        Origins:
          - Id: web
            DomainName: !GetAtt WebFiles.RegionalDomainName
            OriginAccessControlId: !GetAtt WebAccess.Id
            S3OriginConfig: { OriginAccessIdentity: "" }
        DefaultCacheBehavior:
          TargetOriginId: web
          ViewerProtocolPolicy: redirect-to-https
          CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6
          ResponseHeadersPolicyId: !Ref WebHeaders
          Compress: true
        ViewerCertificate:
          AcmCertificateArn: !Ref CertificateArn
          MinimumProtocolVersion: TLSv1.2_2021
          SslSupportMethod: sni-only
      @tags

  AccessLogs:
    Type: AWS::S3::Bucket
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      BucketEncryption:
        ServerSideEncryptionConfiguration:
          - ServerSideEncryptionByDefault: { SSEAlgorithm: AES256 }
${bucketSettings()}
${bucketPolicy(
  'AccessLogs',
  `          - Sid: S3WritesLogs
            Effect: Allow
            Principal: { Service: logging.s3.amazonaws.com }
            Action: s3:PutObject
            Resource: !Sub \${AccessLogs.Arn}/*
            Condition: { StringEquals: { aws:SourceAccount: !Ref AWS::AccountId } }
          - Sid: DistributionWritesLogs
            Effect: Allow
            Principal: { Service: delivery.logs.amazonaws.com }
            Action: s3:PutObject
            Resource: !Sub \${AccessLogs.Arn}/*
            Condition: { StringEquals: { aws:SourceAccount: !Ref AWS::AccountId } }
`,
)}
  WebLogs:
    Type: AWS::Logs::DeliverySource
    Properties:
      Name: document-accelerator
      LogType: ACCESS_LOGS
      ResourceArn: !Sub arn:\${AWS::Partition}:cloudfront::\${AWS::AccountId}:distribution/\${Web}
      @tags

  WebLogsTarget:
    Type: AWS::Logs::DeliveryDestination
    Properties:
      Name: document-accelerator
      DestinationResourceArn: !GetAtt AccessLogs.Arn
      OutputFormat: json
      @tags

  WebLogsDelivery:
    Type: AWS::Logs::Delivery
    DependsOn: WebLogs
    Properties:
      DeliverySourceName: document-accelerator
      DeliveryDestinationArn: !GetAtt WebLogsTarget.Arn
      @tags

  # ---- Builds ----------------------------------------------------------------
${['Web', 'Functions', 'Models'].map(build).join('\n')}
  Artifacts:
    Type: AWS::S3::Bucket
    Properties:
      BucketEncryption:
        ServerSideEncryptionConfiguration:
          - BucketKeyEnabled: true
            ServerSideEncryptionByDefault: { SSEAlgorithm: aws:kms, KMSMasterKeyID: !GetAtt Key.Arn }
${bucketSettings('artifacts/')}
${bucketPolicy('Artifacts')}
  BuildRole:
    Type: AWS::IAM::Role
    Properties:
${trust('codebuild.amazonaws.com')}
      @tags

  BuildPolicy:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      Roles: [!Ref BuildRole]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: [s3:GetObject, s3:GetObjectVersion, s3:PutObject]
            Resource: !Sub \${Artifacts.Arn}/*
          - Effect: Allow
            Action: [logs:CreateLogStream, logs:PutLogEvents]
            Resource: [!GetAtt WebBuildLogs.Arn, !GetAtt FunctionsBuildLogs.Arn, !GetAtt ModelsBuildLogs.Arn]
`,
};

function bucketSettings(logPrefix?: string): string {
  const logging =
    logPrefix === undefined
      ? ''
      : `      LoggingConfiguration: { DestinationBucketName: !Ref AccessLogs, LogFilePrefix: ${logPrefix} }\n`;
  return `      VersioningConfiguration: { Status: Enabled }
${logging}      PublicAccessBlockConfiguration:
        BlockPublicAcls: true
        BlockPublicPolicy: true
        IgnorePublicAcls: true
        RestrictPublicBuckets: true
      OwnershipControls: { Rules: [{ ObjectOwnership: BucketOwnerEnforced }] }
      LifecycleConfiguration:
        Rules:
          - Id: expire
            Status: Enabled
            ExpirationInDays: 2557
            NoncurrentVersionExpiration: { NoncurrentDays: 30 }
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 }
      @tags
`;
}

function bucketPolicy(bucket: string, statement = ''): string {
  return `  ${bucket}Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref ${bucket}
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Sid: DenyPlainHttp
            Effect: Deny
            Principal: "*"
            Action: s3:*
            Resource: [!GetAtt ${bucket}.Arn, !Sub "\${${bucket}.Arn}/*"]
            Condition: { Bool: { aws:SecureTransport: "false" } }
${statement}`;
}

function catalogInstance(name: string): string {
  return `  Catalog${name}:
    Type: AWS::RDS::DBInstance
    Properties:
      DBClusterIdentifier: !Ref Catalog
      Engine: aurora-postgresql
      DBInstanceClass: db.r7g.large
      PubliclyAccessible: false
      AutoMinorVersionUpgrade: true
      MonitoringInterval: 60
      MonitoringRoleArn: !GetAtt CatalogMonitoringRole.Arn
      EnablePerformanceInsights: true
      PerformanceInsightsKMSKeyId: !GetAtt Key.Arn
      @tags
`;
}

function build(name: string): string {
  return `  ${name}Build:
    Type: AWS::CodeBuild::Project
    Properties:
      ServiceRole: !GetAtt BuildRole.Arn
      Source: { Type: S3, Location: !Sub "\${Artifacts}/source/${name.toLowerCase()}.zip" }
      Artifacts: { Type: S3, Location: !Ref Artifacts, Path: built, Packaging: ZIP, EncryptionDisabled: false }
      Environment:
        Type: LINUX_CONTAINER
        ComputeType: BUILD_GENERAL1_SMALL
        Image: aws/codebuild/amazonlinux-x86_64-standard:5.0
        PrivilegedMode: false
      LogsConfig: { CloudWatchLogs: { Status: ENABLED, GroupName: !Ref ${name}BuildLogs } }
      TimeoutInMinutes: 20
      @tags

  ${name}BuildLogs:
    Type: AWS::Logs::LogGroup
    Properties:
      RetentionInDays: 365
      KmsKeyId: !GetAtt Key.Arn
      @tags
`;
}

function trust(service: string): string {
  return `      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: { Service: ${service} }
            Action: sts:AssumeRole
            Condition: { StringEquals: { aws:SourceAccount: !Ref AWS::AccountId } }`;
}
