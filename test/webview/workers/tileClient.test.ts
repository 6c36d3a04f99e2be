import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Areas, emptyAreas } from '../../../src/engine/areas/areas.ts';
import { zeros } from '../../../src/engine/core/tensor.ts';
import { Channel } from '../../../src/protocol/channel.ts';
import { areasRequest, holdRequest, type PictureSource, releaseEvent } from '../../../src/protocol/tileMessages.ts';
import { pingRequest } from '../../../src/protocol/workerMessages.ts';
import { defaultParams } from '../../../src/engine/core/call.ts';
import { geometryOf } from '../../engine/geometryOf.ts';
import { type TileRequest, type TileSubscriber, TileClient } from '../../../webview/workers/tileClient.ts';

function runOf(): PictureSource {
  const tensor = zeros('float32', [1, 1, 1, 1]);
  const call = { dtype: 'float32', input: tensor, weight: tensor, bias: null, params: defaultParams } as const;
  return {
    call,
    geometry: geometryOf(call),
    profile: 'float32',
    formulation: 'naive',
    computedOutput: tensor,
    output: tensor,
    reference: { dtype: 'float64', shape: [1, 1, 1, 1], data: new Float64Array(1) },
    bound: { kind: 'own', values: new Float64Array(1) },
  };
}

type Behaviour = 'answers' | 'dies' | 'refuses' | 'slow';

/** A process whose workers behave as told, one after the other; the last behaviour stays. */
function processOf(behaviours: readonly Behaviour[], awake: () => boolean = () => true) {
  const counts = {
    spawned: 0,
    ended: 0,
    held: 0,
    released: 0,
    asked: [] as number[],
    cancelled: 0,
  };
  const process = new TileClient((died) => {
    const behaviour = behaviours[Math.min(counts.spawned, behaviours.length - 1)] ?? 'answers';
    counts.spawned += 1;
    const { port1, port2 } = new MessageChannel();
    let over = false;
    const portOf = (port: MessagePort) => ({
      post: (message: unknown, transfer: readonly ArrayBuffer[] = []) => port.postMessage(message, [...transfer]),
      listen: (receive: (message: unknown) => void) => {
        port.onmessage = (event: MessageEvent<unknown>) => receive(event.data);
        return () => (port.onmessage = null);
      },
    });
    const worker = new Channel(portOf(port2));
    worker.handle(pingRequest, () => null);
    worker.handle(holdRequest, () => {
      counts.held += 1;
      return null;
    });
    worker.on(releaseEvent, () => (counts.released += 1));
    worker.handle(areasRequest, async ({ rows }, { cancelled }) => {
      counts.asked.push(rows.first);
      if (behaviour === 'refuses') throw new Error('no such stage');
      if (behaviour === 'dies') {
        setTimeout(() => died('out of memory'), 1);
        return await new Promise<never>(() => undefined);
      }
      if (behaviour === 'slow') {
        while (!cancelled() && !over) await sleep(1);
        counts.cancelled += 1;
      }
      return emptyAreas(1, 1);
    });
    return {
      port: portOf(port1),
      end: () => {
        counts.ended += 1;
        over = true;
        port1.close();
        port2.close();
      },
    };
  }, awake);
  return { process, counts };
}

/** Somebody who wants these tiles, in this order, of a run. */
class Client implements TileSubscriber {
  wanted: number[];
  readonly got: number[] = [];
  readonly run: PictureSource;

  constructor(run: PictureSource, wanted: readonly number[]) {
    this.run = run;
    this.wanted = [...wanted];
  }

  next(underWay: (key: string) => boolean): TileRequest | null {
    const first = this.wanted.find((tile) => !underWay(String(tile)));
    if (first === undefined) return null;
    const what = { kind: 'stage', stage: 'output' } as const;
    return {
      key: String(first),
      run: this.run,
      lookedAt: { what, cursor: { n: 0, c: 0, y: 0, x: 0, term: 0 } },
      rows: { first, places: 1, cells: 1 },
      columns: { first: 0, places: 1, cells: 1 },
    };
  }

  wants(key: string): boolean {
    return this.wanted.includes(Number(key));
  }

  deliver(key: string, areas: Areas): void {
    assert.ok(areas.mean instanceof Float64Array);
    this.wanted = this.wanted.filter((tile) => tile !== Number(key));
    this.got.push(Number(key));
  }
}

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 500 && !condition(); i++) await sleep(4);
  assert.ok(condition());
}

describe('looking off the main thread', () => {
  it('starts no worker before something is wanted', () => {
    const { process, counts } = processOf(['answers']);
    process.show(runOf());
    process.join(new Client(runOf(), []));
    process.changed();
    assert.equal(counts.spawned, 0);
  });

  it('sends the tensors once and delivers everything wanted, in its order', async () => {
    const { process, counts } = processOf(['answers']);
    const run = runOf();
    process.show(run);
    const client = new Client(run, [3, 1, 2, 7]);
    process.join(client);
    process.changed();
    await until(() => client.wanted.length === 0);
    assert.deepEqual(client.got, [3, 1, 2, 7]);
    assert.deepEqual([counts.spawned, counts.held], [1, 1]);
    process.end();
  });

  it('never asks for more than two at once, and takes turns between those who want something', async () => {
    const { process, counts } = processOf(['slow']);
    const run = runOf();
    process.show(run);
    process.join(new Client(run, [1, 2, 3]));
    process.join(new Client(run, [11, 12, 13]));
    process.changed();
    await until(() => counts.asked.length === 2);
    await sleep(20);
    assert.deepEqual(counts.asked, [1, 11]);
    process.end();
  });

  it('drops what nobody wants any more and takes up what is wanted now; nothing stale is ever asked for', async () => {
    const { process, counts } = processOf(['slow']);
    const run = runOf();
    process.show(run);
    const client = new Client(run, [1, 2, 3, 4]);
    process.join(client);
    process.changed();
    await until(() => counts.asked.length === 2);
    client.wanted = [2, 9];
    process.changed();
    await until(() => counts.asked.length === 3);
    assert.deepEqual(counts.asked, [1, 2, 9]);
    assert.equal(counts.cancelled, 1);
    assert.deepEqual(client.got, []);
    process.end();
  });

  it('drops everything of a run that is not on the page any more, and does not send it again', async () => {
    const { process, counts } = processOf(['slow']);
    const [old, next] = [runOf(), runOf()];
    process.show(old);
    process.join(new Client(old, [1, 2, 3]));
    process.changed();
    await until(() => counts.asked.length === 2);
    process.show(next);
    await until(() => counts.cancelled === 2);
    process.changed();
    await sleep(20);
    assert.deepEqual([counts.asked.length, counts.held, counts.released], [2, 1, 1]);
    process.end();
  });

  it('stops for those who leave', async () => {
    const { process, counts } = processOf(['slow']);
    const run = runOf();
    process.show(run);
    const leave = process.join(new Client(run, [1, 2, 3]));
    process.changed();
    await until(() => counts.asked.length === 2);
    leave();
    await until(() => counts.cancelled === 2);
    assert.equal(counts.asked.length, 2);
    process.end();
  });

  it('does nothing while nobody can see the page', async () => {
    let awake = false;
    const { process, counts } = processOf(['answers'], () => awake);
    const run = runOf();
    process.show(run);
    const client = new Client(run, [1]);
    process.join(client);
    process.changed();
    await sleep(10);
    assert.equal(counts.spawned, 0);
    awake = true;
    process.changed();
    await until(() => client.got.length === 1);
    process.end();
  });

  it('replaces a worker that dies, sends it the tensors, and goes on', async () => {
    const { process, counts } = processOf(['dies', 'answers']);
    const run = runOf();
    process.show(run);
    const client = new Client(run, [1, 2, 3]);
    process.join(client);
    process.changed();
    await until(() => client.wanted.length === 0);
    assert.deepEqual([counts.spawned, counts.ended, counts.held], [2, 1, 2]);
    assert.equal(process.failure.value, null);
    process.end();
  });

  it('gives up and says why when the second dies as well, until there is another run', async () => {
    const { process, counts } = processOf(['dies', 'dies', 'answers']);
    const run = runOf();
    process.show(run);
    process.join(new Client(run, [1, 2, 3]));
    process.changed();
    await until(() => process.failure.value !== null);
    assert.match(process.failure.value ?? '', /out of memory/);
    process.changed();
    await sleep(10);
    assert.equal(counts.spawned, 2);
    const next = runOf();
    process.show(next);
    assert.equal(process.failure.value, null);
    const client = new Client(next, [5]);
    process.join(client);
    process.changed();
    await until(() => client.got.length === 1);
    process.end();
  });

  it('says why when a worker refuses', async () => {
    const { process } = processOf(['refuses']);
    const run = runOf();
    process.show(run);
    process.join(new Client(run, [1]));
    process.changed();
    await until(() => process.failure.value !== null);
    assert.match(process.failure.value ?? '', /no such stage/);
    process.end();
  });
});
