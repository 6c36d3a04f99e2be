import type { CallShape } from '../../src/engine/core/call.ts';
import { elementCount } from '../../src/engine/core/tensor.ts';
import { formulationOf } from '../../src/engine/formulations/formulations.ts';
import { validateWithHint } from '../../src/dialects/likelySlip.ts';
import { validateCall } from '../../src/engine/validation/validateCall.ts';
import type { AxisGeometry, Geometry } from '../../src/engine/geometry/geometry.ts';
import { checkSeed } from '../../src/engine/fills/torchGenerator.ts';
import { ok, refuse, type Result } from '../../src/engine/core/refusal.ts';
import { servesProfile } from '../../src/engine/precision/emulate.ts';
import { profileOf } from '../../src/engine/precision/profiles.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';
import { scenarioShape } from '../../src/scenario/document/scenarioShape.ts';
import { checkRunMemory, checkTensorMemory } from '../../src/scenario/run/callMemory.ts';
import { formatInteger } from '../../src/scenario/text/format.ts';
import type { FileCache } from './fileCache.ts';
import { mostWrittenOut } from './formShape.ts';

/** Returns the call's shape without allocating tensors; null while a file that the scenario names has not been read. */
export function shapeOfScenario(scenario: Scenario, files: FileCache): Result<CallShape> | null {
  const shapes = files.shapesOf(scenario);
  if (shapes === null) return null;
  return shapes.ok ? scenarioShape(scenario, shapes.value) : shapes;
}

/**
 * Validates the scenario's call, seed and memory, at most `memoryCap` bytes, without allocating tensors. The time does
 * not grow with the sizes, which may be of any magnitude. Returns null in place of the geometry while a file that the
 * scenario names has not been read.
 */
export function checkScenario(scenario: Scenario, files: FileCache, memoryCap: number): Result<Geometry | null> {
  const seed = checkSeed(scenario.seed);
  if (!seed.ok) return seed;
  const shape = shapeOfScenario(scenario, files);
  if (shape === null) return ok(null);
  const valid = shape.ok ? checkScenarioShape(shape.value) : shape;
  if (!valid.ok) return valid;
  const geometry = valid.value;
  const profile = profileOf(scenario.dtype);
  const tensors = checkTensorMemory(geometry, profile, memoryCap);
  if (!tensors.ok) return tensors;
  const values = checkValues(scenario);
  if (!values.ok) return values;
  // The engine checks the rest of a call that is too large to be planned here.
  if (!isSoonPlanned(geometry)) return valid;
  const formulation = formulationOf(scenario.formulation);
  const served = servesProfile(formulation, geometry, profile);
  if (!served.ok) return served;
  const fits = checkRunMemory(geometry, formulation, profile, memoryCap);
  return fits.ok ? valid : fits;
}

/**
 * Validates a call whose Cout was entered as one number. If groups do not divide Cout, the weight's Cout/groups is a
 * fraction, and the refusal names Cout.
 */
export function checkScenarioShape(shape: CallShape): Result<Geometry> {
  const perGroup = shape.weight[1] ?? 0;
  const { groups } = shape.params;
  if (Number.isInteger(perGroup) || !Number.isInteger(groups)) return validateWithHint(shape);
  const [cin, , kH, kW] = shape.weight;
  const whole = [cin ?? 0, Math.ceil(perGroup), kH ?? 0, kW ?? 0];
  // An earlier rule may be broken too, such as that groups must divide Cin.
  const rest = validateCall({ ...shape, weight: whole, bias: null });
  if (!rest.ok && rest.refusal.argument !== 'output_size') return rest;
  const cout = Math.round(perGroup * groups);
  return refuse('groups', `groups = ${groups} does not divide the ${cout} output channels.`);
}

/** Refuses a tensor whose values do not fill its shape: see {@link reshaped}. */
function checkValues(scenario: Scenario): Result<null> {
  for (const argument of ['input', 'weight', 'bias'] as const) {
    const source = scenario[argument];
    if (source === null || !('values' in source) || source.values.length === elementCount(source.shape)) continue;
    const count = formatInteger(elementCount(source.shape));
    return refuse(
      argument,
      `${argument} would have ${count} written-out values; the form writes out ${formatInteger(mostWrittenOut)} at most. Choose a fill or a file for it.`,
    );
  }
  return ok(null);
}

/** The most sizes and pairs of stride phases of a call whose run is planned on the page, in about a millisecond. */
const mostSizes = 20_000;
const mostPhases = 4096;

/** Returns whether planning a run, which takes a time that grows with kernel, output and stride, is quick. */
export function isSoonPlanned({ h, w }: Pick<Geometry, 'h' | 'w'>): boolean {
  const phases = ({ stride, outputSize }: AxisGeometry): number => Math.min(stride, outputSize);
  const sizes = h.kernelSize + w.kernelSize + h.outputSize + w.outputSize;
  return sizes <= mostSizes && phases(h) * phases(w) <= mostPhases;
}
