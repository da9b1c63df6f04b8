import { type Configuration, findConfiguration, NO_CONFIGURATION } from '../config.ts';
import { UsageError } from '../errors.ts';
import { type Arguments, isGiven, lastValueOf } from './arguments.ts';
import type { Environment } from './environment.ts';

/** The configuration that the arguments ask for: a named one, the nearest one, or none. */
export async function configurationFor(args: Arguments, environment: Environment): Promise<Configuration> {
  const named = lastValueOf(args, 'config');
  if (isGiven(args, 'no-config')) {
    if (named !== undefined) throw new UsageError('--config and --no-config exclude each other');
    return NO_CONFIGURATION;
  }
  const path = named ?? findConfiguration(environment.workingDirectory);
  if (path === undefined) return NO_CONFIGURATION;
  const { loadConfiguration } = await import('../config/load.ts');
  return loadConfiguration(path, environment.workingDirectory);
}
