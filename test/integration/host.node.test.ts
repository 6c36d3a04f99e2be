import { assert } from './assert.ts';

describe('the Node extension host', () => {
  it('is where these tests run', () => {
    assert(/^\d+\./.test(process.versions.node), 'there is no Node here');
  });
});
