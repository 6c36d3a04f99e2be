import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { elementCount, type Float32Tensor, type Shape } from '../../src/engine/core/tensor.ts';
import { writeNpy } from '../../src/formats/npy/writeNpy.ts';
import { assertAccessible, assertFits } from '../browser/accessible.ts';
import { cursorOf, field } from '../browser/shellPage.ts';
import { eventually } from '../browser/eventually.ts';
import { workbench } from './bench.ts';

interface Stored {
  readonly shape: Shape;
  readonly at: number;
}

/** Wrong outputs that PyTorch made on purpose. */
interface Fixture extends Readonly<Record<'input' | 'weight' | 'bias' | 'actual', Stored>> {
  readonly id: string;
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly output_padding: readonly number[];
  readonly dilation: readonly number[];
  readonly groups: number;
  readonly same_shape: boolean;
}

const fixtures = new URL('../fixtures/', import.meta.url);
const { cases } = JSON.parse(readFileSync(new URL('diagnose.json', fixtures), 'utf8')) as {
  readonly cases: readonly Fixture[];
};
const bytes = new Uint8Array(readFileSync(new URL('diagnose.bin', fixtures))).buffer;
const tensorOf = ({ shape, at }: Stored): Float32Tensor => ({
  dtype: 'float32',
  shape,
  data: new Float32Array(bytes, at, elementCount(shape)),
});
const files = { input: 'x.npy', weight: 'w.npy', bias: 'b.npy', actual: 'y.npy' } as const;

const sourcesOf = (): Record<string, { file: string }> =>
  Object.fromEntries(Object.entries(files).map(([role, file]) => [role, { file }]));

/** The number that a figure ends with; before it stands what is said of it to who listens. */
const lastNumber = (text: string): number => Number((/\S+$/.exec(text.trim())?.[0] ?? '').replace('−', '-'));

describe('the tab Diagnose', function () {
  this.timeout(120_000);
  const bench = workbench();
  let frame: Frame;
  const at = (name: string): string => join(bench.folder(), name);

  /** Writes a case's tensors, `actual` in place of its output, and opens the scenario in the tab. */
  async function open(fixture: Fixture | undefined, actual?: Float32Tensor): Promise<string> {
    assert.ok(fixture);
    for (const [role, name] of Object.entries(files)) {
      const own = tensorOf(fixture[role as keyof typeof files]);
      const tensor = role === 'actual' ? (actual ?? own) : own;
      writeFileSync(at(name), new Uint8Array(writeNpy(tensor).buffer));
    }
    const { stride, padding, output_padding, dilation, groups } = fixture;
    const state = await bench.openScenario(
      { version: 1, stride, padding, output_padding, dilation, groups, ...sourcesOf() },
      'diagnosed.convt.json',
    );
    frame = await bench.frame();
    await frame.getByRole('tab', { name: 'Diagnose' }).click();
    return state;
  }
  const of = (id: string): Fixture | undefined => cases.find((fixture) => fixture.id === id);
  const options = (): Locator => frame.locator('.hypotheses [role=option]');
  const matches = (): Locator => frame.locator('.hypotheses .fit-match');
  /** Waits until every hypothesis is measured. */
  const measured = async (): Promise<void> => {
    await options().first().waitFor();
    await eventually(async () => assert.equal(await frame.locator('.hypothesis-why.dim').count(), 0));
  };
  const text = async (selector: string): Promise<string> => await frame.locator(selector).first().innerText();
  /** Waits until the first part of a selector says this. */
  const says = (selector: string, words: RegExp): Promise<void> =>
    eventually(async () => assert.match(await text(selector), words));

  afterEach(() => {
    for (const name of Object.values(files)) rmSync(at(name), { force: true });
  });

  it('names a kernel that was not rotated first, with its fix and a residual of rounding', async () => {
    assert.equal(await open(of('kernel-not-rotated')), 'done');
    const first = options().first();
    await eventually(async () => {
      assert.equal(await first.getAttribute('data-hypothesis'), 'kernel-not-rotated');
      assert.equal(await first.getAttribute('aria-selected'), 'true');
    });
    await says('.diagnose-headline', /Wrong: the kernel was not rotated by 180°$/);
    await says('.diagnose-header', /That explains all 468 values\./);
    await says('.diagnose-fix', /w\.flip\(2, 3\)/);
    await says('.hypothesis-fix', /w\.flip\(2, 3\)/);
    await says('.code-diff pre', /^−rotated = w\n\+rotated = w\.flip\(2, 3\)$/m);
    await eventually(async () => assert.equal(await frame.locator('.diagnose-maps [data-pane]').count(), 5));
    // The whole residual, not what is drawn of it: the output is of the order of 1.
    await eventually(async () => {
      const largest = lastNumber(await first.locator('.hypothesis-max').innerText());
      assert.ok(largest < 1e-5, String(largest));
    });
    // Clicking a cell of one map moves the one cursor.
    await frame
      .locator('[data-pane="diagnose-expected"] canvas')
      .first()
      .click({ position: { x: 3, y: 3 } });
    await eventually(async () => {
      const { y, x } = await cursorOf(frame);
      assert.deepEqual([y, x], [0, 0]);
    });
    await bench.screenshot('diagnose-dark');
    // The answer stands above the maps.
    const [answer, maps] = await Promise.all(
      ['.diagnose-headline', '.diagnose-maps'].map((part) => frame.locator(part).boundingBox()),
    );
    assert.ok(answer && maps && answer.y + answer.height <= maps.y);
    await frame.getByRole('button', { name: 'Show where' }).click();
    await frame.locator('[data-pane="rotated"] :focus').waitFor();
    await frame.getByRole('tab', { name: 'Diagnose' }).click();
    await frame.getByRole('button', { name: 'Show in Pipeline' }).click();
    await frame.locator('[data-pane="rotated"] :focus').waitFor();
  });

  it('lets the arrow keys choose among mistakes that make the same output', async () => {
    // A single 1: the output is the kernel, and of a kernel in one row every flip along the width is the same.
    const row = (...values: readonly number[]): Float32Tensor => ({
      dtype: 'float32',
      shape: [1, 1, 1, values.length],
      data: Float32Array.from(values),
    });
    for (const [name, tensor] of [
      ['x', row(1)],
      ['w', row(1, 2, 4)],
      ['y', row(4, 2, 1)],
    ] as const) {
      writeFileSync(at(`${name}.npy`), new Uint8Array(writeNpy(tensor).buffer));
    }
    const scenario = { version: 1, ...sourcesOf(), bias: null };
    assert.equal(await bench.openScenario(scenario, 'row.convt.json'), 'done');
    frame = await bench.frame();
    await frame.getByRole('tab', { name: 'Diagnose' }).click();
    const list = frame.getByRole('listbox', { name: /^Hypotheses/ });
    await list.focus();
    const first = matches().first();
    const second = matches().nth(1);
    await second.waitFor();
    await eventually(async () => {
      assert.equal(await first.getAttribute('data-hypothesis'), 'kernel-not-rotated');
      assert.equal(await first.getAttribute('aria-selected'), 'true');
    });
    await says('.hypothesis-note', /the same computation for all tensors of these shapes/);
    const before = await text('.hypothesis-fix');
    await bench.page().keyboard.press('ArrowDown');
    await eventually(async () => {
      assert.equal(await second.getAttribute('aria-selected'), 'true');
      assert.equal(await list.getAttribute('aria-activedescendant'), await second.getAttribute('id'));
      assert.notEqual(await text('.hypothesis-fix'), before);
    });
    // What it makes arrives a moment later and is the same output.
    await frame.locator('.diagnose-maps .pending').waitFor({ state: 'detached' });
    await says('.values-under', /yours = (\d)\s+expected = \d\s+hypothesis = \1$/);
    await bench.screenshot('diagnose-ambiguous');
  });

  it('explains a shape that is not the call’s', async () => {
    assert.equal(await open(cases.find(({ same_shape: same }) => !same)), 'refused');
    await says('.diagnose-header', /Wrong/);
    await matches().first().waitFor();
    await frame.locator('.hypotheses .fit-shape').nth(5).waitFor();
    await bench.screenshot('diagnose-shape');
  });

  it('says plainly that nothing known explains an output', async () => {
    const fixture = of('kernel-not-rotated');
    assert.ok(fixture);
    const wrong = tensorOf(fixture.actual);
    const data = wrong.data.map((value, i) => value + (i % 7));
    assert.equal(await open(fixture, { ...wrong, data }), 'done');
    await frame.locator('.diagnose-unexplained').waitFor();
    assert.equal(await matches().count(), 0);
    await measured();
    // Nobody says that nothing would come near: all are listed with how far off they are.
    await options().nth(10).waitFor();
    for (const share of await frame.locator('.hypotheses li .hypothesis-equal').allInnerTexts()) {
      assert.ok(!share.includes('100%'), share);
    }
    await bench.screenshot('diagnose-unexplained');
  });

  it('shows where an output is wrong, and leads there, whether or not a mistake is known', async () => {
    // PyTorch's right output is twice that of the mistake; the last three rows of channel 0 are none of the call's.
    const halved = of('scaled');
    assert.ok(halved);
    const { shape, data } = tensorOf(halved.actual);
    const [height = 0, width = 0] = shape.slice(-2);
    const isWrong = (i: number): boolean =>
      Math.floor(i / (height * width)) % 2 === 0 && Math.floor(i / width) % height >= height - 3;
    const actual = { dtype: 'float32', shape, data: data.map((v, i) => (isWrong(i) ? 3 * v * v + i : 2 * v)) } as const;
    await open(halved, actual);
    await says('.diagnose-where', /Channel 1 is right, the first channel is wrong\./);
    await says('.diagnose-where', /Rows 0–5 are right, the last 3 rows are wrong\./);
    const picture = (name: RegExp): Locator => frame.getByRole('img', { name });
    assert.equal(
      await picture(/^The plane of 9 × 13/)
        .locator('.wrong')
        .count(),
      3 * width,
    );
    // The last cell of the rows' strip.
    const rows = picture(/^Rows 0–5 are right/);
    const box = await rows.boundingBox();
    assert.ok(box);
    await rows.click({ position: { x: box.width - 4, y: box.height / 2 } });
    await frame.locator('[data-pane="output"] :focus').waitFor();
    await eventually(async () => {
      const { c, y, x } = await cursorOf(frame);
      assert.deepEqual([c, y, x], [0, height - 1, 0]);
    });
    await frame.getByRole('tab', { name: 'Diagnose' }).click();
    await frame.getByRole('button', { name: 'Show the first in Pipeline' }).click();
    await eventually(async () => {
      const { c, y, x } = await cursorOf(frame);
      assert.deepEqual([c, y, x], [0, height - 3, 0]);
    });
    // A mistake that is known.
    await open(of('channel-remainder'));
    await says('.diagnose-headline', /^Wrong: /);
    await says('.diagnose-where', /Every value is wrong\./);
  });

  it('shows the verdict and the maps of a large output before its mistakes are tried, and if that was cancelled', async () => {
    // None of its values is explained by a mistake, so that trying all of them takes a while.
    const shape = [1, 64, 112, 112];
    const data = new Float32Array(elementCount(shape)).map((_, i) => Math.sin(i * i));
    writeFileSync(at('y.npy'), new Uint8Array(writeNpy({ dtype: 'float32', shape, data }).buffer));
    const [input, weight] = [
      { fill: 'randn', shape: [1, 128, 56, 56] },
      { fill: 'randn', shape: [128, 64, 4, 4] },
    ];
    const call = { version: 1, input, weight, stride: [2, 2], padding: [1, 1], actual: { file: 'y.npy' } };
    await bench.openScenario(call, 'diagnosed.convt.json');
    frame = await bench.frame();
    await frame.getByRole('tab', { name: 'Diagnose' }).click();
    await frame.locator('.first-look').waitFor();
    await bench.page().keyboard.press('Escape');
    await frame.getByText('The diagnosis was cancelled.').waitFor();
    await says('.diagnose-headline', /^Wrong: 802.\d+ of 802.816 values are off/);
    const panes = frame.locator('.diagnose-maps [data-pane]');
    await eventually(async () => {
      const drawn = await panes.evaluateAll((all) => all.map((pane) => pane.getAttribute('data-pane')));
      assert.deepEqual(drawn, ['diagnose-yours', 'diagnose-expected', 'diagnose-difference']);
    });
    await frame.getByRole('button', { name: 'Diagnose again' }).click();
    await says('.diagnose-header', /None of the \d+ known mistakes/);
    await options().first().waitFor();
  });

  it('says which call an output is of, to be copied or debugged', async () => {
    await open(of('other-parameters'));
    await says('.diagnose-headline', /Wrong: yours is exactly conv_transpose2d with stride 3 in place of 2$/);
    await says('.tab-row .verdict', /yours is exactly conv_transpose2d with stride 3 in place of 2/);
    await says('.diagnose-other-call', /F\.conv_transpose2d\(x, w, b, stride=\(3, 3\), padding=\(1, 1\)/);
    await frame.getByRole('button', { name: 'Debug that call' }).click();
    // The output is right for that call.
    await says('.diagnose-headline', /^Correct, within float32 rounding$/);
    await eventually(async () => assert.equal(await field(frame, 'Stride, height').inputValue(), '3'));
  });

  it('finds nothing wrong with a right output, and says how to name one where there is none', async () => {
    const call = JSON.parse(readFileSync(new URL('cli/call.convt.json', fixtures), 'utf8')) as object;
    for (const name of Object.values(files)) {
      writeFileSync(at(name), readFileSync(new URL(`cli/${name}`, fixtures)));
    }
    const scenario = { ...call, actual: { file: 'y.npy' } };
    assert.equal(await bench.openScenario(scenario, 'right.convt.json'), 'done');
    frame = await bench.frame();
    await frame.getByRole('tab', { name: 'Diagnose' }).click();
    await says('.diagnose-header', /Correct, within float32 rounding/);
    assert.equal(await options().count(), 0);
    assert.equal(await frame.locator('.diagnose-unexplained').count(), 0);
    await frame.getByRole('button', { name: 'Stop checking y.npy' }).click();
    await frame.locator('.diagnose-how').waitFor();
    await says('.diagnose', /Correct, within float32 rounding/);
    await bench.screenshot('diagnose-none');
  });

  it('explains the output of another call when a parameter changes', async () => {
    assert.equal(await open(of('kernel-not-rotated')), 'done');
    await options().first().waitFor();
    await field(frame, 'Padding, height').fill('0');
    await frame.locator('.diagnose-headline').getByText('Wrong shape').waitFor();
    await field(frame, 'Padding, height').fill('1');
    await frame.locator('.diagnose-headline').getByText('Wrong: the kernel was not rotated').waitFor();
  });

  it('ranks what does not match by how far off it is, each to be looked at by keyboard', async () => {
    assert.equal(await open(of('kernel-not-rotated')), 'done');
    await options().first().waitFor();
    await measured();
    await eventually(async () => {
      const figures = await frame.locator('.hypotheses .fit-differs .hypothesis-max').allInnerTexts();
      const far = figures.map(lastNumber);
      assert.ok(far.length > 8 && far.every((value) => value > 0), figures.join());
      assert.deepEqual(
        [...far].sort((a, b) => a - b),
        far,
      );
    });
    const list = frame.getByRole('listbox', { name: /^Hypotheses/ });
    await list.focus();
    const count = await options().count();
    const seen = new Set<string>();
    for (let at = 0; at < count; at++) {
      const row = options().nth(at);
      await eventually(async () => {
        assert.equal(await row.getAttribute('aria-selected'), 'true', String(at));
        assert.equal(await list.getAttribute('aria-activedescendant'), await row.getAttribute('id'));
        assert.equal(await frame.locator('.diagnose-maps .pending').count(), 0);
        const words = await text('.hypothesis-details .verdict-box strong');
        const kind = (await row.getAttribute('class'))?.split('fit-')[1];
        assert.equal(words.includes('atch') && !words.includes('not'), kind === 'match', words);
        const residuals = await frame.locator('[data-pane="diagnose-residual"]').count();
        if (kind === 'differs') {
          const detail = await text('.hypothesis-details .verdict-box p');
          assert.match(detail, /[\d\u00a0]+ of [\d\u00a0]+ elements differ/);
          // The figure beside it is that of what is shown.
          assert.equal(residuals, 1);
        }
        if (kind === 'shape') assert.equal(residuals, 0);
      });
      seen.add(await text('.hypothesis-details h2'));
      await bench.page().keyboard.press('ArrowDown');
    }
    assert.equal(seen.size, count);
    await bench.page().keyboard.press('Home');
    await eventually(async () => assert.equal(await options().first().getAttribute('aria-selected'), 'true'));
  });

  it('shows the cursor’s kernel before and after, and steps to the first mismatch', async () => {
    assert.equal(await open(of('kernel-not-rotated')), 'done');
    await frame.locator('.hypothesis-details .picture').first().waitFor();
    await eventually(async () => assert.equal(await frame.locator('.picture svg').count(), 2));
    const kernels = await frame
      .locator('.picture svg')
      .evaluateAll((all) => all.map((svg) => svg.getAttribute('aria-label') ?? ''));
    const numbers = kernels.map((label) => label.split(': ')[1]?.split(', ') ?? []);
    assert.equal(numbers.length, 2);
    assert.deepEqual(numbers[0], [...(numbers[1] ?? [])].reverse(), 'rotated by 180°');
    const [first = ''] = /\[.*\]/.exec(await text('.hypothesis-details h3:has(.mono)')) ?? [];
    await frame.getByRole('button', { name: 'Step to first mismatch' }).click();
    await frame.locator('#tab-pipeline[aria-selected=true]').waitFor();
    await eventually(async () => {
      const { n, c, y, x } = await cursorOf(frame);
      assert.equal(`[${[n, c, y, x].join(', ')}]`, first);
    });
  });

  it('goes to the channel of a single NaN, and says which value is expected there', async () => {
    const fixture = of('scaled');
    assert.ok(fixture);
    const [n = 1, c = 1, h = 1, w = 1] = fixture.actual.shape;
    assert.ok(c > 1);
    // PyTorch halved its right output. One NaN is in the last channel; the cursor starts in the first batch element.
    const data = tensorOf(fixture.actual).data.map((value) => 2 * value);
    data[data.length - 1] = NaN;
    assert.equal(await open(fixture, { dtype: 'float32', shape: fixture.actual.shape, data }), 'done');
    const place = `\\[${n - 1}, ${c - 1}, ${h - 1}, ${w - 1}\\]`;
    await says('.diagnose-header', new RegExp(`1 of .* values is NaN where −?[\\d.]+ is expected: ${place}\\.`));
    await eventually(async () => assert.equal((await cursorOf(frame)).c, c - 1));
    // No difference would be visible on the scale of the values.
    assert.ok(await frame.getByRole('radio', { name: 'own scale' }).isChecked());
    await frame.locator('.difference-scale').getByText('same scale').click();
    assert.ok(await frame.getByRole('radio', { name: 'same scale' }).isChecked());
    await bench.screenshot('diagnose-nan');
  });

  it('copies a report as Markdown or JSON, and the fix', async () => {
    assert.equal(await open(of('kernel-not-rotated')), 'done');
    const copied = (): Promise<string> => bench.page().evaluate(() => navigator.clipboard.readText());
    await frame.getByRole('button', { name: 'Copy report', exact: true }).click();
    await frame.getByText('Copied the report as Markdown.').first().waitFor();
    const markdown = await copied();
    assert.match(markdown, /\*\*Wrong: the kernel was not rotated by 180°\.\*\* That explains all 468 values\./);
    assert.match(
      markdown,
      /^y = F\.conv_transpose2d\(x, w, b, stride=\(2, 2\), padding=\(1, 1\), output_padding=\(0, 1\)\)$/m,
    );
    assert.match(markdown, /^\+rotated = w\.flip\(2, 3\)$/m);
    assert.match(markdown, /ConvTranspose2d Debugger \d+\.\d+\.\d+/);
    await frame.getByRole('button', { name: 'Copy the report as' }).click();
    await frame.getByRole('menuitem', { name: 'Copy as JSON' }).click();
    await frame.getByText('Copied the report as JSON.').first().waitFor();
    assert.equal((JSON.parse(await copied()) as { readonly verdict: string }).verdict, 'mismatch');
    await frame.getByRole('button', { name: 'Copy fix' }).click();
    await frame.getByText('Copied the fix.').first().waitFor();
    assert.match(await copied(), /^rotated = w\.flip\(2, 3\)$/m);
  });

  it('breaks no word and leaves nothing out of any width of the page', async () => {
    assert.equal(await open(of('kernel-not-rotated')), 'done');
    await measured();
    for (const width of [236, 400, 500, 700, 736, 1000, 1400, 1920]) {
      await bench.page().setViewportSize({ width, height: 900 });
      // A broken word is drawn in two rectangles.
      await eventually(async () => {
        const broken = await frame.locator('.hypotheses').evaluate((table) => {
          const texts = document.createTreeWalker(table, NodeFilter.SHOW_TEXT);
          const found: string[] = [];
          for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
            for (const { index, 0: word } of (node.textContent ?? '').matchAll(/\p{L}+/gu)) {
              const range = document.createRange();
              range.setStart(node, index);
              range.setEnd(node, index + word.length);
              const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
              if (lines.size > 1 && node.parentElement?.closest('.visually-hidden') === null) found.push(word);
            }
          }
          return found;
        });
        assert.deepEqual(broken, [], String(width));
        const { scroll, client } = await frame.locator('.main').evaluate((main) => ({
          scroll: main.scrollWidth,
          client: main.clientWidth,
        }));
        assert.ok(scroll <= client, `${width}: ${scroll} > ${client}`);
      });
    }
  });

  it('searches pairs of mistakes where a single one explains the output, when asked', async () => {
    assert.equal(await open(of('kernel-not-rotated')), 'done');
    await options().first().waitFor();
    await frame.getByRole('button', { name: /^Search \d+ pairs$/ }).click();
    await frame.locator('.hypotheses-pairs').getByText('No pair of the other mistakes explains this output.').waitFor();
  });

  it('links to the reports that a mistake is known from', async () => {
    assert.equal(await open(of('kernel-not-rotated')), 'done');
    const link = frame.getByRole('link', { name: 'google/flax#3137' });
    await link.waitFor();
    assert.equal(await link.getAttribute('href'), 'https://github.com/google/flax/issues/3137');
  });

  it('has no serious fault that axe-core finds in any theme, and fits a narrow page', async () => {
    assert.equal(await open(of('kernel-not-rotated')), 'done');
    await frame.getByRole('listbox', { name: /^Hypotheses/ }).focus();
    await measured();
    await assertAccessible(bench, frame, 'diagnose-hypotheses');
    await assertFits(bench, frame, 600, 'diagnose-hypotheses');
  });
});
