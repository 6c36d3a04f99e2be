import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Frame, Locator, Page, Worker } from 'playwright-core';
import { eventually } from './eventually.ts';

/** A cursor as its fields show it. */
export type ShownCursor = Readonly<Record<'n' | 'c' | 'y' | 'x' | 'term', number>>;

/** A number field of the page by its full name: "Stride, height". */
export function field(frame: Frame, name: string): Locator {
  return frame.getByRole('spinbutton', { name, exact: true });
}

/** Types a value into a number field, as somebody would who selects what is there. */
export async function typeInto(frame: Frame, name: string, text: string): Promise<void> {
  await field(frame, name).fill(text);
}

/** The message that a field's `aria-describedby` points to. */
export async function messageOf(frame: Frame, name: string): Promise<string> {
  const id = await field(frame, name).getAttribute('aria-describedby');
  return id === null ? '' : await frame.locator(`[id="${id}"]`).innerText();
}

/** Where the cursor is now, as its fields say. */
export async function cursorOf(frame: Frame): Promise<ShownCursor> {
  const read = async (name: string): Promise<number> => Number(await field(frame, name).inputValue());
  return {
    n: await read('Batch element n'),
    c: await read('Output channel c'),
    y: await read('Output row y'),
    x: await read('Output column x'),
    term: await read('Term of the dot product'),
  };
}

/** Waits until the cursor's fields say this. */
export async function assertCursor(frame: Frame, expected: Partial<ShownCursor>): Promise<void> {
  await eventually(async () => {
    const cursor = await cursorOf(frame);
    assert.deepEqual(cursor, { ...cursor, ...expected });
  });
}

/** Waits until a number field has this value. */
export async function assertField(frame: Frame, name: string, value: string): Promise<void> {
  await eventually(async () => assert.equal(await field(frame, name).inputValue(), value, name));
}

/** Waits until an element has this text. */
export async function assertText(element: Locator, text: string | RegExp): Promise<void> {
  await eventually(async () => {
    const found = await element.innerText();
    if (typeof text === 'string') assert.equal(found, text);
    else assert.match(found, text);
  });
}

/** Waits until an element's attribute has this value. */
export async function assertAttribute(element: Locator, name: string, value: string): Promise<void> {
  await eventually(async () => assert.equal(await element.getAttribute(name), value, name));
}

/** Waits until the page has saved its state, which it does a moment after the last change. */
export async function saved(frame: Frame): Promise<void> {
  await frame.waitForFunction(() => document.documentElement.dataset.saved === 'true');
}

/** The output's size as the form says it: "8 × 8". */
export function outputSize(frame: Frame): Locator {
  return frame.locator('.section-output-size .section-aside');
}

/** Waits for the worker that the engine runs in; the newest, if there are several. */
export async function engineWorker(page: Page): Promise<Worker> {
  return await eventually(async () => {
    const names: string[] = [];
    for (const worker of page.workers().reverse()) {
      const name = await worker.evaluate(() => self.name).catch(() => '');
      if (name === 'conv-transpose2d engine') return worker;
      names.push(name);
    }
    throw new Error(`no engine is running among the workers: ${names.join(', ')}`);
  });
}

/** Names of the controls of the shell (the panes aside) that can be reached and used now. */
export async function controlsOf(frame: Frame): Promise<readonly string[]> {
  return await frame.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.app :is(button, input, select, textarea)')]
      .filter((e) => e.checkVisibility() && e.tabIndex >= 0 && !e.matches(':disabled'))
      .filter((e) => e.closest('.main') === null)
      .map((e) => e.getAttribute('aria-label') ?? e.closest('label')?.textContent ?? e.textContent),
  );
}

/** Name of the control that has the focus, in the terms of {@link controlsOf}. */
export async function focusOf(frame: Frame): Promise<string> {
  return await frame.evaluate(() => {
    const e = document.activeElement;
    return e?.getAttribute('aria-label') ?? e?.closest('label')?.textContent ?? e?.textContent ?? '';
  });
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Serious and critical faults of accessibility that axe-core finds in the page: rule and place.
 *
 * @param rules the names of the rules to check; by default all
 */
export async function seriousFaults(frame: Frame, rules?: readonly string[]): Promise<readonly string[]> {
  // Evaluated, not added as a script: the page's policy lets no other script in.
  if (!(await frame.evaluate(() => 'axe' in globalThis))) await frame.evaluate(axeSource);
  const { violations } = await frame.evaluate(
    (options) => (globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe.run(options),
    { resultTypes: ['violations'], ...(rules === undefined ? {} : { runOnly: { type: 'rule', values: rules } }) },
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary ?? ''}`));
}
