data "aws_iam_policy_document" "key" {
  statement {
    sid       = "AccountAdministersKey"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${data.aws_caller_identity.current.account_id}:root"]
    }
  }

  statement {
    sid       = "LogsUseKey"
    actions   = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["logs.${data.aws_region.current.region}.amazonaws.com"]
    }

    condition {
      test     = "ArnLike"
      variable = "kms:EncryptionContext:aws:logs:arn"
      values   = ["arn:aws:logs:${data.aws_region.current.region}:${data.aws_caller_identity.current.account_id}:*"]
    }
  }
}

resource "aws_kms_key" "pipeline" {
  description         = "Data and logs of the ops pipeline"
  enable_key_rotation = true
  policy              = data.aws_iam_policy_document.key.json
  tags                = local.tags
}

resource "aws_secretsmanager_secret" "partner_token" { # expect: secretsmanager-using-cmk
  name        = "ops-pipeline/partner-token"
  description = "Token for the partner's API"
  tags        = local.tags
}

resource "aws_secretsmanager_secret_rotation" "partner_token" {
  secret_id           = aws_secretsmanager_secret.partner_token.id
  rotation_lambda_arn = "arn:aws:lambda:eu-central-1:111122223333:function:rotate-partner-token"

  rotation_rules {
    automatically_after_days = 30
  }
}

resource "aws_amplify_app" "console" {
  name        = "ops-console"
  oauth_token = "not-a-real-token-4d1f" # expect: no-plaintext-secret-in-property
  tags        = local.tags
}
