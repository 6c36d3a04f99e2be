import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exceptions, type Room, rooms } from './floors.ts';
import { circlesOf, importsOf, root, sourceFiles, targetsOf } from './imports.ts';

function roomOf(file: string): string | undefined {
  return Object.keys(rooms).find((room) => file.startsWith(`${room}/`));
}

/**
 * Returns the folder, directly in a room, that contains a file. If the file is directly in the room, returns the file's
 * name.
 */
function folderOf(room: string, file: string): string {
  return file.slice(room.length + 1).split('/')[0] ?? '';
}

function innerFloor({ inner }: Room, folder: string): number {
  return inner.findIndex((floor) => floor.includes(folder));
}

describe('the house', () => {
  for (const [name, room] of Object.entries(rooms)) {
    it(`${name} imports only from itself and from lower floors`, () => {
      const wrong = sourceFiles(name).flatMap((file) =>
        targetsOf(file)
          .filter((target) => {
            const other = roomOf(target);
            return other === undefined || (other !== name && (rooms[other]?.floor ?? 9) >= room.floor);
          })
          .map((target) => `${file} → ${target}`),
      );
      assert.deepEqual(wrong, []);
    });

    it(`${name} imports only the packages it is allowed`, () => {
      const wrong = sourceFiles(name).flatMap((file) =>
        importsOf(file)
          .filter((specifier) => !specifier.startsWith('.') && !room.packages.test(specifier))
          .filter((specifier) => exceptions[file] !== specifier)
          .map((specifier) => `${file} → ${specifier}`),
      );
      assert.deepEqual(wrong, []);
    });

    if (room.inner.length === 0) continue;

    it(`every folder of ${name} has its floor`, () => {
      const folders = new Set(sourceFiles(name).map((file) => folderOf(name, file)));
      assert.deepEqual([...folders].sort(), room.inner.flat().sort());
    });

    it(`inside ${name}, folders import only from lower floors`, () => {
      const wrong = sourceFiles(name).flatMap((file) => {
        const own = folderOf(name, file);
        return targetsOf(file)
          .filter((target) => roomOf(target) === name)
          .filter((target) => {
            const other = folderOf(name, target);
            return other !== own && innerFloor(room, other) >= innerFloor(room, own);
          })
          .map((target) => `${file} → ${target}`);
      });
      assert.deepEqual(wrong, []);
    });
  }

  it('no file imports itself by a detour, types included', () => {
    const files = Object.keys(rooms).flatMap(sourceFiles);
    assert.deepEqual(circlesOf(new Map(files.map((file) => [file, targetsOf(file)]))), []);
  });

  it('keeps every source file short enough to read in one sitting', () => {
    const long = Object.keys(rooms)
      .flatMap(sourceFiles)
      .map((file) => ({ file, lines: readFileSync(join(root, file), 'utf8').split('\n').length }))
      .filter(({ lines }) => lines > 400)
      .map(({ file, lines }) => `${file}: ${lines} lines`);
    assert.deepEqual(long, []);
  });
});
