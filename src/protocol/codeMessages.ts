import type { Argument, Result } from '../engine/core/refusal.ts';
import type { LayerText } from '../scenario/paste/layerText.ts';
import { defineEvent, defineRequest } from './channel.ts';

/** Names a call in source code: for commands, and for a page that is loaded again. */
export interface CodePlace {
  /** The URI of the document. */
  readonly uri: string;
  /** Where the call stands: "Generator.__init__ › self.up2". */
  readonly path: string;
}

/** Returns whether a value names a call: an argument of a command, or what a page has saved. */
export function isCodePlace(value: unknown): value is CodePlace {
  if (typeof value !== 'object' || value === null) return false;
  const { uri, path } = value as Partial<Record<keyof CodePlace, unknown>>;
  return typeof uri === 'string' && typeof path === 'string';
}

/** The call in source code that a debugger shows, and to which the edits of the form go. */
export interface CodeLink extends CodePlace {
  /** The name of the file: "generator.py". */
  readonly file: string;
  /** The line of the call, from 1. */
  readonly line: number;
  /** `gone`: the file no longer has the call. `readonly`: the file cannot be written, so edits stay in the debugger. */
  readonly state: 'linked' | 'gone' | 'readonly';
  /** A note on where the numbers come from: "The weights are random." */
  readonly about: string;
  /** Why the last edit was not written into the code; null if the code has every edit. */
  readonly unwritten: string | null;
  /** The buttons below `unwritten`: what the user can do about the edit. */
  readonly choices: readonly CodeLinkChoice[];
}

/** A button below the message of a {@link CodeLink}. */
export interface CodeLinkChoice {
  readonly id: string;
  readonly title: string;
}

/** A field of the form: the argument that it belongs to, and its own name, such as "kH", "C" or "stride[0]". */
export interface FormField {
  readonly argument: Argument;
  readonly name: string;
}

// webview → host

/** Tells the host which field has the focus, whose argument is then marked in the code; null for none. */
export const fieldFocused = defineEvent<FormField | null>('field-focused');
/**
 * Reads the first transposed convolution in pasted Python, which the page has no parser for. Returns null if the text has
 * none.
 */
export const readCodeRequest = defineRequest<{ readonly text: string }, Result<LayerText> | null>('read-code');
/** Shows the call in its editor. */
export const showCodeRequest = defineRequest<null, null>('show-code');
/** Carries out a choice of the {@link CodeLink} on the page. */
export const chooseCodeRequest = defineRequest<{ readonly id: string }, null>('choose-code');

// host → webview

/** Tells the page that the call has moved, changed or disappeared, or whether an edit was written into the code. */
export const codeChanged = defineEvent<CodeLink>('code-changed');
/**
 * Puts a text into the call as if it were pasted on the page: a layer, sizes, or a tensor, which becomes the input. Returns
 * false if the text is none of these.
 */
export const pasteRequest = defineRequest<{ readonly text: string }, boolean>('paste');
