import { Channel, type EventType, type Port, type Reply, type RequestType } from '../../protocol/channel.ts';

/** The error of every question that is still open, or is asked, after the panel was closed. */
export const closedError = 'The debugger was closed.';

const closed: Reply<never> = { ok: false, reason: 'disposed', error: closedError };

/**
 * The link to a panel's page. VS Code destroys the page when its tab is hidden and loads it again when the tab is
 * shown, moved or reloaded. Each loaded page has a channel of its own, which starts with the page's `ready` message.
 */
export class PageLink<I> {
  readonly #port: Port;
  readonly #readyRequest: RequestType<null, I>;
  readonly #init: () => I | Promise<I>;
  readonly #serve: (channel: Channel) => void;
  #channel: Channel;
  /** Resolves with the channel of a page that has said ready; with null once the panel is closed. */
  #live = Promise.withResolvers<Channel | null>();
  #ready = false;
  #closed = false;

  /**
   * `ready` is a page's first message and `init` makes the reply to it; `serve` registers the handlers of the page's
   * requests.
   */
  constructor(port: Port, ready: RequestType<null, I>, init: () => I | Promise<I>, serve: (channel: Channel) => void) {
    this.#port = port;
    this.#readyRequest = ready;
    this.#init = init;
    this.#serve = serve;
    this.#channel = this.#open();
  }

  /** Discards the channel of a page that is gone. Questions that are still open wait for the next page. */
  lost(): void {
    this.#channel.dispose();
    if (this.#ready) this.#live = Promise.withResolvers();
    this.#ready = false;
    this.#channel = this.#open();
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /** Sends an event to the page. If none is loaded, nothing is sent: the next page gets the current state in its first reply. */
  emit<P>(kind: EventType<P>, params: P): void {
    if (this.#ready) this.#channel.emit(kind, params);
  }

  /**
   * Asks the page, and waits for it to load. If the page is destroyed before it answers, the next page is asked, unless
   * `once` says that the request must not be carried out twice.
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
    if (this.#ready) this.#live = Promise.withResolvers();
    this.#live.resolve(null);
    this.#channel.dispose();
  }

  #open(): Channel {
    const channel = new Channel(this.#port);
    channel.handle(this.#readyRequest, async () => {
      // A page that was reloaded says ready again without having been hidden.
      if (this.#ready) this.lost();
      const current = this.#channel;
      const { resolve } = this.#live;
      this.#ready = true;
      const init = await this.#init();
      // Resolves after the reply has been posted, so that the page has its data before it is asked about them.
      setTimeout(() => resolve(current), 0);
      return init;
    });
    this.#serve(channel);
    return channel;
  }
}
