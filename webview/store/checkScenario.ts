import type { CallShape } from '../../src/engine/core/call.ts';
import { validateCall } from '../../src/engine/validation/validateCall.ts';
import type { Geometry } from '../../src/engine/geometry/geometry.ts';
import { checkSeed } from '../../src/engine/fills/torchGenerator.ts';
import { ok, refuse, type Result } from '../../src/engine/core/refusal.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';
import { scenarioShape } from '../../src/scenario/document/scenarioShape.ts';
import type { FileCache } from './fileCache.ts';

/** Returns the call's shape without allocating tensors; null while a file that the scenario names has not been read. */
export function shapeOfScenario(scenario: Scenario, files: FileCache): Result<CallShape> | null {
  const shapes = files.shapesOf(scenario);
  if (shapes === null) return null;
  return shapes.ok ? scenarioShape(scenario, shapes.value) : shapes;
}

/**
 * Validates the scenario's call and seed without allocating tensors. Returns null in place of the geometry while a file that
 * the scenario names has not been read.
 */
export function checkScenario(scenario: Scenario, files: FileCache): Result<Geometry | null> {
  const seed = checkSeed(scenario.seed);
  if (!seed.ok) return seed;
  const shape = shapeOfScenario(scenario, files);
  if (shape === null) return ok(null);
  return shape.ok ? checkScenarioShape(shape.value) : shape;
}

/**
 * Validates a call whose Cout was entered as one number. If groups do not divide Cout, the weight's Cout/groups is a
 * fraction, and the refusal names Cout.
 */
export function checkScenarioShape(shape: CallShape): Result<Geometry> {
  const perGroup = shape.weight[1] ?? 0;
  const { groups } = shape.params;
  if (Number.isInteger(perGroup) || !Number.isInteger(groups)) return validateCall(shape);
  const [cin, , kH, kW] = shape.weight;
  const whole = [cin ?? 0, Math.ceil(perGroup), kH ?? 0, kW ?? 0];
  // An earlier rule may be broken too, such as that groups must divide Cin.
  const rest = validateCall({ ...shape, weight: whole, bias: null });
  if (!rest.ok && rest.refusal.argument !== 'output_size') return rest;
  const cout = Math.round(perGroup * groups);
  return refuse('groups', `groups = ${groups} does not divide Cout = ${cout}.`);
}
