/**
 * Milliseconds that the processor has spent on the tests so far. Unlike the time of the clock they do not grow when the
 * machine is busy with something else. Tests that run beside this one count, so that limits have to be generous: they
 * are there for what is quadratic or worse.
 */
export function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
