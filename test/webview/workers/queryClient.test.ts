import assert from 'node:assert/strict';
import { Channel } from '../../../src/protocol/channel.ts';
import { certificatesRequest, pingRequest, solveRequest } from '../../../src/protocol/workerMessages.ts';
import { QueryClient } from '../../../webview/workers/queryClient.ts';
import { defaultParams } from '../../../src/engine/core/call.ts';

const shape = { input: [1, 1, 2, 2], weight: [1, 1, 2, 2], bias: null, params: defaultParams };
const wanted = { shape, output: [3, 3], reach: 1, freeKernel: true, sameAlongBoth: true, limit: 1 } as const;

/** Returns a client whose worker leaves the first `open` queries unanswered, and the number of queries it received. */
function clientOf(open: number, dies = false) {
  let asked = 0;
  const client = new QueryClient((died) => {
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
  return { client, asked: () => asked };
}

describe('the client of a query worker', () => {
  it('cancels a query when a newer one of its kind is sent', async () => {
    const { client, asked } = clientOf(1);
    const first = client.ask(solveRequest, wanted);
    const second = client.ask(solveRequest, wanted);
    const reply = await first;
    assert.ok(!reply.ok && reply.reason === 'cancelled');
    assert.deepEqual(await second, { ok: true, value: [] });
    assert.equal(asked(), 2);
    client.end();
  });

  it('leaves queries of other kinds alone when it cancels one', async () => {
    const { client } = clientOf(0);
    const question = client.ask(solveRequest, wanted);
    client.cancel(certificatesRequest);
    assert.deepEqual(await question, { ok: true, value: [] });
    client.end();
  });

  it('fails with the reason if its worker dies', async () => {
    const { client } = clientOf(1, true);
    const reply = await client.ask(solveRequest, wanted);
    assert.ok(!reply.ok && reply.reason === 'failed');
    assert.match(reply.error, /out of memory/);
    client.end();
  });

  it('settles open queries as cancelled when it is ended', async () => {
    const { client } = clientOf(1);
    const question = client.ask(solveRequest, wanted);
    client.end();
    const reply = await question;
    assert.ok(!reply.ok && reply.reason === 'cancelled');
  });
});
