/** Extensions of the tensor files that can be opened, without the dot and in lower case. */
export const tensorExtensions = ['npy', 'npz', 'safetensors', 'onnx', 'pt', 'pth', 'bin'] as const;

export type TensorExtension = (typeof tensorExtensions)[number];
