import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Cursor } from '../../src/engine/provenance/stage.ts';
import type { Channel } from '../../src/protocol/channel.ts';
import { type ScenarioVersions, type VersionName, versionShown } from '../../src/protocol/versionMessages.ts';
import { isSameScenario } from '../../src/scenario/document/isSameScenario.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';
import { serializeScenario } from '../../src/scenario/document/serializeScenario.ts';
import type { DocumentState } from './documentState.ts';
import type { SavedPart } from './featureParts.ts';
import type { Form } from './form.ts';
import type { Morphing } from './morphing.ts';
import type { Navigation } from './navigation.ts';
import type { Runner } from './runner.ts';

/** Two versions of the call, between which the page switches. */
export interface Versions extends SavedPart {
  /** The labels and what the change alters; null if the page has one version. */
  readonly pair: ReadonlySignal<Pick<ScenarioVersions, 'before' | 'after' | 'effects'> | null>;
  readonly shown: ReadonlySignal<VersionName>;
  /** Sets the versions that the page starts with. */
  readonly open: (versions: ScenarioVersions | null) => void;
  /** Shows a version: the pictures of the other turn into its own, and the cursor stays where that is possible. */
  readonly show: (which: VersionName) => void;
  /** Shows the other version; does nothing if there is none. */
  readonly toggle: () => void;
}

interface VersionsParts {
  readonly host: Channel;
  readonly form: Form;
  readonly runner: Runner;
  readonly document: DocumentState;
  readonly navigation: Navigation;
  readonly cursor: Signal<Cursor>;
  readonly morphing: Morphing;
}

/** Creates the versions of a page that has one. */
export function createVersions(parts: VersionsParts): Versions {
  const { host, form, runner, document, navigation, cursor, morphing } = parts;
  const opened = signal<ScenarioVersions | null>(null);
  const shown = signal<VersionName>('after');
  /** The scenarios as they were edited, and what reset restores. */
  const scenarios = signal<Readonly<Record<VersionName, Scenario>> | null>(null);
  let initial: Record<VersionName, Scenario | null> = { before: null, after: null };
  /** Where the cursor was when a version was left, and where it was put when the version was entered. */
  const left: Partial<Record<VersionName, Cursor>> = {};
  const entered: Partial<Record<VersionName, Cursor>> = {};
  /** A switch whose run is not shown yet, and where its cursor goes; null for where the other version's leads. */
  let switching: { readonly cursor: Cursor | null } | null = null;
  let lastRun = runner.currentRun.peek();

  // The edited scenario is that of the version that is shown.
  effect(() => {
    const edited = runner.validScenario.value;
    const known = scenarios.peek();
    if (edited === null || known === null || isSameScenario(known[shown.peek()], edited)) return;
    scenarios.value = { ...known, [shown.peek()]: edited };
  });
  effect(() => {
    const run = runner.currentRun.value;
    if (run === lastRun) return;
    lastRun = run;
    morphing.start();
    if (switching === null || run === null) return;
    if (switching.cursor !== null) navigation.moveTo(switching.cursor);
    switching = null;
    entered[shown.peek()] = cursor.peek();
  });
  // A version that is refused has no run that the pictures could turn into.
  effect(() => {
    if (runner.refusal.value !== null) morphing.stop();
  });

  const show = (which: VersionName): void => {
    const known = scenarios.peek();
    if (known === null || which === shown.peek()) return;
    form.settle();
    const run = runner.currentRun.peek();
    if (run !== null) morphing.prepare(run.hold());
    const [now, arrival] = [cursor.peek(), entered[shown.peek()]];
    left[shown.peek()] = now;
    // Who has not moved the cursor in this version finds it where it was in the other one.
    const isMoved = arrival === undefined || !isSameCursor(arrival, now);
    switching = { cursor: isMoved ? null : (left[which] ?? null) };
    initial = { ...initial, [shown.peek()]: document.initialScenario.peek() };
    shown.value = which;
    host.emit(versionShown, { which });
    document.initialScenario.value = initial[which];
    form.show(scenarios.peek()?.[which] ?? known[which]);
  };
  return {
    pair: computed(() => opened.value),
    shown,
    open: (versions) => {
      opened.value = versions;
      scenarios.value = versions === null ? null : { before: versions.before.scenario, after: versions.after.scenario };
      initial = { before: versions?.before.scenario ?? null, after: versions?.after.scenario ?? null };
      shown.value = versions?.shown ?? 'after';
    },
    show,
    toggle: () => show(shown.peek() === 'before' ? 'after' : 'before'),
    save: () => {
      const [versions, known] = [opened.value, scenarios.value];
      if (versions === null || known === null) return {};
      const { before, after, effects } = versions;
      return {
        versions: {
          before: { label: before.label, scenario: serializeScenario(known.before) },
          after: { label: after.label, scenario: serializeScenario(known.after) },
          shown: shown.value,
          effects,
        },
      };
    },
    // The host restores the versions.
    restore: () => undefined,
  };
}

/** Names a version. */
export function versionWord(which: VersionName): string {
  return which === 'before' ? 'Before' : 'After';
}

function isSameCursor(a: Cursor, b: Cursor): boolean {
  return (['n', 'c', 'y', 'x', 'term'] as const).every((axis) => a[axis] === b[axis]);
}
