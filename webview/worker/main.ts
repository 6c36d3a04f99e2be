import { compareTensors } from '../../src/engine/compare/compareTensors.ts';
import { Channel } from '../../src/protocol/channel.ts';
import { drive } from '../../src/protocol/drive.ts';
import { FilledTensors } from '../../src/scenario/run/filledTensors.ts';
import { messagePort } from '../../src/protocol/messagePort.ts';
import {
  compareRequest,
  pingRequest,
  recycleRequest,
  runRequest,
  workerReady,
} from '../../src/protocol/workerMessages.ts';
import { buffersOf } from './buffersOf.ts';
import { answerDiagnosing } from './diagnosing.ts';
import { driverOf } from './driverOf.ts';
import { helpWithParts } from './helpWithParts.ts';
import { Pool } from './pool.ts';
import { runOf } from './runOf.ts';
import { Spares } from './spares.ts';
import { answerLayer } from './answerLayer.ts';
import { answerTracing } from './answerTracing.ts';
import { answerLooking } from './answerTiles.ts';

declare const self: DedicatedWorkerGlobalScope;

const channel = new Channel(messagePort(self));
const means = { pool: new Pool(), spares: new Spares(), filled: new FilledTensors() };
channel.handle(pingRequest, () => null);
channel.handle(recycleRequest, (buffers) => {
  means.spares.whole.give(buffers);
  return null;
});
channel.handle(runRequest, async ({ scenario, files, memoryCap }, context) => {
  const result = await runOf(scenario, new Map(files), memoryCap, driverOf(context), means);
  // The channel drops whatever becomes of a cancelled call; nobody sees this.
  if (result === null) throw new Error('Cancelled.');
  if (result.ok) context.transfer(buffersOf(result.value));
  return result;
});
channel.handle(compareRequest, async ({ actual, expected, tolerance }, context) => {
  const steps = compareTensors(actual, expected, { tolerance });
  const driven = await drive(steps, driverOf(context));
  if (driven === null) throw new Error('Cancelled.');
  return driven.value;
});
answerDiagnosing(channel, means.filled);
helpWithParts(channel);
answerLooking(channel);
answerLayer(channel);
answerTracing(channel);
channel.emit(workerReady, null);
