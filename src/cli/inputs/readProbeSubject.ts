import { arithmeticDType } from '../../engine/precision/profiles.ts';
import type { ProfileId } from '../../engine/precision/profiles.ts';
import { bytesPerElement, elementCount } from '../../engine/core/tensor.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { usefulMultiplyAdds } from '../../engine/geometry/multiplyAdds.ts';
import type { ProbeSubject } from '../../engine/probe/bench.ts';
import { probeShapeOf } from '../../engine/probe/probeShape.ts';
import { validateCall } from '../../engine/validation/validateCall.ts';
import type { Args } from '../arguments/parseCommandLine.ts';
import { refuseLarger } from '../files/refuseLarger.ts';
import { requestedShape, scenarioFromArgs } from './scenarioFromArgs.ts';
import { withPlainShapes } from './withPlainShapes.ts';

/** The call whose implementation is probed, the precision that it must have, and the memory limit in bytes. */
export interface RequestedProbe {
  readonly subject: ProbeSubject;
  readonly profile: ProfileId;
  readonly memoryCap: number;
}

/** Bytes of one term of a map, of which several are kept: the definition's, the implementation's, those of its rule. */
const bytesPerTerm = 400;

/**
 * Reads the call to probe from the command line. Only shapes and parameters count; a tensor that is not given gets the
 * smallest shape that shows all of the parameters, and a bias is added if the command takes one. A command that reads a
 * scenario (`as-given`) takes the bias of the call, or one if no document says.
 */
export async function readProbeSubject(
  { flags, positionals }: Args,
  takesBias: boolean | 'as-given',
): Promise<Result<RequestedProbe>> {
  const hasDocument = positionals.length > 0;
  const isGiven = (name: string): boolean => hasDocument || flags.has(name);
  const placeholder = 'zeros:1x1x1x1';
  const completed = new Map([
    ...(hasDocument ? [] : [['input', placeholder] as const, ['weight', placeholder] as const]),
    ...withPlainShapes(flags),
  ]);
  const rule = ['output-size', 'auto-pad'].find((name) => flags.has(name));
  if (rule !== undefined && !(isGiven('input') && isGiven('weight'))) {
    return refuse('output_size', `--${rule} depends on the shapes: give --input and --weight as well`);
  }
  const requested = await scenarioFromArgs({ flags: completed, positionals });
  if (!requested.ok) return requested;
  const { scenario, memoryCap } = requested.value;
  const given = await requestedShape(requested.value);
  if (!given.ok) return given;
  const { input, weight, bias, params } = given.value;
  const hasBias =
    takesBias === 'as-given' ? bias !== null || (!hasDocument && flags.get('bias') !== 'none') : takesBias;
  if (bias !== null && !hasBias) {
    return refuse('bias', 'bias: the call has one, but the command has no {b}: add {b}, or give --bias none');
  }
  if (takesBias === true && flags.get('bias') === 'none') {
    return refuse('bias', 'bias: --bias none, but the command has {b}: remove one of them');
  }
  const shape = probeShapeOf({
    input: isGiven('input') ? input : null,
    weight: isGiven('weight') ? weight : null,
    bias,
    hasBias,
    params,
  });
  const geometry = validateCall(shape);
  if (!geometry.ok) return geometry;
  if (geometry.value.n === 0)
    return refuse('input', 'input: an empty batch has nothing to probe; give at least one image');
  const dtype = arithmeticDType(scenario.dtype);
  const tensors = [shape.input, shape.weight, geometry.value.outputShape].map(elementCount);
  const bytes =
    tensors.reduce((sum, count) => sum + count, 0) * bytesPerElement(dtype) +
    usefulMultiplyAdds(geometry.value) * bytesPerTerm;
  const fits = refuseLarger('a probe of this call, term by term,', bytes, memoryCap);
  if (!fits.ok) {
    return refuse('memory', `${fits.refusal.message}; give smaller shapes with the same parameters`);
  }
  return ok({ subject: { shape, geometry: geometry.value, dtype }, profile: scenario.dtype, memoryCap });
}
