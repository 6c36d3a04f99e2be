/** The commands of calls in source code that links and lenses name. */
export const callCommands = {
  debug: 'convt.debugCall',
  setInput: 'convt.setCallInput',
  frameworks: 'convt.showCallInFrameworks',
} as const;

/** Names a call in an argument of a command: the document's URI, and where the call stands. */
export interface CallTarget {
  readonly uri: string;
  readonly path: string;
}

/** Returns whether the argument of a command names a call. */
export function isCallTarget(value: unknown): value is CallTarget {
  if (typeof value !== 'object' || value === null) return false;
  const { uri, path } = value as Partial<Record<keyof CallTarget, unknown>>;
  return typeof uri === 'string' && typeof path === 'string';
}

/** Returns the address that runs a command from a link in Markdown. */
export function commandAddress(command: string, argument: unknown): string {
  return `command:${command}?${encodeURIComponent(JSON.stringify([argument]))}`;
}
