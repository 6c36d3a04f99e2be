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

/** Returns a client whose workers behave as listed, one after the other; the last behaviour repeats. */
function tileClientOf(behaviours: readonly Behaviour[], awake: () => boolean = () => true) {
  const counts = {
    spawned: 0,
    ended: 0,
    held: 0,
    released: 0,
    asked: [] as number[],
    cancelled: 0,
  };
  const client = new TileClient((died) => {
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
  return { client, counts };
}

/** A subscriber that needs the listed tiles of a run, in this order. */
class TestSubscriber implements TileSubscriber {
  wanted: number[];
  readonly got: number[] = [];
  readonly run: PictureSource;

  constructor(run: PictureSource, wanted: readonly number[]) {
    this.run = run;
    this.wanted = [...wanted];
  }

  next(isPending: (key: string) => boolean): TileRequest | null {
    const first = this.wanted.find((tile) => !isPending(String(tile)));
    if (first === undefined) return null;
    const what = { kind: 'stage', stage: 'output' } as const;
    return {
      key: String(first),
      source: this.run,
      matrix: { what, cursor: { n: 0, c: 0, y: 0, x: 0, term: 0 } },
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

describe('the client of the tile worker', () => {
  it('starts no worker before a tile is needed', () => {
    const { client, counts } = tileClientOf(['answers']);
    client.show(runOf());
    client.join(new TestSubscriber(runOf(), []));
    client.changed();
    assert.equal(counts.spawned, 0);
  });

  it('sends the tensors once and delivers every tile, in the order of need', async () => {
    const { client, counts } = tileClientOf(['answers']);
    const run = runOf();
    client.show(run);
    const subscriber = new TestSubscriber(run, [3, 1, 2, 7]);
    client.join(subscriber);
    client.changed();
    await until(() => subscriber.wanted.length === 0);
    assert.deepEqual(subscriber.got, [3, 1, 2, 7]);
    assert.deepEqual([counts.spawned, counts.held], [1, 1]);
    client.end();
  });

  it('sends at most two requests at once, and takes turns between subscribers', async () => {
    const { client, counts } = tileClientOf(['slow']);
    const run = runOf();
    client.show(run);
    client.join(new TestSubscriber(run, [1, 2, 3]));
    client.join(new TestSubscriber(run, [11, 12, 13]));
    client.changed();
    await until(() => counts.asked.length === 2);
    await sleep(20);
    assert.deepEqual(counts.asked, [1, 11]);
    client.end();
  });

  it('cancels tiles that are no longer needed and never requests an outdated one', async () => {
    const { client, counts } = tileClientOf(['slow']);
    const run = runOf();
    client.show(run);
    const subscriber = new TestSubscriber(run, [1, 2, 3, 4]);
    client.join(subscriber);
    client.changed();
    await until(() => counts.asked.length === 2);
    subscriber.wanted = [2, 9];
    client.changed();
    await until(() => counts.asked.length === 3);
    assert.deepEqual(counts.asked, [1, 2, 9]);
    assert.equal(counts.cancelled, 1);
    assert.deepEqual(subscriber.got, []);
    client.end();
  });

  it('drops the tensors and tiles of a run that is no longer shown, and does not send them again', async () => {
    const { client, counts } = tileClientOf(['slow']);
    const [old, next] = [runOf(), runOf()];
    client.show(old);
    client.join(new TestSubscriber(old, [1, 2, 3]));
    client.changed();
    await until(() => counts.asked.length === 2);
    client.show(next);
    await until(() => counts.cancelled === 2);
    client.changed();
    await sleep(20);
    assert.deepEqual([counts.asked.length, counts.held, counts.released], [2, 1, 1]);
    client.end();
  });

  it('stops for subscribers that leave', async () => {
    const { client, counts } = tileClientOf(['slow']);
    const run = runOf();
    client.show(run);
    const leave = client.join(new TestSubscriber(run, [1, 2, 3]));
    client.changed();
    await until(() => counts.asked.length === 2);
    leave();
    await until(() => counts.cancelled === 2);
    assert.equal(counts.asked.length, 2);
    client.end();
  });

  it('does nothing while the page is hidden', async () => {
    let awake = false;
    const { client, counts } = tileClientOf(['answers'], () => awake);
    const run = runOf();
    client.show(run);
    const subscriber = new TestSubscriber(run, [1]);
    client.join(subscriber);
    client.changed();
    await sleep(10);
    assert.equal(counts.spawned, 0);
    awake = true;
    client.changed();
    await until(() => subscriber.got.length === 1);
    client.end();
  });

  it('replaces a worker that dies, sends it the tensors, and goes on', async () => {
    const { client, counts } = tileClientOf(['dies', 'answers']);
    const run = runOf();
    client.show(run);
    const subscriber = new TestSubscriber(run, [1, 2, 3]);
    client.join(subscriber);
    client.changed();
    await until(() => subscriber.wanted.length === 0);
    assert.deepEqual([counts.spawned, counts.ended, counts.held], [2, 1, 2]);
    assert.equal(client.failure.value, null);
    client.end();
  });

  it('gives up with the reason if the second worker dies as well, until there is another run', async () => {
    const { client, counts } = tileClientOf(['dies', 'dies', 'answers']);
    const run = runOf();
    client.show(run);
    client.join(new TestSubscriber(run, [1, 2, 3]));
    client.changed();
    await until(() => client.failure.value !== null);
    assert.match(client.failure.value ?? '', /out of memory/);
    client.changed();
    await sleep(10);
    assert.equal(counts.spawned, 2);
    const next = runOf();
    client.show(next);
    assert.equal(client.failure.value, null);
    const subscriber = new TestSubscriber(next, [5]);
    client.join(subscriber);
    client.changed();
    await until(() => subscriber.got.length === 1);
    client.end();
  });

  it('fails with the reason if the worker cannot read a tile', async () => {
    const { client } = tileClientOf(['refuses']);
    const run = runOf();
    client.show(run);
    client.join(new TestSubscriber(run, [1]));
    client.changed();
    await until(() => client.failure.value !== null);
    assert.match(client.failure.value ?? '', /no such stage/);
    client.end();
  });
});
