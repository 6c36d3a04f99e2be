import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { refuse, type Result } from '../../../src/engine/core/refusal.ts';
import { type Beside, bufferSource, type ByteSource } from '../../../src/formats/common/byteSource.ts';
import type { TensorFile } from '../../../src/formats/common/tensorFile.ts';
import { openTensorFile } from '../../../src/formats/openTensorFile.ts';
import { assertSurvives } from '../hostileFiles.ts';
import { accepted, assertParts, fixture, readKey, refused } from '../tensorCases.ts';

interface Expected {
  readonly element: string;
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** The output of distributed.py: what PyTorch put into the checkpoints. */
const expected = JSON.parse(Buffer.from(fixture('distributed/distributed.json')).toString()) as Readonly<
  Record<string, Expected>
>;
/** Tensors that two processes saved in boxes. */
const inBoxes = ['up.weight', 'columns', 'middle', 'boxes'];

const bytesOf = (folder: string, file: string): ArrayBuffer => fixture(`distributed/${folder}/${file}`);

/** Opens the files of a checkpoint, and notes which. */
function besideIn(folder: string, opened: string[] = [], without: readonly string[] = []): Beside {
  const names = readdirSync(new URL(`../../fixtures/distributed/${folder}`, import.meta.url));
  return (path) => {
    opened.push(path);
    if (!names.includes(path) || without.includes(path))
      return Promise.resolve(refuse('file', `${path} does not exist.`));
    return Promise.resolve({ ok: true, value: bufferSource(bytesOf(folder, path), path) });
  };
}

function open(folder: string, file = '.metadata', beside = besideIn(folder)): Promise<Result<TensorFile>> {
  return openTensorFile(bufferSource(bytesOf(folder, file), file), beside);
}

/** Returns a plan in which bytes are replaced by as many others. */
function changedPlan(folder: string, from: string, to: string): ByteSource {
  const plan = Buffer.from(bytesOf(folder, '.metadata')).toString('latin1');
  assert.ok(plan.includes(from) && from.length === to.length);
  return bufferSource(Uint8Array.from(Buffer.from(plan.replaceAll(from, to), 'latin1')).buffer, '.metadata');
}

describe('a distributed checkpoint of PyTorch', () => {
  for (const folder of ['ranks', 'plain', 'recent']) {
    it(`opens by its .metadata as one file, whose tensors are put together from those of all processes: ${folder}`, async () => {
      const file = accepted(await open(folder));
      assert.equal(file.format, 'distributed');
      const keys = Object.keys(expected).filter((key) => folder !== 'plain' || !inBoxes.includes(key));
      assert.deepEqual(
        file.entries.map(({ key, element, shape }) => [key, element, shape]),
        keys.map((key) => [key, expected[key]?.element, expected[key]?.shape]),
      );
      for (const key of keys) {
        const { shape, values } = expected[key] as Expected;
        assert.deepEqual([...accepted(await readKey(file, key)).data], values, key);
        await assertParts(file, key, shape, values);
      }
      assert.deepEqual(file.leftOut, ['epoch: int', 'optimizer.lr: float']);
    });
  }

  it('opens by each of its parts, and says so if the .metadata is not beside it', async () => {
    for (const part of ['__0_0.distcp', '__1_0.distcp']) {
      const file = accepted(await open('ranks', part));
      assert.equal(file.name, part);
      assert.deepEqual([...accepted(await readKey(file, 'columns')).data], expected.columns?.values);
    }
    assert.equal(
      refused(await open('ranks', '__1_0.distcp', besideIn('ranks', [], ['.metadata']))),
      '__1_0.distcp is a part of a distributed checkpoint of PyTorch; where each tensor is stands in the file .metadata ' +
        'beside it, which cannot be read: .metadata does not exist.',
    );
  });

  it('opens by a part in which a process had nothing to save', async () => {
    const part = bufferSource(new ArrayBuffer(0), '__2_0.distcp');
    const file = accepted(await openTensorFile(part, besideIn('ranks')));
    assert.deepEqual([...accepted(await readKey(file, 'columns')).data], expected.columns?.values);
  });

  it('opens without a part that is missing, cut off, or no part at all, and names it with its tensors', async () => {
    const file = accepted(await open('ranks', '.metadata', besideIn('ranks', [], ['__1_0.distcp'])));
    assert.equal(
      file.leftOut[0]?.replaceAll(/\s/g, ' '),
      '__1_0.distcp: 4 tensors, up.weight, columns, middle, …, cannot be read: __1_0.distcp does not exist',
    );
    assert.ok(!file.entries.some(({ key }) => inBoxes.includes(key)));
    const cut: Beside = async (path) => {
      const source = accepted(await besideIn('ranks')(path));
      return { ok: true, value: path === '__1_0.distcp' ? { ...source, size: source.size - 1 } : source };
    };
    const without = accepted(await open('ranks', '.metadata', cut));
    assert.match(
      without.leftOut[0] ?? '',
      /__1_0\.distcp is cut off: its last part ends at byte 3863, the file at byte 3862/,
    );
    const zeros: Beside = async (path) => bufferOk(accepted(await besideIn('ranks')(path)).size, path);
    const file0 = accepted(await open('ranks', '.metadata', zeros));
    assert.match(refused(await readKey(file0, 'steps')), /"steps" cannot be read: __0_0\.distcp is not a complete ZIP/);
  });

  it('opens only the files that the one tensor that is asked for needs', async () => {
    const opened: string[] = [];
    const source = bufferSource(bytesOf('plain', '.metadata'), '.metadata');
    const file = accepted(await openTensorFile(source, besideIn('plain', opened), 'scalar'));
    assert.equal(opened.length, 1);
    assert.deepEqual([...accepted(await readKey(file, 'scalar')).data], [2.5]);
  });

  it('is refused where its plan is false: chunks that overlap, leave gaps, or share bytes', async () => {
    const withPlan = (from: string, to: string) => openTensorFile(changedPlan('ranks', from, to), besideIn('ranks'));
    // The second box of "columns" is at (0, 4) and of size (5, 2).
    const overlapping = accepted(await withPlan('K\x00K\x04\x86', 'K\x00K\x03\x86'));
    assert.match(
      refused(await readKey(overlapping, 'columns')),
      /"columns" cannot be read: two of its chunks have the same/,
    );
    const gaping = accepted(await withPlan('K\x05K\x02\x86', 'K\x05K\x01\x86'));
    assert.match(gaping.leftOut.join(), /columns: a tensor of 30 elements, of which its chunks have 25/);
    const sharing = accepted(await withPlan('__1_0.distcp', '__0_0.distcp'));
    assert.match(sharing.leftOut.join(), /__0_0\.distcp has parts that share bytes/);
    // The first box of "columns" has another shape in its part than in the plan.
    const turned = accepted(await withPlan('K\x05K\x04\x86', 'K\x04K\x05\x86'));
    assert.match(refused(await readKey(turned, 'columns')), /"columns" cannot be read/);
  });

  it('survives changes of its .metadata and of its parts', async () => {
    await assertSurvives((source) => openTensorFile(source, besideIn('ranks')), bytesOf('ranks', '.metadata'), 300);
    const others = besideIn('ranks');
    await assertSurvives(
      (source) =>
        openTensorFile(bufferSource(bytesOf('ranks', '.metadata'), '.metadata'), (path) =>
          path === '__0_0.distcp' ? Promise.resolve({ ok: true, value: source }) : others(path),
        ),
      bytesOf('ranks', '__0_0.distcp'),
      150,
    );
  });
});

function bufferOk(size: number, name: string): Result<ByteSource> {
  return { ok: true, value: bufferSource(new ArrayBuffer(size), name) };
}
