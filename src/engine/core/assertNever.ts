/**
 * Marks the default branch of an exhaustive switch. While a case is missing, the call does not compile.
 * @throws if a value that the types exclude arrives at run time. `what` names the kind of value in the message ("error
 * measure").
 */
export function assertNever(value: never, what: string): never {
  throw new Error(`Unknown ${what}: ${String(value)}`);
}
