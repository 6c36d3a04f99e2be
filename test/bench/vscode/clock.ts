/** What the clock leaves in a page, in milliseconds since 1970. */
export interface Clock {
  /** The last key went down. */
  benchKey?: number;
  /** After it, or since the page began, the verdict was painted; null while it is waited for. */
  benchVerdict?: number | null;
  /** So were the pictures. */
  benchPictures?: number | null;
}

/** Not in TypeScript's DOM yet. */
declare const scheduler: {
  postTask(task: () => void, options: { readonly priority: 'user-blocking' }): Promise<void>;
};

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
  /** The next frame draws what the state changed; what is most urgent runs first after its paint. */
  const whenPainted = (then: () => void): void => {
    requestAnimationFrame(() => void scheduler.postTask(then, { priority: 'user-blocking' }));
  };
  let before: string | null = null;
  const look = (): void => {
    const state = document.querySelector('[data-state]')?.getAttribute('data-state') ?? null;
    if (state === before) return;
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
