import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { root } from '../../scripts/lab/paths.ts';
import { convt } from '../../src/cli/convt.ts';
import { scenarioKeys } from '../../src/scenario/document/parseScenario.ts';
import { rooms } from './floors.ts';

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly contributes: {
    readonly commands: readonly { readonly title: string; readonly category: string }[];
    readonly configuration: { readonly properties: object };
  };
}

interface Schema {
  readonly properties: Readonly<Record<string, { readonly enum?: readonly string[] }>>;
}

const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const manifest = JSON.parse(read('package.json')) as Manifest;
const documents = globSync('{*,docs/**/*,.github/**/*}.md', { cwd: root }).map((file) => ({ file, text: read(file) }));

/**
 * Returns "file: name" for each name in the documents that `isKnown` rejects. Fails if `namesIn` finds no name at all.
 */
function unknownNames(namesIn: (text: string, file: string) => readonly string[], isKnown: (name: string) => boolean) {
  const named = documents.flatMap(({ file, text }) => namesIn(text, file).map((name) => ({ file, name })));
  assert.ok(named.length > 0);
  return named.filter(({ name }) => !isKnown(name)).map(({ file, name }) => `${file}: ${name}`);
}

/** Returns the first capture group of every match. */
function groups(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, group]) => group ?? '');
}

/**
 * The folders in which a path of a document may begin: the document may say `src/`, or leave out `src/` or
 * `src/engine/`.
 */
const parents = ['', 'src', 'src/engine'];

/** Returns the parts of a text that look like paths in the repository. Leaves out folders that only a build creates. */
function pathsIn(text: string): string[] {
  const paths = groups(text, /(?<![\w./#*:<\\-])((?:[\w.-]+\/)+[\w.-]*)(?![*<{])/g).map((path) =>
    path.replace(/\.+$/, ''),
  );
  const files = groups(text, /`([\w-]+(?:\.[\w-]+)*\.(?:tsx?|mjs|py))`/g);
  return [...paths.filter(startsInRepository), ...files];
}

function startsInRepository(path: string): boolean {
  const first = path.split('/')[0] ?? '';
  if (['dist', 'node_modules', '..', '.'].includes(first) || path.startsWith('test/output/')) return false;
  return parents.some((parent) => existsSync(join(root, parent, first)));
}

const fileNames = new Set(
  globSync('{src,webview,scripts,test}/**/*.{ts,tsx,mjs,py}', { cwd: root }).map((file) =>
    file.replace(/^.*[\\/]/, ''),
  ),
);

describe('the documentation', () => {
  it('links only to files that exist', () => {
    const linksIn = (text: string, file: string): string[] =>
      groups(text, /\]\(([^)\s]+)\)/g)
        .filter((link) => !/^(https?:|#)/.test(link))
        .map((link) => relative(root, resolve(root, dirname(file), link.replace(/#.*$/, ''))))
        // A relative link that leads out of the repository is a page of GitHub, such as ../../security/advisories/new.
        .filter((path) => !path.startsWith('..'));
    assert.deepEqual(
      unknownNames(linksIn, (path) => existsSync(join(root, path))),
      [],
    );
  });

  it('names only files and folders that exist', () => {
    const isKnown = (path: string): boolean =>
      path.includes('/') ? parents.some((parent) => existsSync(join(root, parent, path))) : fileNames.has(path);
    assert.deepEqual(unknownNames(pathsIn, isKnown), []);
  });

  it('gives npm scripts only options that they have', () => {
    const pattern = /\bnpm (?:run )?([\w:-]+) -- (--[^`#\n|]*)/g;
    const optionsIn = (text: string): string[] =>
      [...text.matchAll(pattern)].flatMap(([, script = '', options = '']) =>
        groups(options, /(?:^|\s)--([a-z-]+)/g).map((option) => `${script} --${option}`),
      );
    const isKnown = (name: string): boolean => {
      const [script = '', option = ''] = name.split(' --');
      const file = /scripts\/[\w-]+\.ts$/.exec(manifest.scripts[script] ?? '')?.[0];
      // Either the script itself parses the option, or its usage text says that it passes the option on.
      return file !== undefined && (read(file).includes(`'${option}'`) || read(file).includes(`--${option} `));
    };
    assert.deepEqual(unknownNames(optionsIn, isKnown), []);
  });

  it('gives convt only commands and flags that it has', async () => {
    const linesOf = (text: string): string[] => [
      ...groups(text, /^(convt .+)$/gm),
      ...groups(text, /`(convt [^`]+)`/g),
    ];
    const flagsIn = (text: string): string[] =>
      linesOf(text)
        .filter((line) => /^convt [a-z]/.test(line))
        .flatMap((line) => {
          const command = line.split(' ')[1] ?? '';
          return [command, ...groups(line, / --([a-z-]+)/g).map((flag) => `${command} --${flag}`)];
        });
    const help = new Map<string, string>();
    for (const { text } of documents) {
      for (const name of flagsIn(text)) {
        const [command = ''] = name.split(' ');
        if (!help.has(command)) help.set(command, (await convt([command, '--help'])).stdout);
      }
    }
    const isKnown = (name: string): boolean => {
      const [command = '', flag] = name.split(' ');
      const text = help.get(command) ?? '';
      return text !== '' && (flag === undefined || text.includes(`  ${flag} `) || text.includes(`  ${flag}\n`));
    };
    assert.deepEqual(unknownNames(flagsIn, isKnown), []);
  });

  it('names only commands and settings that the extension contributes', () => {
    const titles = manifest.contributes.commands.map(({ category, title }) => `${category}: ${title}`);
    assert.deepEqual(
      unknownNames(
        (text) => groups(text, /`(ConvTranspose2d: [^`]+)`/g),
        (title) => titles.includes(title),
      ),
      [],
    );
    assert.deepEqual(
      unknownNames(
        (text) => groups(text, /\bsetting `(convt\.\w+)`/g),
        (setting) => Object.hasOwn(manifest.contributes.configuration.properties, setting),
      ),
      [],
    );
  });

  it('names every command and setting of the extension, and every npm script', () => {
    const { commands, configuration } = manifest.contributes;
    const all = documents.map(({ text }) => text.replace(/\s+/g, ' ')).join(' ');
    const lacks = (name: string): boolean => !all.includes(name.replace(/…$/, ''));
    assert.deepEqual(commands.map(({ title }) => title).filter(lacks), []);
    // The settings of one kind each stand in a table under their last part.
    const lastOf = (setting: string): string => `\`${setting.replace('convt.code.problems.', '')}\``;
    assert.deepEqual(Object.keys(configuration.properties).map(lastOf).filter(lacks), []);
    const contributing = read('CONTRIBUTING.md');
    const isNamed = (script: string): boolean =>
      new RegExp(`\`(?:npm (?:run )?)?${script}[ \`]|npm (?:run )?${script}\\b`).test(contributing);
    assert.deepEqual(
      Object.keys(manifest.scripts).filter((script) => !isNamed(script)),
      [],
    );
  });

  it('describes every key of a scenario document, and every value of a key that lists its values', () => {
    const rows = groups(read('docs/scenario.md'), /^\| (`.+)\|$/gm).map((row) => row.split(/(?<!\\)\|/));
    const keys = rows.flatMap(([names = '']) => groups(names, /`(\w+)`/g));
    assert.deepEqual([...keys].sort(), scenarioKeys.filter((key) => key !== '$schema').sort());
    const { properties } = JSON.parse(read('media/convt.schema.json')) as Schema;
    for (const [names = '', values = ''] of rows) {
      const listed = properties[groups(names, /`(\w+)`/g)[0] ?? '']?.enum;
      if (listed !== undefined) assert.deepEqual(groups(values, /`([\w-]+)`/g).sort(), [...listed].sort(), names);
    }
  });

  it('shows the inner floors that are enforced', () => {
    const [, block = ''] = /^### Inner floors$[^]*?^```\n([^]*?)^```$/m.exec(read('ARCHITECTURE.md')) ?? [];
    const shown = block
      .replaceAll(/\n {2,}/g, ' ')
      .trim()
      .split('\n')
      .map((line) => {
        const [room = '', ...floors] = line.split(/\s+→\s+|(?<=^\S+)\s+/);
        return [room, floors.map((floor) => floor.split(', '))] as const;
      });
    const name = (entry: string): string => entry.replace(/\.tsx?$/, '');
    assert.deepEqual(
      Object.fromEntries(shown),
      Object.fromEntries(
        Object.entries(rooms)
          .filter(([, { inner }]) => inner.length > 0)
          // The picture does not show entry points and declaration files, and shows files by their name without the
          // folder.
          .map(([room, { inner }]) => [
            room,
            inner
              .map((floor) => floor.filter((entry) => !/\.d\.ts$|^(main|tensorMain)\.ts$/.test(entry)).map(name))
              .filter((floor) => floor.length > 0),
          ]),
      ),
    );
  });
});
