variable "name" {
  type = string
}

variable "kms_key_arn" {
  type    = string
  default = null
}

resource "aws_sns_topic" "this" { # expect: sns-encrypted-kms
  name              = var.name
  kms_master_key_id = var.kms_key_arn
  tags              = { CostCenter = "4711" }
}

resource "aws_sns_topic_subscription" "mail" {
  topic_arn = aws_sns_topic.this.arn
  protocol  = "email"
  endpoint  = "${var.name}@example.com"
}

output "topic_arn" {
  value = aws_sns_topic.this.arn
}
