import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/lab/paths.ts';
import { stateGroups } from '../../scripts/dev/page/states.ts';

const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const only = (text: string, pattern: RegExp): string => pattern.exec(text)?.[1] ?? assert.fail(String(pattern));

/** The feature files and the ids of their tabs, read from the sources, because Node cannot import the page's icons. */
const tabs = globSync('webview/*/*Feature.tsx', { cwd: root }).map((file) => ({
  feature: only(file, /([^/\\]+)\.tsx$/),
  id: only(read(file), /\bid: '([\w-]+)'/),
}));

describe('the tabs of the debugger page', () => {
  it('are all in the table of features', () => {
    assert.ok(tabs.length > 1);
    const listed = only(read('webview/app/features.ts'), /= \[([^\]]*)\]/).match(/\w+/g);
    assert.deepEqual([...(listed ?? [])].sort(), tabs.map(({ feature }) => feature).sort());
  });

  it('each have a state in the gallery, which the tests open and check with axe', () => {
    const shown = new Set(stateGroups([]).flatMap(({ states }) => states.map(({ query }) => query.tab)));
    assert.deepEqual(
      tabs.filter(({ id }) => !shown.has(id)).map(({ id }) => id),
      [],
    );
  });

  it('have the keys that the documentation says', () => {
    assert.equal(only(read('docs/debugger.md'), /^\| 1 – (\d) +\| tabs /m), String(tabs.length));
  });
});
