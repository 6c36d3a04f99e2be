import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { findPython } from '../../scripts/lab/python.ts';
import { dialects } from '../../src/dialects/dialects.ts';
import type { DialectId } from '../../src/dialects/layer.ts';
import type { PortableAxis, PortableCall, TensorLayout, WrittenCall } from '../../src/dialects/writing.ts';
import { parseCall } from '../dialects/parseCall.ts';

/** The layouts in which a call from each framework comes. */
const layouts: readonly TensorLayout[] = [
  { order: 'IOHW', isRotated: false, channels: 'first' },
  { order: 'HWOI', isRotated: false, channels: 'last' },
  { order: 'HWIO', isRotated: true, channels: 'last' },
  { order: 'OHWI', isRotated: false, channels: 'last' },
];

const axes: fc.Arbitrary<PortableAxis> = fc
  .record({
    kernel: fc.integer({ min: 1, max: 5 }),
    stride: fc.integer({ min: 1, max: 4 }),
    dilation: fc.constantFrom(1, 1, 1, 2),
    input: fc.integer({ min: 1, max: 4 }),
    start: fc.integer({ min: -1, max: 3 }),
    end: fc.integer({ min: -2, max: 3 }),
    /** Half of the crops are those of "same" or of PyTorch's padding, which most frameworks express. */
    usual: fc.constantFrom('none', 'same', 'valid', 'symmetric'),
  })
  .map(({ usual, ...axis }) => {
    const extent = axis.dilation * (axis.kernel - 1) + 1;
    const start = Math.max(0, Math.floor((extent - axis.stride) / 2));
    if (usual === 'same') return { ...axis, start, end: extent - axis.stride - start };
    if (usual === 'valid') return { ...axis, start: 0, end: Math.min(0, extent - axis.stride) };
    return usual === 'symmetric' ? { ...axis, start: Math.max(0, axis.start), end: Math.max(0, axis.start) } : axis;
  })
  .filter((axis) => outputOf(axis) >= 1);

function outputOf({ input, kernel, stride, dilation, start, end }: PortableAxis): number {
  return ((input ?? 1) - 1) * stride + dilation * (kernel - 1) + 1 - start - end;
}

const calls: fc.Arbitrary<PortableCall> = fc
  .record({
    axes: fc.oneof(
      { weight: 3, arbitrary: fc.tuple(axes, axes) },
      // Both axes alike, as most layers are: "same" has to hold along both.
      { weight: 3, arbitrary: axes.map((axis) => [axis, axis] as const) },
      { weight: 1, arbitrary: fc.tuple(axes) },
    ),
    groups: fc.constantFrom(1, 1, 2),
    bias: fc.boolean(),
    isBatched: fc.constantFrom(true, true, false),
    given: fc.constantFrom(...layouts),
  })
  .map(({ groups, given, isBatched, ...rest }) => ({
    ...rest,
    batch: isBatched ? 2 : null,
    isBatched,
    groups: given.order === 'HWOI' ? 1 : groups,
    cin: 2 * groups,
    cout: 3 * groups,
    given,
  }));

const sample = fc.sample(calls, { numRuns: 400, seed: 13 });

/** The text that a call becomes when it is read, and what has to be known of its tensors. */
function readBack(id: DialectId, { call }: WrittenCall, { cin, cout, axes: own }: PortableCall) {
  const kernel = own.map((axis) => axis.kernel);
  const shapes = { tensorflow: [...kernel, cout, cin], jax: [...kernel, cin, cout] } as Readonly<
    Record<string, readonly (number | { readonly source: string })[]>
  >;
  const shape = (shapes[id] ?? []).filter((size) => typeof size === 'number');
  const text =
    id === 'onnx' ? call.replace(/helper\.make_node\('ConvTranspose', \[.*?\], \['y'\]/, 'ConvTranspose(x, w') : call;
  return parseCall(id, text, shape.length === 0 ? {} : { w: shape, kernel: shape });
}

describe('calls written in the words of each framework', function () {
  this.timeout(240_000);

  for (const id of ['pytorch', 'keras', 'tensorflow', 'jax', 'flax', 'onnx'] as const) {
    const dialect = dialects[id];

    it(`read back as the same crop: ${id}`, () => {
      let read = 0;
      for (const call of sample) {
        const writing = dialect.writeCall(call);
        if (writing.kind === 'impossible') continue;
        read++;
        const { layer } = readBack(id, writing.written, call);
        assert.equal(layer.refused, null, writing.written.call);
        for (const [axis, { kernel, stride, dilation, start, end, input }] of call.axes.entries()) {
          const own = layer.axes[axis];
          assert.deepEqual([own?.kernel, own?.stride, own?.dilation], [kernel, stride, dilation], writing.written.call);
          const crop = dialect.axisCrop(layer, axis, input ?? 1);
          assert.ok(crop.kind === 'crop', writing.written.call);
          assert.deepEqual([crop.start, crop.end], [start, end], writing.written.call);
        }
      }
      assert.ok(read >= sample.length / 10, `${read} of ${sample.length}`);
    });

    it(`compute PyTorch's numbers from the same tensors: ${id}`, function () {
      const python = findPython();
      if (!python.ok) {
        console.log(`      skipped: ${python.reason}`);
        return this.skip();
      }
      const programs = sample.flatMap((call) => {
        const writing = dialect.writeCall(call);
        const written = writing.kind === 'written' ? writing.written : writing.nearest;
        return written === null ? [] : [{ ...caseOf(call), resultChannels: layoutOf(id), program: written.program }];
      });
      assert.ok(programs.length > sample.length / 2, `${programs.length} of ${sample.length}`);
      const folder = mkdtempSync(join(tmpdir(), 'convt-dialects-'));
      try {
        const path = join(folder, 'programs.json');
        writeFileSync(path, JSON.stringify(programs));
        const script = fileURLToPath(new URL('../fixtures/dialects/runPrograms.py', import.meta.url));
        const run = spawnSync(python.path, ['-B', script, path], { encoding: 'utf8', maxBuffer: 2 ** 26 });
        assert.equal(run.status, 0, run.stderr);
        assert.deepEqual(JSON.parse(run.stdout), []);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }
});

function layoutOf(id: DialectId): 'first' | 'last' {
  return id === 'pytorch' || id === 'onnx' ? 'first' : 'last';
}

/** What the script needs to make the tensors and the expected output, in PyTorch's order. */
function caseOf({ axes: own, groups, bias, isBatched, given, cin, cout }: PortableCall) {
  assert.ok(typeof cin === 'number' && typeof cout === 'number');
  return {
    ...given,
    input: [...(isBatched ? [2] : []), cin, ...own.map(({ input }) => input)],
    weight: [cin, cout / groups, ...own.map(({ kernel }) => kernel)],
    cout,
    groups,
    bias,
    stride: own.map(({ stride }) => stride),
    dilation: own.map(({ dilation }) => dilation),
    crop: own.map(({ start, end }) => [start, end]),
  };
}
