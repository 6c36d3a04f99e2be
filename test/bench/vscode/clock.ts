/** The times that the clock writes into a page's global object, in milliseconds since 1970. */
export interface Clock {
  /** The time of the last key press. */
  benchKey?: number;
  /** The time at which the verdict was painted after the last key press, or after the page began. Null until then. */
  benchVerdict?: number | null;
  /** The time at which the pictures were painted, likewise. */
  benchPictures?: number | null;
  /** The time at which a tensor file's page had painted a picture or a preview of its first slice. */
  benchSlice?: number;
}

/** The scheduler of the web platform, which TypeScript's DOM library does not declare yet. */
declare const scheduler: {
  postTask(task: () => void, options: { readonly priority: 'user-blocking' }): Promise<void>;
};

/** Records when keys are pressed and when verdicts and pictures are painted. Runs in every frame before its own scripts. */
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
  /** Runs `then` after the next frame is painted, as the first task. */
  const whenPainted = (then: () => void): void => {
    requestAnimationFrame(() => void scheduler.postTask(then, { priority: 'user-blocking' }));
  };
  let before: string | null = null;
  const look = (): void => {
    const slice = '.tensor-preview, [data-pane="tensor"] .heatmap-cells[data-paint-ms]';
    if (clock.benchSlice === undefined && document.querySelector(slice) !== null) {
      whenPainted(() => {
        clock.benchSlice ??= now();
      });
    }
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
  // VS Code writes the page into an existing frame, which loses earlier listeners and observers but keeps timers.
  const timer = setInterval(() => {
    if (document.querySelector('[data-state]') === null) return;
    clearInterval(timer);
    addEventListener('keydown', note, true);
    const filter = { subtree: true, childList: true, attributeFilter: ['data-state', 'data-paint-ms'] };
    new MutationObserver(look).observe(document, filter);
    look();
  }, 5);
}
