import manifest from '../../../package.json' with { type: 'json' };
import { commands } from './vscode/commands.ts';

interface Binding {
  readonly command: string;
  /** The modifiers (ctrl, shift, alt, in this order) and the key, for example "ctrl+shift+f5". */
  readonly key: string;
}

/**
 * The extension's key bindings that are active in a browser. Bindings with `!isWeb` are not, because the browser uses
 * these keys itself.
 */
const bindings: readonly Binding[] = manifest.contributes.keybindings.filter(({ when }) => !when.includes('!isWeb'));

/** Runs the command that is bound to a key, if the page did not handle the key. */
export function runKeyBinding(event: KeyboardEvent): void {
  const command = bindings.find(({ key }) => key === keyOf(event))?.command;
  if (command === undefined) return;
  event.preventDefault();
  void commands.executeCommand(command);
}

function keyOf({ ctrlKey, metaKey, shiftKey, altKey, key }: KeyboardEvent): string {
  const modifiers = [ctrlKey || metaKey ? 'ctrl' : '', shiftKey ? 'shift' : '', altKey ? 'alt' : ''];
  return [...modifiers.filter(Boolean), key.toLowerCase()].join('+');
}
