/**
 * The first step of `npm start` and `npm test` on a fresh clone: installs the dependencies when they
 * are missing or not those of package-lock.json, then runs the script it is given on the project's
 * own Node. It runs before anything is installed, hence on Node's built-ins alone and on Node 20.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

// Not import.meta.dirname, which Node has from 20.11 on.
const root = fileURLToPath(new URL('..', import.meta.url));
const modules = join(root, 'node_modules');
const windows = process.platform === 'win32';
const ownNode = join(modules, 'node', 'bin', windows ? 'node.exe' : 'node');

/** Ends the process with one sentence and no stack trace. */
function giveUp(sentence) {
  console.error(sentence);
  process.exit(1);
}

/** Whether every package of package-lock.json is installed in its version; other systems' binaries are not. */
function installed() {
  const record = join(modules, '.package-lock.json');
  if (!existsSync(record)) return false;
  const read = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  const there = read(record);
  return Object.entries(read(join(root, 'package-lock.json'))).every(
    ([path, { version, optional, link }]) => path === '' || optional || link || there[path]?.version === version,
  );
}

function install() {
  console.log('installing the dependencies …');
  const options = { cwd: root, stdio: 'inherit', shell: windows };
  // Why it failed has to be seen, also where npm itself was started with --silent.
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], options);
  if (status === 0) return;
  giveUp('The dependencies could not be installed (npm says why above): npm 10 or later needs to reach its registry.');
}

/**
 * The npm package `node` fetches its binary in an install script, which an npm that holds install
 * scripts back has not run.
 */
function projectNode() {
  if (!existsSync(ownNode)) {
    const folder = join(modules, 'node');
    spawnSync(process.execPath, ['installArchSpecificPackage.js'], { cwd: folder });
  }
  if (existsSync(ownNode)) return ownNode;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  return giveUp('Node 24 could not be fetched from npm: install it from https://nodejs.org.');
}

const [script, ...rest] = process.argv.slice(2);
if (script === undefined) giveUp('usage: node scripts/bootstrap.mjs SCRIPT [ARGUMENT …]');
if (!installed()) install();

const path = [join(modules, '.bin'), process.env.PATH].join(delimiter);
const child = spawn(projectNode(), [resolve(root, script), ...rest], {
  stdio: 'inherit',
  env: { ...process.env, PATH: path },
});
// Ctrl+C reaches the child by itself; this process waits for it to put things away. A plain kill does not.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('error', (error) => giveUp(`Node could not be started: ${error.message}`));
child.on('exit', (code, signal) => {
  process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
});
