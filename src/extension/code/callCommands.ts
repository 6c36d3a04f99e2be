import type * as vscode from 'vscode';
import type { CodePlace } from '../../protocol/codeMessages.ts';
import type { CallSite } from '../../python/callSite.ts';

/** The commands of calls in source code that links and lenses name. */
export const callCommands = {
  debug: 'convt.debugCall',
  setInput: 'convt.setCallInput',
  frameworks: 'convt.showCallInFrameworks',
} as const;

/** Returns the argument by which commands name a call. */
export function targetOf(document: vscode.TextDocument, { path }: CallSite): CodePlace {
  return { uri: document.uri.toString(), path };
}

/** Returns the address that runs a command from a link in Markdown. */
export function commandAddress(command: string, argument: unknown): string {
  return `command:${command}?${encodeURIComponent(JSON.stringify([argument]))}`;
}
