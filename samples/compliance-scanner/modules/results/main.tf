variable "kms_key_arn" {
  type = string
}

variable "point_in_time_recovery" {
  type = bool
}

resource "aws_dynamodb_table" "results" {
  name         = "compliance-results"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "resource_id"
  range_key    = "evaluated_at"
  tags         = { CostCenter = "4711" }

  deletion_protection_enabled = true

  attribute {
    name = "resource_id"
    type = "S"
  }

  attribute {
    name = "evaluated_at"
    type = "S"
  }

  ttl {
    attribute_name = "expires_at"
    enabled        = true
  }

  point_in_time_recovery {
    enabled = var.point_in_time_recovery # expect: dynamodb-pitr-enabled
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = var.kms_key_arn
  }
}

output "table_arn" {
  value = aws_dynamodb_table.results.arn
}

output "table_name" {
  value = aws_dynamodb_table.results.name
}
