/** The file extensions that can be opened as tensor files, in lower case and without the first dot. */
export const tensorExtensions = [
  'npy',
  'npz',
  'safetensors',
  'sft',
  'onnx',
  'pt',
  'pth',
  'pth.tar',
  'ckpt',
  'pt2',
  'ptl',
  'pkl',
  'pickle',
  'pkl.gz',
  'npy.gz',
  'joblib',
  'pdparams',
  'distcp',
  'metadata',
  'bin',
  'pb',
  'index.json',
] as const;

export type TensorExtension = (typeof tensorExtensions)[number];
