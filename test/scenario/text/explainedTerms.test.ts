import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../scripts/lab/paths.ts';
import { explainedTerms, type TermExplanation } from '../../../src/scenario/text/explainedTerms.ts';

const all: readonly (readonly [string, TermExplanation])[] = Object.entries(explainedTerms);

/** Returns the anchors of a Markdown page's headings, as GitHub and VS Code derive them. */
function anchorsOf(page: string): readonly string[] {
  const text = readFileSync(join(root, 'docs', `${page}.md`), 'utf8');
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\d\s-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('the explanations of terms', () => {
  it('lead to sections of the documentation that there are', () => {
    for (const [id, { docs }] of all) assert.ok(anchorsOf(docs.page).includes(docs.anchor), `${id}: ${docs.anchor}`);
  });

  it('are whole sentences, and short', () => {
    for (const [id, { text }] of all) {
      assert.match(text, /^[^a-z].*\.$/, id);
      assert.ok(text.length <= 320, `${id}: ${text.length} characters`);
    }
  });

  it('are all shown somewhere', () => {
    const sources = globSync('webview/**/*.{ts,tsx}', { cwd: root }).map((file) =>
      readFileSync(join(root, file), 'utf8'),
    );
    const text = sources.join('\n');
    assert.deepEqual(
      all.filter(([id]) => !text.includes(`term="${id}"`) && !text.includes(`'${id}'`)).map(([id]) => id),
      [],
    );
  });
});
