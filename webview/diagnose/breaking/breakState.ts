import { batch, computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import type { ProfileId } from '../../../src/engine/precision/profiles.ts';
import { ok } from '../../../src/engine/core/refusal.ts';
import { writeNpy } from '../../../src/formats/npy/writeNpy.ts';
import type { Reply } from '../../../src/protocol/channel.ts';
import {
  type MadeMistake,
  makeMistakeRequest,
  type MistakesReply,
  mistakesRequest,
} from '../../../src/protocol/mistakeMessages.ts';
import type { ScenarioJob } from '../../../src/protocol/workerMessages.ts';
import type { MistakeChoice, MistakeEntry } from '../../../src/scenario/breaking/brokenCall.ts';
import type { Scenario } from '../../../src/scenario/document/scenario.ts';
import { strided } from '../../../src/scenario/presets/small.ts';
import type { TabAccess } from '../../store/feature.ts';
import { LatestTask, type TaskPhase } from '../../store/latestTask.ts';
import type { Session } from '../../store/session.ts';
import type { EngineFile } from '../../workers/engineClient.ts';
import type { DiagnosisSubject } from '../currentDiagnosis.ts';
import { madeText } from './breakText.ts';
import { createMorph } from './morph.ts';
import { type Riddle, riddleOf } from './guessing.ts';
import type { Made } from './made.ts';

/** The call that is broken: the page's, or a small example. */
export type BrokenCallName = 'own' | 'example';

/** A riddle with the guess, if there is one. */
export interface Guessing extends Riddle {
  /** The id of the guessed mistake. */
  readonly guess: string | null;
}

/** Breaks a call on purpose, without touching the document: mistakes to choose from, or to guess. */
export interface BreakState {
  readonly isOpen: ReadonlySignal<boolean>;
  readonly mode: ReadonlySignal<'choose' | 'guess'>;
  readonly call: ReadonlySignal<BrokenCallName>;
  /** The scenario whose call is broken. */
  readonly scenario: ReadonlySignal<Scenario>;
  /** False if the page has no valid call of its own. */
  readonly hasOwnCall: ReadonlySignal<boolean>;
  /** Phases of listing the mistakes, and of making one. */
  readonly listing: ReadonlySignal<TaskPhase>;
  readonly making: ReadonlySignal<TaskPhase>;
  readonly entries: ReadonlySignal<readonly MistakeEntry[] | null>;
  /** The mistake that is made, or will be; null without one. */
  readonly chosen: ReadonlySignal<MistakeChoice | null>;
  readonly made: ReadonlySignal<Made | null>;
  readonly shows: ReadonlySignal<'right' | 'wrong'>;
  /** Share of the wrong output in the picture, 0 to 1: between them while one picture becomes the other. */
  readonly share: ReadonlySignal<number>;
  readonly guessing: ReadonlySignal<Guessing | null>;
  /** Right guesses, and all guesses. */
  readonly score: ReadonlySignal<{ readonly right: number; readonly all: number }>;
  /** The wrong output as the subject of a diagnosis, once it was asked for. */
  readonly subject: ReadonlySignal<DiagnosisSubject | null>;
  readonly open: () => void;
  /** Opens with a planted mistake in the example, and its diagnosis. */
  readonly openExample: () => void;
  readonly close: () => void;
  readonly breakCall: (name: BrokenCallName) => void;
  readonly setMode: (mode: 'choose' | 'guess') => void;
  readonly choose: (choice: MistakeChoice) => void;
  readonly show: (which: 'right' | 'wrong') => void;
  readonly guessThat: (id: string) => void;
  readonly nextRiddle: () => void;
  /** Diagnoses the wrong output. */
  readonly diagnose: () => void;
  readonly again: () => void;
  /** Cancels listing or making; returns false if neither is running. */
  readonly cancel: () => boolean;
}

/** The name of the wrong output among the files of a scenario. No file has this name, because it is no path. */
const madeFile = 'break-it://output';
/**
 * The most riddles in a row that are drawn again, because the diagnosis would give the output another name than the
 * answer: a more specific mistake makes the same output of this call.
 */
const mostUnfairRiddles = 20;
/** The mistake of the prepared example. */
const exampleChoice: MistakeChoice = { id: 'kernel-not-rotated', variant: 0 };

export function createBreaking(session: Session, tab: TabAccess, random: () => number = Math.random): BreakState {
  const { runner, form, files, document, messages, ports } = session;
  const { engine } = ports.workers;
  const isOpen = signal(false);
  const mode = signal<'choose' | 'guess'>('choose');
  const wantedCall = signal<BrokenCallName>('own');
  const choice = signal<MistakeChoice | null>(null);
  const listed = signal<{ readonly scenario: Scenario; readonly reply: MistakesReply } | null>(null);
  const made = signal<Made | null>(null);
  const guessing = signal<Guessing | null>(null);
  const score = signal({ right: 0, all: 0 });
  const subject = signal<DiagnosisSubject | null>(null);
  /** True if the next wrong output is diagnosed at once. */
  let diagnosesNext = false;
  /** Number of riddles in a row that were drawn and not shown. */
  let unfairRiddles = 0;
  /** Ids of files that the page gives the engine; negative, because those of the file cache are positive. */
  let lastFileId = 0;

  const ownCall = computed(() => runner.validScenario.value);
  const call = computed((): BrokenCallName => (ownCall.value === null ? 'example' : wantedCall.value));
  const scenario = computed((): Scenario => {
    const own = ownCall.value;
    return own === null || call.value === 'example' ? strided.scenario : judgedAs(own, form.precision.value);
  });
  const morph = createMorph(ports);

  const abort = (): void => {
    // A run has taken the engine, and must not be cancelled with the request that it replaced.
    if (runner.phase.peek().kind !== 'computing') engine.cancel();
  };

  /** Reads the files of a scenario and describes its call to the engine. */
  const jobOf = async (asked: Scenario): Promise<Reply<{ job: ScenarioJob; files: readonly EngineFile[] }>> => {
    const { memoryCap } = document.settings.peek();
    const own = ownCall.peek();
    if (call.peek() === 'example' || own === null) {
      return { ok: true, value: { job: { scenario: asked, files: [], memoryCap }, files: [] } };
    }
    // The own output to check stays in the cache if its file can be read.
    const all = await files.load(own);
    const read = all.ok ? all : await files.load(asked);
    if (!read.ok) return { ok: false, reason: 'failed', error: read.refusal.message };
    const named = read.value.map(({ path, id }) => [path, id] as const);
    return { ok: true, value: { job: { scenario: asked, files: named, memoryCap }, files: read.value } };
  };

  const listing = new LatestTask<Scenario, MistakesReply>({
    abort,
    work: async (asked, { isCurrent, onStep }) => {
      const prepared = await jobOf(asked);
      if (!prepared.ok) return prepared;
      if (!isCurrent()) return cancelled;
      const { job, files: named } = prepared.value;
      const reply = await engine.ask(mistakesRequest, job, { files: named, onStep });
      if (!reply.ok) return reply;
      return reply.value.ok ? reply.value : { ok: false, reason: 'failed', error: reply.value.refusal.message };
    },
    settle: (reply, asked) => {
      listed.value = { scenario: asked, reply };
      const kept = choice.peek();
      if (kept !== null && variantIn(reply.entries, kept) === null) choice.value = null;
      if (mode.peek() === 'guess') nextRiddle();
    },
  });
  const making = new LatestTask<MistakeChoice, MadeMistake>({
    abort,
    work: async (asked, { isCurrent, onStep }) => {
      const prepared = await jobOf(scenario.peek());
      if (!prepared.ok) return prepared;
      if (!isCurrent()) return cancelled;
      const { job, files: named } = prepared.value;
      const params = { job, choice: asked, wantsAlike: mode.peek() === 'guess' };
      const reply = await engine.ask(makeMistakeRequest, params, { files: named, onStep });
      if (!reply.ok) return reply;
      return reply.value.ok ? reply.value : { ok: false, reason: 'failed', error: reply.value.refusal.message };
    },
    settle: (reply, asked) => {
      const now = listed.peek();
      const found = now === null ? null : variantIn(now.reply.entries, asked);
      if (now === null || found === null) return;
      if (mode.peek() === 'guess' && !reply.alike.includes(asked.id) && unfairRiddles < mostUnfairRiddles) {
        unfairRiddles += 1;
        nextRiddle();
        return;
      }
      unfairRiddles = 0;
      made.value = { ...reply, choice: asked, ...found, right: now.reply.right };
      if (mode.peek() === 'choose') messages.announce(madeText(made.value));
      else messages.announce('A mistake was made. Which one is it?');
      morph.start(reply.changed === null);
      if (diagnosesNext) diagnose();
    },
  });

  // The engine serves one request at a time, so it lists and makes mistakes only while no run needs it.
  const isFree = computed(() => isOpen.value && tab.isOpen.value && runner.phase.value.kind !== 'computing');
  effect(() => {
    if (!isFree.value) return;
    const asked = scenario.value;
    const now = listed.value;
    untracked(() => {
      if (now?.scenario === asked) return;
      forgetMade();
      void listing.start(asked);
    });
  });
  effect(() => {
    const wanted = choice.value;
    const now = listed.value;
    if (!isFree.value || wanted === null || now?.scenario !== scenario.value) return;
    untracked(() => {
      const { value } = made;
      if (value?.right === now.reply.right && isSameChoice(value.choice, wanted)) return;
      void making.start(wanted);
    });
  });

  const forgetMade = (): void => {
    batch(() => {
      made.value = null;
      subject.value = null;
      guessing.value = null;
    });
  };
  const choose = (next: MistakeChoice): void => {
    batch(() => {
      subject.value = null;
      made.value = null;
      choice.value = { ...next };
    });
  };
  const nextRiddle = (): void => {
    const now = listed.peek();
    if (now === null) return;
    const riddle = riddleOf(now.reply.entries, guessing.peek()?.choice.id ?? null, random);
    batch(() => {
      guessing.value = riddle === null ? null : { ...riddle, guess: null };
      if (riddle === null) {
        choice.value = null;
        made.value = null;
        subject.value = null;
      } else choose(riddle.choice);
    });
  };
  const diagnose = (): void => {
    diagnosesNext = false;
    const { value } = made;
    if (value === null) return;
    const bytes = writeNpy(value.output).buffer;
    lastFileId -= 1;
    const file: EngineFile = { id: lastFileId, path: madeFile, take: () => Promise.resolve(ok(bytes.slice(0))) };
    subject.value = {
      owner: value,
      scenario: { ...scenario.peek(), actual: { file: madeFile } },
      isDiagnosedUnseen: false,
      made: { file, isOwnCall: call.peek() === 'own' },
    };
  };
  const open = (): void => {
    batch(() => {
      isOpen.value = true;
      subject.value = null;
    });
  };
  const setMode = (next: 'choose' | 'guess'): void => {
    if (mode.peek() === next) return;
    batch(() => {
      mode.value = next;
      subject.value = null;
      made.value = null;
      choice.value = null;
      guessing.value = null;
      if (next === 'guess') nextRiddle();
    });
  };
  return {
    isOpen,
    mode,
    call,
    scenario,
    hasOwnCall: computed(() => ownCall.value !== null),
    listing: listing.phase,
    making: making.phase,
    entries: computed(() => (listed.value?.scenario === scenario.value ? listed.value.reply.entries : null)),
    chosen: choice,
    made,
    shows: morph.shows,
    share: morph.share,
    guessing,
    score,
    subject,
    open,
    openExample: () => {
      batch(() => {
        open();
        mode.value = 'choose';
        guessing.value = null;
        wantedCall.value = 'example';
        diagnosesNext = true;
        choose(exampleChoice);
      });
    },
    close: () => {
      for (const task of [listing, making]) if (task.phase.peek().kind !== 'idle') task.drop();
      batch(() => {
        isOpen.value = false;
        listed.value = null;
        choice.value = null;
        mode.value = 'choose';
        wantedCall.value = 'own';
        diagnosesNext = false;
        forgetMade();
      });
      if (lastFileId < 0) engine.forget([lastFileId]);
    },
    breakCall: (name) => {
      if (name === call.peek()) return;
      batch(() => {
        forgetMade();
        wantedCall.value = name;
      });
    },
    setMode,
    choose,
    show: morph.show,
    guessThat: (id) => {
      const riddle = guessing.peek();
      const now = made.peek();
      if (riddle?.guess !== null || now === null) return;
      const isRight = id === riddle.choice.id || now.alike.includes(id);
      batch(() => {
        guessing.value = { ...riddle, guess: id };
        score.value = { right: score.value.right + (isRight ? 1 : 0), all: score.value.all + 1 };
      });
    },
    nextRiddle,
    diagnose,
    again: () => {
      const asked = choice.peek();
      if (entriesAreMissing()) void listing.start(scenario.peek());
      else if (asked !== null) void making.start(asked);
    },
    cancel: () => {
      if (!listing.cancel() && !making.cancel()) return false;
      messages.announce('Cancelled.');
      return true;
    },
  };

  function entriesAreMissing(): boolean {
    return listed.peek()?.scenario !== scenario.peek();
  }
}

const cancelled: Reply<never> = { ok: false, reason: 'cancelled', error: 'Cancelled.' };

/** Returns a mistake and its variant in words; null if the call has no such variant. */
function variantIn(
  entries: readonly MistakeEntry[],
  { id, variant }: MistakeChoice,
): { readonly entry: MistakeEntry; readonly detail: string } | null {
  const entry = entries.find((one) => one.id === id);
  const found = entry?.variants.find(({ number }) => number === variant);
  return entry === undefined || found === undefined ? null : { entry, detail: found.detail };
}

function isSameChoice(a: MistakeChoice, b: MistakeChoice): boolean {
  return a.id === b.id && a.variant === b.variant;
}

/** Returns a call without the output to check, in the precision in which it is run. */
function judgedAs(own: Scenario, precision: ProfileId | null): Scenario {
  return { ...own, dtype: precision ?? own.dtype, isDTypeOpen: undefined, actual: undefined };
}
