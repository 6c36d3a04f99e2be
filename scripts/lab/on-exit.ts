const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Calls `cleanUp` when this process ends, also by a signal, which would otherwise end the process without its 'exit'
 * handlers and leave child processes behind. If a script has its own handler for a signal, that handler decides when the
 * process ends. Returns a function that cancels this.
 */
export function onAnyExit(cleanUp: () => void): () => void {
  const onSignal = (signal: NodeJS.Signals): void => {
    if (process.listenerCount(signal) === 1) process.exit(130);
  };
  process.once('exit', cleanUp);
  for (const signal of signals) process.on(signal, onSignal);
  return () => {
    process.removeListener('exit', cleanUp);
    for (const signal of signals) process.removeListener(signal, onSignal);
  };
}
