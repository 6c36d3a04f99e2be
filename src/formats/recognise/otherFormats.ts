/** A kind of file that holds no tensors that can be read here, and how its first bytes say so. */
interface OtherFormat {
  /** Continues the sentence "x.bin is …". */
  readonly what: string;
  /** What to do, as a clause: "unpack it first". */
  readonly instead: string;
  /** Any of these byte sequences, as Latin-1 text, at its place. */
  readonly magic: readonly (readonly [at: number, text: string])[];
}

const unpack = 'unpack it and open the file in it';
const saveArrays = 'load it with the program that wrote it, and save the arrays with numpy.save or numpy.savez';
const hdf5 = '\x89HDF\r\n\x1a\n';

/** Formats that are named, with magic numbers from their specifications. */
const otherFormats: readonly OtherFormat[] = [
  { what: 'compressed with bzip2', instead: unpack, magic: [[0, 'BZh']] },
  { what: 'compressed with xz', instead: unpack, magic: [[0, '\xfd7zXZ\0']] },
  { what: 'compressed with LZMA', instead: unpack, magic: [[0, '\x5d\0\0']] },
  { what: 'compressed with Zstandard', instead: unpack, magic: [[0, '\x28\xb5\x2f\xfd']] },
  { what: 'compressed with LZ4', instead: unpack, magic: [[0, '\x04\x22\x4d\x18']] },
  { what: 'compressed with lzip', instead: unpack, magic: [[0, 'LZIP']] },
  { what: 'a 7-Zip archive', instead: unpack, magic: [[0, '7z\xbc\xaf\x27\x1c']] },
  { what: 'a RAR archive', instead: unpack, magic: [[0, 'Rar!\x1a\x07']] },
  {
    what: 'a file of torch.save before PyTorch 0.1.10',
    instead: 'load it with torch.load, and save it again',
    magic: [
      [0, 'sys_info\0'],
      [0, 'storages\0'],
    ],
  },
  { what: 'a tar archive', instead: unpack, magic: [[257, 'ustar']] },
  {
    what: 'a MATLAB 7.3 file',
    instead: 'read it with h5py or mat73, and save the arrays with numpy.save or numpy.savez',
    magic: [[0, 'MATLAB 7.3 MAT-file']],
  },
  {
    what: 'an HDF5 file (h5py, Keras, PyTables)',
    instead: 'read it with h5py, and save its arrays with numpy.savez',
    magic: [
      [0, hdf5],
      [512, hdf5],
    ],
  },
  {
    what: 'a MATLAB file',
    instead: 'read it with scipy.io.loadmat, and save the arrays with numpy.save or numpy.savez',
    magic: [[0, 'MATLAB 5.0 MAT-file']],
  },
  {
    what: 'a GGUF model (llama.cpp)',
    instead: "read it with the Python package gguf, or open the model's safetensors files",
    magic: [[0, 'GGUF']],
  },
  {
    what: 'a GGML model (llama.cpp before GGUF)',
    instead: "open the model's safetensors or PyTorch files",
    magic: [
      [0, 'lmgg'],
      [0, 'tjgg'],
      [0, 'fmgg'],
    ],
  },
  {
    what: 'a TensorFlow Lite model',
    instead: 'read its tensors with tf.lite.Interpreter, and save them with numpy.save',
    magic: [[4, 'TFL3']],
  },
  {
    what: 'a PyTorch mobile model in flatbuffer format (use_flatbuffer=True)',
    instead: 'save it with _save_for_lite_interpreter without use_flatbuffer, or save its state_dict',
    magic: [[4, 'PTMF']],
  },
  {
    what: 'an ExecuTorch program (.pte)',
    instead: 'save the state_dict of the model that it was exported from',
    magic: [
      [4, 'ET12'],
      [4, 'ET13'],
    ],
  },
  {
    what: 'a TensorRT engine',
    instead: 'open the ONNX model that it was built from',
    magic: [
      [0, 'ptrt'],
      [0, 'ftrt'],
    ],
  },
  {
    what: 'an ONNX Runtime model (ORT format)',
    instead: 'open the ONNX model that it was converted from',
    magic: [[4, 'ORTM']],
  },
  { what: 'an Arrow file', instead: saveArrays, magic: [[0, 'ARROW1']] },
  { what: 'a Feather file', instead: saveArrays, magic: [[0, 'FEA1']] },
  { what: 'a Parquet file', instead: saveArrays, magic: [[0, 'PAR1']] },
  { what: 'a SQLite database', instead: saveArrays, magic: [[0, 'SQLite format 3\0']] },
  { what: 'a PNG image', instead: saveArrays, magic: [[0, '\x89PNG\r\n\x1a\n']] },
  { what: 'a JPEG image', instead: saveArrays, magic: [[0, '\xff\xd8\xff']] },
  { what: 'a GIF image', instead: saveArrays, magic: [[0, 'GIF8']] },
  {
    what: 'a TIFF image',
    instead: saveArrays,
    magic: [
      [0, 'II*\0'],
      [0, 'MM\0*'],
    ],
  },
  { what: 'a WebP image', instead: saveArrays, magic: [[8, 'WEBP']] },
  { what: 'a sound (WAV)', instead: saveArrays, magic: [[8, 'WAVEfmt ']] },
  { what: 'a JPEG 2000 image', instead: saveArrays, magic: [[4, 'jP  \r\n']] },
  { what: 'an OpenEXR image', instead: saveArrays, magic: [[0, 'v/1\x01']] },
  { what: 'a DICOM image', instead: saveArrays, magic: [[128, 'DICM']] },
  {
    what: 'a NRRD image',
    instead: saveArrays,
    magic: [
      [0, 'NRRD000'],
      [0, '# NRRD'],
    ],
  },
  {
    what: 'a portable pixmap (PPM, PGM, PFM)',
    instead: saveArrays,
    magic: ['P5', 'P6', 'PF', 'Pf'].flatMap((type) => [[0, `${type}\n`] as const, [0, `${type} `] as const]),
  },
  {
    what: 'a NIfTI image',
    instead: saveArrays,
    magic: [
      [344, 'n+1\0'],
      [344, 'ni1\0'],
    ],
  },
  {
    what: 'a TorchScript file of PyTorch 1.0',
    instead: 'load it with torch.jit.load, and save its state_dict',
    magic: [[0, 'PYTORCH1']],
  },
  { what: 'a PDF document', instead: 'choose the file with the weights', magic: [[0, '%PDF-']] },
  { what: 'a program (ELF)', instead: 'choose the file with the weights', magic: [[0, '\x7fELF']] },
  { what: 'an NVIDIA fat binary', instead: 'choose the file with the weights', magic: [[0, '\x50\xed\x55\xba']] },
  {
    what: 'a ncnn model',
    instead: 'open the model that it was converted from',
    magic: [[0, '7767517\n']],
  },
];

/** Names a format by a file's first bytes, with what to do, for a sentence after the file's name; null if none fits. */
export function otherFormatOf(bytes: Uint8Array): string | null {
  const found = otherFormats.find(({ magic }) => magic.some(([at, text]) => hasText(bytes, at, text)));
  if (found !== undefined) return `is ${found.what}, which cannot be read here: ${found.instead}.`;
  if (isMessagePack(bytes)) return `is a MessagePack file (Flax), which cannot be read here: ${saveArrays}.`;
  return null;
}

/** Returns true if these characters, each a byte, stand at a place. */
export function hasText(bytes: Uint8Array, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** Returns true for a map of MessagePack whose first key is a name: what flax.serialization writes. */
function isMessagePack(bytes: Uint8Array): boolean {
  const [first = 0, second = 0] = bytes;
  const at = first > 0x80 && first <= 0x8f ? 1 : first === 0xde ? 3 : 0;
  const length = (at === 1 ? second : (bytes[at] ?? 0)) - 0xa0;
  if (at === 0 || length <= 0 || length > 31) return false;
  const key = bytes.subarray(at + 1, at + 1 + length);
  return key.length === length && key.every((byte) => byte > 0x20 && byte < 0x7f);
}
