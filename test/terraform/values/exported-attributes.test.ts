import { expect, test } from 'vitest';
import { bodies, evaluate } from '../folder.ts';

/** What the module finds in its variable, which gets the APIs of the root module. */
function found(type: string, given: string, asked: string): unknown {
  const { resources, problems } = evaluate({
    'main.tf': `
      resource "aws_api_gateway_rest_api" "api" {
        count = 2
        name  = "shop"
      }
      module "methods" {
        source = "./methods"
        api    = ${given}
      }`,
    'methods/main.tf': `
      variable "api" {
        type = ${type}
      }
      resource "aws_api_gateway_method" "orders" {
        asked = ${asked}
      }`,
  });
  return [(bodies(resources)['module.methods.aws_api_gateway_method.orders'] as { asked: unknown }).asked, problems];
}

const API = 'object({ name = string, id = string, root_resource_id = string })';

test.each([
  [API, 'aws_api_gateway_rest_api.api[0]', 'var.api.root_resource_id', 0],
  [`list(${API})`, 'aws_api_gateway_rest_api.api', 'var.api[1].root_resource_id', 1],
  [`map(${API})`, '{ shop = aws_api_gateway_rest_api.api[1] }', 'var.api["shop"].root_resource_id', 1],
])('%s has what a resource exports', (type, given, asked, index) => {
  expect(found(type, given, asked)).toEqual([`<aws_api_gateway_rest_api.api[${index}].root_resource_id>`, []]);
});

test('its arguments are there as before, and an object has nothing more', () => {
  expect(found(API, 'aws_api_gateway_rest_api.api[0]', 'var.api.name')).toEqual(['shop', []]);
  expect(found(API, '{ id = "a", name = "shop" }', 'var.api.id')).toEqual(['?var.api.id', ['variable-type main.tf:8']]);
});
