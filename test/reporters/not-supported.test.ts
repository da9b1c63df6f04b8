import { expect, test } from 'vitest';
import { countNotSupported } from '../../src/reporters/not-supported.ts';
import { text } from '../../src/reporters/text.ts';
import { scan } from '../../src/scan.ts';
import { folder } from '../folder.ts';
import { CONTEXT } from './fixture.ts';

const template = `Resources:
  A:
    Type: Custom::Thing
    Metadata: {M: !Later [x]}
    Properties: {A: !Sooner x, B: [!Later [y], {C: !Ref AWS::Region}], D: !Sub ['\${V}-x', {V: !Later [z]}]}
`;

test('what is not supported is counted in a verbose report', async () => {
  const workingDirectory = folder({ 'template.yaml': template });
  const result = await scan({ paths: ['.'], workingDirectory });
  expect(countNotSupported(result.resources)).toEqual([
    ['Fn::Later', 3],
    ['Fn::Sooner', 1],
  ]);
  const lines = (verbose: boolean) => text(result, { ...CONTEXT, verbose }).split('\n');
  expect(lines(true).filter(line => line.startsWith('not supported'))).toEqual([
    'not supported: Fn::Later (3); Fn::Sooner (1)',
  ]);
  expect(lines(false).filter(line => line.startsWith('not supported'))).toEqual([]);
});
