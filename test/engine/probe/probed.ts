import assert from 'node:assert/strict';
import { type Call, defaultParams, type Params } from '../../../src/engine/core/call.ts';
import type { Shape } from '../../../src/engine/core/tensor.ts';
import type { ProbeSubject } from '../../../src/engine/probe/bench.ts';
import { type IsNamed, type ProbeFindings, probe, type ProbeResult } from '../../../src/engine/probe/probe.ts';
import type { ProbeOutcome } from '../../../src/engine/probe/probeRun.ts';
import { probeShapeOf } from '../../../src/engine/probe/probeShape.ts';
import { validateCall } from '../../../src/engine/validation/validateCall.ts';

/** An implementation under test: returns the output as a program would write it. */
export type Implementation = (call: Call, outputShape: Shape) => ProbeOutcome;

export interface Probed {
  readonly params?: Partial<Params>;
  readonly input?: Shape;
  readonly weight?: Shape;
  readonly hasBias?: boolean;
  readonly mostRuns?: number;
  readonly isNamed?: IsNamed;
}

/** Probes an implementation in this process. */
export function probed(implementation: Implementation, options: Probed = {}): ProbeResult {
  const params = { ...defaultParams, ...options.params };
  const { input = null, weight = null, hasBias = true, mostRuns = 400, isNamed } = options;
  const shape = probeShapeOf({ input, weight, bias: null, hasBias, params });
  const geometry = validateCall(shape);
  assert.ok(geometry.ok, geometry.ok ? '' : geometry.refusal.message);
  const subject: ProbeSubject = { shape, geometry: geometry.value, dtype: 'float32' };
  const steps = probe(subject, { mostRuns, mostBytes: 2 ** 24 }, isNamed);
  let next = steps.next();
  while (next.done !== true) next = steps.next(implementation(next.value.call, next.value.outputShape));
  return next.value;
}

/** Returns what a probe found, if it got so far. */
export function found({ answer }: ProbeResult): ProbeFindings {
  assert.ok(answer.kind === 'found', answer.kind);
  return answer;
}
