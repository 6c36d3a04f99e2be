import * as vscode from 'vscode';
import type { DebuggerSession } from '../../src/extension/api/api.ts';
import { parseScenario } from '../../src/scenario/document/parseScenario.ts';
import { findPreset } from '../../src/scenario/presets/presets.ts';
import { eventually } from '../browser/eventually.ts';
import { assert, assertEqual, assertMatch } from './assert.ts';
import { api, closeEverything, debuggerTabs, refusal, value } from './convt.ts';
import { expected, fixture, fixtureText, type Expected } from './fixtures.ts';

/** Reads every output element from the page and passes its flat index and its value to `check`. */
async function readOutput(
  session: DebuggerSession,
  shape: Expected['shape'],
  check: (flat: number, actual: number) => void,
): Promise<void> {
  const [batch = 0, channels = 0, height = 0, width = 0] = shape;
  let flat = 0;
  for (let n = 0; n < batch; n++) {
    for (let c = 0; c < channels; c++) {
      value(await session.moveCursor({ n, c }));
      const cells = Array.from({ length: height * width }, (_, i) =>
        session.readCell('output', Math.floor(i / width), i % width),
      );
      for (const cell of await Promise.all(cells)) {
        const reading = value(cell);
        assert(reading?.kind === 'value', `element ${flat} is not a value`);
        check(flat++, reading.value);
      }
    }
  }
}

describe('the numbers in the page', () => {
  afterEach(closeEverything);

  it("all equal PyTorch's where float32 is exact", async () => {
    const session = value(await (await api()).open(fixture('integers.convt.json')));
    const report = value(await session.result());
    const { integers } = await expected();
    assertEqual([report.verdict, report.output.sha256], ['exact', integers.sha256]);
    await readOutput(session, integers.shape, (flat, actual) =>
      assertEqual(actual, integers.output[flat], `element ${flat}`),
    );
    assertEqual(value(await session.digests()).output, integers.sha256);
  });

  it("are within the rounding bound of PyTorch's float64 ones, on tensors from files", async () => {
    const session = value(await (await api()).open(fixture('files.convt.json')));
    assertEqual(value(await session.result()).verdict, 'rounding');
    const { files } = await expected();
    await readOutput(session, files.shape, (flat, actual) => {
      const error = Math.abs(actual - (files.output[flat] ?? NaN));
      assert(error <= (files.bound[flat] ?? NaN), `element ${flat} is off by ${error}`);
    });
  });

  it('come with the reference and the error of the same element', async () => {
    const session = value(await (await api()).open(fixture('files.convt.json')));
    value(await session.result());
    value(await session.moveCursor({ n: 0, c: 0 }));
    const { files } = await expected();
    for (const column of [0, 1, 2]) {
      const read = async (stage: 'output' | 'reference' | 'error'): Promise<number> =>
        value(await session.readCell(stage, 0, column))?.value ?? NaN;
      const reference = await read('reference');
      // PyTorch's float64 sum and ours are each off by 2⁻²⁹ of the float32 bound, 2⁻⁵³ to 2⁻²⁴.
      const allowed = (files.bound[column] ?? NaN) * 2 ** -28;
      assert(Math.abs(reference - (files.output[column] ?? NaN)) <= allowed, `column ${column}`);
      assertEqual(await read('error'), (await read('output')) - reference, `error ${column}`);
    }
  });

  it('keep NaN and infinity when they are sent to the host', async () => {
    const session = value(await (await api()).open(fixture('non-finite.convt.json')));
    // They are right: the call makes them.
    assertEqual(value(await session.result()).verdict, 'exact');
    const cells = [0, 1, 2].map(async (column) => String(value(await session.readCell('output', 0, column))?.value));
    assertEqual(await Promise.all(cells), ['NaN', '-2', 'Infinity']);
  });

  it('distinguish padding, inserted zeros and values in the padded input', async () => {
    const session = value(await (await api()).open(fixture('integers.convt.json')));
    value(await session.result());
    const kinds = [0, 1, 2].map(async (row) => value(await session.readCell('padded', row, 2))?.kind);
    // Stride 2 along the height; padding dilation·(k − 1) − padding = 1 row, 2 columns.
    assertEqual(await Promise.all(kinds), ['padding', 'value', 'inserted']);
  });
});

describe('a session', () => {
  afterEach(closeEverything);

  it("shows the forum thread's call: shape, verdict and a title", async () => {
    const session = value(await (await api()).open('forum'));
    const report = value(await session.result());
    assertEqual([report.output.shape, report.verdict], [[1, 30, 30, 30], 'rounding']);
    const headless = value(await (await api()).run('forum'));
    assertEqual(report, headless, 'report');
    await eventually(() => assertMatch(session.panel.title, /^ConvTranspose2d: ./), 'the title');
  });

  it('keeps the cursor inside the output and returns null for a cell outside a stage', async () => {
    const session = value(await (await api()).open('asker'));
    value(await session.result());
    const cursor = value(await session.moveCursor({ n: 7, c: 99, y: 1000, x: -3 }));
    assertEqual([cursor.n, cursor.c, cursor.y, cursor.x], [0, 0, 54, 0]);
    assertEqual(value(await session.readCell('output', 55, 0)), null);
    assertEqual(value(await session.readCell('output', 0, -1)), null);
    assertEqual(value(await session.readCell('output', 0.5, 0)), null);
    assertEqual(value(await session.readCell('output', 0, NaN)), null);
    // This formulation has no such stage.
    assertEqual(value(await session.readCell('columns', 0, 0)), null);
  });

  it('recomputes when its scenario is edited, and refuses an invalid call by its argument', async () => {
    const scenario = value(parseScenario(await fixtureText('integers.convt.json')));
    const session = value(await (await api()).open(scenario));
    assertEqual(value(await session.result()).verdict, 'exact');
    const { params } = scenario;
    value(await session.edit({ ...scenario, params: { ...params, padding: [0, 0] } }));
    assertEqual(value(await session.result()).output.shape, [2, 6, 8, 7]);
    value(await session.edit({ ...scenario, params: { ...params, outputPadding: [2, 0] } }));
    const { argument, message, legal } = refusal(await session.result());
    assertEqual([argument, legal], ['output_padding', { min: 0, max: 1 }]);
    assertMatch(message, /2/);
    value(await session.edit(scenario));
    assertEqual(value(await session.result()).verdict, 'exact');
  });

  it('answers with numbers of the current scenario only', async () => {
    const scenario = value(parseScenario(await fixtureText('integers.convt.json')));
    const session = value(await (await api()).open(scenario));
    const digests = value(await session.digests());
    assertEqual(digests.output, (await expected()).integers.sha256);
    // The figure still shows the last valid call, which the questions are not about.
    value(await session.edit({ ...scenario, params: { ...scenario.params, groups: 3 } }));
    for (const asked of [session.result(), session.digests(), session.readCell('output', 0, 0)]) {
      assertEqual(refusal(await asked).argument, 'groups');
    }
    value(await session.edit(scenario));
    assertEqual(value(await session.digests()), digests);
    assertEqual(value(await session.readCell('output', 0, 0))?.kind, 'value');
  });

  it('opens no panel for a target that it refuses', async () => {
    const convt = await api();
    refusal(await convt.open('no such preset'));
    refusal(await convt.open(fixture('none.convt.json')));
    // A target that is opened afterwards has the only panel: VS Code opens panels in the order of the requests.
    value(await convt.open('asker'));
    await eventually(() => assertEqual(debuggerTabs().length, 1, 'debuggers'), 'opening a panel');
  });

  it('refuses every question after it was closed', async () => {
    const session = value(await (await api()).open('asker'));
    const asked = session.result();
    const closed = new Promise<void>((resolve) => session.onDidDispose(resolve));
    session.dispose();
    await closed;
    refusal(await asked);
    refusal(await session.cursor());
    refusal(await session.perform('step'));
    // A closed debugger is not edited, and its scenario is not the one that the next debugger opens with.
    const scenario = value(parseScenario(await fixtureText('integers.convt.json')));
    assertMatch(refusal(await session.edit(scenario)).message, /closed/);
    await vscode.commands.executeCommand('convt.open');
    const title = `ConvTranspose2d: ${findPreset('asker')?.scenario.name ?? ''}`;
    await eventually(
      () =>
        assertEqual(
          debuggerTabs().map(({ label }) => label),
          [title],
          'panels',
        ),
      'opening a panel',
    );
  });
});
