import assert from 'node:assert/strict';
import fc from 'fast-check';
import { env, InferenceSession, Tensor as OnnxTensor } from 'onnxruntime-web';
import type { Pair, Params } from '../../../src/engine/core/call.ts';
import { refuse } from '../../../src/engine/core/refusal.ts';
import { elementCount, type Shape } from '../../../src/engine/core/tensor.ts';
import { bufferSource } from '../../../src/formats/common/byteSource.ts';
import { openOnnx } from '../../../src/formats/onnx/openOnnx.ts';
import { convTransposeModel } from '../../oracle/onnxModel.ts';
import { accepted, refused } from '../tensorCases.ts';

type Attributes = Parameters<typeof convTransposeModel>[1];

/** A node, and the sizes of its input and kernel. */
interface Node {
  readonly attributes: Attributes;
  readonly input: Shape;
  readonly weight: Shape;
  readonly opset: number;
  /**
   * True if the model declares no shape of its input. Otherwise ONNX Runtime also checks the node by the stricter rules
   * of ONNX's shape inference.
   */
  readonly isOpen?: boolean;
}

/** Small whole numbers, so that sums are exact; none is 0, so that a shifted output differs. */
const numbers = (count: number, factor: number): Float32Array<ArrayBuffer> =>
  Float32Array.from({ length: count }, (_, i) => ((i * factor) % 11) - 5.5);

async function paramsOf({ attributes, input, weight, opset, isOpen = false }: Node) {
  const values = numbers(elementCount(weight), 7);
  const shapes = { input: isOpen ? null : input, weight, bias: null, output: null };
  const model = convTransposeModel(shapes, attributes, values, opset);
  const source = bufferSource(Uint8Array.from(model).buffer, 'm.onnx');
  const file = accepted(await openOnnx(source, (path) => Promise.resolve(refuse('file', path))));
  const [layer] = file.layers;
  assert.ok(layer !== undefined && file.layers.length === 1);
  return { layer, params: layer.params(input, weight), model, values };
}

async function runOnnx(model: Uint8Array, input: Shape): Promise<OnnxTensor | string> {
  try {
    const session = await InferenceSession.create(model, {
      executionProviders: ['wasm'],
      logSeverityLevel: 4,
    });
    try {
      const x = new OnnxTensor('float32', numbers(elementCount(input), 3), input);
      return (await session.run({ x }, { logSeverityLevel: 4 })).y ?? 'no output';
    } finally {
      await session.release();
    }
  } catch (error) {
    return String(error);
  }
}

/** Height and width of the output, by the operator's formula. */
function outputSize(params: Params, input: Shape, weight: Shape): readonly [number, number] {
  const axis = (i: 0 | 1): number => {
    const end = (params.paddingEnd ?? params.padding)[i];
    const full = ((input[2 + i] ?? 0) - 1) * params.stride[i] + params.dilation[i] * ((weight[2 + i] ?? 0) - 1) + 1;
    return full + params.outputPadding[i] - params.padding[i] - end;
  };
  return [axis(0), axis(1)];
}

/** The definition, element by element: y[i·s − padding + k·d] += w[k] · x[i], of one batch. */
function defined(params: Params, input: Shape, weight: Shape, w: Float32Array): Float64Array {
  const [, cin = 0, height = 0, width = 0] = input;
  const [, perGroup = 0, kh = 0, kw = 0] = weight;
  const [oh, ow] = outputSize(params, input, weight);
  const x = numbers(elementCount(input), 3);
  const y = new Float64Array(perGroup * params.groups * oh * ow);
  for (let ic = 0; ic < cin; ic++)
    for (let oc = 0; oc < perGroup; oc++)
      for (let i = 0; i < height; i++)
        for (let j = 0; j < width; j++)
          for (let a = 0; a < kh; a++)
            for (let b = 0; b < kw; b++) {
              const row = i * params.stride[0] - params.padding[0] + a * params.dilation[0];
              const column = j * params.stride[1] - params.padding[1] + b * params.dilation[1];
              if (row < 0 || row >= oh || column < 0 || column >= ow) continue;
              const group = Math.floor(ic / (cin / params.groups));
              const at = ((group * perGroup + oc) * oh + row) * ow + column;
              y[at] =
                (y[at] ?? 0) +
                (w[((ic * perGroup + oc) * kh + a) * kw + b] ?? NaN) * (x[(ic * height + i) * width + j] ?? NaN);
            }
  return y;
}

const small = (min: number, max: number) => fc.integer({ min, max });
const pair = (min: number, max: number) => fc.tuple(small(min, max), small(min, max));

/** Nodes with every way to specify the padding. SAME_* without output_shape have kernels at least as large as the stride. */
const nodes: fc.Arbitrary<Node> = fc
  .record({
    size: pair(1, 4),
    kernel: pair(1, 4),
    stride: pair(1, 3),
    dilation: pair(1, 2),
    group: small(1, 2),
    opset: fc.constantFrom(1, 10, 11, 22),
    autoPad: fc.constantFrom('absent', 'NOTSET', 'SAME_UPPER', 'SAME_LOWER', 'VALID'),
    pads: fc.tuple(small(0, 2), small(0, 2), small(0, 2), small(0, 2)),
    outputPadding: fc.option(pair(0, 2)),
    // Relative to the full output: smaller, or larger by an amount that is valid.
    smaller: fc.option(pair(-1, 5)),
    bare: fc.boolean(),
    isOpen: fc.boolean(),
    added: pair(-2, 0),
    whole: fc.boolean(),
    unset: fc.option(small(0, 1)),
  })
  .map((drawn) => {
    const { size, kernel, group, opset, autoPad, pads, outputPadding, smaller, bare, isOpen } = drawn;
    const stride: Pair = bare ? [1, 1] : drawn.stride;
    const dilation: Pair = bare ? [1, 1] : drawn.dilation;
    const added = stride.map((each, i) => Math.min(each - 1, outputPadding?.[i] ?? 0));
    const shape = stride.map((each, i) => {
      const full = (size[i as 0 | 1] - 1) * each + dilation[i as 0 | 1] * (kernel[i as 0 | 1] - 1);
      return Math.max(1, full + 1 - Math.max(1 - each, smaller?.[i] ?? 0));
    });
    // Taken by ONNX Runtime only without the checks of shape inference: lines added at the end, N and C, and −1.
    const ends = isOpen && drawn.whole ? [pads[0], pads[1], ...drawn.added] : pads;
    const sizes = shape.map((each, i) => (isOpen && i === drawn.unset ? -1 : each));
    const outputShape = isOpen && drawn.whole ? [1, 2 * group, ...sizes] : sizes;
    return {
      isOpen,
      input: [1, 2, ...size],
      weight: [2, 2, ...kernel],
      opset,
      attributes: {
        ...(bare ? {} : { kernel_shape: kernel, strides: stride, dilations: dilation, group }),
        ...(autoPad === 'absent' ? {} : { auto_pad: autoPad }),
        ...(autoPad === 'absent' || autoPad === 'NOTSET' ? { pads: ends } : {}),
        ...(outputPadding === null ? {} : { output_padding: added }),
        ...(smaller === null ? {} : { output_shape: outputShape }),
      },
    };
  });

describe('ConvTranspose nodes against ONNX Runtime', function () {
  this.timeout(60_000);

  before(() => {
    env.wasm.numThreads = 1;
    env.logLevel = 'fatal';
  });

  it('have its shapes and values for every way to specify the padding', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(nodes, async (node) => {
        const { params, model, values } = await paramsOf(node);
        const ran = await runOnnx(model, node.input);
        const what = JSON.stringify(node);
        if (typeof ran === 'string') return;
        // Lines beyond the call's own output_padding cannot be added.
        if (!params.ok && /adds \d+ lines? of zeros at the/.test(params.refusal.message)) return;
        assert.ok(params.ok, what);
        const [oh, ow] = outputSize(params.value, node.input, node.weight);
        const auto = String(node.attributes.auto_pad);
        const shape = node.attributes.output_shape as readonly number[] | undefined;
        const isSame = auto.startsWith('SAME') && (shape === undefined || shape.includes(-1));
        const [rows = 0, columns = 0] = ran.dims.slice(2);
        if (isSame && shape === undefined)
          assert.deepEqual(
            [oh, ow],
            node.input.slice(2).map((size, i) => size * params.value.stride[i as 0 | 1]),
            what,
          );
        // Where the kernel is smaller than the stride, ONNX Runtime leaves out the last elements, which are 0.
        assert.ok(rows === oh || (isSame && rows < oh), what);
        assert.ok(columns === ow || (isSame && columns < ow), what);
        const whole = defined(params.value, node.input, node.weight, values);
        const place = (at: number) => [Math.floor(at / ow) % oh, at % ow] as const;
        const isRun = (_: number, at: number) => place(at)[0] < rows && place(at)[1] < columns;
        assert.deepEqual(
          Array.from(whole.filter(isRun), (v) => v + 0),
          Array.from(ran.data as Float32Array, (v) => v + 0),
          what,
        );
        assert.ok(
          whole.every((v, at) => v === 0 || isRun(v, at)),
          what,
        );
        compared++;
      }),
      { numRuns: 300 },
    );
    assert.ok(compared > 200, `only ${compared} were compared`);
  });

  const cases: readonly (readonly [title: string, attributes: Attributes, params: Partial<Params>])[] = [
    ['asymmetric pads', { pads: [0, 1, 1, 0] }, { padding: [0, 1], paddingEnd: [1, 0] }],
    ['symmetric pads', { pads: [1, 0, 1, 0] }, { padding: [1, 0] }],
    [
      'the odd one of SAME_UPPER at the end',
      { auto_pad: 'SAME_UPPER', strides: [2, 2] },
      { padding: [0, 0], paddingEnd: [1, 1] },
    ],
    [
      'the odd one of SAME_LOWER at the start',
      { auto_pad: 'SAME_LOWER', strides: [2, 2] },
      { padding: [1, 1], outputPadding: [1, 1] },
    ],
    [
      'the odd one of an output_shape at the start',
      { output_shape: [6, 6], strides: [2, 2] },
      { padding: [1, 1], outputPadding: [1, 1] },
    ],
    [
      'an output_shape of SAME_UPPER',
      { output_shape: [6, 6], strides: [2, 2], auto_pad: 'SAME_UPPER' },
      { padding: [0, 0], paddingEnd: [1, 1] },
    ],
    [
      'an output_shape, whatever pads say',
      { output_shape: [7, 7], strides: [2, 2], pads: [1, 1, 1, 1] },
      { padding: [0, 0] },
    ],
    [
      'an output_shape above the full output',
      { output_shape: [8, 7], strides: [2, 2] },
      { padding: [0, 0], outputPadding: [1, 0] },
    ],
    [
      'output_padding, made up for by the pads of SAME_UPPER',
      { auto_pad: 'SAME_UPPER', strides: [2, 2], output_padding: [1, 1] },
      { padding: [1, 1], outputPadding: [1, 1] },
    ],
  ];
  for (const [title, attributes, expected] of cases) {
    it(`${title}: as it runs them`, async () => {
      const node = { attributes, input: [1, 1, 3, 3], weight: [1, 1, 3, 3], opset: 11 };
      const { params, model, values } = await paramsOf(node);
      const { stride, dilation, groups, ...rest } = accepted(params);
      assert.deepEqual([stride, dilation, groups], [attributes.strides ?? [1, 1], [1, 1], 1]);
      assert.deepEqual(rest, { outputPadding: [0, 0], ...expected });
      const ran = await runOnnx(model, node.input);
      assert.ok(typeof ran !== 'string');
      assert.deepEqual(ran.dims.slice(2), outputSize(accepted(params), node.input, node.weight));
      assert.deepEqual(
        [...defined(accepted(params), node.input, node.weight, values)].map((v) => v + 0),
        Array.from(ran.data as Float32Array, (v) => v + 0),
      );
    });
  }

  it('have the size of the specification if the kernel is smaller than the stride of SAME_*', async () => {
    const attributes = { auto_pad: 'SAME_LOWER', strides: [3, 3] };
    const node = { attributes, input: [1, 1, 3, 3], weight: [1, 1, 2, 2], opset: 11 };
    const { params, model } = await paramsOf(node);
    assert.deepEqual(outputSize(accepted(params), node.input, node.weight), [9, 9]);
    // ONNX Runtime leaves out the last row and column, to which no term is added.
    const ran = await runOnnx(model, node.input);
    assert.ok(typeof ran !== 'string' && ran.dims.join() === '1,1,8,8');
  });

  const taken: readonly (readonly [title: string, attributes: Attributes, params: Partial<Params>])[] = [
    [
      'an output_shape with N and C',
      { output_shape: [1, 1, 7, 6], strides: [2, 2] },
      { padding: [0, 1], outputPadding: [0, 1] },
    ],
    [
      'an output_shape of −1, which leaves the axis to the pads',
      { output_shape: [-1, 6], strides: [2, 2], pads: [1, 0, 1, 0] },
      { padding: [1, 1], outputPadding: [0, 1] },
    ],
    [
      'a negative number of pads at the end',
      { pads: [0, 0, 0, -1], strides: [2, 2] },
      { padding: [0, 0], outputPadding: [0, 1] },
    ],
  ];
  for (const [title, attributes, expected] of taken) {
    it(`${title}: as it runs them if the shape of the input is not declared`, async () => {
      const node = { attributes, input: [1, 1, 3, 3], weight: [1, 1, 3, 3], opset: 11, isOpen: true };
      const { params, model, values } = await paramsOf(node);
      const { stride, dilation, groups, ...rest } = accepted(params);
      assert.deepEqual([stride, dilation, groups], [attributes.strides ?? [1, 1], [1, 1], 1]);
      assert.deepEqual(rest, { outputPadding: [0, 0], ...expected });
      const ran = await runOnnx(model, node.input);
      assert.ok(typeof ran !== 'string');
      assert.deepEqual(ran.dims.slice(2), outputSize(accepted(params), node.input, node.weight));
      assert.deepEqual(
        [...defined(accepted(params), node.input, node.weight, values)].map((v) => v + 0),
        Array.from(ran.data as Float32Array, (v) => v + 0),
      );
    });
  }

  it('with zero pads beside auto_pad, which exporters write and it refuses, are those without pads', async () => {
    for (const auto_pad of ['SAME_UPPER', 'SAME_LOWER', 'VALID']) {
      const node = { attributes: { auto_pad, strides: [2, 2] }, input: [1, 1, 3, 3], weight: [1, 1, 3, 3], opset: 11 };
      const padded = { ...node, attributes: { ...node.attributes, pads: [0, 0, 0, 0] } };
      assert.deepEqual(accepted((await paramsOf(padded)).params), accepted((await paramsOf(node)).params));
    }
  });

  it('are refused if it refuses them', async () => {
    const wrong: readonly (readonly [Attributes, RegExp])[] = [
      [
        { output_shape: [12, 7], strides: [2, 2] },
        /layer "y": ConvTranspose with an output of 12 for an input of 3 adds 5 lines of zeros at the bottom of the result; the debugger's call can add at most 1/,
      ],
      [{ pads: [0, 1] }, /pads = \(0, 1\) has 2 entries; it must be one integer or 4 integers/],
      [{ strides: [] }, /strides = \(\) has 0 entries; it must be one integer or 2 integers/],
      [{ kernel_shape: [3, 2] }, /kernel_shape\[1\] = 2 differs from the kernel of W, 3/],
      [{ auto_pad: 'VALID', pads: [0, 1, 0, 0] }, /pads and auto_pad = VALID are both given/],
      [{ auto_pad: 'SAME' }, /auto_pad = 'SAME' must be one of/],
      [
        { output_padding: [1, 1] },
        /output_padding\[0\] = 1 must be smaller than strides\[0\] = 1 or dilations\[0\] = 1/,
      ],
      [
        { pads: [-1, 0, 0, 0] },
        /adds 1 line of zeros at the top of the result, which the debugger's call cannot express/,
      ],
    ];
    for (const [attributes, message] of wrong) {
      const node = { attributes, input: [1, 1, 3, 3], weight: [1, 1, 3, 3], opset: 11 };
      const { params, model } = await paramsOf(node);
      assert.match(refused(params), message);
      assert.equal(typeof (await runOnnx(model, node.input)), 'string', JSON.stringify(attributes));
    }
  });

  it('need an input with a height and a width', async () => {
    const node = { attributes: {}, input: [1, 1, 3, 3], weight: [1, 1, 3, 3], opset: 11 };
    const { layer } = await paramsOf(node);
    assert.match(
      refused(layer.params([3, 3], [1, 1, 3, 3])),
      /layer "y" needs an input of shape \(N, Cin, H, W\), but the input has shape \(3, 3\)/,
    );
    assert.deepEqual(
      accepted(layer.params([1, 3, 3], [1, 1, 3, 3])),
      accepted(layer.params([1, 1, 3, 3], [1, 1, 3, 3])),
    );
  });
});
