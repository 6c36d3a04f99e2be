import assert from 'node:assert/strict';
import { ok, refuse } from '../../../src/engine/core/refusal.ts';
import { Channel } from '../../../src/protocol/channel.ts';
import {
  forgetFilesEvent,
  giveFileRequest,
  pingRequest,
  runRequest,
  type ScenarioJob,
} from '../../../src/protocol/workerMessages.ts';
import { EngineClient } from '../../../webview/workers/engineClient.ts';
import { presets } from '../../../src/scenario/presets/presets.ts';

const job: ScenarioJob = { scenario: presets[0].scenario, files: [], memoryCap: 1 };
const answer = refuse('memory', 'Too big.');

type Behaviour = 'answers' | 'dies' | 'hangs' | 'dead';

/** Returns a client whose workers behave as listed, one after the other; the last behaviour repeats. */
function engineOf(...behaviours: readonly Behaviour[]) {
  let spawned = 0;
  let ended = 0;
  const given: (readonly [id: number, byteLength: number])[] = [];
  const forgotten: number[] = [];
  const engine = new EngineClient((died) => {
    const behaviour = behaviours[Math.min(spawned, behaviours.length - 1)] ?? 'answers';
    spawned += 1;
    const { port1, port2 } = new MessageChannel();
    const portOf = (port: MessagePort) => ({
      post: (message: unknown, transfer: readonly ArrayBuffer[] = []) => port.postMessage(message, [...transfer]),
      listen: (receive: (message: unknown) => void) => {
        port.onmessage = (event: MessageEvent<unknown>) => receive(event.data);
        return () => (port.onmessage = null);
      },
    });
    if (behaviour !== 'dead') {
      const worker = new Channel(portOf(port2));
      worker.handle(pingRequest, () => null);
      worker.handle(giveFileRequest, ({ id, bytes }) => {
        given.push([id, bytes.byteLength]);
        return null;
      });
      worker.on(forgetFilesEvent, (ids) => forgotten.push(...ids));
      worker.handle(runRequest, () => {
        if (behaviour === 'answers') return answer;
        if (behaviour === 'dies') setTimeout(() => died('out of memory'), 1);
        return new Promise<never>(() => undefined);
      });
    }
    return {
      port: portOf(port1),
      end: () => {
        ended += 1;
        port1.close();
        port2.close();
      },
    };
  });
  return { engine, given, forgotten, counts: () => ({ spawned, ended }) };
}

describe('the client of the engine', () => {
  it('keeps its worker between requests', async () => {
    const { engine, counts } = engineOf('answers');
    for (let i = 0; i < 3; i += 1) assert.deepEqual(await engine.ask(runRequest, job), { ok: true, value: answer });
    assert.deepEqual(counts(), { spawned: 1, ended: 0 });
    engine.end();
  });

  it('replaces a worker that dies and repeats the request in the new one', async () => {
    const { engine, counts } = engineOf('dies', 'answers');
    assert.deepEqual(await engine.ask(runRequest, job), { ok: true, value: answer });
    assert.deepEqual(counts(), { spawned: 2, ended: 1 });
    engine.end();
  });

  it('fails with the reason when the second worker dies as well, and recovers afterwards', async () => {
    const { engine, counts } = engineOf('dies', 'dies', 'answers');
    const reply = await engine.ask(runRequest, job);
    assert.equal(reply.ok, false);
    assert.match(reply.error, /out of memory/);
    assert.equal((await engine.ask(runRequest, job)).ok, true);
    assert.equal(counts().spawned, 3);
    engine.end();
  });

  it('cancels a pending request when a newer one is sent', async () => {
    const { engine } = engineOf('hangs');
    const first = engine.ask(runRequest, job);
    const second = engine.ask(runRequest, job);
    const reply = await first;
    assert.equal(reply.ok ? '' : reply.reason, 'cancelled');
    engine.cancel();
    const other = await second;
    assert.equal(other.ok ? '' : other.reason, 'cancelled');
    engine.end();
  });

  it('keeps a cancelled worker that responds, and replaces one that does not within a second', async () => {
    const alive = engineOf('hangs');
    void alive.engine.ask(runRequest, job);
    alive.engine.cancel();
    const dead = engineOf('dead');
    void dead.engine.ask(runRequest, job);
    dead.engine.cancel();
    await new Promise((resolve) => setTimeout(resolve, 1200));
    assert.deepEqual(alive.counts(), { spawned: 1, ended: 0 });
    assert.deepEqual(dead.counts(), { spawned: 1, ended: 1 });
    alive.engine.end();
  });

  it('sends each file to a worker once, and transfers its memory', async () => {
    const { engine, given, forgotten } = engineOf('answers', 'answers');
    const buffers: ArrayBuffer[] = [];
    const file = {
      id: 7,
      path: 'x.npy',
      take: () => {
        const bytes = new ArrayBuffer(16);
        buffers.push(bytes);
        return Promise.resolve(ok(bytes));
      },
    };
    for (let i = 0; i < 3; i += 1) await engine.ask(runRequest, job, { files: [file] });
    assert.deepEqual(given, [[7, 16]]);
    assert.deepEqual(
      buffers.map(({ byteLength }) => byteLength),
      [0],
      'transferred, not copied',
    );
    engine.forget([7, 8]);
    await engine.ask(runRequest, job, { files: [file] });
    assert.deepEqual(forgotten, [7], 'only what the worker had');
    assert.equal(given.length, 2);
    engine.end();
    await engine.ask(runRequest, job, { files: [file] });
    assert.equal(given.length, 3, 'another worker has no files');
    engine.end();
  });

  it('sends no request if it is cancelled while a file is read', async () => {
    const { engine, given } = engineOf('answers');
    let read: (bytes: ArrayBuffer) => void = () => undefined;
    const bytes = new Promise<ArrayBuffer>((resolve) => {
      read = resolve;
    });
    const take = async () => ok(await bytes);
    const asked = engine.ask(runRequest, job, { files: [{ id: 1, path: 'x.npy', take }] });
    engine.cancel();
    read(new ArrayBuffer(8));
    const reply = await asked;
    assert.equal(reply.ok ? '' : reply.reason, 'cancelled');
    assert.deepEqual(given, []);
    engine.end();
  });

  it('fails with the reason if a file can no longer be read', async () => {
    const { engine } = engineOf('answers');
    const take = () => Promise.resolve(refuse('file', 'x.npy is gone.'));
    const reply = await engine.ask(runRequest, job, { files: [{ id: 1, path: 'x.npy', take }] });
    assert.deepEqual(reply, { ok: false, reason: 'failed', error: 'x.npy is gone.' });
    engine.end();
  });
});
