import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Frame, Locator } from 'playwright-core';
import { assertAccessible, assertFits } from '../browser/accessible.ts';
import { eventually } from '../browser/eventually.ts';
import { cursorOf, field, seriousFaults, typeInto } from '../browser/shellPage.ts';
import { workbench } from './bench.ts';

interface Order {
  readonly terms: readonly (readonly number[])[];
  readonly partial: readonly number[];
  readonly error: readonly number[];
}

/** What NumPy adds up in float32 (test/fixtures/orders.py). */
interface Case {
  readonly name: string;
  readonly x: object;
  readonly w: object;
  readonly padding: number;
  readonly stride: number;
  readonly element: readonly [c: number, y: number, x: number];
  readonly orders: Readonly<Record<string, Order>>;
}

const fixture = new URL('../fixtures/orders.json', import.meta.url);
const cases = JSON.parse(readFileSync(fixture, 'utf8')) as readonly Case[];

describe('the orders of summation', function () {
  this.timeout(120_000);
  const bench = workbench();
  let frame: Frame;

  async function open(name: string): Promise<Case> {
    const found = cases.find((one) => one.name === name);
    assert.ok(found);
    const { x, w, stride, padding } = found;
    const scenario = {
      version: 1,
      name,
      input: x,
      weight: w,
      bias: null,
      stride: [stride, stride],
      padding: [padding, padding],
      formulation: 'unfold-matmul',
    };
    assert.equal(await bench.openScenario(scenario, 'orders.convt.json'), 'done');
    frame = await bench.frame();
    const [c, y, column] = found.element;
    await typeInto(frame, 'Output channel c', String(c));
    await typeInto(frame, 'Output row y', String(y));
    await typeInto(frame, 'Output column x', String(column));
    await typeInto(frame, 'Term of the dot product', '0');
    return found;
  }
  const section = (): Locator => frame.getByRole('region', { name: 'Orders of summation' });
  const words = (text: string | RegExp): Locator => section().locator('.order-words').getByText(text);
  const against = (): Locator => section().getByRole('combobox', { name: /compared with/ });
  const toggle = (): Locator => section().getByRole('button', { name: 'Orders of summation' });
  const termIs = (wanted: number): Promise<void> =>
    eventually(async () => assert.equal((await cursorOf(frame)).term, wanted));
  const numbers = async (line: Locator): Promise<readonly number[]> =>
    (await line.locator('td').allInnerTexts()).map((text) => Number(text.replaceAll('−', '-')));

  it('stay closed until they are asked for, and open by keyboard', async () => {
    await open('no bias');
    await section().getByRole('button', { name: 'Orders of summation', expanded: false }).waitFor();
    assert.equal(await section().locator('table').count(), 0);
    await toggle().focus();
    await bench.page().keyboard.press('Enter');
    await section().locator('table.sums').waitFor();
    await section().getByRole('button', { name: 'Orders of summation', expanded: true }).waitFor();
    await bench.page().keyboard.press('Enter');
    await section().locator('table.sums').waitFor({ state: 'detached' });
  });

  for (const [order, title] of [
    ['matmul-fold', 'matmul + fold'],
    ['pairwise', 'pairwise (NumPy)'],
    ['smallest-first', 'smallest first'],
  ] as const) {
    it(`show NumPy's partial sums, errors and terms of both orders: ${order}`, async () => {
      const { orders } = await open('no bias');
      await toggle().click();
      await against().selectOption({ label: title });
      for (const [part, expected] of [
        [1, orders['sub-pixel']],
        [2, orders[order]],
      ] as const) {
        assert.ok(expected);
        const body = section().locator(`table.sums > tbody:nth-of-type(${part})`);
        await body.getByText(part === 1 ? 'unfold + matmul' : title).waitFor();
        await eventually(async () => {
          const [, taps, , sums, errors] = await body.locator('tr').all();
          assert.ok(taps && sums && errors);
          const keys = (await taps.locator('td').allInnerTexts()).map((t) => t.split(', ').map(Number));
          assert.ok(keys.length >= 5);
          assert.deepEqual(keys, expected.terms.slice(0, keys.length));
          (await numbers(sums)).forEach((sum, k) => {
            assert.ok(Math.abs(sum - (expected.partial[k] ?? NaN)) <= 5.1e-8, `${sum} at ${k}`);
          });
          (await numbers(errors)).forEach((error, k) => {
            const exact = expected.error[k] ?? NaN;
            assert.ok(Math.abs(error - exact) <= 0.051 * Math.abs(exact), `${error} at ${k}`);
          });
        });
      }
    });
  }

  it('lead to the term where they first part, by the key P and by the button', async () => {
    const { orders } = await open('no bias');
    const [shown, other] = [orders['sub-pixel'], orders.pairwise];
    assert.ok(shown && other);
    const parting = shown.partial.findIndex((sum, k) => sum !== other.partial[k]);
    assert.ok(parting > 0);
    await bench.page().keyboard.press('Tab');
    await frame.locator('.main').click({ position: { x: 4, y: 4 } });
    await bench.page().keyboard.press('p');
    await against().selectOption({ label: 'pairwise (NumPy)' });
    await section()
      .getByRole('button', { name: `Go to position ${parting}` })
      .click();
    await termIs(parting);
    await words(/both have added the same terms, and round them differently/).waitFor();
    const current = section().locator('table.sums thead .current');
    await eventually(async () => assert.equal(await current.innerText(), `≠ ${parting}`));
    // The formulation's own table goes along.
    const own = frame.locator('.terms:not(.sums) thead .current');
    await eventually(async () => assert.equal(await own.innerText(), String(parting)));
    await typeInto(frame, 'Term of the dot product', '0');
    await frame.locator('.main').click({ position: { x: 4, y: 4 } });
    await bench.page().keyboard.press('p');
    await termIs(parting);
    await frame
      .locator('[role=status]', { hasText: `The two orders differ from position ${parting} on` })
      .waitFor({ state: 'attached' });
  });

  it('are one order where only structural zeros come between, which are passed over', async () => {
    const { orders, name } = await open('inserted zeros');
    assert.equal(name, 'inserted zeros');
    await toggle().click();
    await against().selectOption({ label: 'sub-pixel phases' });
    const count = orders['sub-pixel']?.terms.length ?? NaN;
    const zeros = 5 * 4 * 4 - count;
    await words(
      `Same order: no difference. The ${zeros} structural zeros that unfold + matmul adds between the terms change no sum.`,
    ).waitFor();
    assert.equal(await section().locator('.parting').count(), 0);
    // A click on a position goes to the formulation's term there.
    await section().locator('table.sums thead th[scope=col]').nth(1).click();
    await eventually(async () => {
      const { term } = await cursorOf(frame);
      assert.ok(term > 1 && term <= zeros + 1, String(term));
    });
  });

  it('make nothing up for Winograd’s tiles', async () => {
    const scenario = {
      version: 1,
      input: { fill: 'randn', shape: [1, 8, 6, 6] },
      weight: { fill: 'randn', shape: [8, 2, 3, 3] },
      formulation: 'winograd',
    };
    assert.equal(await bench.openScenario(scenario, 'tiles.convt.json'), 'done');
    frame = await bench.frame();
    await toggle().click();
    await words(/no partial sums of these terms, and only the results can be/).waitFor();
    await eventually(async () => assert.equal(await section().locator('.order-results tbody tr').count(), 4));
    assert.equal(await section().locator('table.sums').count(), 0);
    assert.equal(await section().locator('svg.order-plots').count(), 0);
  });

  it('keep few terms in sight of many, and follow the cursor', async () => {
    const scenario = {
      version: 1,
      input: { fill: 'randn', shape: [1, 4096, 2, 2] },
      weight: { fill: 'randn', shape: [4096, 1, 3, 3] },
    };
    assert.equal(await bench.openScenario(scenario, 'many.convt.json'), 'done');
    frame = await bench.frame();
    await toggle().click();
    await section().locator('table.sums').waitFor();
    await field(frame, 'Output row y').fill('1');
    await field(frame, 'Output column x').fill('1');
    await typeInto(frame, 'Term of the dot product', '30000');
    // 4 of the 9 taps of a channel meet an input element here, so positions are fewer than terms.
    await eventually(async () => {
      const current = Number(await section().locator('table.sums thead .current').innerText());
      assert.ok(current > 13_000 && current < 14_000, String(current));
    });
    const head = section().locator('table.sums thead th[scope=col]');
    assert.ok((await head.count()) <= 9);
  });

  it('have no serious fault of accessibility in any theme, and fit a narrow and a zoomed page', async () => {
    await open('bias');
    await frame.locator('.main').click({ position: { x: 4, y: 4 } });
    await bench.page().keyboard.press('p');
    await section().locator('table.sums').waitFor();
    await assertAccessible(bench, frame, 'orders');
    await assertFits(bench, frame, 700, 'orders');
    assert.deepEqual(await seriousFaults(frame), []);
    await bench.resize({ width: 1400, height: 900 }, 2);
    const isWide = (): Promise<boolean> =>
      frame.evaluate(() =>
        [...document.querySelectorAll('.main, .pipeline-part')].some((e) => e.scrollWidth > e.clientWidth),
      );
    await eventually(async () => assert.equal(await isWide(), false));
    assert.deepEqual(await seriousFaults(frame), []);
    await section().scrollIntoViewIfNeeded();
    await bench.screenshot('orders-zoomed');
  });
});
