/** The user's mistake: a message without a stack, exit code 2. Any other error that is thrown is our bug. */
export class UsageError extends Error {}
