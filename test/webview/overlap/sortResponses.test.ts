import assert from 'node:assert/strict';
import type { ChannelResponse } from '../../../src/engine/layer/response.ts';
import { sortResponses, valueOf } from '../../../webview/overlap/sortResponses.ts';

function response(mean: number, amplitude: number, bias = 0): ChannelResponse {
  const level = (value: number) => ({
    mean: value,
    relative: value === 0 ? null : amplitude / Math.abs(value),
  });
  return {
    min: mean - amplitude,
    max: mean + amplitude,
    amplitude,
    withoutBias: level(mean),
    withBias: level(mean + bias),
  };
}

const responses = [
  response(1, 0.5),
  response(0, 0),
  response(-4, 1, 3.5),
  response(0, 0.1),
  response(NaN, NaN),
  response(2, 1),
];
const channels = (column: Parameters<typeof sortResponses>[1]): readonly number[] =>
  sortResponses(responses, column).map(({ channel }) => channel);

describe('the order of the channels', () => {
  it('is the worst first; an amplitude about a mean of 0 is the worst, and an amplitude of 0 the best', () => {
    assert.deepEqual(channels('relative'), [3, 4, 0, 5, 2, 1]);
  });

  it('is by magnitude, then by channel', () => {
    assert.deepEqual(channels('mean'), [4, 2, 5, 0, 1, 3]);
    assert.deepEqual(channels('amplitude'), [4, 2, 5, 0, 3, 1]);
  });

  it('includes the bias if requested, and is ascending by channel', () => {
    assert.deepEqual(channels('relativeBias'), [3, 4, 2, 0, 5, 1]);
    assert.deepEqual(channels('channel'), [0, 1, 2, 3, 4, 5]);
    const [worst] = sortResponses(responses, 'relative');
    assert.ok(worst);
    assert.equal(valueOf(worst, 'relative'), null);
  });
});
