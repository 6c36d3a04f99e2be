import type { Tensor } from '../../../src/engine/core/tensor.ts';
import { tensorWithoutHeight } from '../../../src/scenario/document/withHeight.ts';
import { writeNpy } from '../../../src/formats/npy/writeNpy.ts';
import { elementLimit, tensorOfView } from '../../viewer/actions/saveNpy.ts';
import { fileName } from '../../store/fileName.ts';
import { differenceOf } from './differenceOf.ts';
import type { RunModel } from '../../store/runModel.ts';
import type { Viewer } from '../../store/viewer.ts';

/**
 * Saves a run as one `.npz`: the whole tensors, and of each other stage the slice that the cursor selects. Stages
 * that together exceed the limit of elements are left out. Returns a message that names the file and the stages
 * left out, or says that nothing was saved.
 */
export async function saveAll(model: RunModel, { cursor, host }: Viewer): Promise<string> {
  const release = model.hold();
  const members: [string, ArrayBuffer][] = [];
  const add = (key: string, tensor: Tensor): void => {
    members.push([key, writeNpy(tensor).buffer]);
  };
  const omitted: string[] = [];
  let room = elementLimit;
  try {
    for (const [key, tensor] of wholeTensors(model)) add(key, tensorWithoutHeight(tensor, model.run.geometry));
    const at = cursor.peek();
    for (const stage of model.stages) {
      if (members.some(([key]) => key === stage.id)) continue;
      const view = stage.view(at);
      room -= view.rows * view.columns;
      if (room < 0) omitted.push(stage.title);
      else add(stage.id, await tensorOfView(view, model.run.call.dtype));
    }
  } finally {
    release();
  }
  const saved = await host.saveTensors(fileName(model.scenario.name, '.npz'), members);
  if (saved === null) return 'Nothing was saved.';
  return omitted.length === 0 ? `Saved ${saved}` : `Saved ${saved}. Too large, left out: ${omitted.join(', ')}.`;
}

function wholeTensors({ run }: RunModel): readonly (readonly [key: string, tensor: Tensor])[] {
  const { input, weight, bias } = run.call;
  const { originalCall } = run;
  // Under an emulated precision the stages show rounded tensors; the reference is computed from the original ones.
  const unrounded: readonly (readonly [string, Tensor])[] =
    originalCall.input === input
      ? []
      : [
          ['given_input', originalCall.input],
          ['given_weight', originalCall.weight],
          ...(originalCall.bias === null ? [] : [['given_bias', originalCall.bias] as const]),
        ];
  return [
    ['input', input],
    ['weight', weight],
    ...(bias === null ? [] : [['bias', bias] as const]),
    ...unrounded,
    ['output', run.computedOutput],
    ...(run.actualFile === null ? [] : [['actual', run.output] as const]),
    ['reference', run.reference],
    ['error', differenceOf(run.output, run.reference)],
  ];
}
