import * as vscode from 'vscode';
import { defaultParams } from '../../src/engine/core/call.ts';
import { formulationIds } from '../../src/engine/provenance/formulation.ts';
import { parseScenario } from '../../src/scenario/document/parseScenario.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';
import { assert, assertEqual, assertMatch } from './assert.ts';
import { api, refusal, value } from './convt.ts';
import { expected, fixture, fixtureText, remove, scratchFolder, write } from './fixtures.ts';

async function scenarioOf(name: string): Promise<Scenario> {
  return value(parseScenario(await fixtureText(name)));
}

describe('a run without a panel', () => {
  // The call has a stride phase with one tap, which winograd does not support.
  for (const formulation of formulationIds.filter((id) => id !== 'winograd')) {
    it(`returns PyTorch's bytes where float32 is exact (${formulation})`, async () => {
      const scenario = { ...(await scenarioOf('integers.convt.json')), formulation };
      const report = value(await (await api()).run(scenario));
      const { integers } = await expected();
      assertEqual(report.output, {
        shape: integers.shape,
        dtype: 'float32',
        sha256: integers.sha256,
      });
      assertEqual([report.verdict, report.formulation], ['exact', formulation]);
    });
  }

  it("returns the forum call's shape, and the error that PyTorch's numbers have when the rows of U are added in order", async () => {
    const preset = value(await (await api()).run('forum'));
    assertEqual([preset.output.shape, preset.verdict], [[1, 30, 30, 30], 'rounding']);
    const { error } = value(
      await (
        await api()
      ).run({
        ...(await scenarioOf('integers.convt.json')),
        input: { fill: 'randn', shape: [1, 50, 28, 28] },
        weight: { fill: 'randn', shape: [50, 30, 3, 3] },
        bias: null,
        params: {
          stride: [1, 1],
          padding: [0, 0],
          outputPadding: [0, 0],
          dilation: [1, 1],
          groups: 1,
        },
        seed: 42,
        formulation: 'unfold-matmul',
      }),
    );
    const { forum } = await expected();
    // The tensors equal PyTorch's within 2e-6, so the single rounding errors differ but their sizes hardly do: the RMS of
    // 27,000 errors by less than a tenth, their maximum by less than a factor of 2.
    assert(Math.abs(error.rms / forum.rms - 1) < 0.1, `rms ${error.rms}, not ${forum.rms}`);
    const ratio = (error.maxAbs ?? 0) / forum.maxAbs;
    assert(ratio > 0.5 && ratio < 2, `maxAbs ${String(error.maxAbs)}, not ${forum.maxAbs}`);
  });

  it('reads tensor files from the folder of the document', async () => {
    const report = value(await (await api()).run(fixture('files.convt.json')));
    assertEqual(report.output.shape, (await expected()).files.shape);
    assertEqual(report.verdict, 'rounding');
  });

  it('lets the extension host do other work', async () => {
    const source = new vscode.CancellationTokenSource();
    // A run of many slices. A host that is not free meanwhile would take its first turn after the run's end.
    const scenario: Scenario = {
      ...(await scenarioOf('integers.convt.json')),
      input: { fill: 'randn', shape: [1, 128, 96, 96] },
      weight: { fill: 'randn', shape: [128, 64, 3, 3] },
      bias: null,
      params: { ...defaultParams },
    };
    const running = (await api()).run(scenario, { token: source.token });
    let turns = 0;
    const turn = (): void => {
      turns++;
      if (turns === 3) source.cancel();
      else setTimeout(turn, 0);
    };
    turn();
    assertMatch(refusal(await running).message, /cancelled/);
  });

  it('stops when it is cancelled', async () => {
    const source = new vscode.CancellationTokenSource();
    const running = (await api()).run('forum', { token: source.token });
    source.cancel();
    assertMatch(refusal(await running).message, /cancelled/);
  });

  it('refuses an invalid call by its argument', async () => {
    const scenario = await scenarioOf('integers.convt.json');
    const invalid = { ...scenario, params: { ...scenario.params, groups: 3 } };
    const { argument, message } = refusal(await (await api()).run(invalid));
    assertEqual(argument, 'groups');
    assertMatch(message, /3/);
  });

  it('refuses a call that the memory cap allows but the memory does not', async () => {
    const settings = vscode.workspace.getConfiguration('convt');
    await settings.update('memoryCap', 1e12, vscode.ConfigurationTarget.Global);
    try {
      const scenario = await scenarioOf('integers.convt.json');
      const { argument, message } = refusal(
        await (
          await api()
        ).run({
          ...scenario,
          // 14 petabytes: no array can be that long, so nothing is allocated.
          input: { fill: 'ones', shape: [1, 60_000_000, 60_000_000] },
          weight: { fill: 'ones', shape: [1, 1, 1, 1] },
          bias: null,
          params: { ...defaultParams },
        }),
      );
      assertEqual(argument, 'memory');
      assertMatch(message, /not enough/);
    } finally {
      await settings.update('memoryCap', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('checks the gradients that PyTorch computed, and names what is wrong with others', async () => {
    const convt = await api();
    const scenario: Scenario = {
      ...(await scenarioOf('integers.convt.json')),
      input: { file: 'x.npy' },
      weight: { file: 'w.npy' },
      bias: null,
      params: { stride: [2, 2], padding: [1, 1], outputPadding: [1, 1], dilation: [1, 1], groups: 2 },
    };
    const gradOutput = { file: 'gy.npy' };
    const options = { base: fixture('../backward') };
    const check = async (of: 'input' | 'weight' | 'bias', file: string) =>
      value(await convt.diagnoseGradient(scenario, { of, gradOutput, actual: { file } }, options));
    for (const [of, file] of [
      ['input', 'dx.npy'],
      ['weight', 'dw.npy'],
      ['bias', 'db.npy'],
    ] as const) {
      assertEqual((await check(of, file)).verdict, 'rounding');
    }
    assertEqual(
      (await check('input', 'rotated.npy')).matches.map(({ id }) => id),
      ['kernel-rotated'],
    );
    const few = { shape: [2], values: [1] };
    const refused = await convt.diagnoseGradient(scenario, { of: 'bias', gradOutput, actual: few }, options);
    assertEqual(refusal(refused).message, 'actual of shape (2,) must have 2 values, not 1.');
  });

  it('refuses a target that is not a preset, a document or a scenario', async () => {
    const convt = await api();
    assertMatch(refusal(await convt.run('fourm')).message, /"fourm".*forum/);
    assertMatch(refusal(await convt.run(fixture('none.convt.json'))).message, /none\.convt\.json/);
    assertEqual(refusal(await convt.run({} as Scenario)).argument, 'scenario');
  });

  it('refuses a tensor file that does not exist, by its name', async () => {
    const folder = await scratchFolder();
    try {
      const document = await write(folder, 'lost.convt.json', await fixtureText('files.convt.json'));
      const { argument, message } = refusal(await (await api()).run(document));
      assertEqual(argument, 'file');
      assertMatch(message, /x\.npy cannot be read: .*does not exist/);
    } finally {
      await remove(folder);
    }
  });
});
