import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Tolerance } from '../../../src/engine/compare/comparison.ts';
import { compareTensors } from '../../../src/engine/compare/compareTensors.ts';
import { nextMismatch } from '../../../src/engine/compare/nextMismatch.ts';
import { ok, refuse } from '../../../src/engine/core/refusal.ts';
import { finish } from '../../../src/engine/core/steps.ts';
import { elementCount, type Tensor, tensorOf } from '../../../src/engine/core/tensor.ts';
import { bufferSource } from '../../../src/formats/common/byteSource.ts';
import { storedInMemory, type TensorStorage } from '../../../src/formats/common/tensorStorage.ts';
import type { TensorEntry } from '../../../src/formats/common/tensorFile.ts';
import { compareAll } from '../../../src/formats/differences/compareAll.ts';
import {
  cancelledRefusal,
  compareStored,
  nextStoredMismatch,
  type Pacing,
  scanStored,
} from '../../../src/formats/differences/compareStored.ts';
import { type FilePair, isSameInBoth, type PairDifference } from '../../../src/formats/differences/comparePair.ts';
import { isRenamed, keyOfPair, pairEntries } from '../../../src/formats/differences/pairEntries.ts';
import { openTensorFile } from '../../../src/formats/openTensorFile.ts';
import { accepted } from '../tensorCases.ts';

const folder = new URL('../../fixtures/differences/', import.meta.url);

/** What PyTorch says of a tensor (test/fixtures/differences.py); a value that is null was not computed. */
interface Expected {
  readonly status: string;
  readonly mismatches?: number;
  readonly maxAbs?: number | null;
  readonly maxAbsAt?: number | null;
  readonly maxRel?: number | null;
  readonly maxUlp?: number | null;
}

const cases = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as Record<
  string,
  Record<string, Expected>
>;

const pacing: Pacing = {
  run: (steps) => Promise.resolve({ value: finish(steps) }),
  rest: () => Promise.resolve(),
  report: () => undefined,
};

async function open(name: string): Promise<FilePair['a']> {
  const bytes = Uint8Array.from(readFileSync(new URL(name, folder))).buffer;
  return accepted(await openTensorFile(bufferSource(bytes, name), () => Promise.resolve(refuse('file', 'none'))));
}

async function compared(name: string, tolerance: Partial<Tolerance> = {}) {
  const files = { a: await open(`${name}-before.pt`), b: await open(`${name}-after.pt`) };
  const pairs = pairEntries(files.a.entries, files.b.entries);
  const differences: PairDifference[] = [];
  const options = { tolerance, admit: () => ok(null), pacing };
  const twins = accepted(await compareAll(pairs, files, options, (index, found) => (differences[index] = found)));
  return { pairs, differences, twins };
}

describe('the tensors of two checkpoints', () => {
  for (const [name, tensors] of Object.entries(cases)) {
    it(`differ as PyTorch says: ${name}`, async () => {
      const { pairs, differences } = await compared(name);
      const found = pairs.map((pair, index): readonly [string, Expected] => {
        const { status, values } = differences[index] as PairDifference;
        if (values === null) return [keyOfPair(pair), { status }];
        const { mismatches, maxAbs, maxRel, maxUlp, isEqual } = values;
        return [
          keyOfPair(pair),
          {
            ...{ isEqual, mismatches },
            maxAbs: maxAbs?.value ?? null,
            maxAbsAt: maxAbs?.at ?? null,
            maxRel: maxRel?.value ?? null,
            maxUlp: maxUlp?.value ?? null,
            status,
          },
        ];
      });
      assert.deepEqual(Object.fromEntries(found), tensors);
    });
  }

  it('are told by their values if they got another name', async () => {
    const { pairs, twins } = await compared('step');
    const named = [...twins].map(([index, key]) => [keyOfPair(pairs[index] ?? { a: null, b: null }), key]);
    assert.deepEqual(named.sort(), [
      ['head.new', 'head.old'],
      ['head.old', 'head.new'],
    ]);
  });

  it('are paired without a prefix that one file has', async () => {
    const { pairs } = await compared('prefix');
    assert.deepEqual(
      pairs.map((pair) => [pair.a?.key, pair.b?.key, isRenamed(pair)]),
      ['up.weight', 'up.bias', 'norm.bias'].map((key) => [key, `module.${key}`, true]),
    );
  });

  it('are equal with the same NaN, which is a mismatch unless NaN equals NaN', async () => {
    for (const equalNan of [false, true]) {
      const { differences } = await compared('same', { equalNan });
      assert.deepEqual(
        differences.map((difference) => [difference.status, isSameInBoth(difference)]),
        [
          ['equal', true],
          ['equal', equalNan],
        ],
      );
    }
  });
});

describe('pairs of tensors', () => {
  const entry = (key: string, ...shape: readonly number[]): TensorEntry => ({ key, element: 'float32', shape });
  const names = (a: readonly TensorEntry[], b: readonly TensorEntry[]) =>
    pairEntries(a, b).map((pair) => `${pair.a?.key ?? '–'} ${pair.b?.key ?? '–'}`);

  it('are the only tensors of two files, whatever their names', () => {
    assert.deepEqual(names([entry('', 2)], [entry('y', 2)]), [' y']);
  });

  it('keep the order of the first file, and the others of the second follow', () => {
    const a = [entry('c', 1), entry('a', 1), entry('b', 1)];
    assert.deepEqual(names(a, [entry('b', 1), entry('d', 1), entry('c', 1)]), ['c c', 'a –', 'b b', '– d']);
  });

  it('are not made of a prefix that few tensors have, nor of other shapes', () => {
    const a = ['w', 'x', 'y', 'z'].map((key) => entry(key, 2));
    assert.deepEqual(names(a, [entry('m.w', 2), entry('p', 2), entry('q', 2), entry('r', 2)]).slice(0, 1), ['w –']);
    assert.deepEqual(names([entry('w', 2), entry('v', 2)], [entry('m.w', 3), entry('m.v', 3)]).slice(0, 1), ['w –']);
  });

  it('lose a prefix as well as get one', () => {
    const plain = [entry('w', 2), entry('b', 2)];
    assert.deepEqual(names([entry('m.w', 2), entry('m.b', 2)], plain), ['m.w w', 'm.b b']);
  });
});

describe('a large tensor that is compared block by block', () => {
  const count = 3 * 2 ** 20 + 17;
  const shape = [count];
  /** A tensor of small whole numbers that differ from the other's at some places. */
  const large = (change: Readonly<Record<number, number>>): Tensor => {
    const tensor = tensorOf('float32', shape, new Float32Array(count).fill(1));
    for (const [at, number] of Object.entries(change)) tensor.data[Number(at)] = number;
    return tensor;
  };
  const [a, b] = [large({ 5: 2, [2 ** 20]: 4, [count - 1]: 1.5 }), large({})];
  const pair = { a: storedInMemory(a), b: storedInMemory(b) };
  const options = { tolerance: { rtol: 0.25, atol: 0, equalNan: false }, ulp: 'float32' } as const;

  it('has the comparison that it has in memory', async () => {
    const whole = finish(compareTensors(a, b, { tolerance: options.tolerance, stored: 'float32' }));
    assert.deepEqual(accepted(await compareStored(pair, options, pacing)), whole);
  });

  it('is scanned without reading more than a block at a time', async () => {
    let longest = 0;
    const watched = (stored: TensorStorage): TensorStorage => ({
      ...stored,
      read: (from, length) => {
        longest = Math.max(longest, length);
        return stored.read(from, length);
      },
    });
    const scanned = accepted(await scanStored({ a: watched(pair.a), b: watched(pair.b) }, options, pacing));
    assert.deepEqual([scanned.maxAbs, scanned.mismatches], [{ value: 3, at: 2 ** 20 }, 3]);
    assert.equal(longest, 4 * 2 ** 20);
  });

  it('is stepped through in both directions, around its ends', async () => {
    const { tolerance } = options;
    for (const by of [1, -1] as const) {
      for (const from of [0, 5, 6, 2 ** 20, count - 1]) {
        const next = accepted(await nextStoredMismatch(pair, tolerance, from, by, pacing));
        assert.equal(next, nextMismatch(a, b, tolerance, from, by), `${from} ${by}`);
      }
    }
    assert.equal(accepted(await nextStoredMismatch({ a: pair.a, b: pair.a }, tolerance, 3, 1, pacing)), null);
  });

  it('is read by its strides', async () => {
    const columns = { ...pair.a, shape: [2, 3], strides: [1, 2] };
    const rows = storedInMemory(tensorOf('float32', [2, 3], [1, 1, 1, 1, 1, 2]));
    // In column-major order, element 5 of the storage is [1, 2].
    const scanned = accepted(await scanStored({ a: columns, b: rows }, options, pacing));
    assert.equal(scanned.isEqual, true);
    assert.equal(elementCount(columns.shape), 6);
  });

  it('stops when it is cancelled', async () => {
    const stopped: Pacing = { ...pacing, run: () => Promise.resolve(null) };
    assert.equal(await scanStored(pair, options, stopped), cancelledRefusal);
    assert.equal(await compareStored(pair, options, stopped), cancelledRefusal);
  });
});
