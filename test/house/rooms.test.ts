import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

/** The floors of the house: a room imports only from itself and from rooms on lower floors. */
const floors: Readonly<Record<string, number>> = {
  'src/engine': 1,
  'src/formats': 2,
  'src/scenario': 3,
  'src/protocol': 4,
  'src/cli': 4,
  'src/extension': 5,
  webview: 5,
};

/** What single files may import beside what their room may: the Node half of a platform difference. */
const exceptions: Readonly<Record<string, string>> = {
  'src/extension/files/file.ts': 'node:fs/promises',
};

/** Packages a room may import; what is not named here is refused. */
const packages: Readonly<Record<string, RegExp>> = {
  'src/engine': /^$/,
  'src/formats': /^(@zip\.js\/zip\.js(\/.*)?|pbf)$/,
  'src/scenario': /^@noble\/hashes\//,
  'src/protocol': /^$/,
  'src/cli': /^node:/,
  'src/extension': /^vscode$/,
  webview: /^(preact|preact\/.*|@preact\/signals|@vscode\/codicons\/.*|virtual:worker)$/,
};

const root = resolve(import.meta.dirname, '../..');

function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name).replaceAll('\\', '/'));
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  return ts.preProcessFile(text).importedFiles.map((reference) => reference.fileName);
}

function roomOf(file: string): string | undefined {
  return Object.keys(floors).find((room) => file.startsWith(`${room}/`));
}

describe('the house', () => {
  for (const [room, floor] of Object.entries(floors)) {
    it(`${room} imports only from itself and from lower floors`, () => {
      const wrong = sourceFiles(room).flatMap((file) =>
        importsOf(file)
          .filter((specifier) => specifier.startsWith('.'))
          .map((specifier) => relative(root, resolve(root, dirname(file), specifier)).replaceAll('\\', '/'))
          .filter((target) => {
            const other = roomOf(target);
            // package.json is data every face may read (its version).
            if (target === 'package.json') return false;
            return other === undefined || (other !== room && (floors[other] ?? 9) >= floor);
          })
          .map((target) => `${file} → ${target}`),
      );
      assert.deepEqual(wrong, []);
    });

    it(`${room} imports only the packages it is allowed`, () => {
      const allowed = packages[room] ?? /^$/;
      const wrong = sourceFiles(room).flatMap((file) =>
        importsOf(file)
          .filter((specifier) => !specifier.startsWith('.') && !allowed.test(specifier))
          .filter((specifier) => exceptions[file] !== specifier)
          .map((specifier) => `${file} → ${specifier}`),
      );
      assert.deepEqual(wrong, []);
    });
  }

  it('keeps every source file short enough to read in one sitting', () => {
    const long = Object.keys(floors)
      .flatMap(sourceFiles)
      .map((file) => ({ file, lines: readFileSync(join(root, file), 'utf8').split('\n').length }))
      .filter(({ lines }) => lines > 260)
      .map(({ file, lines }) => `${file}: ${lines} lines`);
    assert.deepEqual(long, []);
  });
});
