variable "certificate_arn" {
  type    = string
  default = "arn:aws:acm:eu-central-1:111122223333:certificate/4f0a2c9e-91d7-4c55-8a40-6c0b7a1d3e52"
}

variable "web_acl_arn" {
  type    = string
  default = "arn:aws:wafv2:eu-central-1:111122223333:regional/webacl/edge/7d1c3f52-0c1e-4b7e-9a53-2f6b8d1e4a90"
}

variable "log_archive_bucket" {
  type    = string
  default = "central-log-archive"
}
