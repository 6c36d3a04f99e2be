const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Calls `cleanUp` when this process ends, also if a signal ends it. (Without a handler, a signal ends the process
 * without its 'exit' event, and child processes keep running.) If the script has a signal handler of its own, that
 * handler decides when the process ends. Returns a function that cancels the call.
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
