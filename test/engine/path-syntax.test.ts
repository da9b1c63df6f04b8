import { expect, test } from 'vitest';
import { parsePath, segmentOf } from '../../src/engine/path-syntax.ts';

test.each([
  ['', ['']],
  ['StorageEncrypted', ['StorageEncrypted']],
  ['Tags[Key=Owner].Value|Name', ['Tags [Key=Owner] Value', 'Name']],
  ['Attributes[Key=access_logs.s3.enabled].Value', ['Attributes [Key=access_logs.s3.enabled] Value']],
  ['Statement[].Principal.AWS', ['Statement [] Principal AWS']],
  ['ContainerDefinitions[1].Privileged', ['ContainerDefinitions [1] Privileged']],
])('%s', (path, expected) => {
  expect(parsePath(path).map(steps => steps.map(segmentOf).join(' '))).toEqual(expected);
});

test.each(['A..B', '.A', 'A[', 'A[=b]', 'A[x]'])('%s is none', path => {
  expect(() => parsePath(path)).toThrow('not a path');
});
