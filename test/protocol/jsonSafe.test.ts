import assert from 'node:assert/strict';
import { fromJsonSafe, toJsonSafe } from '../../src/protocol/jsonSafe.ts';

/** Sends a message as VS Code does between host and webview. */
function carry(message: unknown): unknown {
  return fromJsonSafe(JSON.parse(JSON.stringify(toJsonSafe(message))));
}

describe('messages between host and webview', () => {
  for (const value of [NaN, Infinity, -Infinity, -0, 0, 1.5, 1e308, 5e-324]) {
    it(`carry ${Object.is(value, -0) ? '-0' : value} as it is, at any depth`, () => {
      const message = { value, list: [1, value, { deep: [[value]] }] };
      assert.deepEqual(carry(message), message);
    });
  }

  it('carry texts, booleans and null as they are', () => {
    const message = { a: 'NaN', b: true, c: null, d: [], e: {}, f: '$number' };
    assert.deepEqual(carry(message), message);
  });

  it('are not copied when there is nothing to wrap', () => {
    const message = { values: [1, 2, 3], name: 'x' };
    assert.equal(toJsonSafe(message), message);
    assert.equal(fromJsonSafe(message), message);
  });

  it('keep their buffers, also beside a number that is wrapped', () => {
    const bytes = new ArrayBuffer(4);
    const view = new Float32Array([NaN]);
    const safe = toJsonSafe({ bytes, view, value: NaN }) as Record<string, unknown>;
    assert.equal(safe.bytes, bytes);
    assert.equal(safe.view, view);
    assert.deepEqual(safe.value, { $number: 'NaN' });
  });
});
