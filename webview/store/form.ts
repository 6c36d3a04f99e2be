import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { CallShape } from '../../src/engine/core/call.ts';
import type { Refusal } from '../../src/engine/core/refusal.ts';
import type { Geometry } from '../../src/engine/geometry/geometry.ts';
import type { ProfileId } from '../../src/engine/precision/profiles.ts';
import type { Channel } from '../../src/protocol/channel.ts';
import { editRequest, openTensorRequest, stepHistoryRequest } from '../../src/protocol/hostMessages.ts';
import { isSameScenario } from '../../src/scenario/document/isSameScenario.ts';
import { hasOpenDType, type Scenario } from '../../src/scenario/document/scenario.ts';
import { type TensorRole, withTensor } from '../../src/scenario/document/withTensor.ts';
import type { Clock } from '../ui/clock.ts';
import type { Pace } from '../ui/pace.ts';
import { checkScenario, shapeOfScenario } from './checkScenario.ts';
import type { DocumentState } from './documentState.ts';
import type { Drafts } from './drafts.ts';
import type { FileCache } from './fileCache.ts';
import type { Navigation } from './navigation.ts';
import type { Runner } from './runner.ts';
import type { Viewer } from './viewer.ts';

/** The geometry of a call with its precision. */
export type CallGeometry = Geometry & { readonly dtype: ProfileId };

/** The scenario that the user edits. */
export interface Form {
  /** The scenario as edited, valid or not. */
  readonly scenario: ReadonlySignal<Scenario | null>;
  /** The precision of the edited scenario; if nobody chose it, the one in which the engine ran it last. */
  readonly precision: ReadonlySignal<ProfileId | null>;
  /** The geometry of the last valid call, known before it has run; null if there is none. */
  readonly callGeometry: ReadonlySignal<CallGeometry | null>;
  /** The valid scenario that {@link restoreValid} returns to; null if nothing is refused or there is none. */
  readonly fallback: ReadonlySignal<Scenario | null>;
  /** Returns the shape of a scenario's call, valid or not; null if a file has not been read or has no shape. */
  readonly shapeOf: (scenario: Scenario) => CallShape | null;
  /**
   * Changes the scenario. A valid change is one undoable edit and starts a run. A burst of typing or stepping is one
   * edit: it runs when the burst pauses, and is sent to the host when the burst rests or ends. An invalid change stays
   * in the form with its refusal, while the figure keeps the last valid call.
   */
  readonly edit: (change: (scenario: Scenario) => Scenario, pace?: Pace) => void;
  /** Replaces the scenario, as {@link edit} does. */
  readonly replace: (next: Scenario, pace?: Pace) => void;
  /** Replaces the scenario by a preset, which {@link reset} restores. Resets the cursor and the colour limits. */
  readonly choosePreset: (preset: Scenario) => void;
  /** Restores the initial scenario. */
  readonly reset: () => void;
  /** Runs the delayed edit and sends it to the host, if there is one. */
  readonly flush: () => void;
  /** Ends a burst, after {@link flush}: a field has lost the focus or Enter was pressed. */
  readonly settle: () => void;
  /**
   * Drops the drafts and replaces a refused edit by the scenario before it; returns false if there are no drafts, and
   * no refusal or no such scenario.
   */
  readonly restoreValid: () => boolean;
  /**
   * Undoes or redoes an edit of a panel. Of a document only what its text does not have yet is undone: a refused edit,
   * one that waits for the end of its burst, or, by the host, one that is on its way. Returns false if there was nothing to do.
   */
  readonly stepHistory: (direction: 'undo' | 'redo') => boolean;
  /** Shows a scenario that was refused before the page was hidden; nothing if it is valid by now. */
  readonly resumeRefused: (scenario: Scenario) => void;
  /** Runs the scenario again, after a cancelled or failed run. */
  readonly runAgain: () => void;
  /** Checks a scenario again that was refused because of its memory, after the limit has changed. */
  readonly checkAgain: () => void;
  /** Shows a scenario from the host without sending it back as an edit, and runs it if it is valid. */
  readonly show: (scenario: Scenario) => void;
  /** Shows why the host has no scenario, such as a text that is none. */
  readonly showRefused: (refusal: Refusal) => void;
  /** Puts a tensor of a file into the scenario. If `uri` is null, the user is asked for the file. */
  readonly takeTensor: (role: TensorRole, uri: string | null) => Promise<void>;
}

interface FormParts {
  readonly host: Channel;
  readonly runner: Runner;
  readonly document: DocumentState;
  readonly drafts: Drafts;
  readonly files: FileCache;
  readonly navigation: Navigation;
  readonly viewer: Pick<Viewer, 'clips' | 'messages'>;
  readonly clock: Clock;
}

/** The pause in a burst after which the newest scenario runs. */
const pauseMilliseconds = 120;
/** The rest after which a burst of typing is sent to the host although its field still has the focus. */
const restMilliseconds = 800;
/** The longest time between two steps of a burst of stepping. */
const stepMilliseconds = 600;

/** Edits that follow one another in one field and are undone together. */
interface Burst {
  readonly pace: Exclude<Pace, 'now'>;
  /** The time of the last edit. */
  readonly editedAt: number;
  /** True if the host has an edit of this burst. */
  readonly isSent: boolean;
}

/** A choice of a preset, which undo takes back with the scenario that Reset restored before. */
interface PresetChoice {
  readonly before: Scenario | null;
  readonly initial: Scenario | null;
  readonly preset: Scenario;
}

/** Creates a form without a scenario. */
export function createForm({ host, runner, document, drafts, files, navigation, viewer, clock }: FormParts): Form {
  const scenario: Signal<Scenario | null> = signal(null);
  /** The scenario that the host has; null if the host has none. */
  const sent = signal<Scenario | null>(null);
  /** True if the page has refused the scenario that the host has. */
  const isSentRefused = signal(false);
  let sentAt = -Infinity;
  /** Number of edits that the host has not answered yet. */
  let openEdits = 0;
  let burst: Burst | null = null;
  /** The choices of presets, of which `choicesDone` have not been undone. */
  const choices: PresetChoice[] = [];
  let choicesDone = 0;
  const waitingRun = createDelay(clock);
  const waitingSend = createDelay(clock);

  const check = (asked: Scenario) => checkScenario(asked, files, document.settings.value.memoryCap);
  const flush = (): void => {
    waitingSend.flush();
    waitingRun.flush();
  };
  const settle = (): void => {
    flush();
    burst = null;
  };
  const send = (next: Scenario): void => {
    sentAt = clock.now();
    const before = sent.peek();
    sent.value = next;
    isSentRefused.value = false;
    if (before !== null && isSameScenario(before, next)) return;
    openEdits += 1;
    const { reply } = host.call(editRequest, { scenario: next, continues: burst?.isSent ?? false });
    void reply.then(() => {
      openEdits -= 1;
    });
    if (burst !== null) burst = { ...burst, isSent: true };
  };
  /** Starts or continues a burst; ends the one before. */
  const enterBurst = (pace: Pace): void => {
    const now = clock.now();
    const isWithin = pace === 'typing' || (burst !== null && now - burst.editedAt < stepMilliseconds);
    const isContinued = burst?.pace === pace && isWithin;
    if (!isContinued) settle();
    waitingRun.forget();
    waitingSend.forget();
    if (pace !== 'now') burst = { pace, editedAt: now, isSent: isContinued && burst?.isSent === true };
  };
  const replace = (next: Scenario, pace: Pace = 'now'): void => {
    // A read-only document cannot keep a change; its form is disabled.
    if (document.isReadonly.value) return;
    enterBurst(pace);
    scenario.value = next;
    const checked = check(next);
    if (!checked.ok) {
      runner.refuse(checked.refusal);
      return;
    }
    runner.expect(next);
    const isRapid = pace === 'stepping' && clock.now() - sentAt < pauseMilliseconds;
    const [run, commit] = [() => void runner.start(next), () => send(next)];
    if (pace === 'now' || (pace === 'stepping' && !isRapid)) {
      commit();
      run();
      return;
    }
    waitingRun.start(pauseMilliseconds, run);
    waitingSend.start(pace === 'typing' ? restMilliseconds : pauseMilliseconds, commit);
  };
  const edit = (change: (scenario: Scenario) => Scenario, pace: Pace = 'now'): void => {
    const before = scenario.value;
    if (before !== null) replace(change(before), pace);
  };
  /** Lets Reset restore what it restored before a choice of a preset that the host has undone, or after one redone. */
  const followChoices = (opened: Scenario): void => {
    const [last, next] = [choices[choicesDone - 1], choices[choicesDone]];
    const before = last?.before ?? null;
    if (last !== undefined && before !== null && isSameScenario(opened, before)) {
      choicesDone -= 1;
      document.initialScenario.value = last.initial;
    } else if (next !== undefined && isSameScenario(opened, next.preset)) {
      choicesDone += 1;
      document.initialScenario.value = next.preset;
    }
  };
  const show = (opened: Scenario): void => {
    followChoices(opened);
    waitingRun.forget();
    waitingSend.forget();
    burst = null;
    const checked = check(opened);
    batch(() => {
      scenario.value = opened;
      sent.value = opened;
      isSentRefused.value = !checked.ok;
    });
    if (checked.ok) void runner.start(opened);
    else runner.refuse(checked.refusal);
  };
  const fallback = computed((): Scenario | null => {
    const isText = scenario.value !== null && sent.value === null;
    if (runner.refusal.value === null || isText) return null;
    const known = sent.value;
    const isGood = known !== null && !isSentRefused.value && known !== runner.rejectedScenario.value;
    return isGood ? known : runner.acceptedScenario.value;
  });
  const restoreValid = (): boolean => {
    const hadDrafts = drafts.clear();
    const target = fallback.peek();
    if (target === null) return hadDrafts;
    waitingRun.forget();
    waitingSend.forget();
    burst = null;
    const known = sent.peek();
    if (known !== null && isSameScenario(known, target)) {
      scenario.value = target;
      runner.resume(target);
    } else {
      replace(target);
    }
    return true;
  };
  const precisionOf = (asked: Scenario): ProfileId =>
    hasOpenDType(asked) ? (runner.currentRun.value?.run.profile ?? asked.dtype) : asked.dtype;
  const callGeometry = computed((): CallGeometry | null => {
    const valid = runner.validScenario.value;
    if (valid === null) return null;
    const checked = check(valid);
    if (!checked.ok) return null;
    // While a file has not been read, the geometry is that of the current run.
    const geometry = checked.value ?? runner.currentRun.value?.geometry ?? null;
    return geometry === null ? null : { ...geometry, dtype: precisionOf(valid) };
  });
  return {
    scenario,
    precision: computed(() => (scenario.value === null ? null : precisionOf(scenario.value))),
    callGeometry,
    fallback,
    shapeOf: (asked) => {
      const shape = shapeOfScenario(asked, files);
      return shape?.ok === true ? shape.value : null;
    },
    edit,
    replace,
    choosePreset: (preset) => {
      if (document.isReadonly.value) return;
      const chosen = { before: scenario.value, initial: document.initialScenario.value, preset };
      choices.splice(chosen.before === null ? 0 : choicesDone, Infinity, chosen);
      choicesDone = choices.length;
      document.initialScenario.value = preset;
      viewer.clips.value = {};
      navigation.reset();
      drafts.clear();
      replace(preset);
    },
    reset: () => {
      drafts.clear();
      if (document.initialScenario.value !== null) replace(document.initialScenario.value);
    },
    flush,
    settle,
    restoreValid,
    stepHistory: (direction) => {
      if (document.isReadonly.value) return false;
      const isUnsent = scenario.value !== null && scenario.value !== sent.value;
      const history = document.history.value;
      if (direction === 'undo' && isUnsent && runner.refusal.value !== null && fallback.value !== null) {
        return restoreValid();
      }
      if (history === null) {
        const known = sent.value;
        if (direction === 'redo' || !isUnsent || known === null) {
          // VS Code would undo the edit before: the text does not have the newest one yet.
          if (openEdits > 0) host.call(stepHistoryRequest, { direction });
          return openEdits > 0;
        }
        show(known);
        return true;
      }
      settle();
      if (!(direction === 'undo' ? history.canUndo || isUnsent : history.canRedo)) return false;
      host.call(stepHistoryRequest, { direction });
      return true;
    },
    resumeRefused: (refused) => {
      const checked = check(refused);
      if (checked.ok || document.isReadonly.value) return;
      scenario.value = refused;
      runner.refuse(checked.refusal);
    },
    runAgain: () => {
      if (scenario.value !== null) void runner.start(scenario.value);
    },
    checkAgain: () => {
      const refused = scenario.value;
      if (refused === null || runner.refusal.value?.argument !== 'memory') return;
      if (refused === sent.value) show(refused);
      else replace(refused);
    },
    show,
    showRefused: (refusal) => {
      waitingRun.forget();
      waitingSend.forget();
      burst = null;
      sent.value = null;
      runner.refuse(refusal);
    },
    takeTensor: async (role, uri) => {
      const reply = await host.call(openTensorRequest, { uri }).reply;
      if (!reply.ok) {
        viewer.messages.tell(reply.error);
        return;
      }
      const opened = reply.value;
      if (!opened.ok) {
        viewer.messages.tell(opened.refusal.message);
        return;
      }
      // The user has closed the dialog without choosing a file.
      if (opened.value === null) return;
      const { source, element, shape, bytes } = opened.value;
      if (bytes !== null && !document.isReadonly.value) files.put(source.file, { bytes, element });
      edit((before) => withTensor(before, role, source, { element, shape }));
    },
  };
}

/** An action that waits. */
interface Delay {
  /** Lets an action wait in place of the one that waits. */
  readonly start: (milliseconds: number, act: () => void) => void;
  /** Acts now, if an action waits. */
  readonly flush: () => void;
  /** Drops the action that waits. */
  readonly forget: () => void;
}

function createDelay(clock: Clock): Delay {
  let waiting: { readonly stop: () => void; readonly act: () => void } | null = null;
  const forget = (): void => {
    waiting?.stop();
    waiting = null;
  };
  const flush = (): void => {
    const now = waiting;
    forget();
    now?.act();
  };
  return {
    start: (milliseconds, act) => {
      forget();
      waiting = { stop: clock.after(milliseconds, flush), act };
    },
    flush,
    forget,
  };
}
