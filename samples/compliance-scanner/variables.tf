variable "log_archive_bucket" {
  type        = string
  default     = "central-log-archive"
  description = "Bucket that receives access logs"
}

variable "keep_history" {
  type        = bool
  default     = false
  description = "Whether results can be restored to any point in time"
}

variable "sandbox_subnet_ids" {
  type        = list(string)
  default     = ["subnet-0a1b2c3d4e5f60718", "subnet-0f1e2d3c4b5a69788"]
  description = "Private subnets of the sandbox"
}

locals {
  buckets = {
    reports   = { versioning = false, expire_after_days = 400 }
    snapshots = { versioning = true, expire_after_days = 2555 }
  }
}
