import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { validateCall } from '../../../src/engine/validation/validateCall.ts';
import { shapeOf } from '../../../src/engine/core/call.ts';
import { formulationIds, type FormulationId } from '../../../src/engine/provenance/formulation.ts';
import { formulationOf } from '../../../src/engine/formulations/formulations.ts';
import { finish } from '../../../src/engine/core/steps.ts';
import { digestsOf } from '../../../src/scenario/report/digestsOf.ts';
import { scenarioFromJson } from '../../../src/scenario/document/parseScenario.ts';
import { runScenario } from '../../../src/scenario/run/runScenario.ts';

type Digests = Readonly<Record<string, string>>;
interface Case {
  readonly scenario: object;
  /** Leaves out winograd if it does not support the call. */
  readonly digests: Readonly<Partial<Record<FormulationId, Digests>>>;
}

const file = new URL('../../fixtures/digests.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: readonly Case[] };

function digestsFor(document: object, formulation: FormulationId): Digests {
  const scenario = scenarioFromJson({ ...document, formulation });
  assert.ok(scenario.ok);
  const run = finish(runScenario(scenario.value, new Map(), { memoryCap: 2 ** 30 }));
  assert.ok(run.ok);
  const geometry = validateCall(shapeOf(run.value.call));
  assert.ok(geometry.ok);
  const { call, output } = run.value;
  const stages = formulationOf(formulation).stages(call, geometry.value, output);
  return finish(digestsOf(run.value, stages));
}

describe('the digests of the stages', () => {
  it('cover every formulation', () => {
    for (const id of formulationIds)
      assert.ok(
        cases.some(({ digests }) => digests[id]),
        id,
      );
  });

  for (const [i, { scenario, digests }] of cases.entries()) {
    for (const formulation of formulationIds) {
      const wanted = digests[formulation];
      if (wanted === undefined) continue;
      it(`are those of the arrays that PyTorch and NumPy make: call ${i}, ${formulation}`, () => {
        const ours = digestsFor(scenario, formulation);
        for (const [stage, digest] of Object.entries(wanted)) {
          assert.equal(ours[stage], digest, stage);
        }
        // Stages shared with other formulations are checked there.
        const known = Object.assign({}, ...Object.values(digests)) as Digests;
        for (const [stage, digest] of Object.entries(ours)) {
          assert.equal(digest, known[stage], stage);
        }
      });
    }
  }
});
