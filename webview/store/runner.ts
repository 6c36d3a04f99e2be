import { batch, computed, type ReadonlySignal, signal, type Signal } from '@preact/signals';
import { assertNever } from '../../src/engine/core/assertNever.ts';
import { messageOf } from '../../src/engine/core/messageOf.ts';
import type { Refusal, Result } from '../../src/engine/core/refusal.ts';
import { runRequest } from '../../src/protocol/workerMessages.ts';
import type { Run } from '../../src/scenario/run/run.ts';
import { hasOpenDType, type Scenario } from '../../src/scenario/document/scenario.ts';
import type { Clock } from '../ui/clock.ts';
import type { EngineClient } from '../workers/engineClient.ts';
import { createDisplayPhase } from './displayPhase.ts';
import type { FileCache } from './fileCache.ts';
import { LatestTask } from './latestTask.ts';
import { type RunModel, runModelOf } from './runModel.ts';
import type { Navigation } from './navigation.ts';
import { createRecycler } from './recycler.ts';
import type { RunPhase } from './runPhase.ts';
import { createRunProgress, type RunProgress } from './runProgress.ts';

/** Runs scenarios, one at a time, and holds the results that the page displays. */
export interface Runner {
  readonly phase: ReadonlySignal<RunPhase>;
  /** The phase that the page displays: see {@link createDisplayPhase}. */
  readonly displayPhase: ReadonlySignal<RunPhase>;
  /** The reason why the edited scenario is invalid; null if it is valid. */
  readonly refusal: ReadonlySignal<Refusal | null>;
  /** The last valid scenario, which the figure shows or will show after its run. */
  readonly validScenario: ReadonlySignal<Scenario | null>;
  /** The last scenario that the engine ran without a refusal. */
  readonly acceptedScenario: ReadonlySignal<Scenario | null>;
  /** The last scenario that the engine refused, as a whole or because its output to check has another shape. */
  readonly rejectedScenario: ReadonlySignal<Scenario | null>;
  /** A finished run whose verdict is displayed before its pictures are drawn; null once it is the current run. */
  readonly pendingRun: ReadonlySignal<Run | null>;
  /** The last finished run, whose pictures are drawn; it stays while the next run computes. */
  readonly currentRun: ReadonlySignal<RunModel | null>;
  readonly progress: RunProgress;
  /**
   * Stops the current computation because a run of this valid scenario will start soon. The phase becomes `computing`.
   */
  readonly expect: (scenario: Scenario) => void;
  /** Runs a scenario and displays the result. Never throws: an exception becomes the phase `failed`. */
  readonly start: (scenario: Scenario) => Promise<void>;
  /** Stops the current computation; the last pictures stay. */
  readonly cancel: () => void;
  /**
   * Shows why an edit is refused; the current computation continues. An expected run is expected no more.
   */
  readonly refuse: (refusal: Refusal) => void;
  /**
   * Stops the current computation and clears refusal and failure, so that the phase is `done` or, without a run,
   * `empty`.
   */
  readonly rest: () => void;
  /** Clears the refusal and returns to a valid scenario, which is run unless its run is current or being computed. */
  readonly resume: (scenario: Scenario) => void;
  /** Sets the phase to `computing` until the host has said which scenario to run. */
  readonly open: () => void;
  /** Sets the phase to `failed`. */
  readonly fail: (error: string) => void;
}

interface RunnerParts {
  readonly engine: EngineClient;
  readonly files: FileCache;
  readonly memoryCap: () => number;
  readonly currentRun: Signal<RunModel | null>;
  readonly navigation: Navigation;
  readonly clock: Clock;
}

/** The engine's answer to a scenario. */
interface Answer {
  readonly result: Result<Run>;
  /** The refusal of the output to check because of its shape, in which case the result is that of the call alone. */
  readonly wrongShape: Refusal | null;
}

const computing: RunPhase = { kind: 'computing' };
const cancelled: RunPhase = { kind: 'cancelled' };
const done: RunPhase = { kind: 'done' };
const empty: RunPhase = { kind: 'empty' };

/** Creates a runner without a run. */
export function createRunner({ engine, files, memoryCap, currentRun, navigation, clock }: RunnerParts): Runner {
  const refusal = signal<Refusal | null>(null);
  const validScenario = signal<Scenario | null>(null);
  const acceptedScenario = signal<Scenario | null>(null);
  const rejectedScenario = signal<Scenario | null>(null);
  /** The valid scenario before the expected run. */
  let validBefore: Scenario | null = null;
  const pendingRun = signal<Run | null>(null);
  const progress = createRunProgress(clock);
  const recycler = createRecycler(
    clock,
    (run) => currentRun.peek()?.run === run,
    (buffers) => engine.recycle(buffers),
  );
  /** The scenario that the current run was asked for. */
  let currentScenario: Scenario | null = null;
  /** Makes the pending run the current run; null if none is pending. */
  let takePending: (() => void) | null = null;

  const task = new LatestTask<Scenario, Answer>({
    abort: () => engine.cancel(),
    work: async (scenario, { isCurrent, onStep }) => {
      const read = await files.load(scenario);
      if (!read.ok) return { ok: true, value: { result: read, wrongShape: null } };
      if (!isCurrent()) return { ok: false, reason: 'cancelled', error: 'Cancelled.' };
      const named = read.value.map(({ path, id }) => [path, id] as const);
      const ask = async (asked: Scenario) => {
        const job = { scenario: asked, files: named, memoryCap: memoryCap() };
        return await engine.ask(runRequest, job, { files: read.value, onStep });
      };
      const reply = await ask(scenario);
      if (!reply.ok) return reply;
      const wrongShape = reply.value.ok || reply.value.refusal.argument !== 'actual' ? null : reply.value.refusal;
      if (wrongShape === null) return { ok: true, value: { result: reply.value, wrongShape } };
      if (!isCurrent()) return { ok: false, reason: 'cancelled', error: 'Cancelled.' };
      // The call itself can be shown.
      const alone = await ask({ ...scenario, actual: undefined });
      return alone.ok ? { ok: true, value: { result: alone.value, wrongShape } } : alone;
    },
    onStep: (step) => progress.report(step),
    settle: ({ result, wrongShape }, scenario) => {
      const refused = result.ok ? wrongShape : result.refusal;
      if (refused === null) acceptedScenario.value = scenario;
      else rejectedScenario.value = scenario;
      if (result.ok) {
        const asked = wrongShape === null ? scenario : { ...scenario, actual: undefined };
        // If nobody chose the dtype, the engine did.
        const shown = hasOpenDType(asked) ? { ...asked, dtype: result.value.profile, isDTypeOpen: undefined } : asked;
        showVerdict(
          runModelOf(shown, result.value, (run) => recycler.hold(run)),
          scenario,
        );
      } else validScenario.value = acceptedScenario.value;
      if (refused !== null) refuse(refused);
    },
  });

  const phase = computed((): RunPhase => {
    if (refusal.value !== null) return { kind: 'refused', refusal: refusal.value };
    const now = task.phase.value;
    if (pendingRun.value !== null) return computing;
    switch (now.kind) {
      case 'computing':
        return computing;
      case 'cancelled':
        return cancelled;
      case 'failed':
        return now;
      case 'idle':
        return currentRun.value === null ? empty : done;
      default:
        return assertNever(now, 'phase');
    }
  });

  /**
   * Displays the verdict at once. Drawing the pictures takes longest, so they follow after the verdict has been
   * painted.
   */
  const showVerdict = (next: RunModel, scenario: Scenario): void => {
    pendingRun.value = next.run;
    const cancelPictures = afterPaint(clock, showPictures);
    takePending = () => {
      cancelPictures();
      const before = currentRun.peek();
      progress.finish();
      currentRun.value = next;
      currentScenario = scenario;
      navigation.enter(next, before);
      if (before !== null) recycler.recycle(before.run);
    };
  };

  /** Publishes the pending run, so that verdict and panes agree before anything new starts. */
  const showPictures = (): void => {
    const take = takePending;
    if (take === null) return;
    takePending = null;
    try {
      batch(() => {
        pendingRun.value = null;
        take();
      });
    } catch (error) {
      task.fail(messageOf(error));
    }
  };

  const expect = (scenario: Scenario): void => {
    showPictures();
    batch(() => {
      if (!task.isExpecting) validBefore = validScenario.peek();
      task.expect();
      validScenario.value = scenario;
      refusal.value = null;
      progress.reset();
    });
  };
  const refuse = (next: Refusal): void => {
    showPictures();
    batch(() => {
      if (task.isExpecting) {
        task.drop();
        validScenario.value = validBefore;
      }
      refusal.value = next;
    });
  };
  const start = async (scenario: Scenario): Promise<void> => {
    if (!task.isExpecting || validScenario.peek() !== scenario) expect(scenario);
    await task.start(scenario);
  };
  return {
    phase,
    displayPhase: createDisplayPhase(phase, currentRun, clock),
    refusal,
    validScenario,
    acceptedScenario,
    rejectedScenario,
    pendingRun,
    currentRun,
    progress,
    expect,
    start,
    cancel: () => {
      showPictures();
      if (phase.peek().kind === 'computing') task.cancel();
    },
    refuse,
    rest: () =>
      batch(() => {
        task.drop();
        refusal.value = null;
      }),
    resume: (scenario) => {
      const isRunning = task.phase.peek().kind === 'computing' && validScenario.peek() === scenario;
      if (!isRunning && currentScenario !== scenario) {
        void start(scenario);
        return;
      }
      batch(() => {
        if (!isRunning) task.drop();
        validScenario.value = scenario;
        refusal.value = null;
      });
    },
    open: () => task.expect(),
    fail: (error) => task.fail(error),
  };
}

/** The longest wait for a paint, because a hidden page does not paint. */
const longestMilliseconds = 100;

/** Calls back after the changes so far have been painted; returns a function that cancels the callback. */
function afterPaint(clock: Clock, callback: () => void): () => void {
  const end = (): void => {
    stopFrame();
    stopTimer();
  };
  const once = (): void => {
    end();
    callback();
  };
  let stopTimer = clock.after(longestMilliseconds, once);
  // The callbacks of a frame come before its paint; a timer set in them ends after it.
  const stopFrame = clock.onFrame(() => {
    stopTimer();
    stopTimer = clock.after(0, once);
  });
  return end;
}
