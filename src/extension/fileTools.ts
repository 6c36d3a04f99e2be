/** What a bundle of its own has: everything that opens tensor files, compares them and writes archives, loaded when it is needed. */
export { writeNpz } from '../formats/npy/writeNpz.ts';
export { openTensorFile } from '../formats/openTensorFile.ts';
export { readTensorAsNpy } from '../formats/readTensorAsNpy.ts';
export { PairReader } from './compare/pairReader.ts';
