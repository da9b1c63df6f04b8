import { describe, expect, test } from 'vitest';
import { scan } from '../../../src/scan.ts';
import { folder } from '../folder.ts';

/** Verdicts of the rules that are on by default, without those about the whole input. */
async function judged(configuration: string): Promise<readonly string[]> {
  const { path } = folder({ 'main.tf': configuration });
  const { evaluations } = await scan({ paths: ['.'], workingDirectory: path });
  return evaluations.flatMap(({ rule, verdict, resource }) =>
    resource && verdict !== 'pass' ? [`${verdict} ${rule.id} ${resource.address}`] : [],
  );
}

const EVERYBODY = `
locals {
  everybody = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "*", Resource = "*" }]
  })
}
`;

const SATELLITES: readonly (readonly [type: string, rule: string, body: string])[] = [
  [
    'aws_api_gateway_method_settings',
    'api-gw-cache-encrypted',
    `
  rest_api_id = "abc"
  stage_name  = "prod"
  method_path = "*/*"
  settings {
    data_trace_enabled = true
    caching_enabled = true
    cache_data_encrypted = false
    logging_level = "OFF"
  }
`,
  ],
  [
    'aws_backup_vault_policy',
    'resource-policy-no-public-principal',
    `
  backup_vault_name = "main"
  policy            = local.everybody
`,
  ],
  [
    'aws_dynamodb_resource_policy',
    'resource-policy-no-public-principal',
    `
  resource_arn = "arn:aws:dynamodb:eu-west-1:111122223333:table/t"
  policy       = local.everybody
`,
  ],
  [
    'aws_ecr_repository_policy',
    'ecr-repository-no-public-access',
    `
  repository = "app"
  policy     = local.everybody
`,
  ],
  [
    'aws_efs_backup_policy',
    'efs-automatic-backups-enabled',
    `
  file_system_id = "fs-1"
  backup_policy {
    status = "DISABLED"
  }
`,
  ],
  [
    'aws_efs_file_system_policy',
    'resource-policy-no-public-principal',
    `
  file_system_id = "fs-1"
  policy         = local.everybody
`,
  ],
  [
    'aws_load_balancer_policy',
    'elb-predefined-security-policy-ssl-check',
    `
  load_balancer_name = "old"
  policy_name        = "tls"
  policy_type_name   = "SSLNegotiationPolicyType"
  policy_attribute {
    name  = "Protocol-TLSv1"
    value = "true"
  }
`,
  ],
  [
    'aws_elasticsearch_domain_policy',
    'opensearch-no-anonymous-access',
    `
  domain_name     = "d"
  access_policies = local.everybody
`,
  ],
  [
    'aws_opensearch_domain_policy',
    'opensearch-no-anonymous-access',
    `
  domain_name     = "d"
  access_policies = local.everybody
`,
  ],
  [
    'aws_iam_role_policy_attachment',
    'iam-no-administrator-access-policy',
    `
  role       = "r"
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
`,
  ],
  [
    'aws_iam_user_policy_attachment',
    'iam-no-administrator-access-policy',
    `
  user       = "r"
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
`,
  ],
  [
    'aws_iam_group_policy_attachment',
    'iam-no-administrator-access-policy',
    `
  group      = "r"
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
`,
  ],
  [
    'aws_iam_policy_attachment',
    'iam-no-administrator-access-policy',
    `
  name       = "x"
  roles      = ["r"]
  groups     = ["g"]
  users      = ["u"]
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
`,
  ],
  [
    'aws_iam_user_login_profile',
    'iam-user-login-profile-password-reset-required',
    `
  user                    = "u"
  password_reset_required = false
`,
  ],
  [
    'aws_kms_key_policy',
    'kms-key-policy-no-public-access',
    `
  key_id = "k"
  policy = local.everybody
`,
  ],
  [
    'aws_cloudwatch_log_destination_policy',
    'resource-policy-no-public-principal',
    `
  destination_name = "d"
  access_policy    = local.everybody
`,
  ],
  [
    'aws_redshift_logging',
    'redshift-audit-logging-enabled',
    `
  cluster_identifier = "c"
  log_destination_type = "s3"
`,
  ],
  [
    'aws_s3_bucket_versioning',
    's3-bucket-versioning-enabled',
    `
  bucket = "b"
  versioning_configuration {
    status = "Suspended"
  }
`,
  ],
  [
    'aws_s3_bucket_public_access_block',
    's3-bucket-level-public-access-prohibited',
    `
  bucket                  = "b"
  block_public_acls       = false
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
`,
  ],
  [
    'aws_s3_bucket_acl',
    's3-bucket-acl-prohibited',
    `
  bucket = "b"
  acl    = "public-read-write"
`,
  ],
  [
    'aws_s3_bucket_ownership_controls',
    's3-bucket-acl-prohibited',
    `
  bucket = "b"
  rule {
    object_ownership = "ObjectWriter"
  }
`,
  ],
  [
    'aws_ssoadmin_permission_set_inline_policy',
    'iam-policy-no-statements-with-admin-access',
    `
  instance_arn       = "arn:aws:sso:::instance/ssoins-1"
  permission_set_arn = "arn:aws:sso:::permissionSet/ssoins-1/ps-1"
  inline_policy      = jsonencode({ Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })
`,
  ],
  [
    'aws_ssoadmin_managed_policy_attachment',
    'iam-no-administrator-access-policy',
    `
  instance_arn       = "arn:aws:sso:::instance/ssoins-1"
  permission_set_arn = "arn:aws:sso:::permissionSet/ssoins-1/ps-1"
  managed_policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
`,
  ],
];

describe('what a satellite says is judged, though its parent is elsewhere', () => {
  test.each(SATELLITES)('%s: %s', async (type, rule, body) => {
    const found = await judged(`${EVERYBODY}resource "${type}" "it" {\n${body}}\n`);
    expect(found).toContain(`fail ${rule} ${type}.it`);
  });
});

test('what it does not say may be elsewhere too: no finding', async () => {
  expect(await judged(HEALTHY)).toEqual([]);
});

const HEALTHY = `
locals {
  reader = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111122223333:root" }
      Action    = "s3:GetObject"
      Resource  = "arn:aws:s3:::b/*"
    }]
  })
}
variable "s" {
  type      = string
  sensitive = true
}
resource "aws_api_gateway_method_settings" "s" {
  rest_api_id = "abc"
  stage_name  = "prod"
  method_path = "*/*"
  settings {
    logging_level = "INFO"
  }
}
resource "aws_autoscaling_attachment" "s" {
  autoscaling_group_name = "g"
  lb_target_group_arn = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/t/1"
}
resource "aws_autoscaling_traffic_source_attachment" "s" {
  autoscaling_group_name = "g"
  traffic_source {
    identifier = "x"
    type = "elbv2"
  }
}
resource "aws_backup_vault_policy" "s" {
  backup_vault_name = "main"
  policy            = local.reader
}
resource "aws_backup_vault_notifications" "s" {
  backup_vault_name = "main"
  sns_topic_arn = "arn:aws:sns:eu-west-1:111122223333:t"
  backup_vault_events = ["BACKUP_JOB_STARTED"]
}
resource "aws_efs_backup_policy" "s" {
  file_system_id = "fs-1"
  backup_policy {
    status = "ENABLED"
  }
}
resource "aws_efs_file_system_policy" "s" {
  file_system_id = "fs-1"
  policy         = local.reader
}
resource "aws_load_balancer_policy" "s" {
  load_balancer_name = "old"
  policy_name        = "tls"
  policy_type_name   = "SSLNegotiationPolicyType"
  policy_attribute {
    name  = "Protocol-TLSv1.2"
    value = "true"
  }
}
resource "aws_load_balancer_policy" "cookie" {
  load_balancer_name = "old"
  policy_name        = "c"
  policy_type_name   = "AppCookieStickinessPolicyType"
  policy_attribute {
    name  = "CookieName"
    value = "x"
  }
}
resource "aws_elb_attachment" "s" {
  elb = "x"
  instance = "i-1"
}
resource "aws_opensearch_domain_policy" "s" {
  domain_name     = "d"
  access_policies = local.reader
}
resource "aws_iam_role_policy_attachment" "s" {
  role       = "r"
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}
resource "aws_iam_user_group_membership" "s" {
  user = "u"
  groups = ["g"]
}
resource "aws_iam_group_membership" "s" {
  name = "x"
  users = ["u"]
  group = "g"
}
resource "aws_iam_user_login_profile" "s" {
  user                    = "u"
  password_reset_required = true
}
resource "aws_redshift_logging" "s" {
  cluster_identifier = "c"
  log_destination_type = "cloudwatch"
  log_exports = ["useractivitylog"]
}
resource "aws_redshift_logging" "s3" {
  cluster_identifier = "c2"
  bucket_name = "logs"
}
resource "aws_redshift_snapshot_copy" "s" {
  cluster_identifier = "c"
  destination_region = "eu-west-2"
}
resource "aws_route53_query_log" "s" {
  zone_id = "Z1"
  cloudwatch_log_group_arn = "arn:aws:logs:us-east-1:111122223333:log-group:x"
}
resource "aws_route53_zone_association" "s" {
  zone_id = "Z1"
  vpc_id = "vpc-1"
}
resource "aws_s3_bucket_versioning" "s" {
  bucket = "b"
  versioning_configuration {
    status = "Enabled"
  }
}
resource "aws_s3_bucket_server_side_encryption_configuration" "s" {
  bucket = "b"
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
      kms_master_key_id = "arn:aws:kms:eu-west-1:111122223333:key/k"
    }
    bucket_key_enabled = true
  }
}
resource "aws_s3_bucket_public_access_block" "s" {
  bucket                  = "b"
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
resource "aws_s3_bucket_logging" "s" {
  bucket = "b"
  target_bucket = "logs"
  target_prefix = "x/"
}
resource "aws_s3_bucket_acl" "s" {
  bucket = "b"
  acl    = "private"
}
resource "aws_s3_bucket_ownership_controls" "s" {
  bucket = "b"
  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}
resource "aws_s3_bucket_lifecycle_configuration" "s" {
  bucket = "b"
  rule {
    id     = "x"
    status = "Enabled"
    filter {}
    expiration {
      days = 1
    }
  }
}
resource "aws_s3_bucket_cors_configuration" "s" {
  bucket = "b"
  cors_rule {
    allowed_methods = ["GET"]
    allowed_origins = ["https://a.example.com"]
  }
}
resource "aws_s3_bucket_website_configuration" "s" {
  bucket = "b"
  index_document {
    suffix = "index.html"
  }
}
resource "aws_s3_bucket_replication_configuration" "s" {
  bucket = "b"
  role = "arn:aws:iam::111122223333:role/r"
  rule {
    status = "Enabled"
    destination {
      bucket = "arn:aws:s3:::c"
    }
  }
}
resource "aws_s3_bucket_object_lock_configuration" "s" {
  bucket = "b"
  rule {
    default_retention {
      mode = "COMPLIANCE"
      days = 5
    }
  }
}
resource "aws_s3_bucket_notification" "s" {
  bucket = "b"
  eventbridge = true
}
resource "aws_sqs_queue_redrive_policy" "s" {
  queue_url = "https://sqs.eu-west-1.amazonaws.com/111122223333/q"
  redrive_policy = jsonencode({ deadLetterTargetArn = "arn:aws:sqs:eu-west-1:111122223333:dlq", maxReceiveCount = 4 })
}
resource "aws_sqs_queue_redrive_allow_policy" "s" {
  queue_url = "https://sqs.eu-west-1.amazonaws.com/111122223333/q"
  redrive_allow_policy = jsonencode({ redrivePermission = "allowAll" })
}
resource "aws_lambda_runtime_management_config" "s" {
  function_name = "f"
  update_runtime_on = "Auto"
}
resource "aws_lambda_function_recursion_config" "s" {
  function_name = "f"
  recursive_loop = "Terminate"
}
resource "aws_ecs_cluster_capacity_providers" "s" {
  cluster_name = "c"
  capacity_providers = ["FARGATE"]
}
resource "aws_db_instance_role_association" "s" {
  db_instance_identifier = "d"
  feature_name = "S3_INTEGRATION"
  role_arn = "arn:aws:iam::111122223333:role/r"
}
resource "aws_rds_cluster_role_association" "s" {
  db_cluster_identifier = "d"
  feature_name = "S3_INTEGRATION"
  role_arn = "arn:aws:iam::111122223333:role/r"
}
resource "aws_network_interface_sg_attachment" "s" {
  network_interface_id = "eni-1"
  security_group_id = "sg-1"
}
resource "aws_vpc_endpoint_security_group_association" "s" {
  vpc_endpoint_id = "vpce-1"
  security_group_id = "sg-1"
}
resource "aws_guardduty_detector_feature" "s" {
  detector_id = "d"
  name = "S3_DATA_EVENTS"
  status = "ENABLED"
}
resource "aws_secretsmanager_secret_version" "s" {
  secret_id     = "s"
  secret_string = var.s
}
resource "aws_kms_key_policy" "s" {
  key_id = "k"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:root" }, Action = "kms:*", Resource = "*" }] })
}
resource "aws_codebuild_webhook" "s" {
  project_name = "p"
}
resource "aws_eks_access_policy_association" "s" {
  cluster_name = "c"
  principal_arn = "arn:aws:iam::111122223333:role/r"
  policy_arn = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"
  access_scope {
    type = "cluster"
  }
}
`;
