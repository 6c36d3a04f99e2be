import type { TensorFormat } from '../../src/formats/common/tensorFile.ts';

/** The file formats for people. */
export const formatNames: Readonly<Record<TensorFormat, string>> = {
  npy: 'NumPy array',
  npz: 'NumPy archive',
  pytorch: 'PyTorch checkpoint',
  pickle: 'Python pickle',
  safetensors: 'safetensors',
  onnx: 'ONNX model',
  raw: 'raw numbers',
  shards: 'Checkpoint in shards',
  distributed: 'Distributed checkpoint',
};
