/** What the clock leaves in a page, in milliseconds since 1970. */
export interface Clock {
  /** The last key went down. */
  benchKey?: number;
  /** The page was painted with its verdict after a computation; null while it is waited for. */
  benchPainted?: number | null;
}

/** Runs in the debugger's page as soon as it is there: notes when keys go down and when verdicts are painted. */
export function startClock(): void {
  const clock = globalThis as unknown as Clock;
  const now = (): number => performance.timeOrigin + performance.now();
  clock.benchPainted = null;
  const note = (): void => {
    clock.benchPainted = null;
    clock.benchKey = now();
  };
  addEventListener('keydown', note, true);
  const look = (): void => {
    if (document.querySelector('[data-state]')?.getAttribute('data-state') !== 'done') return;
    // The next frame draws what the state changed; what follows it in the queue runs after its paint.
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => (clock.benchPainted = now());
      port2.postMessage(null);
    });
  };
  const filter = { subtree: true, childList: true, attributeFilter: ['data-state'] };
  // Other children come and go; only a new state, or the page's first one, is looked at.
  new MutationObserver((records) => {
    if (records.some(({ type }) => type === 'attributes')) look();
  }).observe(document, filter);
  look();
}
