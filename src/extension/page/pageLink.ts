import { Channel, type EventType, type Port, type Reply, type RequestType } from '../../protocol/channel.ts';
import { createDeferred, type Deferred } from '../shared/deferred.ts';

/** What is answered once the editor is closed. */
export const closedError = 'The debugger was closed.';

const closed: Reply<never> = { ok: false, reason: 'disposed', error: closedError };

/**
 * The link to a page that comes and goes: VS Code destroys the page when its tab is hidden and
 * loads it anew when it is shown, moved or reloaded. Every page's life gets a channel of its own,
 * which begins with the page's `ready`.
 */
export class PageLink<I> {
  readonly #port: Port;
  readonly #readyRequest: RequestType<null, I>;
  readonly #init: () => I | Promise<I>;
  readonly #serve: (channel: Channel) => void;
  #channel: Channel;
  /** Null once closed. */
  #live: Deferred<Channel | null> = createDeferred();
  #ready = false;
  #closed = false;

  /** `ready` is a page's first message, `init` what it starts from; `serve` puts the handlers of the page's requests in. */
  constructor(port: Port, ready: RequestType<null, I>, init: () => I | Promise<I>, serve: (channel: Channel) => void) {
    this.#port = port;
    this.#readyRequest = ready;
    this.#init = init;
    this.#serve = serve;
    this.#channel = this.#open();
  }

  /** The page is gone (hidden); who waits for it goes on waiting for the next one. */
  lost(): void {
    this.#channel.dispose();
    if (this.#ready) this.#live = createDeferred();
    this.#ready = false;
    this.#channel = this.#open();
  }

  /** Tells the page; a page that is not there yet will learn it from its first reply. */
  emit<P>(kind: EventType<P>, params: P): void {
    if (this.#ready) this.#channel.emit(kind, params);
  }

  /**
   * Asks the page, waiting for it to load. A question that the page did not live to answer is put
   * to its successor, unless `once` says that it must not be acted on twice.
   */
  async ask<P, R>(kind: RequestType<P, R>, params: P, options: { readonly once?: boolean } = {}): Promise<Reply<R>> {
    for (;;) {
      const channel = await this.#live.promise;
      if (channel === null) return closed;
      if (channel !== this.#channel) continue;
      const reply = await channel.call(kind, params).reply;
      const lost = !reply.ok && reply.reason === 'disposed';
      if (!lost || options.once === true) return reply;
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#ready) this.#live = createDeferred();
    this.#live.resolve(null);
    this.#channel.dispose();
  }

  #open(): Channel {
    const channel = new Channel(this.#port);
    channel.handle(this.#readyRequest, async () => {
      // A page that was reloaded says ready again without having been hidden before.
      if (this.#ready) this.lost();
      const current = this.#channel;
      const { resolve } = this.#live;
      this.#ready = true;
      const init = await this.#init();
      // After the reply has been posted: the page is to know its scenario before it is asked of it.
      setTimeout(() => resolve(current), 0);
      return init;
    });
    this.#serve(channel);
    return channel;
  }
}
