/** Returns the message of a caught value: the error's own, or the value as text if something else was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
