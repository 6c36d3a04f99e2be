import { effect, signal } from '@preact/signals';
import { finish } from '../../../src/engine/core/steps.ts';
import { ok, refuse, type Result } from '../../../src/engine/core/refusal.ts';
import { Channel } from '../../../src/protocol/channel.ts';
import {
  editRequest,
  type PageStart,
  openTensorRequest,
  type OpenedTensor,
  readFileRequest,
  readyRequest,
  stepHistoryRequest,
  titleChanged,
} from '../../../src/protocol/hostMessages.ts';
import {
  forgetFilesEvent,
  giveFileRequest,
  pingRequest,
  runRequest,
  type ScenarioJob,
} from '../../../src/protocol/workerMessages.ts';
import type { ElementName } from '../../../src/formats/common/element.ts';
import type { Scenario } from '../../../src/scenario/document/scenario.ts';
import { FilledTensors } from '../../../src/scenario/run/filledTensors.ts';
import { runScenario } from '../../../src/scenario/run/runScenario.ts';
import { openSession } from '../../../webview/app/openSession.ts';
import { createSession, type Session } from '../../../webview/store/session.ts';
import { answerBreaking } from '../../../webview/worker/answerBreaking.ts';
import { answerDiagnosis } from '../../../webview/worker/answerDiagnosis.ts';
import { KeptFiles } from '../../../webview/worker/keptFiles.ts';
import { EngineClient } from '../../../webview/workers/engineClient.ts';
import { QueryClient } from '../../../webview/workers/queryClient.ts';
import { TileClient } from '../../../webview/workers/tileClient.ts';
import type { Spawned } from '../../../webview/workers/workerLife.ts';
import { FakeClock } from './fakeClock.ts';
import { portPair } from './portPair.ts';

/** The behaviour of a worker that is asked for a run. */
export type WorkerManner = 'answers' | 'dies' | 'waits';

/** The requests to the workers, in order. */
interface WorkerLog {
  spawned: number;
  readonly runs: ScenarioJob[];
  readonly given: { readonly path: string; readonly byteLength: number }[];
  readonly forgotten: number[];
}

/** A session with a host and an engine that the test controls. */
export interface SessionLab {
  readonly session: Session;
  readonly clock: FakeClock;
  readonly host: {
    readonly channel: Channel;
    readonly edits: Scenario[];
    /** For each edit, whether it continues the one before. */
    readonly continued: boolean[];
    /** The steps through the history that the page has requested. */
    readonly steps: string[];
    readonly titles: string[];
    /** Paths of the files that the page has requested. */
    readonly reads: string[];
    /** The files of the host by path; a test may change them. */
    readonly disk: Map<string, ArrayBuffer>;
    /** The element types of the files by path; float32 if there is none. */
    readonly elements: Map<string, ElementName>;
    /** The reply to dropping a file. */
    opened: Result<OpenedTensor | null>;
  };
  readonly engine: WorkerLog & {
    manner: WorkerManner;
    /** Answers the waiting runs. */
    release(): void;
  };
  /** The state that the page has saved. */
  readonly saved: () => unknown;
  /** The phases of the session in order, as the page's root would show them. */
  readonly phases: readonly string[];
  /** Waits until all sent messages have arrived. */
  settle(): Promise<void>;
  /** Lets a frame paint, so that the pictures of a finished run follow its verdict. */
  paint(): Promise<void>;
}

export async function sessionLab(
  scenario: Scenario | null,
  options: {
    readonly saved?: unknown;
    readonly origin?: PageStart['origin'];
    readonly memoryCap?: number;
    readonly code?: PageStart['code'];
    readonly versions?: PageStart['versions'];
  } = {},
): Promise<SessionLab> {
  const clock = new FakeClock();
  const [pagePort, hostPort] = portPair();
  const host = {
    channel: new Channel(hostPort),
    edits: [] as Scenario[],
    continued: [] as boolean[],
    steps: [] as string[],
    titles: [] as string[],
    reads: [] as string[],
    disk: new Map<string, ArrayBuffer>(),
    elements: new Map<string, ElementName>(),
    opened: ok(null) as Result<OpenedTensor | null>,
  };
  host.channel.handle(readyRequest, () => ({
    scenario: scenario === null ? null : ok(scenario),
    origin: options.origin ?? { kind: 'panel' },
    history: (options.origin ?? { kind: 'panel' }).kind === 'panel' ? { canUndo: false, canRedo: false } : null,
    settings: { memoryCap: options.memoryCap ?? 2 ** 30 },
    canHandOn: true,
    coach: false,
    code: options.code ?? null,
    versions: options.versions ?? null,
  }));
  host.channel.handle(stepHistoryRequest, ({ direction }) => {
    host.steps.push(direction);
    return null;
  });
  host.channel.handle(editRequest, ({ scenario: edited, continues }) => {
    host.edits.push(edited);
    host.continued.push(continues);
    return true;
  });
  host.channel.handle(readFileRequest, ({ path }) => {
    host.reads.push(path);
    const bytes = host.disk.get(path);
    return bytes === undefined
      ? refuse('file', `${path} could not be found.`)
      : ok({ bytes: bytes.slice(), element: host.elements.get(path) ?? 'float32' });
  });
  host.channel.handle(openTensorRequest, () => host.opened);
  host.channel.on(titleChanged, ({ name }) => host.titles.push(name));

  let waiting: (() => void)[] = [];
  const engine: SessionLab['engine'] = {
    manner: 'answers',
    spawned: 0,
    runs: [],
    given: [],
    forgotten: [],
    release: () => {
      const released = waiting;
      waiting = [];
      for (const answer of released) answer();
    },
  };
  const spawn = (died: (error: string) => void): Spawned => {
    engine.spawned += 1;
    const [port, workerPort] = portPair();
    const worker = new Channel(workerPort);
    const files = new KeptFiles();
    worker.handle(pingRequest, () => null);
    worker.handle(giveFileRequest, ({ id, path, bytes, element }) => {
      engine.given.push({ path, byteLength: bytes.byteLength });
      files.give(id, path, bytes, element);
      return null;
    });
    worker.on(forgetFilesEvent, (ids) => {
      engine.forgotten.push(...ids);
      files.forget(ids);
    });
    worker.handle(runRequest, async (job) => {
      engine.runs.push(job);
      if (engine.manner === 'dies') {
        died('out of memory');
        return await new Promise<never>(() => undefined);
      }
      if (engine.manner === 'waits') await new Promise<void>((resolve) => waiting.push(resolve));
      return finish(runScenario(job.scenario, files.named(job.files), { memoryCap: job.memoryCap }));
    });
    const resources = { filled: new FilledTensors(), files };
    answerDiagnosis(worker, resources);
    answerBreaking(worker, resources);
    return { port, end: () => worker.dispose() };
  };
  const unused = (): never => {
    throw new Error('The test asks for no such worker.');
  };
  let saved: unknown = options.saved;
  const session = createSession({
    host: new Channel(pagePort),
    workers: {
      engine: new EngineClient(spawn),
      tiles: new TileClient(unused),
      layer: new QueryClient(unused),
      solver: new QueryClient(unused),
      tracing: new QueryClient(unused),
    },
    storage: {
      read: () => saved,
      write: (state) => {
        saved = state;
      },
    },
    clock,
    isMotionReduced: () => false,
    isVisible: signal(true),
  });
  const phases: string[] = [];
  effect(() => {
    const { pendingRun, phase } = session.runner;
    const now = pendingRun.value === null ? phase.value.kind : 'judged';
    if (phases.at(-1) !== now) phases.push(now);
  });
  const settle = async (): Promise<void> => {
    // A turn of the event loop comes after all microtasks, including those that others queue.
    await new Promise((resolve) => setImmediate(resolve));
  };
  const paint = async (): Promise<void> => {
    await settle();
    clock.advance(100);
    await settle();
  };
  await openSession(session);
  await settle();
  return { session, clock, host, engine, saved: () => saved, phases, settle, paint };
}
