import assert from 'node:assert/strict';
import { githubAnnotations } from '../../../src/report/check/githubAnnotations.ts';
import { checkedFile } from './checkedFiles.ts';

// The escapes are those of GitHub's "Workflow commands" and of @actions/core.
describe('annotations for GitHub Actions', () => {
  it('stand at the line of actual, with the cause as title and the fix as message', () => {
    assert.deepEqual(githubAnnotations([checkedFile('nets/up.convt.json', { passed: false })]), [
      '::error file=nets/up.convt.json,line=5,title=Wrong%3A the kernel was not rotated by 180°::' +
        'That explains all 16 values.%0AFix: Flip the kernel: w.flip(2, 3).',
    ]);
  });

  it('escape what has a meaning in a property, and in a message', () => {
    const [line] = githubAnnotations([
      { path: 'a,b:c%.convt.json', line: 1, outcome: { kind: 'refused', reason: '100 %\r\n::error::, really' } },
    ]);
    assert.equal(
      line,
      '::error file=a%2Cb%3Ac%25.convt.json,line=1,title=The output could not be checked::100 %25%0D%0A::error::, really',
    );
  });

  it('are not made for right outputs and documents without one', () => {
    const skipped = { path: 'none.convt.json', line: 1, outcome: { kind: 'skipped' } } as const;
    assert.deepEqual(githubAnnotations([checkedFile('right.convt.json', { passed: true }), skipped]), []);
  });
});
