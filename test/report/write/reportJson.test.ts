import assert from 'node:assert/strict';
import { reportJson } from '../../../src/report/write/reportJson.ts';
import { parseScenario } from '../../../src/scenario/document/parseScenario.ts';
import type { Scenario } from '../../../src/scenario/document/scenario.ts';
import { factsOf, one } from '../reportOf.ts';

describe('a report in JSON', () => {
  it('holds the scenario with all its numbers, so that it can be run again', () => {
    const scenario: Scenario = {
      ...one,
      name: 'Special',
      input: { shape: [1, 1, 1, 3], values: [-0, NaN, -Infinity] },
    };
    const text = reportJson(factsOf(scenario));
    const report = JSON.parse(text) as {
      readonly scenario: object;
      readonly verdict: string;
      readonly version: string;
    };
    const written = /"scenario": (\{[^]*\}),\n {2}"version"/.exec(text)?.[1] ?? '';
    const parsed = parseScenario(written);
    assert.ok(parsed.ok);
    assert.deepEqual(parsed.value, scenario);
    assert.deepEqual([report.verdict, report.version], ['exact', '1.2.3']);
  });
});
