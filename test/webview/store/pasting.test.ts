import assert from 'node:assert/strict';
import { defaultParams } from '../../../src/engine/core/call.ts';
import type { Scenario } from '../../../src/scenario/document/scenario.ts';
import { type SessionLab, sessionLab } from './sessionLab.ts';
import { plainScenario } from '../../scenario/plainScenario.ts';

const small = plainScenario({
  name: 'Small',
  formulation: 'unfold-matmul',
  input: { shape: [1, 1, 2, 2], values: [1, 2, 3, 4] },
  weight: { fill: 'ones', shape: [1, 1, 2, 2] },
  params: { ...defaultParams, stride: [2, 2] },
});

describe('pasting', () => {
  it('makes one edit of a layer, and undoes it', async () => {
    const lab = await sessionLab(small);
    await lab.paint();
    const { pasting, runner } = lab.session;
    assert.ok(pasting.take('nn.ConvTranspose2d(1, 2, 4, 2, 1)', 'input'));
    await lab.paint();
    // (2 − 1)·2 − 2·1 + 3 + 1 = 4
    assert.deepEqual(runner.currentRun.value?.geometry.outputShape, [1, 2, 4, 4]);
    const news = pasting.news.value;
    assert.ok(news?.kind === 'read');
    assert.match(news.summary, /1→2 channels, 4×4, stride 2, padding 1/);
    assert.equal(lab.host.edits.length, 1);
    news.undo?.();
    await lab.paint();
    assert.deepEqual(lab.host.edits.at(-1), small);
    assert.equal(pasting.news.value, null);
  });

  it('takes the notice away at the next change, whose undo would undo both', async () => {
    const lab = await sessionLab(small);
    await lab.paint();
    const { form, pasting } = lab.session;
    assert.ok(pasting.take('1x1x3x3', 'input'));
    assert.equal(pasting.news.value?.kind, 'read');
    form.edit((before) => ({ ...before, seed: 5 }));
    assert.equal(pasting.news.value, null);
  });

  it('changes nothing if the text is refused, and says why', async () => {
    const lab = await sessionLab(small);
    await lab.paint();
    const { form, pasting, runner } = lab.session;
    assert.ok(pasting.take("nn.ConvTranspose2d(1, 2, 4, padding='same')", 'input'));
    await lab.settle();
    assert.equal(pasting.news.value?.kind, 'refused');
    assert.deepEqual(form.scenario.value, small);
    assert.equal(runner.refusal.value, null);
    assert.deepEqual(lab.host.edits, []);
    pasting.dismiss();
    assert.equal(pasting.news.value, null);
  });

  it('leaves other texts to the field', async () => {
    const lab = await sessionLab(small);
    await lab.paint();
    for (const text of ['3', '-0.5', 'hello']) assert.ok(!lab.session.pasting.take(text, 'input'), text);
    assert.deepEqual(lab.host.codes, []);
    assert.equal(lab.session.pasting.news.value, null);
  });

  it('makes the first call of an empty page', async () => {
    const lab = await sessionLab(null);
    const { document, pasting, runner } = lab.session;
    assert.ok(pasting.take('1x1x3x3', 'input'));
    assert.match(pasting.news.value?.kind === 'refused' ? pasting.news.value.message : '', /There is no call yet/);
    assert.ok(pasting.take('nn.ConvTranspose2d(1, 2, 2, 2)', 'input'));
    await lab.paint();
    assert.deepEqual(runner.currentRun.value?.geometry.outputShape, [1, 2, 16, 16]);
    assert.equal(document.initialScenario.value?.name, 'Pasted call');
  });

  it('among values takes brackets whole, inserts rows, and reads a list as values, not as sizes', async () => {
    const lab = await sessionLab(small);
    await lab.paint();
    const { form, pasting } = lab.session;
    assert.ok(!pasting.takeAmongValues('1 2\n3 4', 'input'));
    assert.ok(!pasting.takeAmongValues('7', 'input'));
    assert.ok(pasting.takeAmongValues('[5, 6, 7, 8]', 'input'));
    assert.deepEqual(form.scenario.value?.input, { shape: [1, 1, 2, 2], values: [5, 6, 7, 8] });
    assert.ok(pasting.takeAmongValues('tensor([[1., 2., 3.]])', 'input'));
    assert.deepEqual(form.scenario.value.input, { shape: [1, 1, 1, 3], values: [1, 2, 3] });
    assert.ok(pasting.takeAmongValues('nn.ConvTranspose2d(1, 1, 3)', 'input'));
    await lab.settle();
    assert.deepEqual(form.scenario.value.weight, { fill: 'ones', shape: [1, 1, 3, 3] });
  });

  it('reads values as they are typed against the shape at the beginning', async () => {
    const planes: Scenario = {
      ...small,
      input: { shape: [1, 2, 1, 2], values: [1, 2, 3, 4] },
      weight: { fill: 'ones', shape: [2, 1, 2, 2] },
    };
    const lab = await sessionLab(planes);
    await lab.paint();
    const { form, pasting } = lab.session;
    assert.equal(pasting.typeValues('1 2\n', 'input', planes), null);
    assert.deepEqual(form.scenario.value?.input, { shape: [1, 1, 1, 2], values: [1, 2] });
    assert.deepEqual(form.scenario.value.weight, { fill: 'ones', shape: [1, 1, 2, 2] });
    assert.equal(pasting.typeValues('1 2\n\n3 x', 'input', planes)?.argument, 'input');
    pasting.typeValues('1 2\n\n3 5', 'input', planes);
    assert.deepEqual(form.scenario.value.input, { shape: [1, 2, 1, 2], values: [1, 2, 3, 5] });
    assert.deepEqual(form.scenario.value.weight, planes.weight);
  });

  it('gives a parameter both its values', async () => {
    const lab = await sessionLab(small);
    await lab.paint();
    const { form, pasting } = lab.session;
    const field = pasting.pairOf('stride');
    assert.ok(field.isUnfinished('3x'));
    assert.ok(field.take('(3, 1)'));
    assert.deepEqual(form.scenario.value?.params.stride, [3, 1]);
    assert.ok(field.take('nn.ConvTranspose2d(1, 1, 2, stride=4)'));
    await lab.settle();
    assert.deepEqual(form.scenario.value.params.stride, [4, 4]);
  });
});

/** Returns the notice that a page shows. */
function shown({ session }: SessionLab): string | null {
  const news = session.pasting.news.value;
  if (news === null || news.kind === 'reading') return news?.kind ?? null;
  return `${news.kind}: ${news.kind === 'read' ? news.summary : news.message}`;
}

const call = 'nn.ConvTranspose2d(1, 2, 4, 2, 1)';

describe('a pasted call, which the extension reads', () => {
  it('is waited for visibly after a moment, and can be given up', async () => {
    const lab = await sessionLab(small);
    await lab.paint();
    const { form, pasting } = lab.session;
    lab.host.manner = 'waits';
    assert.ok(pasting.take(call, 'input'));
    lab.clock.advance(100);
    assert.equal(shown(lab), null);
    lab.clock.advance(100);
    assert.equal(shown(lab), 'reading');
    pasting.dismiss();
    lab.host.release();
    await lab.settle();
    assert.equal(shown(lab), null);
    assert.deepEqual(form.scenario.value, small);
    assert.deepEqual(lab.host.edits, []);
  });

  it('is dropped, and this is said, if the call was edited meanwhile', async () => {
    const lab = await sessionLab(small);
    await lab.paint();
    const { form, pasting } = lab.session;
    lab.host.manner = 'waits';
    assert.ok(pasting.take(call, 'input'));
    await lab.settle();
    form.edit((before) => ({ ...before, seed: 5 }));
    lab.host.release();
    await lab.paint();
    assert.deepEqual(form.scenario.value, { ...small, seed: 5 });
    assert.deepEqual(lab.host.edits, [{ ...small, seed: 5 }]);
    assert.match(shown(lab) ?? '', /^refused: The call was changed before the pasted text had been read\./);
  });

  it('gives way to a newer text', async () => {
    const lab = await sessionLab(small);
    await lab.paint();
    const { form, pasting } = lab.session;
    lab.host.manner = 'waits';
    assert.ok(pasting.take(call, 'input'));
    await lab.settle();
    lab.host.manner = 'answers';
    assert.ok(pasting.take('nn.ConvTranspose2d(1, 3, 5)', 'input'));
    await lab.settle();
    lab.host.release();
    await lab.paint();
    assert.deepEqual(form.scenario.value?.weight, { fill: 'ones', shape: [1, 3, 5, 5] });
    lab.host.manner = 'waits';
    assert.ok(pasting.take(call, 'input'));
    await lab.settle();
    assert.ok(pasting.take('1x1x3x3', 'input'));
    lab.host.release();
    await lab.paint();
    assert.deepEqual(form.scenario.value.weight, { fill: 'ones', shape: [1, 3, 5, 5] });
    assert.match(shown(lab) ?? '', /^read: Read a shape/);
    assert.equal(lab.host.edits.length, 2);
  });

  it('changes nothing if the extension fails or is silent, and says so', async () => {
    const lab = await sessionLab(small);
    await lab.paint();
    const { form, pasting } = lab.session;
    lab.host.manner = 'dies';
    assert.equal(await pasting.read(call, 'input'), 'dropped');
    assert.equal(shown(lab), 'refused: The pasted text was not read: pythonTools.cjs is missing. Paste it again.');
    pasting.dismiss();
    lab.host.manner = 'silent';
    const reading = pasting.read(call, 'input');
    await lab.settle();
    lab.clock.advance(60_000);
    assert.equal(await reading, 'dropped');
    assert.match(shown(lab) ?? '', /^refused: .*The extension host has not answered for 10 seconds\./);
    assert.deepEqual(form.scenario.value, small);
    assert.deepEqual(lab.host.edits, []);
  });

  it('is read as another text if the code has none, or said to be unknown', async () => {
    const lab = await sessionLab(small);
    await lab.paint();
    const { form, pasting } = lab.session;
    const node = "helper.make_node('ConvTranspose', ['x', 'w'], ['y'], kernel_shape=[4, 4], strides=[3, 3])";
    assert.ok(pasting.take(node, 'input'));
    await lab.settle();
    assert.deepEqual(form.scenario.value?.params.stride, [3, 3]);
    assert.equal(await pasting.read('stride = a b', 'input'), 'unknown');
    assert.match(shown(lab) ?? '', /^read: Read ONNX attributes/);
    assert.ok(pasting.take('stride = a b', 'input'));
    await lab.settle();
    assert.match(shown(lab) ?? '', /^refused: This is not a call, shape/);
    assert.equal(lab.host.edits.length, 1);
  });

  it('is not put into a read-only document', async () => {
    const lab = await sessionLab(small, { origin: { kind: 'document', readonly: true } });
    await lab.paint();
    const { form, pasting } = lab.session;
    assert.equal(await pasting.read(call, 'input'), 'taken');
    assert.match(shown(lab) ?? '', /^refused: The document is read-only/);
    assert.deepEqual(form.scenario.value, small);
  });
});
