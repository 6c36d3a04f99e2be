import { assert, assertEqual } from './assert.ts';

describe('the web worker extension host', () => {
  it('is where these tests run, without Node', () => {
    assert('WorkerGlobalScope' in globalThis, 'this is no worker');
    assertEqual(typeof (globalThis as { process?: unknown }).process, 'undefined');
  });
});
