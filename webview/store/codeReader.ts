import type { Result } from '../../src/engine/core/refusal.ts';
import type { Channel, Pending, Reply } from '../../src/protocol/channel.ts';
import { readCodeRequest } from '../../src/protocol/codeMessages.ts';
import type { LayerText } from '../../src/scenario/paste/layerText.ts';
import type { Clock } from '../ui/clock.ts';
import { LatestTask } from './latestTask.ts';

/** What became of the question for the call in a text. */
export type CodeAnswer =
  /** `layer` is null if the text has no call. */
  | { readonly kind: 'read'; readonly layer: Result<LayerText> | null }
  | { readonly kind: 'failed'; readonly error: string }
  /** The question was dropped, or a newer one was asked. */
  | { readonly kind: 'dropped' };

/** Has pasted Python read by the extension: the page contains no parser. */
export interface CodeReader {
  /** Asks for the call in a text, in place of the question before. Resolves in any case, also if nobody answers. */
  readonly ask: (text: string) => Promise<CodeAnswer>;
  /** Drops the question, if one is open; its answer is ignored. */
  readonly drop: () => void;
}

type Found = Result<LayerText> | null;

/** The longest time that the extension has, in which it may load its parser and be busy with something else. */
const patienceMilliseconds = 10_000;

/** Creates a reader that asks through a channel to the extension. */
export function createCodeReader(host: Channel, clock: Clock): CodeReader {
  let pending: Pending<Found> | null = null;
  const task = new LatestTask<string, { readonly layer: Found }>({
    work: async (text) => {
      const asked = host.call(readCodeRequest, { text });
      pending = asked;
      const reply = await withinPatience(asked, clock);
      return reply.ok ? { ok: true, value: { layer: reply.value } } : reply;
    },
    abort: () => {
      pending?.cancel();
      pending = null;
    },
  });
  return {
    ask: async (text) => {
      const found = await task.start(text);
      if (found !== null) return { kind: 'read', layer: found.layer };
      const phase = task.phase.peek();
      return phase.kind === 'failed' ? { kind: 'failed', error: phase.error } : { kind: 'dropped' };
    },
    drop: () => task.drop(),
  };
}

/** Waits for a reply, or fails when the extension host has been silent for too long. */
function withinPatience<R>(asked: Pending<R>, clock: Clock): Promise<Reply<R>> {
  return new Promise((resolve) => {
    const stop = clock.after(patienceMilliseconds, () => {
      const seconds = patienceMilliseconds / 1000;
      resolve({ ok: false, reason: 'failed', error: `The extension host has not answered for ${seconds} seconds.` });
      asked.cancel();
    });
    void asked.reply.then((reply) => {
      stop();
      resolve(reply);
    });
  });
}
