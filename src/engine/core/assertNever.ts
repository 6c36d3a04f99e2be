/**
 * Marks the default branch of an exhaustive switch: the compiler refuses it while a case is missing.
 * @throws if a value that the types exclude arrives at run time; `what` names its kind ("error measure").
 */
export function assertNever(value: never, what: string): never {
  throw new Error(`Unknown ${what}: ${String(value)}`);
}
