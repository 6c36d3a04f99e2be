/**
 * Runs a script of the project on Node 24, which is a dependency of the project. First installs the dependencies if
 * they are missing or differ from package-lock.json. Because this file runs before anything is installed, it uses only
 * what is built into Node 20.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

// import.meta.dirname exists only from Node 20.11 on.
const root = fileURLToPath(new URL('..', import.meta.url));
const modules = join(root, 'node_modules');
const windows = process.platform === 'win32';
const ownNode = join(modules, 'node', 'bin', windows ? 'node.exe' : 'node');

/** Prints a sentence, without a stack trace, and exits with code 1. */
function giveUp(sentence) {
  console.error(sentence);
  process.exit(1);
}

/**
 * Returns true if every package of package-lock.json is installed in the version named there. Optional packages, such
 * as binaries for other systems, may be missing.
 */
function isInstalled() {
  const record = join(modules, '.package-lock.json');
  if (!existsSync(record)) return false;
  const read = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  const installed = read(record);
  return Object.entries(read(join(root, 'package-lock.json'))).every(
    ([path, { version, optional, link }]) => path === '' || optional || link || installed[path]?.version === version,
  );
}

function install() {
  console.log('installing the dependencies …');
  const options = { cwd: root, stdio: 'inherit', shell: windows };
  // Without a log level of its own, an npm that was started with --silent would hide why the installation failed.
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], options);
  if (status === 0) return;
  giveUp(
    'The dependencies could not be installed (see npm’s message above): use npm 10 or later with access to its registry.',
  );
}

/**
 * Returns the executable of Node 24. The npm package `node` downloads it in an install script. If npm is set to ignore
 * install scripts, that script is run here.
 */
function projectNode() {
  if (!existsSync(ownNode)) {
    const folder = join(modules, 'node');
    spawnSync(process.execPath, ['installArchSpecificPackage.js'], { cwd: folder });
  }
  if (existsSync(ownNode)) return ownNode;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  return giveUp('Node 24 could not be downloaded from npm: install it from https://nodejs.org.');
}

const [script, ...rest] = process.argv.slice(2);
if (script === undefined) giveUp('usage: node scripts/bootstrap.mjs SCRIPT [ARGUMENT …]');
if (!isInstalled()) install();

const path = [join(modules, '.bin'), process.env.PATH].join(delimiter);
const child = spawn(projectNode(), [resolve(root, script), ...rest], {
  stdio: 'inherit',
  env: { ...process.env, PATH: path },
});
// The terminal sends Ctrl+C to the child as well, and this process waits until the child has cleaned up. SIGTERM reaches
// this process alone and is passed on.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('error', (error) => giveUp(`Node could not be started: ${error.message}`));
child.on('exit', (code, signal) => {
  process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
});
