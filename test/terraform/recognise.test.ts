import { describe, expect, test } from 'vitest';
import { moduleCallsOf } from '../../src/terraform/module.ts';
import { isModuleDirectory, looksLikePlan } from '../../src/terraform/recognise.ts';
import { folder } from './folder.ts';

describe('what is Terraform', () => {
  test.each([
    ['{"format_version":"1.2","terraform_version":"1.11.4","resource_changes":[]}', true],
    ['\n { "configuration": {}, "format_version": "1.2", "planned_values": {}, "terraform_version": "1.0" }', true],
    ['{"format_version":"1.0","terraform_version":"1.11.4","values":{"root_module":{}}}', true],
    ['{"AWSTemplateFormatVersion":"2010-09-09","Resources":{}}', false],
    ['{"terraform_version":"1.0","planned_values":{}}', false],
    ['[]', false],
    ['', false],
  ])('is a plan or state by its keys: %s', (text, expected) => {
    expect(looksLikePlan(text)).toBe(expected);
  });

  test('is a module directory by the names in it', () => {
    expect(isModuleDirectory(['main.tf'])).toBe(true);
    expect(isModuleDirectory(['x.tofu.json', 'README.md'])).toBe(true);
    expect(isModuleDirectory(['main.tf~', 'terraform.tfvars', 'sub/', 'terragrunt.hcl'])).toBe(false);
  });

  test('calls the modules with a local source', () => {
    const { files } = folder({
      'env/prod/main.tf': 'module "a" {\n  source = "../../modules/a"\n}\nmodule "b" {\n  source = "./b"\n}',
      'env/prod/more.tf': 'module "c" {\n  source = "../../modules/a/"\n}\nmodule "d" {\n  source = "acme/d/aws"\n}',
    });
    expect(moduleCallsOf('env/prod', files)).toEqual(['modules/a', 'env/prod/b']);
    expect(moduleCallsOf('env', files)).toEqual([]);
  });
});
