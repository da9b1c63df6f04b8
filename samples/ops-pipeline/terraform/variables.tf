variable "certificate_arn" {
  type    = string
  default = "arn:aws:acm:eu-central-1:111122223333:certificate/8c5b1a5e-6a5d-4f7b-9d0e-5a2f4d1c9b7e"
}

variable "log_archive_bucket" {
  type    = string
  default = "central-log-archive"
}

data "aws_caller_identity" "current" {}
data "aws_region" "current" {}

locals {
  tags = {
    Owner       = "platform-team"
    Environment = "production"
    CostCenter  = "4711"
    Application = "ops-pipeline"
  }
}
