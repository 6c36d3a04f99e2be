import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Cursor } from '../../src/engine/provenance/stage.ts';
import type { Channel } from '../../src/protocol/channel.ts';
import type { CodePlace } from '../../src/protocol/codeMessages.ts';
import type { Action, ProbeFile } from '../../src/protocol/hostMessages.ts';
import { parseScenario } from '../../src/scenario/document/parseScenario.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';
import { serializeScenario } from '../../src/scenario/document/serializeScenario.ts';
import type { Clock } from '../ui/clock.ts';
import { createMessages, type Messages } from '../ui/messages.ts';
import type { PageWorkers } from '../workers/pageWorkers.ts';
import { createActions } from './actions.ts';
import { type CodeState, createCodeState } from './codeState.ts';
import { createDocumentState, type DocumentState } from './documentState.ts';
import { createDrafts, type Drafts } from './drafts.ts';
import { createUnfinishedEdits, type UnfinishedEdits } from './unfinishedEdits.ts';
import type { FeatureParts, SavedPart, VerdictExplainer } from './featureParts.ts';
import { createFileCache, type FileCache } from './fileCache.ts';
import { createForm, type Form } from './form.ts';
import { createLayoutState, type LayoutState } from './layoutState.ts';
import type { RunModel } from './runModel.ts';
import { createNavigation, type Navigation } from './navigation.ts';
import { createPasting, type Pasting } from './pasting.ts';
import { createPlayback, type Playback } from './playback.ts';
import { createRunner, type Runner } from './runner.ts';
import { createSavedState, type SavedState, type StateStorage } from './savedState.ts';
import { savedViewer } from './savedViewer.ts';
import { createVersions, type Versions } from './versions.ts';
import { createViewer, type Viewer } from './viewer.ts';

/** Everything outside a session, handed in so that tests can replace it. */
export interface SessionPorts {
  /** The channel to the extension. */
  readonly host: Channel;
  readonly workers: PageWorkers;
  readonly storage: StateStorage;
  readonly clock: Clock;
  /** Returns whether the user prefers reduced motion. */
  readonly isMotionReduced: () => boolean;
  /** True if the page is visible. */
  readonly isVisible: ReadonlySignal<boolean>;
}

/** The state of one debugger page and its actions, independent of the components that draw them. Features add parts. */
export interface Session {
  readonly ports: SessionPorts;
  readonly viewer: Viewer;
  readonly messages: Messages;
  readonly document: DocumentState;
  readonly code: CodeState;
  readonly files: FileCache;
  readonly runner: Runner;
  readonly drafts: Drafts;
  readonly unfinished: UnfinishedEdits;
  readonly form: Form;
  readonly pasting: Pasting;
  readonly navigation: Navigation;
  readonly playback: Playback;
  readonly layout: LayoutState;
  readonly versions: Versions;
  readonly saved: SavedState;
  /** The scenario of the saved state; null without one. */
  readonly savedScenario: Scenario | null;
  /** The feature that explains verdicts; null before it is started. */
  readonly verdictExplainer: ReadonlySignal<VerdictExplainer | null>;
  /** Adds the parts of a started feature, which Escape stops and `saved` saves. */
  readonly join: (feature: FeatureParts) => void;
  /**
   * Handles Escape: stops the run, else a question of a feature, else replaces a refused edit by the last valid call,
   * else stops background work of a feature. Returns false if there was nothing to do.
   */
  readonly escape: () => boolean;
  /** Shows the result file of a probe. */
  readonly showProbe: (file: ProbeFile) => void;
  /** Performs an action of a button, a key or a command of the extension. */
  readonly perform: (action: Action) => void;
}

/** Creates the session of a page and restores its saved state. */
export function createSession(ports: SessionPorts): Session {
  const { host, workers, storage, clock, isMotionReduced } = ports;
  const features: FeatureParts[] = [];
  const messages = createMessages(clock);
  const viewer = createViewer(ports, messages);
  const { cursor, hover } = viewer;
  const currentRun = signal<RunModel | null>(null);
  const document = createDocumentState();
  const code = createCodeState(host);
  const files = createFileCache(host, (ids) => workers.engine.forget(ids));
  const navigation = createNavigation({ currentRun, cursor, hover, messages });
  const memoryCap = (): number => document.settings.peek().memoryCap;
  const runner = createRunner({ engine: workers.engine, files, memoryCap, currentRun, navigation, clock });
  const drafts = createDrafts();
  const form = createForm({ host, runner, document, drafts, files, navigation, viewer, clock });
  const pasting = createPasting({ host, form, document, messages, clock });
  const playback = createPlayback({ runner, navigation, messages, clock, isMotionReduced });
  const layout = createLayoutState(host);
  const { morphing } = viewer;
  const versions = createVersions({ host, form, runner, document, navigation, cursor, morphing });
  const saved = createSavedState(storage, clock);
  let savedScenario: Scenario | null = null;

  const verdictExplainer = signal<VerdictExplainer | null>(null);
  /** Opens a tab that follows the cursor, unless one is open. */
  const showCursor = (): void => {
    const views = features.flatMap(({ cursorView }) => cursorView ?? []);
    if (!views.some(({ isOpen }) => isOpen.peek())) views[0]?.open();
  };
  const showFrameworks = (): void => {
    for (const feature of features) feature.showFrameworks?.();
  };
  const escape = (): boolean => {
    if (runner.phase.peek().kind === 'computing') {
      form.flush();
      runner.cancel();
      return true;
    }
    if (features.some((feature) => feature.cancelQuestion?.() === true)) return true;
    return form.restoreValid() || features.some((feature) => feature.cancelBackground?.() === true);
  };
  // The cursor moves more often than the call changes.
  const validText = computed(() => {
    const valid = runner.validScenario.value;
    return valid === null ? null : serializeScenario(valid);
  });
  const call: SavedPart = {
    // The scenario is saved as the text of its document, which can hold NaN and is validated when it is restored.
    save: () => {
      const link = code.link.value;
      const place: CodePlace | null = link === null ? null : { uri: link.uri, path: link.path };
      return { scenario: validText.value, cursor: cursor.value, centre: navigation.centre.value, code: place };
    },
    restore: (record) => {
      const parsed = typeof record.scenario === 'string' ? parseScenario(record.scenario) : null;
      savedScenario = parsed?.ok === true ? parsed.value : null;
      if (isCursor(record.cursor)) navigation.restore(record.cursor);
      if (record.centre === 'input') navigation.centre.value = 'input';
    },
  };
  const unfinished = createUnfinishedEdits({ drafts, form, runner });
  for (const part of [call, versions, unfinished.part, layout, playback, savedViewer(viewer)]) saved.add(part);
  return {
    ports,
    viewer,
    messages,
    document,
    code,
    files,
    runner,
    drafts,
    unfinished,
    form,
    pasting,
    navigation,
    playback,
    layout,
    versions,
    saved,
    savedScenario,
    verdictExplainer,
    join: (feature) => {
      features.push(feature);
      if (feature.verdictExplainer !== undefined) verdictExplainer.value = feature.verdictExplainer;
      if (feature.saved !== undefined) saved.add(feature.saved);
    },
    escape,
    showProbe: (file) => {
      for (const feature of features) feature.showProbe?.(file);
    },
    perform: createActions({
      host,
      navigation,
      playback,
      form,
      showCursor,
      escape,
      explain: () => verdictExplainer.value?.open(),
      showFrameworks,
    }),
  };
}

function isCursor(value: unknown): value is Cursor {
  if (typeof value !== 'object' || value === null) return false;
  const { n, c, y, x, term } = value as Partial<Cursor>;
  return [n, c, y, x, term].every(Number.isInteger);
}
