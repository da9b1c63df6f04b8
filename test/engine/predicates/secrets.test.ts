import { describe, expect, test } from 'vitest';
import { credentialIn, isPlaceholder, isSecretName, looksRandom } from '../../../src/engine/predicates/credentials.ts';
import { secretPredicates } from '../../../src/engine/predicates/secrets.ts';
import { ask, place } from '../../asking.ts';
import { missing, ref, Special, sensitive, text } from '../written.ts';

function hidden(name: string): Special {
  return new Special(`!Ref ${name}`, span => ({
    kind: 'unknown',
    reason: 'parameter-without-default',
    missing: `parameter ${name}`,
    alternatives: [],
    sensitive: true,
    span,
  }));
}

function password(given: unknown, name = 'secrets.no-plaintext', inputs = {}): string {
  const outcome = ask(secretPredicates[name], { Password: given }, { with: { paths: ['Password'], ...inputs } });
  return outcome.verdict;
}

describe('a property that is meant for a secret', () => {
  test.each([
    ['a literal', 'hunter22', 'fail'],
    ['a default of a hidden parameter', sensitive('hunter22'), 'fail'],
    ['a hidden parameter', hidden('Password'), 'pass'],
    ['a parameter that shows its value', missing('Password'), 'fail'],
    ['an import', missing('Export', 'outside-this-input'), 'unknown'],
    ['a secret that is made at deployment', ref('Generated'), 'pass'],
    ['a dynamic reference', '{{resolve:secretsmanager:app:SecretString:password}}', 'pass'],
    [
      'a dynamic reference with a hole',
      text('{{resolve:secretsmanager:', missing('Name'), ':SecretString:p}}'),
      'pass',
    ],
    ['an encrypted parameter', '{{resolve:ssm-secure:password:1}}', 'pass'],
    ['a parameter that is not encrypted', '{{resolve:ssm:password:1}}', 'fail'],
    ['an empty text', '', 'pass'],
    ['a text around a hidden parameter', text('x', hidden('Password')), 'pass'],
  ])('%s', (_, given, expected) => {
    expect(password(given)).toBe(expected);
  });

  test('a Terraform variable without a default is in doubt', () => {
    const inputs = { paths: ['Password'] };
    const given = { Password: missing('password') };
    expect(ask(secretPredicates['secrets.no-plaintext'], given, { with: inputs, dialect: 'terraform' }).verdict).toBe(
      'unknown',
    );
  });

  test('in a list', () => {
    const properties = { Users: [{ Password: hidden('First') }, { Password: 'hunter22' }] };
    const outcome = ask(secretPredicates['secrets.no-plaintext'], properties, {
      with: { paths: ['Users[].Password'] },
    });
    expect([place(outcome), outcome.path]).toEqual(['fail at Password: hunter22', 'Properties.Users.Password']);
  });

  test('under any name', () => {
    const properties = { MongoDbSettings: { Password: 'hunter22' } };
    const outcome = ask(secretPredicates['secrets.no-plaintext'], properties, {
      with: { paths: ['Password', '*.Password'] },
    });
    expect(outcome.verdict).toBe('fail');
  });

  test('by the table of types', () => {
    const outcome = ask(
      secretPredicates['secrets.no-plaintext-in-known-properties'],
      { BasicAuthConfig: { Username: 'a', Password: 'hunter22' } },
      { type: 'AWS::Amplify::App' },
    );
    expect(place(outcome)).toBe('fail at Password: hunter22');
  });

  test('no reason holds the value', () => {
    const outcome = ask(
      secretPredicates['secrets.no-plaintext'],
      { Password: 'hunter22' },
      { with: { paths: ['Password'] } },
    );
    expect(outcome.reason).toBe('Password is written here in plain text');
  });

  test('from a store: a hidden parameter is in doubt, unless it is accepted', () => {
    const verdicts = [{}, { acceptHidden: true }].map(inputs => password(hidden('P'), 'secrets.from-store', inputs));
    expect(verdicts).toEqual(['unknown', 'pass']);
  });
});

describe('credentials by their form', () => {
  test.each([
    ['AKIAIOSFODNN7EXAMPLE', 'an AWS access key id'],
    ['export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'an AWS secret access key'],
    ['wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'what looks like an AWS secret access key'],
    ['-----BEGIN RSA PRIVATE KEY-----', 'a private key'],
    [`ghp_${'a1B2'.repeat(9)}`, 'a GitHub token'],
    ['postgres://app:s3cr3tpw@db.example.com/shop', 'a URL with a password'],
    ['password = "q8Zr2LxV0pT5"', 'a password or token'],
    ['export DB_PASSWORD=\\"q8Zr2LxV0pT5\\"', 'a password or token'],
    // A commit and a digest.
    ['da39a3ee5e6b4b0d3255bfef95601890afd80709', undefined],
    ['sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', undefined],
    ['password = ${DB_PASSWORD}', undefined],
    ['postgres://app:${PASSWORD}@db.example.com/shop', undefined],
    ['arn:aws:iam::111122223333:role/AKIA', undefined],
    ['', undefined],
  ])('%s', (given, expected) => {
    expect(credentialIn(given)).toBe(expected);
  });

  test.each([
    ['DB_PASSWORD', true],
    ['dbPassword', true],
    ['API_KEY', true],
    ['GITHUB_TOKEN', true],
    ['clientSecret', true],
    ['DB_PASSWORD_FILE', false],
    ['SECRET_ARN', false],
    ['TOKEN_URL', false],
    ['PASSWORD_LENGTH', false],
    ['COMPASS', false],
    ['KEYBOARD', false],
    ['TABLE_NAME', false],
  ])('the name %s', (name, expected) => {
    expect(isSecretName(name)).toBe(expected);
  });

  test.each([
    'changeme',
    '<token>',
    '${TOKEN}',
    'xxxx',
    'arn:aws:ssm:eu-central-1:1:parameter/a',
    '/run/secrets/a',
    '',
  ])('the placeholder %s', given => {
    expect(isPlaceholder(given)).toBe(true);
  });

  test.each([
    ['q8Zr2LxV0pT5nWc7', true],
    ['production', false],
    ['eu-central-1', true],
    ['hello world 123', false],
    ['short1', false],
  ])('%s looks random', (given, expected) => {
    expect(looksRandom(given)).toBe(expected);
  });

  test('a long text takes no long time', () => {
    expect(credentialIn(`${'secret key '.repeat(50_000)}x`)).toBeUndefined();
  });
});

describe('variables', () => {
  const variables = (given: unknown, inputs = {}) =>
    ask(
      secretPredicates['secrets.no-credentials-in-variables'],
      { Environment: given },
      { with: { paths: ['Environment'], ...inputs } },
    );
  test.each([
    ['a map with a credential', { A: 'b', KEY: 'AKIAIOSFODNN7EXAMPLE' }, 'fail at KEY: AKIAIOSFODNN7EXAMPLE'],
    ['a list with a credential', [{ Name: 'API_TOKEN', Value: 'q8Zr2LxV0pT5nWc7' }], 'fail at Value: q8Zr2LxV0pT5nWc7'],
    ['lower-case keys', [{ name: 'API_TOKEN', value: 'q8Zr2LxV0pT5nWc7' }], 'fail at value: q8Zr2LxV0pT5nWc7'],
    ['a name that says where', { DB_PASSWORD_FILE: '/run/secrets/q8Zr2LxV0pT5nWc7' }, 'pass at It:'],
    ['a reference', { DB_PASSWORD: ref('Secret') }, 'pass at It:'],
    ['a hidden parameter', { DB_PASSWORD: hidden('P') }, 'pass at It:'],
    ['a word', { AUTH_TOKEN: 'optional' }, 'pass at It:'],
  ])('%s', (_, given, expected) => {
    expect(place(variables(given))).toBe(expected);
  });

  test('any literal, where the rule asks so', () => {
    const verdicts = ['swordfish', 'changeme'].map(
      given => variables({ DB_PASSWORD: given }, { literals: true }).verdict,
    );
    expect(verdicts).toEqual(['fail', 'pass']);
  });

  test('not known', () => {
    expect(variables(missing('Variables')).reason).toBe('the variables depend on parameter Variables');
  });
});

test('values of user data, base64 too', () => {
  const script = '#!/bin/sh\nexport AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\n';
  const encoded = Buffer.from(script).toString('base64');
  const verdicts = [script, encoded, '#!/bin/sh\necho hello', text('PASSWORD=', missing('P'))].map(
    given =>
      ask(secretPredicates['secrets.no-credentials'], { UserData: given }, { with: { paths: ['UserData'] } }).verdict,
  );
  expect(verdicts).toEqual(['fail', 'fail', 'pass', 'pass']);
});
