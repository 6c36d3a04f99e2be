import assert from 'node:assert/strict';
import { Channel, defineEvent, defineRequest, type Port } from '../../src/protocol/channel.ts';

/** Two ports that deliver to each other on the next microtask, as postMessage would, with structured clones. */
function linkedPorts(): { left: Port; right: Port; transferred: ArrayBuffer[] } {
  const transferred: ArrayBuffer[] = [];
  const ends = [new Set<(m: unknown) => void>(), new Set<(m: unknown) => void>()] as const;
  const port = (own: 0 | 1): Port => ({
    post: (message, transfer = []) => {
      transferred.push(...transfer);
      const copy = structuredClone(message);
      queueMicrotask(() => ends[own === 0 ? 1 : 0].forEach((receive) => receive(copy)));
    },
    listen: (receive) => {
      ends[own].add(receive);
      return () => ends[own].delete(receive);
    },
  });
  return { left: port(0), right: port(1), transferred };
}

const double = defineRequest<number, number>('double');
const slow = defineRequest<null, string>('slow');
const said = defineEvent<string>('said');

describe('the channel', () => {
  it('answers a request with what the handler returns', async () => {
    const { left, right } = linkedPorts();
    new Channel(right).handle(double, (n) => 2 * n);
    assert.deepEqual(await new Channel(left).call(double, 21).reply, { ok: true, value: 42 });
  });

  it('carries requests both ways at once without mixing up their numbers', async () => {
    const { left, right } = linkedPorts();
    const a = new Channel(left);
    const b = new Channel(right);
    a.handle(double, (n) => 2 * n);
    b.handle(double, (n) => 2 * n);
    const replies = await Promise.all([a.call(double, 1).reply, b.call(double, 10).reply, a.call(double, 2).reply]);
    assert.deepEqual(
      replies.map((r) => (r.ok ? r.value : null)),
      [2, 20, 4],
    );
  });

  it('turns a handler that throws into a failed reply', async () => {
    const { left, right } = linkedPorts();
    new Channel(right).handle(double, () => {
      throw new Error('no such number');
    });
    const reply = await new Channel(left).call(double, 1).reply;
    assert.deepEqual(reply, { ok: false, reason: 'failed', error: 'no such number' });
  });

  it('fails a request that has no handler', async () => {
    const { left, right } = linkedPorts();
    new Channel(right);
    const reply = await new Channel(left).call(slow, null).reply;
    assert.deepEqual(reply, { ok: false, reason: 'failed', error: 'There is no handler for "slow".' });
  });

  it('settles a cancelled call at once, tells the handler, and drops its late answer', async () => {
    const { left, right } = linkedPorts();
    let seen: () => boolean = () => false;
    let finish: (value: string) => void = () => undefined;
    new Channel(right).handle(slow, (_, context) => {
      seen = context.cancelled;
      return new Promise<string>((resolve) => (finish = resolve));
    });
    const pending = new Channel(left).call(slow, null);
    await Promise.resolve();
    pending.cancel();
    assert.deepEqual(await pending.reply, { ok: false, reason: 'cancelled', error: 'Cancelled.' });
    await Promise.resolve();
    assert.equal(seen(), true);
    finish('too late');
  });

  it('settles everything pending when it is disposed', async () => {
    const { left, right } = linkedPorts();
    new Channel(right).handle(slow, () => new Promise<string>(() => undefined));
    const channel = new Channel(left);
    const pending = channel.call(slow, null);
    channel.dispose();
    assert.deepEqual(await pending.reply, {
      ok: false,
      reason: 'disposed',
      error: 'The connection was closed.',
    });
  });

  it('reports steps to the caller before the answer and hands over the buffers the handler names', async () => {
    const { left, right, transferred } = linkedPorts();
    const buffer = new ArrayBuffer(8);
    new Channel(right).handle(slow, (_, context) => {
      context.progress({ stage: 'Unfold', done: 1, total: 2 });
      context.transfer([buffer]);
      return 'done';
    });
    const steps: string[] = [];
    const reply = await new Channel(left).call(slow, null, { onStep: (s) => steps.push(s.stage) }).reply;
    assert.deepEqual([steps, reply, transferred], [['Unfold'], { ok: true, value: 'done' }, [buffer]]);
  });

  it('delivers events and ignores traffic that is not its own', async () => {
    const { left, right } = linkedPorts();
    const heard: string[] = [];
    new Channel(right).on(said, (text) => heard.push(text));
    left.post({ type: 'somebody else' });
    left.post('text');
    new Channel(left).emit(said, 'hello');
    await Promise.resolve();
    assert.deepEqual(heard, ['hello']);
  });
});
