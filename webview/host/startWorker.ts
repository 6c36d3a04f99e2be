/** A worker and how it is ended. */
export interface StartedWorker {
  readonly worker: Worker;
  readonly end: () => void;
}

/**
 * Starts a worker from its source text: a webview's worker cannot fetch the webview's resources.
 * The source's address stays good until the end, for the helpers that the worker starts.
 */
export function startWorker(source: string): StartedWorker {
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  const worker = new Worker(url, { name: 'conv-transpose2d engine' });
  const end = (): void => {
    worker.terminate();
    URL.revokeObjectURL(url);
  };
  return { worker, end };
}
