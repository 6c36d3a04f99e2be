import assert from 'node:assert/strict';
import { folderHost } from '../../src/cli/mcp/folderHost.ts';
import { reviewTool } from '../../src/tools/changes/reviewTool.ts';
import { inFolder } from '../cli/convt.ts';
import { inRepository } from '../cli/repository.ts';

const net = (kernel: number): string =>
  `from torch import nn\nup = nn.ConvTranspose2d(8, 4, ${kernel}, stride=2, padding=1)\n`;
/** (H − 1)·2 − 2 + k is 2H with k 4 and 2H − 1 with k 3. */
const told = /2H×2W → \(2H − 1\)×\(2W − 1\) · overlap even → uneven · weights no longer load: 8×4×4×4 → 8×4×3×3/;

async function review(folder: string, input: object): Promise<{ readonly text: string; readonly json: object }> {
  const plan = reviewTool.plan(input);
  assert.ok(plan.ok, plan.ok ? '' : plan.refusal.message);
  const answer = await plan.value.run(folderHost([folder], 1e9, new AbortController().signal));
  assert.ok(answer.ok, answer.ok ? '' : answer.refusal.message);
  return answer.value;
}

describe('the tool that reviews changes', () => {
  it('compares two texts, and asks for nothing', async () => {
    const plan = reviewTool.plan({ before: net(4), after: net(3) });
    assert.ok(plan.ok);
    assert.deepEqual(plan.value.files, []);
    await inFolder(async (folder) => {
      assert.match((await review(folder, { before: net(4), after: net(3) })).text, told);
      assert.equal(
        (await review(folder, { before: net(4), after: net(4) })).text,
        'No transposed convolution changed.',
      );
    });
  });

  it('compares the working tree of a repository, within the paths', async () => {
    await inRepository(async (repository) => {
      repository.write('a/net.py', net(4));
      repository.write('b/net.py', net(4));
      repository.commit();
      repository.write('a/net.py', net(3));
      repository.write('b/net.py', net(3));
      const { text, json } = await review(repository.folder, { paths: ['a'] });
      assert.match(text, told);
      assert.deepEqual(
        (json as { readonly files: readonly { readonly path: string }[] }).files.map(({ path }) => path),
        ['a/net.py'],
      );
    });
  });

  it('says what to pass instead of a wrong input', async () => {
    const refused = (input: unknown): string => {
      const plan = reviewTool.plan(input);
      assert.ok(!plan.ok);
      return plan.refusal.message;
    };
    assert.match(refused({ after: net(3) }), /^before is missing\. Pass before and after/);
    assert.match(refused({ before: net(4), after: net(3), base: 'main' }), /about a repository/);
    assert.match(refused({ ref: 'main' }), /unknown key "ref"/);
    await inFolder(async (folder) => {
      const plan = reviewTool.plan({});
      assert.ok(plan.ok);
      const answer = await plan.value.run(folderHost([folder], 1e9, new AbortController().signal));
      assert.ok(!answer.ok);
      assert.match(answer.refusal.message, /is not in a Git repository/);
      const outside = reviewTool.plan({ paths: ['../other'] });
      assert.ok(outside.ok);
      const kept = await outside.value.run(folderHost([folder], 1e9, new AbortController().signal));
      assert.ok(!kept.ok);
      assert.match(kept.refusal.message, /outside the folders that may be read/);
    });
  });
});
