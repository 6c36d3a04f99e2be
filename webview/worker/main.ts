import { Channel } from '../../src/protocol/channel.ts';
import type { Context, Port } from '../../src/protocol/channel.ts';
import { drive } from '../../src/protocol/drive.ts';
import { pingRequest, runRequest, workerReady } from '../../src/protocol/workerMessages.ts';
import type { Run } from '../../src/scenario/run.ts';
import { runScenario } from '../../src/scenario/runScenario.ts';
import { answerLooking } from './looking.ts';
import { pause } from './pause.ts';

declare const self: DedicatedWorkerGlobalScope;

const port: Port = {
  post: (message, transfer = []) => self.postMessage(message, [...transfer]),
  listen: (receive) => {
    const listener = (message: MessageEvent<unknown>): void => receive(message.data);
    self.addEventListener('message', listener);
    return () => self.removeEventListener('message', listener);
  },
};

/** Everything a run allocated goes over to the page without being copied. */
function buffersOf(run: Run): readonly ArrayBuffer[] {
  const { call, output, reference, bound } = run;
  const buffers = [call.input, call.weight, ...(call.bias === null ? [] : [call.bias])]
    .concat(output, reference)
    .map((tensor) => tensor.data.buffer);
  return [...new Set([...buffers, bound.buffer])];
}

const channel = new Channel(port);
channel.handle(pingRequest, () => null);
channel.handle(runRequest, async ({ scenario, files, memoryCap }, context: Context) => {
  const driven = await drive(runScenario(scenario, new Map(files), { memoryCap }), {
    now: () => performance.now(),
    pause,
    cancelled: context.cancelled,
    progress: context.progress,
  });
  // The channel drops whatever becomes of a cancelled call; nobody sees this.
  if (driven === null) throw new Error('Cancelled.');
  if (driven.value.ok) context.transfer(buffersOf(driven.value.value));
  return driven.value;
});
answerLooking(channel);
channel.emit(workerReady, null);
