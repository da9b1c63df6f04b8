import { expect, test } from 'vitest';
import { logFormatPredicates } from '../../../src/engine/predicates/log-formats.ts';
import { ask } from '../../asking.ts';
import { either, missing, ref, text } from '../written.ts';

function judge(Format: unknown): string {
  const properties = Format === undefined ? {} : { Format };
  return ask(logFormatPredicates['apigateway.format-is-json'], properties, { with: { property: 'Format' } }).verdict;
}

test.each([
  ['texts', '{ "id": "$context.requestId", "status": "$context.status" }', 'pass'],
  ['numbers without quotes', '{"status":$context.status,"latency":$context.integration.latency}', 'pass'],
  ['a variable of the stage', '{"version":"$stageVariables.version","id":"$context.requestId"}', 'pass'],
  ['Common Log Format', '$context.identity.sourceIp - [$context.requestTime] "$context.httpMethod"', 'fail'],
  ['XML', '<request id="$context.requestId"/>', 'fail'],
  ['a variable alone', '$context.requestId', 'fail'],
  ['a list', '["$context.requestId"]', 'fail'],
  ['a comma too many', '{"id":"$context.requestId",}', 'fail'],
  ['nothing', undefined, 'fail'],
  ['an object', { id: '$context.requestId' }, 'pass'],
  ['a list of texts', ['$context.requestId'], 'fail'],
  ['a hole in a text', text('{"stack":"', missing('Stack'), '","id":"$context.requestId"}'), 'pass'],
  ['a hole that may be anything', text('{"id":"$context.requestId"', missing('More')), 'unknown'],
  ['a hole at the beginning', text(missing('Start'), ' $context.requestId'), 'unknown'],
  ['a hole in a text that is no JSON', text('$context.requestId ', missing('More')), 'fail'],
  ['a parameter', missing('Format'), 'unknown'],
  ['an attribute', ref('Format', 'Value'), 'unknown'],
])('%s', (_, format, expected) => {
  expect(judge(format)).toBe(expected);
});

test('a choice is judged as the scenario takes it', () => {
  const Format = either('Json', [true, '{"id":"$context.requestId"}'], [false, '$context.requestId']);
  const asked = (Json: boolean) =>
    ask(
      logFormatPredicates['apigateway.format-is-json'],
      { Format },
      { with: { property: 'Format' }, choices: { Json } },
    );
  expect([asked(true).reason, asked(false).reason]).toEqual(['Format is JSON', 'Format is no JSON']);
});
