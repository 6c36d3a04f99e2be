import { Disposable } from './events.ts';

type Run = (...args: never[]) => unknown;

const registered = new Map<string, Run>([
  // Ignored: nothing here depends on a context key.
  ['setContext', () => undefined],
]);

/** The namespace `commands` of VS Code's API. */
export const commands = {
  registerCommand(id: string, run: Run): Disposable {
    registered.set(id, run);
    return new Disposable(() => registered.delete(id));
  },

  /**
   * Runs a command.
   * @throws if there is no command with this id
   */
  async executeCommand(id: string, ...args: readonly unknown[]): Promise<unknown> {
    const run = registered.get(id);
    if (run === undefined) throw new Error(`There is no command ${id}.`);
    return await run(...(args as never[]));
  },
};
