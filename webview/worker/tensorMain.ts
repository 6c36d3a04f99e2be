import { Channel } from '../../src/protocol/channel.ts';
import { messagePort } from '../../src/protocol/messagePort.ts';
import { pingRequest, workerReady } from '../../src/protocol/workerMessages.ts';
import { answerTiles } from './answerTiles.ts';
import { resolveTensors } from './resolveTensors.ts';

// The worker of the pages that show tensors without a call.
declare const self: DedicatedWorkerGlobalScope;

const channel = new Channel(messagePort(self));
channel.handle(pingRequest, () => null);
answerTiles(channel, (source) => {
  if ('tensors' in source) return resolveTensors(source);
  throw new Error('This worker has no runs.');
});
channel.emit(workerReady, null);
