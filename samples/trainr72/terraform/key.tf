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
    sid       = "AnybodyUsesKey"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = ["*"]

    principals { # expect: kms-key-policy-no-public-access
      type        = "*"
      identifiers = ["*"]
    }
  }
}

resource "aws_kms_key" "data" { # expect: cmk-backing-key-rotation-enabled
  description = "Data of the training site"
  policy      = data.aws_iam_policy_document.key.json
}

resource "random_password" "database" {
  length           = 16
  override_special = "!#$%&*()-_=+"
}

resource "aws_secretsmanager_secret" "database" {
  name        = "trainr72/database"
  description = "Credentials of the database"
  kms_key_id  = aws_kms_key.data.arn
}

resource "aws_secretsmanager_secret_version" "database" {
  secret_id     = aws_secretsmanager_secret.database.id
  secret_string = jsonencode({ username = "trainr", password = random_password.database.result })
}

resource "aws_secretsmanager_secret_rotation" "database" {
  secret_id           = aws_secretsmanager_secret.database.id
  rotation_lambda_arn = "arn:aws:lambda:eu-central-1:111122223333:function:rotate-postgresql"

  rotation_rules {
    automatically_after_days = 30
  }
}

resource "aws_secretsmanager_secret" "mail_token" { # expect: secretsmanager-using-cmk, secretsmanager-rotation-enabled-check
  name        = "trainr72/mail-token"
  description = "Token for the mail service"
}
