import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`.padStart(12);

/**
 * Prints the size of each bundle, uncompressed and gzipped (about the size in the VSIX).
 * @param {readonly string[]} files
 */
export function printSizes(files) {
  for (const file of files) {
    if (!existsSync(file)) continue;
    const content = readFileSync(file);
    const gzipped = gzipSync(content).length;
    console.log(`${file.padEnd(24)}${kilobytes(content.length)} ${kilobytes(gzipped)} gzipped`);
  }
}
