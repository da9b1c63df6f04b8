import { describe, expect, test } from 'vitest';
import { isConfigurationFile, moduleFiles } from '../../../src/terraform/configuration/files.ts';

describe('the files of a module', () => {
  test('are its .tf and .tf.json files, override files last', () => {
    const names = ['main.tf', 'override.tf', 'a_override.tf.json', 'b.tf.json', 'notes.md', 'sub/', 'x.tftest.hcl'];
    expect(moduleFiles(names)).toEqual({
      primary: ['b.tf.json', 'main.tf'],
      overrides: ['a_override.tf.json', 'override.tf'],
      program: 'terraform',
    });
  });

  test('are no backup files of editors', () => {
    expect(['.#main.tf', 'main.tf~', '#main.tf#', '.main.tf'].filter(isConfigurationFile)).toEqual([]);
  });

  test('in OpenTofu hide their .tf twins', () => {
    const names = ['main.tf', 'main.tofu', 'other.tf', 'x.tf.json', 'x.tofu.json', 'override.tf', 'override.tofu'];
    expect(moduleFiles(names)).toEqual({
      primary: ['main.tofu', 'other.tf', 'x.tofu.json'],
      overrides: ['override.tofu'],
      program: 'opentofu',
    });
  });

  test('are those of the program that wrote the lock file', () => {
    const locked = 'provider "registry.terraform.io/hashicorp/aws" {}';
    expect(moduleFiles(['main.tf', 'main.tofu'], locked).primary).toEqual(['main.tf']);
    expect(moduleFiles(['main.tofu'], locked).primary).toEqual(['main.tofu']);
  });
});
