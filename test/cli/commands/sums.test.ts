import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Shape, tensorOf } from '../../../src/engine/core/tensor.ts';
import { writeNpy } from '../../../src/formats/npy/writeNpy.ts';
import type { OrderReport } from '../../../src/scenario/report/orderReport.ts';
import { inFolder, printed, refused } from '../convt.ts';

interface Stored {
  readonly shape: Shape;
  readonly values: readonly number[];
}

interface Order {
  readonly terms: readonly (readonly number[])[];
  readonly partial: readonly number[];
}

/** The partial sums that NumPy computes in float32 (test/fixtures/orders.py). */
interface Case {
  readonly name: string;
  readonly x: Stored;
  readonly w: Stored;
  readonly element: readonly number[];
  readonly orders: Readonly<Record<string, Order>>;
}

const fixture = new URL('../../fixtures/orders.json', import.meta.url);
const cases = JSON.parse(readFileSync(fixture, 'utf8')) as readonly Case[];

/** Runs `convt sums` with JSON on a case of stride 1 without padding or bias, with further flags. */
async function sums(of: Case, ...flags: readonly string[]): Promise<string> {
  return await inFolder(async (folder) => {
    const file = (name: string, { shape, values }: Stored): string => {
      const path = join(folder, name);
      writeFileSync(path, writeNpy(tensorOf('float32', shape, values)));
      return path;
    };
    const tensors = ['--input', file('x.npy', of.x), '--weight', file('w.npy', of.w)];
    return await printed('sums', ...tensors, '--at', [0, ...of.element].join(), ...flags);
  });
}

const random = ['sums', '--input', 'randn:1x2x4x4', '--weight', 'randn:2x2x3x3'];

describe('convt sums', () => {
  const plain = cases.find(({ name }) => name === 'no bias');
  assert.ok(plain);

  for (const order of ['matmul-fold', 'pairwise', 'reversed', 'smallest-first']) {
    it(`prints NumPy’s partial sums, and where they diverge: ${order}`, async () => {
      const report = JSON.parse(await sums(plain, '--against', order, '--json')) as OrderReport;
      const [own, other] = [plain.orders['sub-pixel'], plain.orders[order]];
      assert.ok(own && other);
      assert.deepEqual(report.at, [0, ...plain.element]);
      for (const [found, expected] of [
        [report.own, own],
        [report.other, other],
      ] as const) {
        const listed = found.sums ?? [];
        assert.deepEqual(
          listed.map(({ partial }) => partial),
          expected.partial,
        );
        assert.deepEqual(
          listed.map(({ term }) => term),
          expected.terms,
        );
        assert.equal(found.value, expected.partial.at(-1));
      }
      const parting = own.partial.findIndex((sum, k) => sum !== other.partial[k]);
      assert.equal(report.sumsPart, parting);
      assert.equal(report.sameOrder, false);
    });
  }

  it('marks the divergence for people', async () => {
    const text = await sums(plain, '--against', 'pairwise');
    const [own, other] = [plain.orders['sub-pixel'], plain.orders.pairwise];
    assert.ok(own && other);
    const parting = own.partial.findIndex((sum, k) => sum !== other.partial[k]);
    assert.match(text, new RegExp(`The two orders differ from position ${parting} on: both have added`));
    assert.match(text, new RegExp(`^≠ ${parting} `, 'm'));
  });

  it('gives only results for winograd', async () => {
    const report = JSON.parse(await printed(...random, '--against', 'winograd', '--json')) as OrderReport;
    assert.ok(!('sumsPart' in report) && report.other.sums === undefined);
    assert.ok(Math.abs((report.other.value ?? NaN) - (report.exact ?? NaN)) < 1e-5);
    assert.match(report.summary, /only the results can be compared/);
  });

  it('refuses an element outside the output, an unknown order, and a formulation that does not support the call', async () => {
    assert.equal(
      await refused(...random, '--at', '0,2,0,0'),
      'at = "0,2,0,0" must be n,c,y,x within the output: N = 1, Cout = 2, Ho = 6, Wo = 6',
    );
    assert.match(await refused(...random, '--at', '1,1'), /^at = "1,1" must be n,c,y,x within/);
    assert.match(await refused(...random, '--against', 'pairwize'), /pairwise/);
    const tall = ['sums', '--input', 'randn:1x2x4x4', '--weight', 'randn:2x2x5x5'];
    assert.match(await refused(...tall, '--against', 'winograd'), /^Winograd needs 2 or 3 taps/);
  });
});
