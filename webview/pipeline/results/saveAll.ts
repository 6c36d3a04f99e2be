import type { Tensor } from '../../../src/engine/core/tensor.ts';
import { writeNpy } from '../../../src/formats/npy/writeNpy.ts';
import { elementLimit, tensorOfView } from '../../viewer/actions/saveNpy.ts';
import { fileName } from '../../store/fileName.ts';
import { differenceOf } from './differenceOf.ts';
import type { RunModel } from '../../store/runModel.ts';
import type { Viewer } from '../../store/viewer.ts';

/**
 * Saves everything there is of a run as one `.npz`: the whole tensors, and of every other stage the slice that
 * is drawn for the cursor. What is too large to be written out of a matrix that is never stored is left
 * out and named. Says where, or that nothing was saved.
 */
export async function saveAll(loaded: RunModel, { cursor, host }: Viewer): Promise<string> {
  const release = loaded.hold();
  const members: [string, ArrayBuffer][] = [];
  const add = (key: string, tensor: Tensor): void => {
    members.push([key, writeNpy(tensor).buffer]);
  };
  const left: string[] = [];
  let room = elementLimit;
  try {
    for (const [key, tensor] of wholeTensors(loaded)) add(key, tensor);
    const at = cursor.peek();
    for (const stage of loaded.stages) {
      if (members.some(([key]) => key === stage.id)) continue;
      const view = stage.view(at);
      room -= view.rows * view.columns;
      if (room < 0) left.push(stage.title);
      else add(stage.id, await tensorOfView(view, loaded.run.call.dtype));
    }
  } finally {
    release();
  }
  const saved = await host.saveTensors(fileName(loaded.scenario.name, '.npz'), members);
  if (saved === null) return 'Nothing was saved.';
  return left.length === 0 ? `Saved ${saved}` : `Saved ${saved}, too large to be in it: ${left.join(', ')}`;
}

function wholeTensors({ run }: RunModel): readonly (readonly [key: string, tensor: Tensor])[] {
  const { input, weight, bias } = run.call;
  const { originalCall: given } = run;
  // Of an emulated precision the rounded tensors are what the stages show; the reference is made of those given.
  const before: readonly (readonly [string, Tensor])[] =
    given.input === input
      ? []
      : [
          ['given_input', given.input],
          ['given_weight', given.weight],
          ...(given.bias === null ? [] : [['given_bias', given.bias] as const]),
        ];
  return [
    ['input', input],
    ['weight', weight],
    ...(bias === null ? [] : [['bias', bias] as const]),
    ...before,
    ['output', run.computedOutput],
    ...(run.actualFile === null ? [] : [['actual', run.output] as const]),
    ['reference', run.reference],
    ['error', differenceOf(run.output, run.reference)],
  ];
}
