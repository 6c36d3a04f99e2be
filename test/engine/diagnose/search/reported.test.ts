import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type Call, shapeOf } from '../../../../src/engine/core/call.ts';
import { finish } from '../../../../src/engine/core/steps.ts';
import { diagnose } from '../../../../src/engine/diagnose/search/diagnose.ts';
import { type ProfileId, profileOf } from '../../../../src/engine/precision/profiles.ts';
import { validateCall } from '../../../../src/engine/validation/validateCall.ts';
import { type StoredCall, storedCall, type StoredTensor, storedTensor } from './storedCall.ts';

interface Reported extends StoredCall {
  readonly name: string;
  /** The ids that name the fault; those of a pair are joined by "+". */
  readonly accept: readonly string[];
  readonly hasBias: boolean;
  /** The dtype of the tensors, which are stored as float32. */
  readonly dtype: ProfileId;
  readonly actual: StoredTensor;
}

const folder = new URL('../../../fixtures/', import.meta.url);
const { cases } = JSON.parse(readFileSync(new URL('reported.json', folder), 'utf8')) as {
  readonly cases: readonly Reported[];
};
const bytes = new Uint8Array(readFileSync(new URL('reported.bin', folder))).buffer;

describe('wrong outputs as they were reported', () => {
  for (const reported of cases) {
    it(`${reported.name} is named ${reported.accept.join(' or ')}`, () => {
      const whole = storedCall(reported, bytes);
      const call: Call = reported.hasBias ? whole : { ...whole, bias: null };
      const accepted = validateCall(shapeOf(call));
      assert.ok(accepted.ok);
      const { matches, confidence } = finish(
        diagnose(call, accepted.value, storedTensor(reported.actual, bytes), profileOf(reported.dtype)),
      );
      const ids = matches.map(({ mistakes }) => mistakes.map(({ id }) => id).join('+'));
      assert.ok(reported.accept.includes(ids[0] ?? 'nothing'), `${ids.join(', ') || 'nothing'}, ${confidence ?? ''}`);
    });
  }
});
