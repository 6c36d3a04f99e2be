import { assert, assertEqual } from './assert.ts';

describe('the web worker extension host', () => {
  it('is where these tests run, without Node', () => {
    assert('WorkerGlobalScope' in globalThis, 'this is not a worker');
    assertEqual(typeof (globalThis as { process?: unknown }).process, 'undefined');
  });
});
