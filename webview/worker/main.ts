import { Channel } from '../../src/protocol/channel.ts';
import { messagePort } from '../../src/protocol/messagePort.ts';
import { pingRequest, runRequest, workerReady } from '../../src/protocol/workerMessages.ts';
import { buffersOf } from './buffersOf.ts';
import { driverOf } from './driverOf.ts';
import { helpWithParts } from './helpWithParts.ts';
import { Pool } from './pool.ts';
import { runOf } from './runOf.ts';
import { answerLooking } from './looking.ts';

declare const self: DedicatedWorkerGlobalScope;

const channel = new Channel(messagePort(self));
const pool = new Pool();
channel.handle(pingRequest, () => null);
channel.handle(runRequest, async ({ scenario, files, memoryCap }, context) => {
  const result = await runOf(scenario, new Map(files), memoryCap, driverOf(context), pool);
  // The channel drops whatever becomes of a cancelled call; nobody sees this.
  if (result === null) throw new Error('Cancelled.');
  if (result.ok) context.transfer(buffersOf(result.value));
  return result;
});
helpWithParts(channel);
answerLooking(channel);
channel.emit(workerReady, null);
