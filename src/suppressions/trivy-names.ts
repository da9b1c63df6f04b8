/**
 * The names that tfsec had for its checks, and that Trivy still takes beside its numbers:
 * `aws-s3-enable-bucket-logging`.
 * https://avd.aquasec.com/misconfig/aws/
 */
const NAMES = `
AWS-0001 aws-apigateway-enable-access-logging
AWS-0002 aws-apigateway-enable-cache-encryption
AWS-0003 aws-apigateway-enable-tracing
AWS-0004 aws-apigateway-no-public-access
AWS-0005 aws-apigateway-use-secure-tls-policy
AWS-0006 aws-athena-enable-at-rest-encryption
AWS-0007 aws-athena-no-encryption-override
AWS-0008 aws-autoscaling-enable-at-rest-encryption aws-ec2-enable-launch-config-at-rest-encryption
AWS-0009 aws-ec2-no-public-ip
AWS-0010 aws-cloudfront-enable-logging
AWS-0011 aws-cloudfront-enable-waf
AWS-0012 aws-cloudfront-enforce-https
AWS-0013 aws-cloudfront-use-secure-tls-policy
AWS-0014 aws-cloudtrail-enable-all-regions
AWS-0015 aws-cloudtrail-encryption-customer-managed-key
AWS-0016 aws-cloudtrail-enable-log-validation
AWS-0017 aws-cloudwatch-log-group-customer-key
AWS-0018 aws-codebuild-enable-encryption
AWS-0019 aws-config-aggregate-all-regions
AWS-0020 aws-documentdb-enable-log-export
AWS-0021 aws-documentdb-enable-storage-encryption
AWS-0023 aws-dynamodb-enable-at-rest-encryption
AWS-0024 aws-dynamodb-enable-recovery
AWS-0025 aws-dynamodb-table-customer-key
AWS-0026 aws-ebs-enable-volume-encryption aws-ec2-enable-volume-encryption
AWS-0028 aws-ec2-enforce-http-token-imds
AWS-0029 aws-autoscaling-no-public-ip aws-ec2-no-secrets-in-user-data
AWS-0030 aws-ecr-enable-image-scans
AWS-0031 aws-ecr-enforce-immutable-repository
AWS-0032 aws-ecr-no-public-access
AWS-0034 aws-ecs-enable-container-insight
AWS-0035 aws-ecs-enable-in-transit-encryption
AWS-0036 aws-ecs-no-plaintext-secrets
AWS-0037 aws-efs-enable-at-rest-encryption
AWS-0038 aws-eks-enable-control-plane-logging
AWS-0039 aws-eks-encrypt-secrets
AWS-0040 aws-eks-no-public-cluster-access
AWS-0041 aws-eks-no-public-cluster-access-to-cidr
AWS-0042 aws-elasticsearch-enable-domain-logging
AWS-0043 aws-elasticsearch-enable-in-transit-encryption
AWS-0045 aws-elasticache-enable-at-rest-encryption
AWS-0046 aws-elasticsearch-enforce-https
AWS-0047 aws-elb-use-secure-tls-policy
AWS-0048 aws-elasticsearch-enable-domain-encryption
AWS-0050 aws-elasticache-enable-backup-retention
AWS-0051 aws-elasticache-enable-in-transit-encryption
AWS-0052 aws-elb-drop-invalid-headers
AWS-0054 aws-elb-http-not-used
AWS-0064 aws-kinesis-enable-in-transit-encryption
AWS-0065 aws-kms-auto-rotate-keys
AWS-0066 aws-lambda-enable-tracing
AWS-0067 aws-lambda-restrict-source-arn
AWS-0070 aws-mq-enable-audit-logging
AWS-0071 aws-mq-enable-general-logging
AWS-0072 aws-mq-no-public-access
AWS-0073 aws-msk-enable-in-transit-encryption
AWS-0074 aws-msk-enable-logging
AWS-0075 aws-neptune-enable-log-export
AWS-0076 aws-neptune-enable-storage-encryption
AWS-0077 aws-rds-specify-backup-retention
AWS-0079 aws-rds-encrypt-cluster-storage-data
AWS-0080 aws-rds-encrypt-instance-storage-data
AWS-0084 aws-redshift-encryption-customer-key
AWS-0085 aws-redshift-no-classic-resources
AWS-0086 aws-s3-block-public-acls
AWS-0087 aws-s3-block-public-policy
AWS-0088 aws-s3-enable-bucket-encryption
AWS-0089 aws-s3-enable-logging
AWS-0090 aws-s3-enable-versioning
AWS-0091 aws-s3-ignore-public-acls
AWS-0092 aws-s3-no-public-access-with-acl
AWS-0093 aws-s3-no-public-buckets
AWS-0094 aws-s3-specify-public-access-block
AWS-0095 aws-sns-enable-topic-encryption
AWS-0096 aws-sqs-enable-queue-encryption
AWS-0097 aws-sqs-no-wildcards-in-policy-documents
AWS-0098 aws-ssm-secret-use-customer-key
AWS-0099 aws-ec2-add-description-to-security-group aws-vpc-add-description-to-security-group
AWS-0101 aws-ec2-no-default-vpc aws-vpc-no-default-vpc
AWS-0104 aws-ec2-no-public-egress-sgr aws-vpc-no-public-egress-sgr
AWS-0105 aws-ec2-no-public-ingress-acl aws-vpc-no-public-ingress-acl
AWS-0107 aws-ec2-no-public-ingress-sgr
AWS-0109 aws-workspaces-enable-disk-encryption
AWS-0110 aws-sam-enable-api-cache-encryption
AWS-0111 aws-sam-enable-api-tracing
AWS-0112 aws-sam-api-use-secure-tls-policy
AWS-0113 aws-sam-enable-api-access-logging
AWS-0116 aws-sam-enable-http-api-access-logging
AWS-0117 aws-sam-enable-state-machine-tracing
AWS-0119 aws-sam-enable-state-machine-logging
AWS-0122 aws-ec2-no-sensitive-info aws-autoscaling-no-sensitive-info
AWS-0124 aws-ec2-add-description-to-security-group-rule aws-vpc-add-description-to-security-group-rule
AWS-0125 aws-sam-enable-function-tracing
AWS-0126 aws-elasticsearch-use-secure-tls-policy
AWS-0127 aws-redshift-use-vpc
AWS-0129 aws-autoscaling-no-secrets-in-user-data aws-ec2-no-secrets-in-launch-template-user-data
AWS-0130 aws-autoscaling-enforce-http-token-imds aws-ec2-enforce-launch-config-http-token-imds
AWS-0131 aws-ec2-enable-at-rest-encryption
AWS-0133 aws-rds-enable-performance-insights
AWS-0137 aws-emr-enable-at-rest-encryption
AWS-0138 aws-emr-enable-in-transit-encryption
AWS-0139 aws-emr-enable-local-disk-encryption
AWS-0143 aws-iam-no-user-attached-policies
AWS-0161 aws-cloudtrail-no-public-log-access
AWS-0162 aws-cloudtrail-ensure-cloudwatch-integration
AWS-0163 aws-cloudtrail-require-bucket-access-logging
AWS-0164 aws-ec2-no-public-ip-subnet aws-vpc-no-public-ingress-sgr
AWS-0167 aws-iam-limit-user-access-keys
AWS-0173 aws-ec2-restrict-all-in-default-sg
AWS-0176 aws-rds-enable-iam-auth
AWS-0177 aws-rds-enable-deletion-protection
AWS-0178 aws-autoscaling-enable-at-rest-encryption aws-ec2-require-vpc-flow-logs-for-all-vpcs
AWS-0180 aws-rds-enable-public-access
AWS-0320 aws-s3-dns-compliant-name
AWS-0342 aws-iam-filter-passrole-access
AWS-0343 aws-rds-enable-cluster-deletion-protection
AWS-0345 aws-iam-no-s3-full-access
AWS-0346 aws-iam-unauthorized-bucket-access
`;

let numbers: ReadonlyMap<string, string> | undefined;

/**
 * The number of a check by its name, both in lower case: `aws-0089` of `aws-s3-enable-bucket-logging`; else the name
 * itself.
 */
export function trivyNumber(name: string): string {
  numbers ??= new Map(
    rows().flatMap(([number, ...names]) => names.map(each => [each, number!.toLowerCase()] as const)),
  );
  return numbers.get(name) ?? name;
}

/** All names of a check by its number, as written in aliases: `AWS-0089`. */
export function trivyNames(number: string): readonly string[] {
  return (
    rows()
      .find(([first]) => first === number)
      ?.slice(1) ?? []
  );
}

function rows(): readonly (readonly string[])[] {
  return NAMES.trim()
    .split('\n')
    .map(line => line.split(' '));
}
