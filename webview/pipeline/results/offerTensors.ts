import { tensorWithoutHeight } from '../../../src/scenario/document/withHeight.ts';
import type { Tensor } from '../../../src/engine/core/tensor.ts';
import { saveTensor } from '../../viewer/actions/saveNpy.ts';
import { differenceOf } from './differenceOf.ts';
import { saveAll } from './saveAll.ts';
import type { RunModel } from '../../store/runModel.ts';
import type { Viewer } from '../../store/viewer.ts';

/**
 * Adds the whole tensors (all batch elements and channels) to the export menu; returns a function that removes them.
 */
export function offerTensors(model: RunModel, viewer: Viewer): () => void {
  const { exports, host, messages } = viewer;
  const { run, scenario } = model;
  const offer = (id: string, label: string, tensor: () => Tensor): (() => void) =>
    exports.offer({
      id: `${id}.npy`,
      label,
      save: () =>
        void saveTensor(host, tensorWithoutHeight(tensor(), run.geometry), scenario.name, id).then(messages.tell),
    });
  const offers = [
    offer('output', 'Output y as .npy', () => run.output),
    offer('reference', 'Reference as .npy', () => run.reference),
    offer('error', 'Error y − reference as .npy', () => differenceOf(run.output, run.reference)),
    exports.offer({
      id: 'all.npz',
      label: 'All tensors and stages as .npz',
      save: () => void saveAll(model, viewer).then(messages.tell),
    }),
  ];
  return () => {
    for (const remove of offers) remove();
  };
}
