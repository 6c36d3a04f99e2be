import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PythonSource } from '../../src/python/syntax/pythonSource.ts';
import { corpus, described, sitesIn, withoutMain } from './sites.ts';

/** What the program says with and without the lines that run it. The sizes of PyTorch's are tested against PyTorch. */
interface Expected {
  readonly sites: readonly (readonly string[])[];
  readonly withoutMain: readonly (readonly string[])[];
}

/** What Python's own parser finds (test/fixtures/pythonShapes.py): first lines of statements, and ranges of calls. */
type Parsed = Readonly<
  Record<
    string,
    { readonly statements: readonly number[]; readonly calls: readonly (readonly [number, number, number, number])[] }
  >
>;

const parsed = JSON.parse(readFileSync(join(import.meta.dirname, '../fixtures/pythonParsed.json'), 'utf8')) as Parsed;

function placeOf(text: string, offset: number): readonly [line: number, column: number] {
  const lines = text.slice(0, offset).split('\n');
  return [lines.length, Buffer.byteLength(lines.at(-1) ?? '')];
}

describe('the calls of a corpus of model code', () => {
  for (const { name, text } of corpus) {
    it(`are those that are expected in ${name}`, () => {
      const file = join(import.meta.dirname, 'corpus', name.replace(/\.py$/, '.json'));
      assert.ok(existsSync(file), `${name} has its expected calls next to it`);
      const expected = JSON.parse(readFileSync(file, 'utf8')) as Expected;
      assert.deepEqual(sitesIn(text).map(described), expected.sites);
      assert.deepEqual(sitesIn(withoutMain(text)).map(described), expected.withoutMain);
    });

    it(`are all that Python's own parser finds by their names in ${name}`, () => {
      const ranges = new Set(
        sitesIn(text).map(({ range }) => [...placeOf(text, range.from), ...placeOf(text, range.to)].join()),
      );
      for (const call of parsed[name]?.calls ?? []) assert.ok(ranges.has(call.join()), `${name}:${call[0]}`);
    });

    it(`lie in statements that begin where Python's own parser says in ${name}`, () => {
      const source = PythonSource.of(text);
      const lines = source.chunks.flatMap(({ tree }, index) =>
        tree.statements.map((statement) => placeOf(text, (source.starts[index] ?? 0) + statement.from)[0]),
      );
      assert.deepEqual(lines, parsed[name]?.statements);
    });
  }
});
