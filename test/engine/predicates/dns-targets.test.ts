import { describe, expect, test } from 'vitest';
import { dnsTargetPredicates } from '../../../src/engine/predicates/dns-targets.ts';
import { ask, place } from '../../asking.ts';
import { either, missing, ref, text } from '../written.ts';

const question = dnsTargetPredicates['route53.target-may-dangle'];

describe('addresses', () => {
  test.each([
    ['a public one', ['198.18.0.1'], 'pass'],
    ['the second of two', ['10.0.0.1', '8.8.8.8'], 'pass'],
    ['private', ['10.1.2.3', '172.16.0.1', '172.31.255.1', '192.168.1.1'], 'fail'],
    ['beside the private ones', ['172.32.0.1'], 'pass'],
    ['shared and of the host', ['100.64.0.1', '127.0.0.1', '169.254.169.254'], 'fail'],
    ['for documentation, which stands for a public one', ['203.0.113.9'], 'pass'],
    ['a reference', [ref('Address')], 'fail'],
    ['a parameter', [missing('Address')], 'fail'],
    ['a list from outside', missing('Addresses'), 'fail'],
    ['a single text', '8.8.8.8', 'pass'],
  ])('%s', (_, ResourceRecords, expected) => {
    expect(ask(question, { Type: 'A', ResourceRecords }).verdict).toBe(expected);
  });
});

describe('aliases', () => {
  test.each([
    ['a load balancer', 'shop-1234567890.eu-central-1.elb.amazonaws.com', 'pass'],
    ['a distribution', 'd111111abcdef8.cloudfront.net.', 'pass'],
    ['an environment', 'shop.eba-abcdefgh.eu-central-1.elasticbeanstalk.com', 'pass'],
    ['a website of S3', 's3-website-us-east-1.amazonaws.com', 'fail'],
    ['a website of S3 in a newer region', 's3-website.eu-central-1.amazonaws.com.', 'fail'],
    ['another record', 'www.example.com.', 'fail'],
    ['a reference', ref('Balancer', 'DNSName'), 'fail'],
    ['a text with a reference', text('dualstack.', ref('Balancer', 'DNSName')), 'fail'],
    ['an import', missing('Balancer'), 'fail'],
  ])('%s', (_, DNSName, expected) => {
    expect(ask(question, { Type: 'A', AliasTarget: { DNSName } }).verdict).toBe(expected);
  });
});

test('the text is reported, and a record that points nowhere is none', () => {
  const outcome = ask(question, { Type: 'A', ResourceRecords: ['10.0.0.1', '8.8.8.8'] });
  expect([place(outcome), outcome.reason, ask(question, { Type: 'A' }).verdict]).toEqual([
    'pass at - 8.8.8.8',
    '8.8.8.8 is written as text',
    'fail',
  ]);
});

test('a choice is judged as the scenario takes it', () => {
  const ResourceRecords = [either('Fixed', [true, '8.8.8.8'], [false, ref('Address')])];
  const asked = (Fixed: boolean) => ask(question, { ResourceRecords }, { choices: { Fixed } }).verdict;
  expect([asked(true), asked(false)]).toEqual(['pass', 'fail']);
});
