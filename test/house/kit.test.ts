import assert from 'node:assert/strict';
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import * as esbuild from 'esbuild';
import ts from 'typescript';
import { root } from '../../scripts/lab/paths.ts';

interface Pattern {
  readonly regexp: string;
  readonly severity?: number;
  readonly message?: number;
  readonly file?: number;
  readonly line?: number;
  readonly column?: number;
}

interface Task {
  readonly label: string;
  readonly command: string;
  readonly args?: readonly string[];
  readonly problemMatcher: string | { readonly pattern: readonly Pattern[] } | readonly never[];
}

interface Launch {
  readonly configurations: readonly { readonly name: string; readonly preLaunchTask?: string }[];
}

const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** Returns the value of a JSON file with comments. Fails if the file is not valid. */
function jsonc(file: string): unknown {
  const { config, error } = ts.parseConfigFileTextToJson(file, read(file)) as {
    readonly config?: unknown;
    readonly error?: ts.Diagnostic;
  };
  const why = error && ts.flattenDiagnosticMessageText(error.messageText, '\n');
  assert.equal(why, undefined, file);
  return config;
}

const { scripts } = JSON.parse(read('package.json')) as {
  readonly scripts: Readonly<Record<string, string>>;
};
const { tasks } = jsonc('.vscode/tasks.json') as { readonly tasks: readonly Task[] };
const launch = jsonc('.vscode/launch.json') as Launch;

/** Returns the npm scripts that a text tells people or machines to run. */
function scriptsIn(text: string): string[] {
  const run = [...text.matchAll(/\bnpm run (?:-\S+ )*([\w:-]+)/g)].map(([, name]) => name ?? '');
  const short = [...text.matchAll(/\bnpm (start|test)\b/g)].map(([, name]) => name ?? '');
  return [...run, ...short];
}

/** Returns the command line that a task runs. */
function commandOf({ command, args = [] }: Task): string {
  return [command, ...args].join(' ');
}

/** Applies a problem matcher of several lines as VS Code does: one pattern for each line. */
function problemIn(lines: readonly string[], patterns: readonly Pattern[]) {
  for (const start of lines.keys()) {
    const matches = patterns.map(({ regexp }, i) => new RegExp(regexp).exec(lines[start + i] ?? '\n'));
    if (matches.includes(null)) continue;
    const group = (key: Exclude<keyof Pattern, 'regexp'>): string | undefined =>
      patterns
        .map((pattern, i) => (pattern[key] === undefined ? undefined : matches[i]?.[pattern[key]]))
        .find((text) => text !== undefined);
    return {
      severity: group('severity'),
      message: group('message'),
      file: group('file'),
      line: group('line'),
      column: group('column'),
    };
  }
  return null;
}

describe('the contributor’s kit', () => {
  it('is JSON with comments in .vscode', () => {
    for (const name of readdirSync(join(root, '.vscode'))) {
      if (name.endsWith('.json')) assert.equal(typeof jsonc(`.vscode/${name}`), 'object');
    }
  });

  it('starts only tasks that there are', () => {
    const labels = tasks.map(({ label }) => label);
    const wanted = launch.configurations.flatMap(({ preLaunchTask }) => preLaunchTask ?? []);
    assert.ok(wanted.length > 0);
    assert.deepEqual(
      wanted.filter((label) => !labels.includes(label)),
      [],
    );
  });

  it('runs only scripts that package.json has', () => {
    const texts = [
      ...tasks.map((task) => [`task ${task.label}`, commandOf(task)] as const),
      ...readdirSync(join(root, '.github'), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(yml|md)$/.test(name))
        .map((name) => [name, read(join('.github', name))] as const),
      ...globSync('{*,docs/**/*}.md', { cwd: root }).map((name) => [name, read(name)] as const),
    ];
    const named = texts.flatMap(([where, text]) => scriptsIn(text).map((name) => ({ where, name })));
    // Every task runs a script, and the workflows name some as well.
    assert.ok(named.length > tasks.length);
    for (const task of tasks) assert.equal(scriptsIn(commandOf(task)).length, 1, task.label);
    assert.deepEqual(
      named.filter(({ name }) => !Object.hasOwn(scripts, name)),
      [],
    );
  });

  it('names only files and folders of the project that are there', () => {
    const paths = [...JSON.stringify(launch).matchAll(/\$\{workspaceFolder\}\/([\w./-]+)/g)]
      .map(([, path]) => path ?? '')
      // Leaves out paths that the build creates, or that exist on only one system.
      .filter((path) => !/^dist\/|^node_modules\/node\//.test(path));
    assert.ok(paths.length > 0);
    assert.deepEqual(
      paths.filter((path) => !existsSync(join(root, path))),
      [],
    );
  });

  it('finds the place of an error in what esbuild prints', async () => {
    // The text to match is esbuild's real output for a real error.
    const failed = await esbuild
      .build({
        stdin: {
          contents: '\nimport "./nowhere";',
          sourcefile: 'src/some file.ts',
          resolveDir: root,
        },
        bundle: true,
        write: false,
        logLevel: 'silent',
      })
      .catch((error: unknown) => error as esbuild.BuildFailure);
    const [text = ''] = await esbuild.formatMessages(failed.errors, { kind: 'error', color: true });
    const lines = stripVTControlCharacters(text).split('\n');
    const matchers = tasks.flatMap(({ problemMatcher }) =>
      typeof problemMatcher === 'object' && 'pattern' in problemMatcher ? [problemMatcher] : [],
    );
    assert.equal(matchers.length, 2);
    for (const { pattern } of matchers) {
      assert.deepEqual(problemIn(lines, pattern), {
        severity: 'ERROR',
        message: 'Could not resolve "./nowhere"',
        file: 'src/some file.ts',
        line: '2',
        column: '7',
      });
    }
  });
});
