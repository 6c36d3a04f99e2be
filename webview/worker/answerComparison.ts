import { compareTensors } from '../../src/engine/compare/compareTensors.ts';
import type { Channel } from '../../src/protocol/channel.ts';
import { compareRequest } from '../../src/protocol/workerMessages.ts';
import { runToEnd } from './runToEnd.ts';

/** Compares two tensors without a call. */
export function answerComparison(channel: Channel): void {
  channel.handle(compareRequest, ({ actual, expected, tolerance }, context) =>
    runToEnd(compareTensors(actual, expected, { tolerance }), context),
  );
}
