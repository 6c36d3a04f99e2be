import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { JsonReader } from '../../scenario/document/json/jsonReader.ts';
import type { ReviewedVersions, Tool } from '../shared/tool.ts';

const keys = ['before', 'after', 'file', 'base', 'paths'] as const;

const hint =
  'Pass before and after with the text of a Python file, or neither to compare the files of the Git repository with base.';

/** Says what a change does to the transposed convolutions of a file or a repository. */
export const reviewTool: Tool = {
  name: 'review_conv_transpose2d_changes',
  title: 'Review changes of conv_transpose2d calls',
  description:
    'Says what a code change does to transposed convolutions (PyTorch, Keras, TensorFlow, JAX, Flax, in Python files and ' +
    'notebooks): for each changed call the output size before and after, whether it became illegal, whether its overlap ' +
    'became uneven (checkerboard artifacts), whether saved weights still load, parameters and multiply-adds. Calls whose ' +
    'writing alone changed are left out; moved and renamed code is recognized. Use it after editing or when reviewing model ' +
    'code. Pass the text of a file in before and after, or nothing to compare the working tree of the Git repository with ' +
    'its commit (or with base, such as a branch). Executes nothing.',
  inputSchema: {
    type: 'object',
    properties: {
      before: { type: 'string', description: 'The text of the Python file before the change.' },
      after: { type: 'string', description: 'The text of the Python file after the change.' },
      file: {
        type: 'string',
        description: 'The name of the file; .ipynb for the JSON of a notebook. Default code.py.',
      },
      base: { type: 'string', description: 'A branch, tag or commit to compare the working tree with. Default HEAD.' },
      paths: { type: 'array', items: { type: 'string' }, description: 'Files and folders to look at. Default all.' },
    },
    additionalProperties: false,
  },
  plan(input) {
    const versions = readVersions(input);
    if (!versions.ok) return versions;
    const { value } = versions;
    const [summary, files] =
      value.kind === 'texts'
        ? [`Comparing two versions of ${value.file}`, []]
        : [`Reviewing the changes since ${value.base ?? 'HEAD'}`, value.paths.length === 0 ? ['.'] : value.paths];
    return ok({ summary, files, run: (host) => host.review(value) });
  },
};

function readVersions(input: unknown): Result<ReviewedVersions> {
  const reader = new JsonReader();
  const fields = reader.object(input, 'the tool’s input', keys);
  const text = (key: 'before' | 'after' | 'file' | 'base'): string | null =>
    fields[key] === undefined ? null : reader.string(fields[key], key);
  const [before, after, file, base] = [text('before'), text('after'), text('file'), text('base')];
  const paths = fields.paths === undefined ? null : reader.array(fields.paths, 'paths');
  const named = (paths ?? []).map((path, at) => reader.string(path, `paths[${at}]`));
  if (reader.problem !== null) return { ok: false, refusal: reader.problem };
  if (before !== null && after !== null) {
    return base === null && paths === null
      ? ok({ kind: 'texts', file: file ?? 'code.py', before, after })
      : refuse('scenario', `base and paths are about a repository, before and after about texts. ${hint}`);
  }
  if (before !== null || after !== null || file !== null) {
    return refuse('scenario', `${before === null ? 'before' : 'after'} is missing. ${hint}`);
  }
  return ok({ kind: 'repository', base, paths: named });
}
