import assert from 'node:assert/strict';
import { dialects } from '../../../src/dialects/dialects.ts';
import type { DialectId } from '../../../src/dialects/layer.ts';
import type { Value } from '../../../src/dialects/value.ts';
import { finish } from '../../../src/engine/core/steps.ts';
import { tensorOf } from '../../../src/engine/core/tensor.ts';
import { pythonCode } from '../../../src/scenario/code/pythonCode.ts';
import { isSameScenario } from '../../../src/scenario/document/isSameScenario.ts';
import { scenarioFromJson } from '../../../src/scenario/document/parseScenario.ts';
import type { Scenario } from '../../../src/scenario/document/scenario.ts';
import { serializeScenario } from '../../../src/scenario/document/serializeScenario.ts';
import { runScenario } from '../../../src/scenario/run/runScenario.ts';
import { type Case, cases, channelsFirst, type Flat } from '../../dialects/cases.ts';
import { parseCall } from '../../dialects/parseCall.ts';

/** Layers that read as calls of a dialect, whose documents are in the words of another framework. */
const isKin = (text: string): boolean => /^(?:paddle|mlx|eqx|hk|slim)\./.test(text);
/** The calls with two axes, which are documents. */
const documented = cases.filter(({ text, x }) => x[0].length === 4 && !isKin(text));

function jsonOf(value: Value): unknown {
  switch (value.kind) {
    case 'number':
      return value.number;
    case 'boolean':
      return value.boolean;
    case 'text':
      return value.text;
    case 'list':
      return value.items.map(jsonOf);
    default:
      return null;
  }
}

/** The input and the output of a document are (N, C, H, W) whatever the framework. */
function inDocument(id: DialectId, tensor: Flat): Flat {
  return channelsFirst(id === 'pytorch' || id === 'onnx' ? 'first' : 'last', tensor);
}

/** Returns the document of a case; its weight is in the framework's order, as values or in the file w.npy. */
function documentOf({ dialect, text, x, w }: Case, isFile: boolean): object {
  const { args, layer } = parseCall(dialect, text, { x: x[0], w: w[0] });
  const members = [...args].filter(([name]) => dialects[dialect].documentMembers.includes(name));
  const kernel = layer.axes.map((axis) => axis.kernel);
  const name = dialect === 'onnx' ? 'kernel_shape' : 'kernel_size';
  const [shape, values] = inDocument(dialect, x);
  return {
    version: 1,
    dtype: 'float64',
    input: { shape, values },
    weight: isFile ? { file: 'w.npy' } : { shape: w[0], values: w[1] },
    call: {
      dialect,
      ...Object.fromEntries(members.map(([key, value]) => [key, jsonOf(value)])),
      ...(isFile ? { [name]: kernel } : {}),
    },
  };
}

function parsed(json: unknown): Scenario {
  const scenario = scenarioFromJson(json);
  assert.ok(scenario.ok, JSON.stringify(scenario));
  return scenario.value;
}

describe('a scenario whose call is in the words of a framework', () => {
  for (const id of ['pytorch', 'keras', 'tensorflow', 'jax', 'flax', 'onnx'] as const) {
    const own = documented.filter(({ dialect }) => dialect === id);

    for (const isFile of [false, true]) {
      it(`has the framework's output, with its weight ${isFile ? 'in a file' : 'as values'} in its order: ${id}`, () => {
        let ran = 0;
        for (const each of own) {
          const scenario = scenarioFromJson(documentOf(each, isFile));
          if (!scenario.ok) {
            // Refused by the framework, or lines in front of the result, which the engine does not add.
            assert.equal(scenario.refusal.place?.path[0], 'call', each.text);
            if (each.y !== null) assert.match(scenario.refusal.message, /adds \d+ lines? of zeros/, each.text);
            continue;
          }
          const files = isFile ? new Map([['w.npy', tensorOf('float64', ...each.w)]]) : new Map();
          const run = finish(runScenario(scenario.value, files, { memoryCap: 2 ** 28 }));
          if (!run.ok) {
            assert.ok(
              each.y === null || run.refusal.argument === 'output_padding',
              `${each.text}: ${run.refusal.message}`,
            );
            continue;
          }
          assert.ok(each.y !== null, each.text);
          const [shape, values] = inDocument(id, each.y);
          assert.deepEqual(run.value.output.shape, shape, each.text);
          assert.deepEqual(Array.from(run.value.output.data), values, each.text);
          ran++;
        }
        assert.ok(ran >= 10, `${ran}`);
      });
    }

    it(`is written with the same words again: ${id}`, () => {
      for (const each of own) {
        for (const isFile of [false, true]) {
          const scenario = scenarioFromJson(documentOf(each, isFile));
          if (!scenario.ok) continue;
          const text = serializeScenario(scenario.value);
          const again = parsed(JSON.parse(text));
          assert.ok(isSameScenario(again, scenario.value), text);
          const document = documentOf(each, isFile) as { readonly call: object };
          assert.deepEqual((JSON.parse(text) as { readonly call: object }).call, document.call);
          assert.ok(!text.includes('"groups": 1,\n  "seed"'), 'no parameters beside the call');
        }
      }
    });
  }

  const keras = {
    version: 1,
    input: { fill: 'randn', shape: [1, 4, 5, 6] },
    weight: { fill: 'randn', shape: [3, 2, 8, 4] },
    call: { dialect: 'keras', strides: 2, padding: 'same' },
  };

  it('keeps the order of its weight when an edit leaves the words of the framework', () => {
    const scenario = parsed(keras);
    assert.deepEqual(scenario.weight, { fill: 'randn', shape: [4, 8, 3, 2] });
    const edited: Scenario = { ...scenario, params: { ...scenario.params, stride: [3, 2] } };
    const json = JSON.parse(serializeScenario(edited)) as Readonly<Record<string, unknown>>;
    assert.deepEqual(json.call, { dialect: 'keras' });
    assert.deepEqual(json.stride, [3, 2]);
    assert.deepEqual(json.weight, keras.weight);
    const again = parsed(json);
    assert.deepEqual([again.params, again.weight], [edited.params, edited.weight]);
  });

  it('keeps its words when an edit does not concern them', () => {
    const scenario = parsed(keras);
    const edited: Scenario = { ...scenario, seed: 3, input: { fill: 'ones', shape: [2, 4, 9, 9] } };
    const json = JSON.parse(serializeScenario(edited)) as Readonly<Record<string, unknown>>;
    assert.deepEqual([json.call, 'stride' in json], [keras.call, false]);
  });

  it('drops its words when its weight becomes a file in PyTorch’s order', () => {
    const scenario = parsed({ ...keras, weight: { file: 'k.npy' }, call: { ...keras.call, kernel_size: [3, 2] } });
    const edited: Scenario = { ...scenario, weight: { file: 'w.npy' } };
    const json = JSON.parse(serializeScenario(edited)) as Readonly<Record<string, unknown>>;
    assert.deepEqual(['call' in json, json.stride], [false, [2, 2]]);
  });

  const broken: readonly (readonly [name: string, change: object, path: readonly string[], says: RegExp])[] = [
    [
      'PyTorch’s stride beside strides',
      { stride: 2 },
      ['stride'],
      /^stride stands beside the arguments of call, which already say it in the words of Keras: remove one of them\.$/,
    ],
    [
      'another kernel than the weight’s',
      { call: { dialect: 'keras', kernel_size: 3 } },
      ['call', 'kernel_size'],
      /^kernel_size is 3 × 3, but the kernel of the weight is 3 × 2\.$/,
    ],
    ['a file without a kernel_size', { weight: { file: 'w.npy' } }, ['call'], /^call: kernel_size is missing/],
    [
      'strides and dilation_rate above 1',
      { call: { dialect: 'keras', strides: 2, dilation_rate: 2 } },
      ['call', 'dilation_rate'],
      /only one of them may be greater than 1\.$/,
    ],
    [
      'an output_shape for an input in a file',
      { input: { file: 'x.npy' }, call: { dialect: 'tensorflow', strides: 2, output_shape: [9, 9] } },
      ['call'],
      /crops depends on the size of the input, which is in a file/,
    ],
    [
      'an output_shape that TensorFlow refuses',
      { call: { dialect: 'tensorflow', strides: 2, output_shape: [12, 12] } },
      ['call', 'output_shape'],
      /^call: output_shape has the size 12, whose convolution gives 6 and not the input's 5: with padding='SAME' it can be 9 to 10\.$/,
    ],
    [
      'lines in front of the result',
      { call: { dialect: 'flax', padding: 9 } },
      ['call', 'padding'],
      /^call: .* adds 7 lines of zeros at the top of the result/,
    ],
    [
      'a weight with three axes',
      { weight: { fill: 'ones', shape: [3, 2, 8] } },
      ['weight'],
      /^weight has 3 axes; in Keras it must be \(kH, kW, Cout, Cin\)\.$/,
    ],
  ];
  for (const [name, change, path, says] of broken) {
    it(`is refused with its place: ${name}`, () => {
      const scenario = scenarioFromJson({ ...keras, ...change });
      assert.ok(!scenario.ok);
      assert.match(scenario.refusal.message, says);
      assert.deepEqual(scenario.refusal.place?.path, path);
    });
  }

  it('refuses a file whose kernel is not that of the call', () => {
    const scenario = parsed({ ...keras, weight: { file: 'w.npy' }, call: { ...keras.call, kernel_size: [3, 3] } });
    const files = new Map([['w.npy', tensorOf('float32', [3, 2, 8, 4], new Float32Array(192))]]);
    const run = finish(runScenario(scenario, files, { memoryCap: 2 ** 28 }));
    assert.ok(!run.ok);
    assert.match(
      run.refusal.message,
      /^weight of shape \(3, 2, 8, 4\) has a kernel of 3 × 2, but the call says 3 × 3\.$/,
    );
  });

  it('has a program that brings the file’s weight into PyTorch’s order', () => {
    const call = { dialect: 'jax', kernel_size: [3, 2], strides: [2, 2], padding: 'SAME' };
    const scenario = parsed({ ...keras, weight: { file: 'w.npy' }, call });
    const code = pythonCode(scenario, 'numpy', { n: 0, c: 0, y: 0, x: 0 });
    assert.ok(code.includes("w = np.load('w.npy')") || code.includes('w = np.load("w.npy")'), code);
    assert.ok(code.includes('np.flip(w, axis=(0, 1)).transpose(2, 3, 0, 1)'), code);
  });
});
