import type { FileContent } from './contentOf.ts';

/** Files whose first bytes say little, by the end of their name, and what to do. */
interface OtherName {
  readonly pattern: RegExp;
  readonly what: string;
  readonly instead: string;
  /** What the first bytes say of the file, if they say something that is less than the whole. */
  readonly kind?: FileContent['kind'];
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
    instead: 'read it with Caffe or OpenCV, and save its blobs with numpy.savez',
  },
  {
    pattern: /\.mlmodel$/i,
    what: 'a Core ML model',
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
  const isOpen = kind === 'unknown' || kind === 'onnx';
  const found = otherNames.find((each) => (isOpen || each.kind === kind) && each.pattern.test(name));
  return found === undefined ? null : `is, by its name, ${found.what}, which cannot be read here: ${found.instead}.`;
}
