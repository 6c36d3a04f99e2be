import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyEdits } from 'jsonc-parser';
import { editDocument } from '../../../src/extension/document/editDocument.ts';
import { parseDocument } from '../../../src/scenario/document/parseDocument.ts';
import type { Scenario } from '../../../src/scenario/document/scenario.ts';
import { serializeScenario } from '../../../src/scenario/document/serializeScenario.ts';

function parsed(text: string): Scenario {
  const scenario = parseDocument(text);
  assert(scenario.ok, scenario.ok ? '' : `${scenario.refusal.message}\n${text}`);
  return scenario.value;
}

function edited(text: string, change: (scenario: Scenario) => Scenario, eol = '\n'): string {
  const before = parsed(text);
  return applyEdits(text, [...editDocument(text, before, change(before), eol)]);
}

const params =
  (change: Partial<Scenario['params']>) =>
  (scenario: Scenario): Scenario => ({ ...scenario, params: { ...scenario.params, ...change } });

/** A document in a style of its own: tabs, another order of keys, comments in every place, a trailing comma. */
const own = `// The call of the decoder.
{
\t/* first */ "version": 1, // the only one
\t"weight": { "shape": [2, 3, 2, 2], "fill": "randn" /* random */ },
\t"stride": 2, // doubles the size
\t"input": {
\t\t"values": [[[1.50, 2e0], [-0, 4]], // the first channel
\t\t\t[[5, 6], [7, "NaN"]]],
\t},
\t"tolerance": { "rtol": 1e-3 },
\t// the end
}
`;

/** A document whose call is in the words of Keras, and its weight in Keras's order, (kH, kW, Cout, Cin). */
const ofKeras = `{
  "version": 1,
  "input": { "values": [[[[1, 2], [3, 4]]]] },
  "weight": { "values": [[[[1]], [[2]]], [[[3]], [[4]]]] }, // two rows, two columns
  "call": { "dialect": "keras", "strides": 2 /* doubles the size */, "padding": "same" },
  "seed": 1
}
`;

describe('an edit of a document in the words of a framework', () => {
  it('leaves the words if they still say it', () => {
    const text = edited(ofKeras, (scenario) => ({ ...scenario, seed: 2 }));
    assert.equal(text, ofKeras.replace('"seed": 1', '"seed": 2'));
  });

  it('leaves the dialect alone, and writes the parameters beside it, if they do not', () => {
    const text = edited(ofKeras, params({ stride: [3, 3] }));
    const after = parsed(text);
    assert.deepEqual([after.params.stride, after.call], [[3, 3], { dialect: 'keras', args: {} }]);
    assert.deepEqual(after.weight, parsed(ofKeras).weight);
    assert.ok(text.includes('// two rows, two columns'), 'the comment stays');
    assert.match(text, /"call": \{ "dialect": "keras"\s*(\/\* doubles the size \*\/)?\s*\}/);
  });

  it('writes a changed weight in the order of the framework', () => {
    const text = edited(ofKeras, (scenario) => ({
      ...scenario,
      weight: { shape: [1, 1, 2, 2], values: [1, 2, 3, 5] },
    }));
    assert.equal(text, ofKeras.replace('[[4]]', '[[5]]'));
  });
});

describe('an edit of a document', () => {
  const cases: readonly [string, (scenario: Scenario) => Scenario, from: string, to: string][] = [
    ['that changes nothing leaves all of it', (scenario) => scenario, '', ''],
    ['of a pair that is one number', params({ stride: [3, 3] }), '"stride": 2,', '"stride": 3,'],
    ['of one axis of such a pair', params({ stride: [3, 2] }), '"stride": 2,', '"stride": [3, 2],'],
    [
      'of a parameter that is not written',
      params({ padding: [1, 0] }),
      '"stride": 2, // doubles the size\n',
      '"stride": 2, // doubles the size\n\t"padding": [1, 0],\n',
    ],
    [
      'of two parameters that are not written, one after the other',
      params({ padding: [1, 0], dilation: [2, 2] }),
      '"stride": 2, // doubles the size\n',
      '"stride": 2, // doubles the size\n\t"padding": [1, 0],\n\t"dilation": [2, 2],\n',
    ],
    ['of a tolerance', (s) => ({ ...s, tolerance: { rtol: 0.001, atol: 0.5 } }), '1e-3 }', '1e-3, "atol": 0.5 }'],
    ['that removes the tolerance', (s) => ({ ...s, tolerance: {} }), '\t"tolerance": { "rtol": 1e-3 },\n', ''],
    [
      'that replaces one key of an object on one line by another',
      (s) => ({ ...s, weight: { shape: [1], values: [7] } }),
      '{ "shape": [2, 3, 2, 2], "fill": "randn" /* random */ }',
      '{ "shape": [1], "values": [7] /* random */ }',
    ],
    [
      'of a tensor of which nothing stays',
      (s) => ({ ...s, weight: { file: 'w.npy' } }),
      '{ "shape": [2, 3, 2, 2], "fill": "randn" /* random */ }',
      '{ "file": "w.npy" }',
    ],
    [
      'of one value among many',
      (s) => ({ ...s, input: { shape: [2, 2, 2], values: [1.5, 2, -0, 4, 5, 6, 7, Infinity] } }),
      '"NaN"',
      '"Infinity"',
    ],
    [
      'of the sign of a zero',
      (s) => ({ ...s, input: { shape: [2, 2, 2], values: [1.5, 2, 0, 4, 5, 6, 7, NaN] } }),
      '-0',
      '0',
    ],
    [
      'of a name that is not written',
      (s) => ({ ...s, name: 'Decoder' }),
      '"version": 1, // the only one\n',
      '"version": 1, // the only one\n\t"name": "Decoder",\n',
    ],
  ];
  for (const [title, change, from, to] of cases) {
    it(title, () => {
      assert.equal(edited(own, change), own.replace(from, to));
      assert.deepEqual(parsed(own.replace(from, to)), change(parsed(own)));
    });
  }

  it('of the sign of a zero is made where all other values are equal', () => {
    const text = '{ "version": 1, "input": { "values": [[[0, 1]]] }, "weight": { "file": "w.npy" } }';
    const change = (scenario: Scenario): Scenario => ({ ...scenario, input: { shape: [1, 1, 2], values: [-0, 1] } });
    assert.equal(edited(text, change), text.replace('[0, 1]', '[-0, 1]'));
  });

  it('puts a comma between the last property and its comment', () => {
    const text = '{\n  "version": 1,\n  "input": { "file": "x.npy" },\n  "weight": { "file": "w.npy" } // trained\n}\n';
    assert.equal(edited(text, params({ groups: 2 })), text.replace('} // trained', '}, // trained\n  "groups": 2'));
  });

  it('takes the comma before a last property that goes', () => {
    const text =
      '{ "version": 1, "input": { "file": "x.npy" }, "weight": { "file": "w.npy" }, "actual": { "file": "y" } }';
    assert.equal(
      edited(text, (scenario) => ({ ...scenario, actual: undefined })),
      '{ "version": 1, "input": { "file": "x.npy" }, "weight": { "file": "w.npy" } }',
    );
  });

  it('keeps what means nothing to the call', () => {
    const text =
      '{ "version": 1, "input": { "file": "x.npy" }, "weight": { "file": "w.npy" }, "actual": null, "tolerance": {} }';
    const expected = text.replace('"w.npy" },', '"w.npy" }, "groups": 2,');
    assert.equal(edited(text, params({ groups: 2 })), expected);
  });

  it('writes a list of many lines at the depth and with the line ends of the document', () => {
    const text =
      '{\r\n    "version": 1,\r\n    "input": { "file": "x.npy" },\r\n    "weight": { "file": "w.npy" }\r\n}';
    const values = Array.from({ length: 40 }, (_, i) => i / 8);
    const changed = edited(text, (s) => ({ ...s, bias: { shape: [40], values } }), '\r\n');
    assert.doesNotMatch(changed, /[^\r]\n/);
    assert.match(
      changed,
      /"weight": \{ "file": "w.npy" \},\r\n {4}"bias": \{\r\n {8}"shape": \[40\],\r\n {8}"values": \[\r\n {12}0, /,
    );
  });

  const source = fc.oneof(
    fc.record({ file: fc.constantFrom('a.npy', 'b.npz#k') }),
    fc.record({ fill: fc.constantFrom('randn', 'ones'), shape: fc.array(fc.nat(9), { maxLength: 4 }) }),
    fc
      .tuple(fc.nat(3), fc.nat(3))
      .chain(([rows, columns]) =>
        fc
          .array(fc.double(), { minLength: rows * columns, maxLength: rows * columns })
          .map((values) => ({ shape: [rows, columns], values })),
      ),
  ) as fc.Arbitrary<Scenario['input']>;
  const pair = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 }));
  const scenarios: fc.Arbitrary<Scenario> = fc.record(
    {
      version: fc.constant(1 as const),
      name: fc.string(),
      dtype: fc.constantFrom('float32', 'float64'),
      input: source,
      weight: source,
      bias: fc.option(source),
      actual: fc.record({ file: fc.constant('y.npy') }),
      params: fc.record(
        { stride: pair, padding: pair, paddingEnd: pair, outputPadding: pair, dilation: pair, groups: fc.nat(4) },
        { requiredKeys: ['stride', 'padding', 'outputPadding', 'dilation', 'groups'] },
      ),
      seed: fc.nat(),
      formulation: fc.constantFrom('auto', 'sub-pixel'),
      tolerance: fc.record({ rtol: fc.nat(9), atol: fc.nat(9), equalNan: fc.boolean() }, { requiredKeys: [] }),
    },
    {
      requiredKeys: [
        'version',
        'name',
        'dtype',
        'input',
        'weight',
        'bias',
        'params',
        'seed',
        'formulation',
        'tolerance',
      ],
    },
  );
  /** Ways in which a person may lay out a document, each still JSON with comments. */
  const layouts: readonly ((text: string) => string)[] = [
    (text) => text,
    (text) => JSON.stringify(JSON.parse(text)),
    (text) => JSON.stringify(JSON.parse(text), null, '\t'),
    (text) => text.replaceAll('\n', ' // note\n'),
    (text) => text.replaceAll(',', ' /* a */ , /* b */'),
    (text) => text.replaceAll(/,?\n(?=\s*[}\]])/g, ',\n'),
    (text) => text.replaceAll(',\n', '\n, '),
  ];

  it('makes any scenario into any other, whatever the layout', () => {
    fc.assert(
      fc.property(scenarios, scenarios, fc.constantFrom(...layouts), (before, after, layout) => {
        const plain = serializeScenario({ ...before, name: 'n' });
        const text = layout(plain);
        const made = applyEdits(text, [...editDocument(text, parsed(text), after, '\n')]);
        assert.deepEqual(parsed(made), parsed(serializeScenario(after)));
        if (!/,\s*[}\]]/.test(text) && !text.includes('/')) assert.doesNotThrow(() => void JSON.parse(made));
      }),
    );
  });
});
