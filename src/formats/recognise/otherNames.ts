import type { FileContent } from './contentOf.ts';

/** Files whose first bytes say little, by the end of their name, and what to do. */
interface OtherName {
  readonly pattern: RegExp;
  readonly what: string;
  readonly instead: string;
  /** True for a protobuf, whose first bytes may be those of an ONNX model. */
  readonly isProtobuf?: true;
}

const otherNames: readonly OtherName[] = [
  {
    pattern: /\.data-\d{5}-of-\d{5}$|\.ckpt(-\d+)?\.(index|meta)$/i,
    what: 'a part of a TensorFlow checkpoint',
    instead: 'read the checkpoint with tf.train.load_checkpoint, and save its tensors with numpy.savez',
  },
  {
    pattern: /\.pb$/i,
    what: 'a graph of TensorFlow',
    isProtobuf: true,
    instead: 'load it with TensorFlow, and save its constants with numpy.savez',
  },
  {
    pattern: /\.t7$/i,
    what: 'a file of Lua Torch',
    instead: 'read it with the Python package torchfile, and save the arrays with numpy.savez',
  },
  {
    pattern: /\.caffemodel$/i,
    what: 'a Caffe model',
    isProtobuf: true,
    instead: 'read it with Caffe or OpenCV, and save its blobs with numpy.savez',
  },
  {
    pattern: /\.mlmodel$/i,
    what: 'a Core ML model',
    isProtobuf: true,
    instead: 'open the model that it was converted from',
  },
  {
    pattern: /\.mat$/i,
    what: 'a MATLAB file',
    instead: 'read it with scipy.io.loadmat, and save the arrays with numpy.savez',
  },
  {
    pattern: /\.(bmp|ico|tga|hdr)$/i,
    what: 'an image',
    instead: 'read it with Pillow or OpenCV, and save the array with numpy.save',
  },
  {
    pattern: /\.ckpt$/i,
    what: 'a checkpoint of MindSpore, or of TensorFlow before 1.0',
    instead: 'load it there, and save its tensors with numpy.savez',
  },
  {
    pattern: /\.weights$/i,
    what: 'a file of Darknet (YOLO), float32 numbers after a header of 16 or 20 bytes',
    instead: 'read it with numpy.fromfile and its offset, and save the arrays with numpy.savez',
  },
  {
    pattern: /\.(mnn|engine|trt|plan|rknn|om|tnnmodel|tmfile|bmodel|kmodel|hef|uff|xmodel)$/i,
    what: 'a model that was compiled for a device (TensorRT, MNN, RKNN and others)',
    instead: 'open the model that it was converted from',
  },
  {
    pattern: /\.(params|pdiparams)$/i,
    what: 'a file of parameters of MXNet or Paddle',
    instead: 'load it there, and save the parameters with numpy.savez',
  },
];

/** Names a file by its name, with what to do, for a sentence after the name; null if its bytes say more. */
export function otherFormatByName(name: string, { kind }: FileContent): string | null {
  const found = otherNames.find(
    ({ pattern, isProtobuf = false }) => (kind === 'unknown' || (isProtobuf && kind === 'onnx')) && pattern.test(name),
  );
  return found === undefined ? null : `is, by its name, ${found.what}, which cannot be read here: ${found.instead}.`;
}
