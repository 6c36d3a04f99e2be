import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles, PackageManager } from '@vscode/vsce';
import { root } from '../../scripts/lab/paths.ts';

interface Step {
  readonly id: string;
  readonly description: string;
  readonly media: { readonly image: Readonly<Record<string, string>>; readonly altText: string };
  readonly completionEvents: readonly string[];
}

interface Manifest {
  readonly publisher: string;
  readonly name: string;
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly walkthroughs: readonly { readonly id: string; readonly steps: readonly Step[] }[];
  };
}

const { contributes } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
const commands = contributes.commands.map(({ command }) => command);
const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);

/** The names of the list in milestones.ts, which cannot be imported without VS Code. */
const [, list = ''] =
  /milestones = \[([^\]]*)\]/.exec(readFileSync(join(root, 'src/extension/shared/milestones.ts'), 'utf8')) ?? [];
const milestones = [...list.matchAll(/'(\w+)'/g)].map(([, name]) => name ?? '');

/** The largest picture: the VSIX is downloaded by everyone. */
const mostBytes = 60 * 1024;

describe('the walkthrough', function () {
  this.timeout(60_000);

  it('is the one that the command opens', () => {
    const source = readFileSync(join(root, 'src/extension/commands.ts'), 'utf8');
    const [, id] = /\$\{extensionId\}#([\w.]+)`/.exec(source) ?? [];
    assert.deepEqual(
      contributes.walkthroughs.map((walkthrough) => walkthrough.id),
      [id],
    );
    assert.equal(new Set(steps.map((step) => step.id)).size, steps.length);
  });

  it('is written in the Markdown that VS Code draws there, which has no code', () => {
    for (const { id, description } of steps) assert.ok(!description.includes('`'), id);
  });

  it('has a picture for every step in dark, light and high-contrast themes, in the package and small', async () => {
    const packaged = await listFiles({ cwd: root, packageManager: PackageManager.None });
    for (const { id, media } of steps) {
      assert.deepEqual(Object.keys(media.image).sort(), ['dark', 'hc', 'hcLight', 'light'], id);
      assert.ok(media.altText.length > 20, id);
      for (const path of Object.values(media.image)) {
        assert.ok(packaged.includes(path), `${path} is not in the package`);
        const { size } = statSync(join(root, path));
        assert.ok(size <= mostBytes, `${path} has ${size} bytes`);
      }
    }
  });

  it('links only to commands that there are', () => {
    const linked = steps.flatMap(({ description }) =>
      [...description.matchAll(/\]\(command:([\w.]+)(?:\?[^)]*)?\)/g)].map(([, command]) => command ?? ''),
    );
    assert.ok(linked.length >= steps.length);
    assert.deepEqual(
      linked.filter((command) => !commands.includes(command)),
      [],
    );
  });

  it('completes its steps by commands and milestones that there are, and uses every milestone', () => {
    const events = steps.flatMap(({ completionEvents }) => completionEvents);
    const named = (kind: string): string[] =>
      events.filter((event) => event.startsWith(`${kind}:`)).map((event) => event.slice(kind.length + 1));
    assert.equal(named('onCommand').length + named('onContext').length, events.length);
    for (const { id, completionEvents } of steps) assert.ok(completionEvents.length > 0, id);
    assert.deepEqual(
      named('onCommand').filter((command) => !commands.includes(command)),
      [],
    );
    assert.ok(milestones.length > 0);
    assert.deepEqual(named('onContext').sort(), milestones.map((name) => `convt.reached.${name}`).sort());
  });
});
