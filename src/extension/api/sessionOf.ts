import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { Reply } from '../../protocol/channel.ts';
import {
  digestsRequest,
  getCursorRequest,
  performRequest,
  readCellRequest,
  resultRequest,
  setCursorRequest,
} from '../../protocol/hostMessages.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';
import type { DebuggerSession } from './api.ts';
import type { Debugger } from '../debugger/debugger.ts';
import { resolveTarget } from './resolveTarget.ts';

/** Returns the API's session of an open debugger. */
export function sessionOf(opened: Debugger): DebuggerSession {
  return {
    panel: opened.panel,
    result: async () => flat(toResult(await opened.ask(resultRequest, null))),
    cursor: async () => toResult(await opened.ask(getCursorRequest, null)),
    moveCursor: async (to) => toResult(await opened.ask(setCursorRequest, to)),
    readCell: async (stage, row, column) => flat(toResult(await opened.ask(readCellRequest, { stage, row, column }))),
    digests: async () => flat(toResult(await opened.ask(digestsRequest, null))),
    // Only once: if the page is destroyed after it took a step, the next page must not take the step again.
    perform: async (action) => toResult(await opened.ask(performRequest, { action }, { once: true })),
    edit: (scenario) => edit(opened, scenario),
    onDidDispose: opened.panel.onDidDispose,
    dispose: () => {
      opened.panel.dispose();
    },
  };
}

async function edit(opened: Debugger, scenario: Scenario): Promise<Result<null>> {
  const checked = await resolveTarget(scenario);
  return checked.ok ? await opened.edit(checked.value) : checked;
}

function toResult<T>(reply: Reply<T>): Result<T> {
  return reply.ok ? ok(reply.value) : refuse('scenario', reply.error);
}

function flat<T>(result: Result<Result<T>>): Result<T> {
  return result.ok ? result.value : result;
}
