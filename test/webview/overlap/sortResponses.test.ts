import assert from 'node:assert/strict';
import type { ChannelResponse } from '../../../src/engine/layer/response.ts';
import { sortResponses, valueOf } from '../../../webview/overlap/sortResponses.ts';

function response(mean: number, amplitude: number, bias = 0): ChannelResponse {
  const level = (of: number) => ({
    mean: of,
    relative: of === 0 ? null : amplitude / Math.abs(of),
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
  it('is the worst first; an amplitude about 0 is worse than all others, and none is the best', () => {
    assert.deepEqual(channels('relative'), [3, 4, 0, 5, 2, 1]);
  });

  it('goes by size, whatever the sign, and by channel where that is the same', () => {
    assert.deepEqual(channels('mean'), [4, 2, 5, 0, 1, 3]);
    assert.deepEqual(channels('amplitude'), [4, 2, 5, 0, 3, 1]);
  });

  it('takes the bias into account where asked, and leaves the channels as they are', () => {
    assert.deepEqual(channels('relativeBias'), [3, 4, 2, 0, 5, 1]);
    assert.deepEqual(channels('channel'), [0, 1, 2, 3, 4, 5]);
    const [worst] = sortResponses(responses, 'relative');
    assert.ok(worst);
    assert.equal(valueOf(worst, 'relative'), null);
  });
});
