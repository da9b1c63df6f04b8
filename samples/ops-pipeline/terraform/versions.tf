# The ops pipeline as it was reviewed, in Terraform: the same system and the same weaknesses as
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
}
