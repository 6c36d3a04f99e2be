import { assertNever } from '../engine/core/assertNever.ts';
import { messageOf } from '../engine/core/messageOf.ts';
import type { Step } from '../engine/core/steps.ts';

/**
 * A message that expects a reply. The field `types` does not exist at run time; the compiler infers the types of
 * parameters and reply from it.
 */
export interface RequestType<P, R> {
  readonly name: string;
  readonly types?: { readonly params: P; readonly reply: R };
}

/** A message without a reply. */
export interface EventType<P> {
  readonly name: string;
  readonly types?: { readonly params: P };
}

export function defineRequest<P, R>(name: string): RequestType<P, R> {
  return { name };
}

export function defineEvent<P>(name: string): EventType<P> {
  return { name };
}

/**
 * The reply to a request: a value, or the reason why there is none. Errors cross a boundary as values, not as
 * exceptions.
 */
export type Reply<R> =
  | { readonly ok: true; readonly value: R }
  | {
      readonly ok: false;
      readonly reason: 'failed' | 'cancelled' | 'disposed';
      readonly error: string;
    };

/** One end of a connection for messages: in a worker, in a webview, or on the extension's side of a webview. */
export interface Port {
  post(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  /** Calls `receive` with every message; returns a function that stops listening. */
  listen(receive: (message: unknown) => void): () => void;
}

/** What a handler can do while it works on a request. */
export interface Context {
  /** Returns true once the caller has cancelled the request. */
  readonly cancelled: () => boolean;
  /** Reports progress to the caller. */
  readonly progress: (step: Step) => void;
  /** Names buffers of the reply that are to be transferred instead of copied. */
  readonly transfer: (buffers: readonly ArrayBuffer[]) => void;
}

/** A request that has not been answered yet. */
export interface Pending<R> {
  readonly reply: Promise<Reply<R>>;
  cancel(): void;
}

type Message =
  | { readonly kind: 'call'; readonly id: number; readonly name: string; readonly params: unknown }
  | { readonly kind: 'reply'; readonly id: number; readonly reply: Reply<unknown> }
  | { readonly kind: 'step'; readonly id: number; readonly step: Step }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'event'; readonly name: string; readonly params: unknown };

type Handler = (params: unknown, context: Context) => unknown;

interface OpenCall {
  readonly settle: (reply: Reply<unknown>) => void;
  readonly step: ((step: Step) => void) | undefined;
}

/**
 * The typed connection between host, webview and worker. Both ends are bundles of this extension and trust each other,
 * so messages carry a tag but are not validated. (User input is validated where it is read.) If a handler throws, the
 * caller gets the reply `failed`. If the channel is disposed, all open requests get the reply `disposed`, so that no
 * caller waits for ever.
 */
export class Channel {
  readonly #port: Port;
  readonly #stop: () => void;
  readonly #handlers = new Map<string, Handler>();
  readonly #listeners = new Map<string, (params: unknown) => void>();
  readonly #waiting = new Map<number, OpenCall>();
  readonly #cancelled = new Set<number>();
  readonly #running = new Set<number>();
  #next = 1;

  constructor(port: Port) {
    this.#port = port;
    this.#stop = port.listen((message) => {
      if (isMessage(message)) this.#receive(message);
    });
  }

  /** Sets the handler of a kind of request. Replaces an earlier handler. */
  handle<P, R>(kind: RequestType<P, R>, handler: (params: P, context: Context) => R | Promise<R>): void {
    this.#handlers.set(kind.name, handler as Handler);
  }

  /** Sets the listener of a kind of event. Replaces an earlier listener. */
  on<P>(kind: EventType<P>, listener: (params: P) => void): void {
    this.#listeners.set(kind.name, listener as (params: unknown) => void);
  }

  emit<P>(kind: EventType<P>, params: P): void {
    this.#port.post({ kind: 'event', name: kind.name, params } satisfies Message);
  }

  /**
   * Sends a request and resolves with the reply. Calls `onStep` with each progress step. The buffers in `transfer` are
   * moved, not copied.
   */
  call<P, R>(
    kind: RequestType<P, R>,
    params: P,
    options: {
      readonly onStep?: (step: Step) => void;
      readonly transfer?: readonly ArrayBuffer[];
    } = {},
  ): Pending<R> {
    const id = this.#next++;
    const reply = new Promise<Reply<R>>((resolve) => {
      this.#waiting.set(id, {
        settle: resolve as (r: Reply<unknown>) => void,
        step: options.onStep,
      });
      this.#port.post({ kind: 'call', id, name: kind.name, params } satisfies Message, options.transfer);
    });
    const cancel = (): void => {
      if (!this.#waiting.has(id)) return;
      this.#port.post({ kind: 'cancel', id } satisfies Message);
      this.#settle(id, { ok: false, reason: 'cancelled', error: 'Cancelled.' });
    };
    return { reply, cancel };
  }

  dispose(): void {
    this.#stop();
    for (const id of [...this.#waiting.keys()]) {
      this.#settle(id, { ok: false, reason: 'disposed', error: 'The connection was closed.' });
    }
  }

  #receive(message: Message): void {
    switch (message.kind) {
      case 'call':
        void this.#answer(message.id, message.name, message.params);
        return;
      case 'reply':
        this.#settle(message.id, message.reply);
        return;
      case 'step':
        this.#waiting.get(message.id)?.step?.(message.step);
        return;
      case 'cancel':
        if (this.#running.has(message.id)) this.#cancelled.add(message.id);
        return;
      case 'event':
        this.#listeners.get(message.name)?.(message.params);
        return;
      default:
        assertNever(message, 'message');
    }
  }

  #settle(id: number, reply: Reply<unknown>): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    waiting?.settle(reply);
  }

  async #answer(id: number, name: string, params: unknown): Promise<void> {
    let transfer: readonly ArrayBuffer[] = [];
    this.#running.add(id);
    const reply = await this.#run(name, params, {
      cancelled: () => this.#cancelled.has(id),
      progress: (step) => this.#port.post({ kind: 'step', id, step } satisfies Message),
      transfer: (buffers) => {
        transfer = buffers;
      },
    });
    this.#running.delete(id);
    // The caller of a cancelled request no longer waits, so a reply would only transfer buffers that nobody reads.
    if (!this.#cancelled.delete(id)) this.#port.post({ kind: 'reply', id, reply } satisfies Message, transfer);
  }

  async #run(name: string, params: unknown, context: Context): Promise<Reply<unknown>> {
    const handler = this.#handlers.get(name);
    if (handler === undefined) return { ok: false, reason: 'failed', error: `There is no handler for "${name}".` };
    try {
      return { ok: true, value: await handler(params, context) };
    } catch (error) {
      return { ok: false, reason: 'failed', error: messageOf(error) };
    }
  }
}

/** Returns true for a message of a channel. VS Code and other extensions post untagged messages on the same port. */
function isMessage(message: unknown): message is Message {
  return (
    typeof message === 'object' &&
    message !== null &&
    'kind' in message &&
    ['call', 'reply', 'step', 'cancel', 'event'].includes(String(message.kind))
  );
}
