/** What the clock leaves in a page, in milliseconds since 1970. */
export interface Clock {
  /** The last key went down. */
  benchKey?: number;
  /** After it, or since the page began, the verdict was painted; null while it is waited for. */
  benchVerdict?: number | null;
  /** So were the pictures. */
  benchPictures?: number | null;
}

/** Runs in every frame before anything else in it: notes when keys go down, when a verdict and when pictures are painted. */
export function startClock(): void {
  const clock = globalThis as unknown as Clock;
  const now = (): number => performance.timeOrigin + performance.now();
  const wait = (): void => {
    clock.benchVerdict = null;
    clock.benchPictures = null;
  };
  const note = (): void => {
    wait();
    clock.benchKey = now();
  };
  /** The next frame draws what the state changed; what follows it in the queue runs after its paint. */
  const whenPainted = (then: () => void): void => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = then;
      port2.postMessage(null);
    });
  };
  let before: string | null = null;
  const look = (): void => {
    const state = document.querySelector('[data-state]')?.getAttribute('data-state') ?? null;
    if (state === before) return;
    // Pictures are begun as soon as the verdict has been painted, perhaps before the task that was to note it.
    if (state === 'done' && before === 'judged') clock.benchVerdict ??= now();
    before = state;
    if (state === 'judged' || state === 'done')
      whenPainted(() => {
        clock.benchVerdict ??= now();
        if (state === 'done') clock.benchPictures ??= now();
      });
  };
  wait();
  // VS Code writes the page into a frame that is there already: listeners and observers from before are lost, timers are not.
  const timer = setInterval(() => {
    if (document.querySelector('[data-state]') === null) return;
    clearInterval(timer);
    addEventListener('keydown', note, true);
    const filter = { subtree: true, childList: true, attributeFilter: ['data-state'] };
    new MutationObserver(look).observe(document, filter);
    look();
  }, 5);
}
