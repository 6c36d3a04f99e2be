import { type RawLayout, rawLayoutOf } from '../../formats/common/rawLayout.ts';
import { tensorPathOf } from '../../formats/common/tensorPath.ts';
import type { TensorSource } from '../document/scenario.ts';
import { pythonString } from './literals.ts';

/** Writes an expression for a tensor in a file. NumPy reads `.npy` files; {@link filePrelude} reads all others. */
export function fileExpression(path: string): string {
  const { file, key } = tensorPathOf(path);
  const raw = key === null ? null : rawLayoutOf(key);
  if (raw !== null) return rawExpression(file, raw);
  if (key === null && file.toLowerCase().endsWith('.npy')) return `np.load(${pythonString(file)})`;
  return `read_tensor(${pythonString(file)}${key === null ? '' : `, ${pythonString(key)}`})`;
}

/** Writes an expression for the numbers of a file without a header. */
function rawExpression(file: string, { element, little, shape }: RawLayout): string {
  const reshaped = shape === null ? '' : `.reshape(${shape.join(', ')})`;
  const read = (dtype: string): string => `np.fromfile(${pythonString(file)}, dtype=${dtype})`;
  const order = little ? '<' : '>';
  // NumPy has no bfloat16: it is the upper half of a float32. PyTorch has float8.
  if (element === 'bfloat16') return `(${read(`"${order}u2"`)}.astype(np.uint32) << 16).view(np.float32)${reshaped}`;
  if (element.startsWith('float8')) {
    return `torch.from_numpy(${read('np.uint8')}).view(torch.${element}).float().numpy()${reshaped}`;
  }
  return `${read(`np.dtype("${element}").newbyteorder("${order}")`)}${reshaped}`;
}

/** Returns the function that {@link fileExpression} calls, if one of the sources needs it. */
export function filePrelude(sources: readonly TensorSource[]): readonly string[] {
  const needed = sources.some((source) => 'file' in source && fileExpression(source.file).startsWith('read_tensor'));
  return needed ? [readTensor] : [];
}

const readTensor = `\
def read_tensor(path, key=None):
    """Reads a tensor from a file that holds several. The parts of a nested key are joined by dots."""
    ending = path.lower()
    if ending.endswith(".npz"):
        arrays = np.load(path)
        return arrays[arrays.files[0] if key is None else key]
    if ending.endswith(".safetensors"):
        from safetensors.numpy import load_file

        arrays = load_file(path)
        return next(iter(arrays.values())) if key is None else arrays[key]
    if ending.endswith(".onnx"):
        import onnx
        from onnx import numpy_helper

        tensors = onnx.load(path).graph.initializer
        for tensor in tensors:
            if key in (None, tensor.name):
                return numpy_helper.to_array(tensor)
        raise KeyError(f"{key} is not stored in {path}, but computed: convt export {path}#{key} --out FILE.npy")
    import torch

    def find(value, rest):
        if rest is None:
            return value
        for name, item in value.items() if hasattr(value, "items") else enumerate(value):
            if rest == str(name):
                return item
            if rest.startswith(f"{name}."):
                found = find(item, rest[len(str(name)) + 1:])
                if found is not None:
                    return found
        return None

    tensor = find(torch.load(path, map_location="cpu", weights_only=True), key).detach()
    return (tensor.float() if tensor.dtype == torch.bfloat16 else tensor).numpy()

`;
