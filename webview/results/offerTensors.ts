import { signedError } from '../../src/engine/compare/errors.ts';
import type { Float64Tensor, Tensor } from '../../src/engine/tensor.ts';
import { saveTensor } from '../panes/actions/saveNpy.ts';
import { offerExport } from '../store/exports.ts';
import { tell } from '../store/notice.ts';
import type { Loaded } from '../store/session.ts';

/** Offers the whole tensors, all batch elements and channels, to the export menu; returns how to take them back. */
export function offerTensors({ run, scenario }: Loaded): () => void {
  const offer = (id: string, label: string, tensor: () => Tensor): (() => void) =>
    offerExport({
      id: `${id}.npy`,
      label,
      save: () => void saveTensor(tensor(), scenario.name, id).then(tell),
    });
  const offers = [
    offer('output', 'Output y as .npy', () => run.output),
    offer('reference', 'Reference as .npy', () => run.reference),
    offer('error', 'Error y − reference as .npy', () => differenceOf(run.output, run.reference)),
  ];
  return () => {
    for (const takeBack of offers) takeBack();
  };
}

/** Signed errors in float64, in the output's shape. */
function differenceOf(actual: Tensor, expected: Float64Tensor): Float64Tensor {
  const data = Float64Array.from(expected.data, (value, i) =>
    signedError(actual.data[i] as number, value),
  );
  return { dtype: 'float64', shape: actual.shape, data };
}
