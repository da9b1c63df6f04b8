variable "image" {
  type    = string
  default = "111122223333.dkr.ecr.us-east-1.amazonaws.com/shop@sha256:2f1d4a8f3f4f7b1a8f7f0d3d5b9b2f1c7a1e0d9c8b7a695847362514f3e2d1c0"
}

variable "collector_image" {
  type    = string
  default = "111122223333.dkr.ecr.us-east-1.amazonaws.com/aws-otel-collector@sha256:9a4d4a8f3f4f7b1a8f7f0d3d5b9b2f1c7a1e0d9c8b7a695847362514f3e2d1c0"
}

variable "certificate_arn" {
  type    = string
  default = "arn:aws:acm:us-east-1:111122223333:certificate/1c5b1a5e-6a5d-4f7b-9d0e-5a2f4d1c9b7e"
}

variable "rotation_function_arn" {
  type    = string
  default = "arn:aws:lambda:us-east-1:111122223333:function:rotate-payment-token"
}

variable "artifact_bucket" {
  type    = string
  default = "shop-artifacts"
}

variable "artifact_version" {
  type    = string
  default = "2026-11-02"
}

# The copies stand in us-west-2, in stacks of their own.
variable "site_copy" {
  type    = string
  default = "shop-site-us-west-2"
}

variable "archive_copy" {
  type    = string
  default = "shop-archive-us-west-2"
}

variable "copy_key_arn" {
  type    = string
  default = "arn:aws:kms:us-west-2:111122223333:key/0a4f6c1e-3b52-4d0e-9c77-5e2d8f1b6a90"
}
