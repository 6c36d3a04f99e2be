/** Returns the message of a caught error; if something other than an Error was thrown, that value as text. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
