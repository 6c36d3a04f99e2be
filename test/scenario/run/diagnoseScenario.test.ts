import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { finish } from '../../../src/engine/core/steps.ts';
import type { Result } from '../../../src/engine/core/refusal.ts';
import type { Diagnosis } from '../../../src/engine/diagnose/search/diagnose.ts';
import { diagnoseScenario } from '../../../src/scenario/run/diagnoseScenario.ts';
import { parseScenario } from '../../../src/scenario/document/parseScenario.ts';

const fixtures = new URL('../../fixtures/cli/', import.meta.url);
const read = (name: string): ArrayBuffer => new Uint8Array(readFileSync(new URL(name, fixtures))).buffer;
const text = readFileSync(new URL('call.convt.json', fixtures), 'utf8');
const sources = ['x.npy', 'w.npy', 'b.npy'].map((name) => [name, read(name)] as const);

/** A call of PyTorch, with the bytes of y.npy as the output to check. */
function diagnosed(bytes: ArrayBuffer | null): Result<Diagnosis> {
  const parsed = parseScenario(text);
  assert.ok(parsed.ok);
  const files = new Map(bytes === null ? sources : [...sources, ['y.npy', bytes]]);
  const scenario = { ...parsed.value, ...(bytes === null ? {} : { actual: { file: 'y.npy' } }) };
  return finish(diagnoseScenario(scenario, files, { memoryCap: 2 ** 30 }));
}

describe('the diagnosis of a scenario', () => {
  it('finds PyTorch’s own output correct', () => {
    const result = diagnosed(read('y.npy'));
    assert.ok(result.ok);
    const diagnosis = result.value;
    const { target } = diagnosis;
    assert.equal(diagnosis.verdict, 'rounding');
    assert.equal(diagnosis.profile, 'float32');
    assert.deepEqual(target.actual.shape, [2, 6, 10, 9]);
    assert.deepEqual(target.reference.shape, [2, 6, 10, 9]);
  });

  it('diagnoses an output of another shape, which a run refuses', () => {
    const result = diagnosed(read('x.npy'));
    assert.ok(result.ok);
    assert.equal(result.value.verdict, 'shape-mismatch');
    assert.deepEqual(result.value.target.actual.shape, [2, 4, 5, 6]);
  });

  it('refuses a file that is cut off, and a scenario without an output to check', () => {
    const cut = diagnosed(read('y.npy').slice(0, 200));
    assert.ok(!cut.ok);
    assert.match(cut.refusal.message, /y\.npy is cut off/);
    const none = diagnosed(null);
    assert.ok(!none.ok);
    assert.equal(none.refusal.argument, 'actual');
  });
});
