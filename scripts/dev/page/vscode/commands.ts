import { Disposable } from './events.ts';

type Run = (...args: never[]) => unknown;

const registered = new Map<string, Run>([
  // No part of the workbench depends on a context.
  ['setContext', () => undefined],
]);

/** `commands` of VS Code. */
export const commands = {
  registerCommand(id: string, run: Run): Disposable {
    registered.set(id, run);
    return new Disposable(() => registered.delete(id));
  },

  /** @throws if there is no such command */
  async executeCommand(id: string, ...args: readonly unknown[]): Promise<unknown> {
    const run = registered.get(id);
    if (run === undefined) throw new Error(`There is no command ${id}.`);
    return await run(...(args as never[]));
  },
};
