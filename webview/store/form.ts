import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { CallShape } from '../../src/engine/core/call.ts';
import { type Argument, type Axis, type Refusal, refuse } from '../../src/engine/core/refusal.ts';
import type { Geometry } from '../../src/engine/geometry/geometry.ts';
import type { ProfileId } from '../../src/engine/precision/profiles.ts';
import type { Channel } from '../../src/protocol/channel.ts';
import { editRequest, openTensorRequest } from '../../src/protocol/hostMessages.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';
import { type TensorRole, withTensor } from '../../src/scenario/document/withTensor.ts';
import type { Clock } from '../ui/clock.ts';
import type { Pace } from '../ui/pace.ts';
import { checkScenario, shapeOfScenario } from './checkScenario.ts';
import type { DocumentState } from './documentState.ts';
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
  /** The geometry of the last valid call, known before it has run; null if there is none. */
  readonly callGeometry: ReadonlySignal<CallGeometry | null>;
  /** Returns the shape of a scenario's call, valid or not; null if a file has not been read or has no shape. */
  readonly shapeOf: (scenario: Scenario) => CallShape | null;
  /**
   * Changes the scenario. A valid change is one undoable edit and starts a run. An invalid change stays in the form
   * with its refusal, while the figure keeps the last valid call.
   */
  readonly edit: (change: (scenario: Scenario) => Scenario, pace?: Pace) => void;
  /** Replaces the scenario, as {@link edit} does. */
  readonly replace: (next: Scenario, pace?: Pace) => void;
  /** Replaces the scenario by a preset, which {@link reset} restores. Resets the cursor and the colour limits. */
  readonly choosePreset: (preset: Scenario) => void;
  /** Restores the initial scenario. */
  readonly reset: () => void;
  /** Refuses an edit that makes no scenario; the scenario stays. */
  readonly refuseEdit: (refusal: Refusal) => void;
  /** Refuses a text that is not a whole number; the scenario stays. */
  readonly refuseText: (argument: Argument, text: string, axis?: Axis) => void;
  /** Commits the delayed edit, if there is one. */
  readonly flush: () => void;
  /** Replaces a refused edit by the last valid call; returns false if there is no refusal or no valid call. */
  readonly restoreValid: () => boolean;
  /** Runs the scenario again, after a cancelled or failed run. */
  readonly runAgain: () => void;
  /** Shows and runs a scenario from the host without sending it back as an edit. */
  readonly show: (scenario: Scenario) => void;
  /** Puts a tensor of a file into the scenario. If `uri` is null, the user is asked for the file. */
  readonly takeTensor: (role: TensorRole, uri: string | null) => Promise<void>;
}

interface FormParts {
  readonly host: Channel;
  readonly runner: Runner;
  readonly document: DocumentState;
  readonly files: FileCache;
  readonly navigation: Navigation;
  readonly viewer: Pick<Viewer, 'clips' | 'messages'>;
  readonly clock: Clock;
}

/** The pause after which the edits of a burst are committed as one edit. */
const burstMilliseconds = 120;

/** Creates a form without a scenario. */
export function createForm({ host, runner, document, files, navigation, viewer, clock }: FormParts): Form {
  const scenario: Signal<Scenario | null> = signal(null);
  let committedAt = -Infinity;
  /** The delayed edit of a burst. */
  let waiting: { readonly stop: () => void; readonly commit: () => void } | null = null;

  const forget = (): void => {
    waiting?.stop();
    waiting = null;
  };
  const replace = (next: Scenario, pace: Pace = 'now'): void => {
    // A read-only document cannot keep a change; its form is disabled.
    if (document.isReadonly.value) return;
    forget();
    scenario.value = next;
    const checked = checkScenario(next, files);
    if (!checked.ok) {
      runner.refuse(checked.refusal);
      return;
    }
    runner.expect(next);
    const commit = (): void => {
      waiting = null;
      committedAt = clock.now();
      host.call(editRequest, { scenario: next });
      void runner.start(next);
    };
    const isBurst = clock.now() - committedAt < burstMilliseconds;
    if (pace === 'now' || (pace === 'stepping' && !isBurst)) commit();
    else waiting = { stop: clock.after(burstMilliseconds, commit), commit };
  };
  const edit = (change: (scenario: Scenario) => Scenario, pace: Pace = 'now'): void => {
    const before = scenario.value;
    if (before !== null) replace(change(before), pace);
  };
  const refuseEdit = (refusal: Refusal): void => {
    forget();
    runner.refuse(refusal);
  };
  const callGeometry = computed((): CallGeometry | null => {
    const valid = runner.validScenario.value;
    if (valid === null) return null;
    const checked = checkScenario(valid, files);
    if (!checked.ok) return null;
    // While a file has not been read, the geometry is that of the current run.
    const geometry = checked.value ?? runner.currentRun.value?.geometry ?? null;
    return geometry === null ? null : { ...geometry, dtype: valid.dtype };
  });
  return {
    scenario,
    callGeometry,
    shapeOf: (asked) => {
      const shape = shapeOfScenario(asked, files);
      return shape?.ok === true ? shape.value : null;
    },
    edit,
    replace,
    refuseEdit,
    choosePreset: (preset) => {
      if (document.isReadonly.value) return;
      document.initialScenario.value = preset;
      viewer.clips.value = {};
      navigation.reset();
      replace(preset);
    },
    reset: () => {
      if (document.initialScenario.value !== null) replace(document.initialScenario.value);
    },
    refuseText: (argument, text, axis) => {
      const entry = axis === undefined ? argument : `${argument}[${axis}]`;
      const typed = text.trim();
      const message = typed === '' ? 'must not be empty' : `= ${typed} must be a whole number`;
      refuseEdit(refuse(argument, `${entry} ${message}.`, axis === undefined ? {} : { axis }).refusal);
    },
    flush: () => {
      const now = waiting;
      forget();
      now?.commit();
    },
    restoreValid: () => {
      const valid = runner.validScenario.value;
      if (runner.refusal.value === null || valid === null) return false;
      if (runner.currentRun.value?.scenario === valid) {
        scenario.value = valid;
        runner.rest();
      } else {
        replace(valid);
      }
      return true;
    },
    runAgain: () => {
      if (scenario.value !== null) void runner.start(scenario.value);
    },
    show: (opened) => {
      scenario.value = opened;
      void runner.start(opened);
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
      const { source, element, bytes } = opened.value;
      if (bytes !== null && !document.isReadonly.value) files.put(source.file, bytes);
      edit((before) => withTensor(before, role, source, element));
    },
  };
}
