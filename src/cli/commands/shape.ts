import { validateCall } from '../../engine/validation/validateCall.ts';
import type { CallShape } from '../../engine/core/call.ts';
import type { Geometry } from '../../engine/geometry/geometry.ts';
import { ok, type Result } from '../../engine/core/refusal.ts';
import { parametersReport } from '../../scenario/report/reportOf.ts';
import { formatShape } from '../../scenario/text/format.ts';
import { sizeFormula } from '../../scenario/text/sizeFormula.ts';
import { scenarioShape } from '../../scenario/document/scenarioShape.ts';
import type { Args } from '../arguments/parseCommandLine.ts';
import { type Command, jsonOutput } from '../arguments/command.ts';
import { sharedFlags, parameterFlags } from '../arguments/flags.ts';
import { loadHeaders } from '../files/loadTensorFiles.ts';
import { scenarioFromArgs } from '../inputs/scenarioFromArgs.ts';
import { withPlainShapes } from '../inputs/withPlainShapes.ts';

/** `convt shape`: prints the shape of the output and the formula for it. Allocates no tensors. */
export const shapeCommand: Command = {
  name: 'shape',
  usage: '[FILE.convt.json | MODEL.onnx[#node]] [--input S --weight S] [flags]',
  summary: 'print the shape of the output, and the formula with its numbers',
  notes: ['Here S may also be a plain shape: convt shape --input 1x1x28x28 --weight 1x1x3x3'],
  flags: [
    sharedFlags.input,
    sharedFlags.weight,
    sharedFlags.bias,
    ...parameterFlags,
    sharedFlags.json,
    sharedFlags.memoryCap,
  ],
  maxPositionals: 1,
  async run(args) {
    const shape = await shapeFromArgs(args);
    if (!shape.ok) return shape;
    const geometry = validateCall(shape.value);
    if (!geometry.ok) return geometry;
    const end = shape.value.params.paddingEnd;
    const text = args.flags.has('json')
      ? jsonOutput(shapeReport(shape.value, geometry.value))
      : [
          formatShape(geometry.value.outputShape),
          `Ho = (H−1)·s − ${end === undefined ? '2p' : 'p − p_end'} + d·(kH−1) + op + 1`,
          `   = ${sizeFormula(geometry.value.h, end !== undefined)}`,
          `Wo = ${sizeFormula(geometry.value.w, end !== undefined)}`,
        ].join('\n');
    return ok({ text, exitCode: 0 });
  },
};

async function shapeFromArgs({ flags, positionals }: Args): Promise<Result<CallShape>> {
  const requested = await scenarioFromArgs({ flags: withPlainShapes(flags), positionals });
  if (!requested.ok) return requested;
  const { scenario, memoryCap } = requested.value;
  const headers = await loadHeaders(scenario, memoryCap);
  return headers.ok ? scenarioShape(scenario, headers.value) : headers;
}

function shapeReport({ input, weight, bias, params }: CallShape, geometry: Geometry): object {
  return {
    input: { shape: input },
    weight: { shape: weight },
    bias: bias === null ? null : { shape: bias },
    parameters: parametersReport(params),
    output: { shape: geometry.outputShape },
  };
}
