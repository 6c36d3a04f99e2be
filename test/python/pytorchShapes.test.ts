import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { program, shape, sitesIn } from './sites.ts';

/** What PyTorch's layers were applied to when the programs ran (test/fixtures/pythonShapes.py). */
interface Applied {
  readonly line: number;
  readonly name: string;
  readonly input: readonly number[];
  readonly output: readonly number[];
}

const recorded = JSON.parse(
  readFileSync(join(import.meta.dirname, '../fixtures/pythonShapes.json'), 'utf8'),
) as Readonly<Record<string, readonly Applied[]>>;

const sizes = ({ input, output }: Pick<Applied, 'input' | 'output'>): string => `${shape(input)} → ${shape(output)}`;

describe('sizes carried through a PyTorch program', () => {
  for (const [name, applied] of Object.entries(recorded)) {
    it(`are those of PyTorch when it runs ${name}`, () => {
      const text = program(name);
      const lineOf = (offset: number): number => text.slice(0, offset).split('\n').length;
      const sites = sitesIn(text);
      const told = sites.flatMap(({ range, uses }) =>
        uses.map(({ input, output }) => ({
          first: lineOf(range.from),
          last: lineOf(range.to),
          sizes: `${shape(input)} → ${shape(output)}`,
        })),
      );
      for (const each of applied)
        assert.ok(
          told.some(({ first, last, sizes: said }) => each.line >= first && each.line <= last && said === sizes(each)),
          `line ${each.line}: ${each.name} ${sizes(each)}\n${told.map(({ first, sizes: said }) => `${first}: ${said}`).join('\n')}`,
        );
      // Nothing is told that did not happen.
      for (const { first, last, sizes: said } of told)
        assert.ok(
          applied.some((each) => each.line >= first && each.line <= last && said === sizes(each)),
          `${first}: ${said}`,
        );
    });
  }
});
