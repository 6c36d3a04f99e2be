import { Channel } from '../../src/protocol/channel.ts';
import { FilledTensors } from '../../src/scenario/run/filledTensors.ts';
import { messagePort } from '../../src/protocol/messagePort.ts';
import {
  forgetFilesEvent,
  giveFileRequest,
  pingRequest,
  recycleRequest,
  runRequest,
  workerReady,
} from '../../src/protocol/workerMessages.ts';
import { answerBreaking } from './answerBreaking.ts';
import { answerDiagnosis } from './answerDiagnosis.ts';
import { driverOf } from './runToEnd.ts';
import { resolveSource } from './resolveSource.ts';
import { helpWithParts } from './helpWithParts.ts';
import { KeptFiles } from './keptFiles.ts';
import { Pool } from './pool.ts';
import { buffersOf, runOf } from './runOf.ts';
import { Spares } from './spares.ts';
import { answerLayer } from './answerLayer.ts';
import { answerTracing } from './answerTracing.ts';
import { answerTiles } from './answerTiles.ts';

declare const self: DedicatedWorkerGlobalScope;

const channel = new Channel(messagePort(self));
const resources = { pool: new Pool(), spares: new Spares(), filled: new FilledTensors(), files: new KeptFiles() };
channel.handle(pingRequest, () => null);
channel.handle(recycleRequest, (buffers) => {
  resources.spares.whole.give(buffers);
  return null;
});
channel.handle(giveFileRequest, ({ id, path, bytes, element }) => {
  resources.files.give(id, path, bytes, element);
  return null;
});
channel.on(forgetFilesEvent, (ids) => resources.files.forget(ids));
channel.handle(runRequest, async (job, context) => {
  const result = await runOf(job, driverOf(context), resources);
  // The channel drops the failure of a cancelled request.
  if (result === null) throw new Error('Cancelled.');
  if (result.ok) context.transfer(buffersOf(result.value));
  return result;
});
answerDiagnosis(channel, resources);
answerBreaking(channel, resources);
helpWithParts(channel);
answerTiles(channel, resolveSource);
answerLayer(channel);
answerTracing(channel);
channel.emit(workerReady, null);
