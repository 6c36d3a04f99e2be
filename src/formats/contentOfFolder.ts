import { quoted } from './common/quoted.ts';
import { isTensorFileName } from './common/tensorPath.ts';
import { isIndexName } from './sharded/openIndex.ts';

/** What a folder is that is given in place of a tensor file. */
export type FolderContent =
  /** The file by which its tensors open. */
  | { readonly kind: 'file'; readonly name: string }
  /** It cannot be read; `why` continues the sentence "run is a folder …". */
  | { readonly kind: 'refused'; readonly why: string };

const saveArrays = 'and save the arrays with numpy.savez';

/** Folders that other programs write, by the name of a file in them, and what to do. */
const otherFolders: readonly (readonly [file: RegExp, what: string])[] = [
  [/^saved_model\.pb(txt)?$/, `of TensorFlow (SavedModel): load it with tf.saved_model.load, ${saveArrays}`],
  [/^(\.zarray|\.zgroup|\.zattrs|zarr\.json)$/, `of Zarr: read it with zarr.open, ${saveArrays}`],
  [
    /^(_METADATA|_CHECKPOINT_METADATA|manifest\.ocdbt)$/,
    `of Orbax (JAX): restore it with orbax.checkpoint, ${saveArrays}`,
  ],
  [/\.data-\d{5}-of-\d{5}$/, `with a checkpoint of TensorFlow: read it with tf.train.load_checkpoint, ${saveArrays}`],
  [
    /^(global_step\d+|zero_to_fp32\.py)$/,
    'of DeepSpeed: make one file of it with python zero_to_fp32.py, or open a .pt file in its folder global_step…',
  ],
  [/^Manifest\.json$/, 'of Core ML: open the model that it was converted from'],
];

/** Files that a refusal lists. */
const maxListed = 3;

/** Says what a folder is by the names of what is in it: a checkpoint of one file by which it opens, or why it cannot be read. */
export function contentOfFolder(names: readonly string[]): FolderContent {
  const indices = names.filter(isIndexName).sort();
  for (const name of ['.metadata', 'data.pkl']) if (names.includes(name)) return { kind: 'file', name };
  const [only] = indices;
  if (only !== undefined && indices.length === 1) return { kind: 'file', name: only };
  const other = otherFolders.find(([file]) => names.some((name) => file.test(name)));
  if (other !== undefined) return { kind: 'refused', why: other[1] };
  const files = [...indices, ...names.filter((name) => isTensorFileName(name) && !indices.includes(name)).sort()];
  if (files.length === 0) return { kind: 'refused', why: 'without tensor files' };
  const more = files.length > maxListed ? `, … (${files.length} in all)` : '';
  const list = `${files.slice(0, maxListed).map(quoted).join(', ')}${more}`;
  return {
    kind: 'refused',
    why: `with ${files.length === 1 ? `a tensor file: name it, ${list}` : `tensor files: name one of ${list}`}`,
  };
}
