import { Disposable } from './events.ts';

export const TestRunProfileKind = { Run: 1, Debug: 2, Coverage: 3 } as const;

/** The namespace `tests` of VS Code's API. The workbench has no Test Explorer, so that no test is ever asked for. */
export const tests = {
  createTestController: () => ({
    createRunProfile: () => new Disposable(() => undefined),
    dispose: () => undefined,
  }),
};
