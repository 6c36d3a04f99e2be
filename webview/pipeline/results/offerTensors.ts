import type { Tensor } from '../../../src/engine/core/tensor.ts';
import { saveTensor } from '../../viewer/actions/saveNpy.ts';
import { offerExport } from '../../store/exports.ts';
import { tell } from '../../ui/notice.ts';
import type { Loaded } from '../../store/session.ts';
import { differenceOf } from './differenceOf.ts';
import { saveAll } from './saveAll.ts';

/** Offers the whole tensors, all batch elements and channels, to the export menu; returns how to take them back. */
export function offerTensors(loaded: Loaded): () => void {
  const { run, scenario } = loaded;
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
    offerExport({
      id: 'all.npz',
      label: 'All tensors and stages as .npz',
      save: () => void saveAll(loaded).then(tell),
    }),
  ];
  return () => {
    for (const takeBack of offers) takeBack();
  };
}
