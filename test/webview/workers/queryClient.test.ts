import assert from 'node:assert/strict';
import { Channel } from '../../../src/protocol/channel.ts';
import { certificatesRequest, pingRequest, solveRequest } from '../../../src/protocol/workerMessages.ts';
import { QueryClient } from '../../../webview/workers/queryClient.ts';
import { defaultParams } from '../../../src/engine/core/call.ts';

const shape = { input: [1, 1, 2, 2], weight: [1, 1, 2, 2], bias: null, params: defaultParams };
const wanted = { shape, output: [3, 3], reach: 1, freeKernel: true, sameAlongBoth: true, limit: 1 } as const;

/** A process whose worker leaves the first questions open, and how many it was asked. */
function processOf(open: number, dies = false) {
  let asked = 0;
  const process = new QueryClient((died) => {
    const { port1, port2 } = new MessageChannel();
    const portOf = (port: MessagePort) => ({
      post: (message: unknown) => port.postMessage(message),
      listen: (receive: (message: unknown) => void) => {
        port.onmessage = (event: MessageEvent<unknown>) => receive(event.data);
        return () => (port.onmessage = null);
      },
    });
    const worker = new Channel(portOf(port2));
    worker.handle(pingRequest, () => null);
    worker.handle(solveRequest, () => {
      asked += 1;
      if (dies) setTimeout(() => died('out of memory'), 1);
      return asked <= open ? new Promise<never>(() => undefined) : [];
    });
    return {
      port: portOf(port1),
      end: () => {
        port1.close();
        port2.close();
      },
    };
  });
  return { process, asked: () => asked };
}

describe("the layer worker's process", () => {
  it('cancels a question when a newer one of its kind comes', async () => {
    const { process, asked } = processOf(1);
    const first = process.ask(solveRequest, wanted);
    const second = process.ask(solveRequest, wanted);
    const reply = await first;
    assert.ok(!reply.ok && reply.reason === 'cancelled');
    assert.deepEqual(await second, { ok: true, value: [] });
    assert.equal(asked(), 2);
    process.end();
  });

  it('leaves questions of other kinds alone, and those that it is not asked to cancel', async () => {
    const { process } = processOf(0);
    const question = process.ask(solveRequest, wanted);
    process.cancel(certificatesRequest);
    assert.deepEqual(await question, { ok: true, value: [] });
    process.end();
  });

  it('says of what its worker died', async () => {
    const { process } = processOf(1, true);
    const reply = await process.ask(solveRequest, wanted);
    assert.ok(!reply.ok && reply.reason === 'failed');
    assert.match(reply.error, /out of memory/);
    process.end();
  });

  it('settles what is open as cancelled when it is ended', async () => {
    const { process } = processOf(1);
    const question = process.ask(solveRequest, wanted);
    process.end();
    const reply = await question;
    assert.ok(!reply.ok && reply.reason === 'cancelled');
  });
});
