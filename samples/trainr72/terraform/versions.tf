# Trainr72 as it was reviewed, in Terraform: the same system and the same weaknesses as
# ../cloudformation/template.yaml. Each weakness of the review is marked on its line.
terraform {
  required_version = ">= 1.6"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
}

provider "aws" {
  region = "eu-central-1"

  default_tags {
    tags = {
      Environment = "Production"
      Owner       = "training-team"
    }
  }
}

# The way the first roles were made, before there were default tags.
provider "aws" {
  alias  = "untagged"
  region = "eu-central-1"
}

data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

data "aws_availability_zones" "available" {
  state = "available"
}

locals {
  trail_arn = "arn:aws:cloudtrail:${data.aws_region.current.region}:${data.aws_caller_identity.current.account_id}:trail/trainr72"
}
