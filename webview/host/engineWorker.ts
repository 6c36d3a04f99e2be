import workerSource from 'virtual:worker';
import { EngineProcess } from './engineProcess.ts';
import { messagePort } from '../../src/protocol/messagePort.ts';
import { startWorker } from './startWorker.ts';

/** The page's engine: one worker, replaced when it dies or hangs. */
export const engine = new EngineProcess((died) => {
  const { worker, end } = startWorker(workerSource);
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    died(event.message === '' ? 'The engine stopped.' : event.message);
  });
  worker.addEventListener('messageerror', () => died('A message to the engine was unreadable.'));
  return { port: messagePort(worker), end };
});
