import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { tensorOf } from '../../src/engine/core/tensor.ts';
import { writeNpy } from '../../src/formats/npy/writeNpy.ts';
import { assertAccessible, assertFits } from '../browser/accessible.ts';
import { eventually } from '../browser/eventually.ts';
import { cursorOf, seriousFaults } from '../browser/shellPage.ts';
import { wrongCases } from '../engine/diagnose/search/wrongCases.ts';
import { workbench } from './bench.ts';

interface Stored {
  readonly shape: readonly number[];
  readonly values: readonly (number | string)[];
}

/** Calls with NaN and infinities, and the elements that PyTorch leaves non-finite: see taint.py. */
interface Fixture {
  readonly name: string;
  readonly input: Stored;
  readonly weight: Stored;
  readonly bias: Stored | null;
  readonly nonFinite: readonly number[];
  readonly unfolded: readonly number[];
}

const { cases } = JSON.parse(readFileSync(new URL('../fixtures/taint.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly Fixture[];
};
const fixtureOf = (name: string): Fixture => {
  const found = cases.find((fixture) => fixture.name.startsWith(name));
  assert.ok(found);
  return found;
};

describe('the tab Diagnose of NaN, infinities and small calls', function () {
  this.timeout(120_000);
  const bench = workbench();
  let frame: Frame;
  const at = (name: string): string => join(bench.folder(), name);

  /** Opens a case's call in the tab, `actual` as the output to check. */
  async function open(fixture: Fixture, actual?: readonly number[]): Promise<void> {
    // A document has no place for what PyTorch made of it.
    const call = { ...fixture, nonFinite: undefined, unfolded: undefined };
    if (actual !== undefined) {
      writeFileSync(at('traced.npy'), writeNpy(tensorOf('float32', [1, 4, 8, 8], actual)));
    }
    const scenario = {
      version: 1,
      ...call,
      formulation: 'unfold-matmul',
      ...(actual === undefined ? {} : { actual: { file: 'traced.npy' } }),
    };
    assert.equal(await bench.openScenario(scenario, 'traced.convt.json'), 'done');
    frame = await bench.frame();
    await frame.getByRole('tab', { name: 'Diagnose' }).click();
  }
  /** Waits until a part says each of these, in one line of single blanks. */
  const says = (part: Locator, ...words: readonly RegExp[]): Promise<void> =>
    eventually(async () => {
      const text = (await part.innerText()).replace(/\s+/g, ' ');
      for (const each of words) assert.match(text, each);
    });
  const cursorIs = (wanted: Partial<Awaited<ReturnType<typeof cursorOf>>>): Promise<void> =>
    eventually(async () => assert.partialDeepStrictEqual(await cursorOf(frame), wanted));

  it('follows an infinite weight without an output to check, and compares the formulations with PyTorch', async () => {
    const fixture = fixtureOf('one infinite weight');
    await open(fixture);
    await frame.locator('.propagation-stages li').first().waitFor();
    await frame.locator('.diagnose-how').waitFor();
    await says(
      frame.locator('[aria-labelledby="propagation-title"]'),
      /NaN or infinities: 1 in the weight/,
      /weight\[0, 3, 1, 1\] = \+Inf reaches 16 outputs, makes 64 non-finite in unfold \+ matmul/,
    );
    await eventually(async () => {
      const rows = await frame.locator('.propagation-formulations tbody tr').allInnerTexts();
      const counts = rows.map((row) =>
        row
          .split('\t')
          .map((cell) => cell.trim())
          .slice(0, 2),
      );
      assert.deepEqual(counts.slice(0, 3), [
        ['PyTorch, by the definition', String(fixture.nonFinite.length)],
        ['unfold + matmul (shown)', String(fixture.unfolded.length)],
        ['matmul + fold', String(fixture.nonFinite.length)],
      ]);
      const stages = await frame.locator('.propagation-stages li').allInnerTexts();
      const rotated = stages.find((stage) => stage.includes('Rotated')) ?? '';
      assert.match(rotated, /1 of 9 cells/);
      assert.match(stages.at(-1) ?? '', /Output\s+64 of 64 cells/);
    });
    await bench.screenshot('trace-weight');
    await frame.getByRole('button', { name: 'Show Rotated in Pipeline' }).click();
    await frame.locator('[data-pane="rotated"] :focus').waitFor();
    await cursorIs({ c: 3 });
  });

  it('moves the one cursor from its map, with the mouse and the keyboard', async () => {
    await open(fixtureOf('one infinite weight'));
    const map = frame.getByRole('img', { name: /^Output of unfold \+ matmul, 8 × 8/ });
    await map.click({ position: { x: 3, y: 3 } });
    await cursorIs({ y: 0, x: 0 });
    // What is under the mouse would be shown in place of the cursor.
    await bench.page().mouse.move(0, 0);
    await frame.locator('.propagation-map [role=grid] [tabindex="0"]').first().focus();
    await bench.page().keyboard.press('ArrowRight');
    await bench.page().keyboard.press('ArrowDown');
    await cursorIs({ y: 1, x: 1 });
    await says(frame.locator('.propagation-under').first(), /^\[0, \d, 1, 1\]/);
    // The source is in the fourth channel: choosing it goes there.
    await frame.getByRole('listbox', { name: /NaN and infinities/ }).focus();
    await bench.page().keyboard.press('Enter');
    await cursorIs({ c: 3 });
  });

  it('goes through the sources with the arrow keys, and follows the selected one', async () => {
    await open(fixtureOf('one of each'));
    const list = frame.getByRole('listbox', { name: /NaN and infinities of the call, 3 listed/ });
    await list.focus();
    await bench.page().keyboard.press('ArrowDown');
    const second = frame.locator('.propagation-sources [role=option]').nth(1);
    await eventually(async () => {
      assert.equal(await second.getAttribute('aria-selected'), 'true');
      assert.equal(await list.getAttribute('aria-activedescendant'), await second.getAttribute('id'));
    });
    await frame.locator('.propagation-stages h3').getByText('weight[3, 1, 0, 1] = NaN').waitFor();
    await bench.page().keyboard.press('End');
    await frame.locator('.propagation-stages h3').getByText('bias[0] = +Inf').waitFor();
  });

  it('explains the non-finite elements of an output to check, and tells which have no source', async () => {
    const fixture = fixtureOf('one infinite weight');
    // As PyTorch's, but for a NaN where none comes and a 0 where one must.
    const wrong = new Set([...fixture.nonFinite.slice(1), 0]);
    await open(
      fixture,
      Array.from({ length: 256 }, (_, i) => (wrong.has(i) ? NaN : 0)),
    );
    await says(
      frame.locator('.propagation-map').nth(1),
      /15 explained: non-finite by the definition/,
      /1 no source in the call/,
      /1 finite, although/,
    );
    await bench.screenshot('trace-actual');
  });

  it('has nothing to say of a finite call', async () => {
    const fixture = fixtureOf('one infinite weight');
    const values = fixture.weight.values.map((value) => (value === 'Infinity' ? 1 : value));
    await open({ ...fixture, weight: { ...fixture.weight, values } });
    await frame.locator('.diagnose-how').waitFor();
    assert.equal(await frame.locator('.trace-section').count(), 0);
  });

  it('shrinks the call together with the mistake that explains the output', async () => {
    const wrong = wrongCases.find(({ name }) => name === 'kernel-not-rotated 0');
    assert.ok(wrong);
    const { input, weight, bias, params } = wrong.call;
    assert.ok(bias);
    for (const [name, tensor] of Object.entries({ x: input, w: weight, b: bias, y: wrong.actual })) {
      writeFileSync(at(`${name}.npy`), writeNpy(tensor));
    }
    const { stride, padding, outputPadding } = params;
    const files = { input: { file: 'x.npy' }, weight: { file: 'w.npy' }, bias: { file: 'b.npy' } };
    const scenario = {
      version: 1,
      ...files,
      actual: { file: 'y.npy' },
      stride,
      padding,
      output_padding: outputPadding,
    };
    assert.equal(await bench.openScenario(scenario, 'wrong.convt.json'), 'done');
    frame = await bench.frame();
    await frame.getByRole('tab', { name: 'Diagnose' }).click();
    await frame.getByRole('button', { name: 'Find the smallest failing example' }).click();
    await frame.getByRole('heading', { name: 'Smallest failing example' }).waitFor();
    await says(frame.locator('.shrink-values').first(), /with the mistake/);
    await frame.getByText('The kernel was not rotated by 180°: this call shows it.').waitFor();
    assert.deepEqual(await seriousFaults(frame), []);
    await bench.screenshot('trace-smallest-mistake');
  });

  it('crops an output that no mistake explains, copies its tests, and opens it as a scenario', async () => {
    const ones = (count: number): number[] => Array<number>(count).fill(1);
    const call = {
      ...fixtureOf('one infinite weight'),
      name: 'wrong',
      input: { shape: [1, 2, 4, 4], values: ones(32) },
      weight: { shape: [2, 4, 3, 3], values: ones(72) },
      bias: null,
      nonFinite: [],
      unfolded: [],
    };
    await open(call, Array<number>(256).fill(7));
    const start = frame.getByRole('button', { name: 'Find the smallest failing example' });
    await start.focus();
    await bench.page().keyboard.press('Enter');
    await frame.locator('.shrink-values').waitFor();
    await frame.getByRole('heading', { name: 'A crop of your output' }).waitFor();
    await says(frame.locator('.shrink-steps').first(), /output channels 4 1/);
    await says(frame.locator('.shrink-values').first(), /yours 1×1×1×1 \[\[\[\[7\]\]\]\]/);
    await frame.getByRole('button', { name: 'Copy PyTorch test' }).click();
    await frame.getByText('Copied the PyTorch test.').first().waitFor();
    await frame.getByRole('button', { name: 'Copy NumPy test' }).click();
    await frame.getByText('Copied the NumPy test.').first().waitFor();
    assert.deepEqual(await seriousFaults(frame), []);
    await bench.screenshot('trace-smallest');
    const saved: string[] = [];
    bench.page().on('download', (download) => saved.push(download.suggestedFilename()));
    await frame.getByRole('button', { name: 'Save as scenario…' }).click();
    const tabs = bench.page().getByRole('navigation', { name: 'Open panels' });
    await tabs.getByRole('button', { pressed: true, name: /crop-of-the-output/ }).waitFor();
    assert.equal(await bench.settled(), 'done');
    frame = await bench.frame();
    await eventually(() =>
      assert.deepEqual(saved.map((name) => name.replace(/^.*?(?=\.(actual|convt))/, '')).sort(), [
        '.actual.npy',
        '.convt.json',
      ]),
    );
    await frame.locator('.verdict').first().waitFor();
    await frame.getByRole('tab', { name: 'Diagnose' }).click();
    await frame
      .locator('.diagnose-header')
      .getByText(/^Wrong: /)
      .waitFor();
  });

  it('has no serious fault that axe-core finds in any theme, and fits a narrow page', async () => {
    await open(fixtureOf('one infinite weight'), Array<number>(256).fill(0));
    await frame.locator('.propagation-stages li').first().waitFor();
    await frame.getByRole('listbox', { name: /NaN and infinities/ }).focus();
    await assertAccessible(bench, frame);
    await assertFits(bench, frame, 700, 'trace');
  });
});
