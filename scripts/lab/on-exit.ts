const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Puts something away when this process ends, in whatever way: a signal alone would end it without
 * its 'exit' handlers and leave children behind. A script that has a handler of its own for the
 * signal is left to end in its own time. Returns how to take it back.
 */
export function onAnyExit(putAway: () => void): () => void {
  const onSignal = (signal: NodeJS.Signals): void => {
    if (process.listenerCount(signal) === 1) process.exit(130);
  };
  process.once('exit', putAway);
  for (const signal of signals) process.on(signal, onSignal);
  return () => {
    process.removeListener('exit', putAway);
    for (const signal of signals) process.removeListener(signal, onSignal);
  };
}
