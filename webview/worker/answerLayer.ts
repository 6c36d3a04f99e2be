import { adjointCertificate } from '../../src/engine/certificates/adjoint.ts';
import { certifyGradient } from '../../src/engine/certificates/gradient.ts';
import { nearestCalls } from '../../src/engine/layer/nearestCalls.ts';
import { responseOf } from '../../src/engine/layer/response.ts';
import type { Channel } from '../../src/protocol/channel.ts';
import { certificatesRequest, responseRequest, solveRequest } from '../../src/protocol/workerMessages.ts';
import { runToEnd } from './runToEnd.ts';

/** Answers requests about a call as a layer: its response to ones, calls with another output size, its certificates. */
export function answerLayer(channel: Channel): void {
  channel.handle(responseRequest, ({ geometry, ...call }, context) => runToEnd(responseOf(call, geometry), context));
  channel.handle(solveRequest, nearestCalls);
  channel.handle(certificatesRequest, async ({ call, geometry, seed }, context) => ({
    adjoint: await runToEnd(adjointCertificate(call, geometry, seed), context),
    gradient: await runToEnd(certifyGradient(call, geometry, seed), context),
  }));
}
