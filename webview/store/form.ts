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

/** Sizes of a call with the precision that it is computed in. */
export type CallGeometry = Geometry & { readonly dtype: ProfileId };

/** The scenario under edit. */
export interface Form {
  /** The scenario as edited, valid or not. */
  readonly scenario: ReadonlySignal<Scenario | null>;
  /** Sizes of the last valid call, at once and before it has run; null while there is none. */
  readonly callGeometry: ReadonlySignal<CallGeometry | null>;
  /** The shape of a scenario's call, valid or not; null while a file that it names has not been read, or has no shape. */
  readonly shapeOf: (scenario: Scenario) => CallShape | null;
  /**
   * Changes the scenario: a valid change is one undoable edit and a new run; an
   * invalid one stands in the form with its refusal while the figure keeps the last valid call.
   */
  readonly edit: (change: (scenario: Scenario) => Scenario, pace?: Pace) => void;
  /** As {@link edit}, for a scenario from elsewhere: a preset, a reset. */
  readonly replace: (next: Scenario, pace?: Pace) => void;
  /** Takes a preset: the cursor goes to the middle, colours are unclipped, and {@link reset} comes back here. */
  readonly choosePreset: (preset: Scenario) => void;
  /** Goes back to the scenario as it was opened. */
  readonly reset: () => void;
  /** Refuses an edit that the form itself cannot make sense of. */
  readonly refuseEdit: (refusal: Refusal) => void;
  /** Refuses a text that is not even a whole number: said at the field, the scenario stays. */
  readonly refuseText: (argument: Argument, text: string, axis?: Axis) => void;
  /** Commits the edit of a burst that is still waiting for the last key, if there is one. */
  readonly flush: () => void;
  /** Goes back from a refused edit to the last valid call; returns false if there is none. */
  readonly restoreValid: () => boolean;
  /** Runs again after a cancelled or failed run. */
  readonly runAgain: () => void;
  /** Shows what the host says, without making an edit of it. */
  readonly show: (scenario: Scenario) => void;
  /** Puts a tensor of a file into the scenario: of the file at this URI, or (null) of one that the user is asked for. */
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

/** The pause after which the edits of a burst are committed as one. */
const burstMilliseconds = 120;

export function createForm({ host, runner, document, files, navigation, viewer, clock }: FormParts): Form {
  const scenario: Signal<Scenario | null> = signal(null);
  let committedAt = -Infinity;
  /** The edit of a burst that is still waiting for the last key. */
  let waiting: { readonly stop: () => void; readonly commit: () => void } | null = null;

  const forget = (): void => {
    waiting?.stop();
    waiting = null;
  };
  const replace = (next: Scenario, pace: Pace = 'now'): void => {
    // The form is disabled; nobody else is to see a change that cannot last.
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
    // The sizes of a file that has not been read yet come with the run.
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
    show: (shown) => {
      scenario.value = shown;
      void runner.start(shown);
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
      // Null: the user has chosen none after all.
      if (opened.value === null) return;
      const { source, bytes } = opened.value;
      if (bytes !== null && !document.isReadonly.value) files.put(source.file, bytes);
      edit((before) => withTensor(before, role, source));
    },
  };
}
