import { batch, effect } from '@preact/signals';
import { indexAt } from '../../src/engine/core/flatIndex.ts';
import { leadingAxes } from '../../src/engine/views/plane.ts';
import { refuse, type Result } from '../../src/engine/core/refusal.ts';
import type { Tensor } from '../../src/engine/core/tensor.ts';
import { readNpy } from '../../src/formats/npy/readNpy.ts';
import {
  compareChanged,
  type CompareInfo,
  compareReadyRequest,
  readSideRequest,
  stepMismatch,
} from '../../src/protocol/tensorMessages.ts';
import { engine } from '../workers/engineWorker.ts';
import { host } from '../bridge/host.ts';
import { tileWorker } from '../workers/tileWorker.ts';
import { cursor } from '../store/session.ts';
import { leading } from '../viewer/tensor/file.ts';
import { clamped } from '../viewer/tensor/loadTensor.ts';
import { tensorStoreOf } from '../viewer/tensorStore.ts';
import { type Compared, compared, comparePhase } from './compared.ts';
import { goToIndex } from './goToIndex.ts';
import { huntMismatch } from './huntMismatch.ts';
import { chooseTolerance, keepComparison, restoreTolerance, toleranceFor } from './tolerance.ts';
import type { ToleranceEdit } from '../statistics/toleranceEdit.ts';

/** Counts what was asked for: whatever belongs to an older one is ignored. */
let newest = 0;

/** Connects the page of a comparison to the extension. */
export async function startCompare(root: HTMLElement): Promise<void> {
  engine.start();
  restoreTolerance();
  effect(() => {
    root.dataset.state = comparePhase.value.kind;
  });
  effect(() => {
    const now = compared.value;
    tileWorker.show(now === null ? null : tensorStoreOf([now.a, now.b], '').looked);
  });
  document.addEventListener('keydown', onKeyDown);
  host.on(compareChanged, (changed) => void open(changed));
  host.on(stepMismatch, huntMismatch);
  const reply = await host.call(compareReadyRequest, null).reply;
  await open(reply.ok ? reply.value : refuse('file', reply.error));
}

/** What the host said last. */
let latest: Result<CompareInfo> | null = null;

/** Reads both tensors and compares them. */
async function open(info: Result<CompareInfo>): Promise<void> {
  latest = info;
  await show(() => (info.ok ? readBoth(info.value) : Promise.resolve(info)));
}

/** Compares by another tolerance. */
export async function changeTolerance(edit: ToleranceEdit): Promise<void> {
  chooseTolerance(edit);
  const now = compared.peek();
  // While files are read it is not known whether the tensors at hand are still theirs.
  if (now !== null && comparePhase.peek().kind === 'done') await show(() => judge(now));
  else if (latest !== null) await open(latest);
}

async function show(make: () => Promise<Result<Compared>>): Promise<void> {
  const mine = ++newest;
  comparePhase.value = { kind: 'computing' };
  const result = await make();
  if (mine !== newest) return;
  if (!result.ok) {
    comparePhase.value = { kind: 'refused', message: result.refusal.message };
    return;
  }
  const before = compared.peek();
  batch(() => {
    const { shape } = result.value.a;
    compared.value = result.value;
    comparePhase.value = { kind: 'done' };
    if (before !== null && before.a.shape.join() === shape.join()) return;
    leading.value = clamped([], leadingAxes(shape));
    cursor.value = { n: 0, c: 0, y: 0, x: 0, term: 0 };
    // Where they differ most is what one came to see.
    const worst = result.value.comparison.maxAbs;
    if (worst !== null && worst.value > 0) goToIndex(shape, indexAt(shape, worst.at));
  });
}

async function readBoth(info: CompareInfo): Promise<Result<Compared>> {
  const a = await read('a', info.a.label);
  if (!a.ok) return a;
  const b = await read('b', info.b.label);
  return b.ok ? await judge({ info, a: a.value, b: b.value }) : b;
}

async function judge({ info, a, b }: Pick<Compared, 'info' | 'a' | 'b'>): Promise<Result<Compared>> {
  keepComparison(info);
  const tolerance = toleranceFor(info);
  const reply = await engine.compare({ actual: a, expected: b, tolerance }, () => undefined);
  if (!reply.ok) return refuse('file', reply.error);
  return { ok: true, value: { info, a, b, tolerance, comparison: reply.value } };
}

async function read(side: 'a' | 'b', label: string): Promise<Result<Tensor>> {
  const reply = await host.call(readSideRequest, { side }).reply;
  if (!reply.ok) return refuse('file', `${label} could not be read: ${reply.error}`);
  return reply.value.ok ? readNpy(reply.value.value, label) : reply.value;
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.key !== 'F8' || event.defaultPrevented) return;
  huntMismatch(event.shiftKey ? -1 : 1);
  event.preventDefault();
  // VS Code listens at the window and would run its own binding of this key as well.
  event.stopPropagation();
}
