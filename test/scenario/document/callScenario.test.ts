import assert from 'node:assert/strict';
import fc from 'fast-check';
import { finish } from '../../../src/engine/core/steps.ts';
import { callScenario } from '../../../src/scenario/document/callScenario.ts';
import { parseScenario } from '../../../src/scenario/document/parseScenario.ts';
import { resolveCall } from '../../../src/scenario/run/resolveCall.ts';
import { serializeScenario } from '../../../src/scenario/document/serializeScenario.ts';
import { smallCalls } from '../../engine/smallCalls.ts';

describe('a call as a document', () => {
  it('is read back bit for bit, including NaN, infinities and −0', () => {
    fc.assert(
      fc.property(smallCalls('anything'), ({ call }) => {
        const parsed = parseScenario(serializeScenario(callScenario(call, 'shrunk', 'naive')));
        assert.ok(parsed.ok, JSON.stringify(parsed));
        const resolved = finish(resolveCall(parsed.value, new Map(), { memoryCap: 2 ** 30 }));
        assert.ok(resolved.ok);
        assert.deepEqual(resolved.value.call, call);
        assert.equal(resolved.value.formulation.id, 'naive');
      }),
      { numRuns: 100 },
    );
  });
});
