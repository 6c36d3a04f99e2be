import assert from 'node:assert/strict';
import { explainTool } from '../../src/tools/explain/explainTool.ts';
import type { ToolHost } from '../../src/tools/shared/tool.ts';

/** A host that has nothing: the tool needs neither files nor a computation. */
const nothing = {} as ToolHost;

async function explained(input: object): Promise<{ readonly text: string; readonly json: Record<string, unknown> }> {
  const plan = explainTool.plan(input);
  assert.ok(plan.ok, plan.ok ? '' : plan.refusal.message);
  assert.deepEqual(plan.value.files, []);
  const answer = await plan.value.run(nothing);
  assert.ok(answer.ok, answer.ok ? '' : answer.refusal.message);
  return { text: answer.value.text, json: answer.value.json as Record<string, unknown> };
}

async function refusal(input: object): Promise<string> {
  const plan = explainTool.plan(input);
  const answer = plan.ok ? await plan.value.run(nothing) : plan;
  assert.ok(!answer.ok);
  return answer.refusal.message;
}

describe('the tool that explains a call', () => {
  it('says the sizes that PyTorch gives', async () => {
    // torch.nn.ConvTranspose2d(16, 8, (3, 4), stride=(2, 1), padding=(1, 2), output_padding=(1, 0), dilation=(2, 1),
    //   groups=4)(torch.zeros(2, 16, 5, 9)).shape and .weight.shape, with PyTorch 1.13
    const { json } = await explained({
      in_channels: 16,
      out_channels: 8,
      kernel_size: [3, 4],
      stride: [2, 1],
      padding: [1, 2],
      output_padding: [1, 0],
      dilation: [2, 1],
      groups: 4,
      input_shape: [2, 16, 5, 9],
    });
    assert.deepEqual(json.output_shape, [2, 8, 12, 8]);
    assert.deepEqual([json.weight_shape, json.bias_shape], [[16, 2, 3, 4], [8]]);
  });

  it('says how the output grows with the input, and which input it assumes', async () => {
    const { text, json } = await explained({ call: 'nn.ConvTranspose2d(512, 256, 4, 2, 1, bias=False)' });
    assert.match(text, /for an assumed input of 1×512×8×8; pass input_shape for yours/);
    // (H − 1)·2 − 2 + 3 + 0 + 1 = 2·H
    assert.match(text, /In general Ho = 2·H, Wo = 2·W\./);
    assert.deepEqual([json.input_shape_assumed, json.bias_shape], [true, null]);
  });

  it('counts the taps that reach an output element: even if the stride divides the kernel, uneven if not', async () => {
    const layer = { in_channels: 1, out_channels: 1, stride: 2, input_shape: [1, 1, 8, 8] };
    const even = await explained({ ...layer, kernel_size: 4, padding: 1 });
    assert.match(even.text, /Overlap: even, 4 taps/);
    const uneven = await explained({ ...layer, kernel_size: 3, padding: 1 });
    // Along an axis, 1 or 2 of 3 taps: their products.
    assert.deepEqual(uneven.json.overlap, {
      even: false,
      taps: [1, 2, 4],
      taps_along_height: [1, 2],
      taps_along_width: [1, 2],
    });
  });

  it('counts multiply-adds and the memory of U', async () => {
    const { json } = await explained({
      in_channels: 3,
      out_channels: 2,
      kernel_size: 2,
      stride: 2,
      input_shape: [1, 3, 4, 4],
    });
    // Every input element meets every tap once: 3·4·4 · 2 · 2·2. U has Cin·kH·kW rows and Ho·Wo columns of 4 bytes.
    assert.deepEqual(json.multiply_adds, { with_zeros: 2 * 12 * 64, without_zeros: 384 });
    assert.deepEqual(json.unfolded, { rows: 12, columns: 64, groups: 1, bytes: 4 * 12 * 64 });
  });

  it('says which rule an illegal call breaks', async () => {
    const layer = { in_channels: 4, out_channels: 4, kernel_size: 3 };
    assert.match(await refusal({ ...layer, output_padding: 1 }), /^PyTorch refuses this call: .*output_padding/);
    assert.match(await refusal({ ...layer, input_shape: [1, 5, 8, 8] }), /^PyTorch refuses this call: .*5/);
    assert.match(
      await refusal({ ...layer, input_shape: [1, 4, 2.5, 8] }),
      /^input_shape\[2\] must be an integer, but is 2\.5/,
    );
    assert.match(await refusal({ ...layer, stride: [1, 2, 3] }), /^stride must be one integer or \[height, width\]/);
  });
});
