import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { expectMarkedLines, expectMarkedRules, marksOf } from './marks.ts';
import { sampleFolder, scanSample } from './scanning.ts';

describe('order-processing', () => {
  const folder = sampleFolder('order-processing');

  test('the scan reports exactly the marked lines', () => expectMarkedLines(folder));

  test('and with the profiles its marked rules belong to', () => expectMarkedRules(folder));

  for (const rule of marksOf(folder).pending) test.todo(`is marked for ${rule}, which is no rule yet`);

  test('what is in a nested stack is addressed through it, and says how it came there', async () => {
    const { result } = await scanSample(folder);
    const places = result.evaluations.flatMap(({ resource, calledFrom, span }) => {
      if (!resource) return [];
      const calls = calledFrom.map(call => `${call.address} of ${basename(call.span.file.path)}`);
      const stack = resource.address.includes('.') ? resource.address.split('.')[0] : 'no stack';
      return `${basename(span.file.path)}: ${stack}, called from ${calls.join(', ') || 'nowhere'}`;
    });
    expect([...new Set(places)].sort()).toEqual([
      'database.yaml: Database, called from Database of template.yaml',
      'edge.yaml: Edge, called from Edge of template.yaml',
      'messaging.yaml: Messaging, called from Messaging of template.yaml',
      'network.yaml: Network, called from Network of template.yaml',
      'service.yaml: Service, called from Service of template.yaml',
      'template.yaml: no stack, called from nowhere',
    ]);
  });

  test('what a stack is told decides what is found in it', async () => {
    const { failures } = await scanSample(folder);
    const found = failures
      .filter(({ rule }) => ['db-instance-backup-enabled', 'rds-sg-source-restricted'].includes(rule.id))
      .map(({ message, because }) => `${message}: ${because}`);
    expect(found).toEqual([
      'Database.Cluster keeps too few automated backups: BackupRetentionPeriod is 5',
      'The security groups of Database.Cluster admit a wide range of addresses: Network.DatabaseSecurityGroup admits 10.30.0.0/16, wider than /24',
    ]);
  });
});
