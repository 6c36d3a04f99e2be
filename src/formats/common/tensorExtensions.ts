/** The file extensions that can be opened as tensor files, in lower case and without the dot. */
export const tensorExtensions = ['npy', 'npz', 'safetensors', 'onnx', 'pt', 'pth', 'bin'] as const;

export type TensorExtension = (typeof tensorExtensions)[number];
