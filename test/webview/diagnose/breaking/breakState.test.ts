import assert from 'node:assert/strict';
import { signal } from '@preact/signals';
import { createBreaking, type BreakState } from '../../../../webview/diagnose/breaking/breakState.ts';
import { createDiagnosis, type DiagnosisState } from '../../../../webview/diagnose/diagnosisState.ts';
import { tensorOf } from '../../../../src/engine/core/tensor.ts';
import { writeNpy } from '../../../../src/formats/npy/writeNpy.ts';
import { strided } from '../../../../src/scenario/presets/small.ts';
import type { Scenario } from '../../../../src/scenario/document/scenario.ts';
import { sessionLab, type SessionLab } from '../../store/sessionLab.ts';

interface BreakLab {
  readonly lab: SessionLab;
  readonly breaking: BreakState;
  readonly diagnosis: DiagnosisState;
  /** Waits until a condition holds, letting messages arrive and time pass. */
  readonly until: (holds: () => boolean) => Promise<void>;
}

async function breakLab(scenario: Scenario | null, random: () => number = () => 0): Promise<BreakLab> {
  const lab = await sessionLab(scenario);
  await lab.paint();
  const tab = { isOpen: signal(true), open: () => undefined };
  const breaking = createBreaking(lab.session, tab, random);
  const diagnosis = createDiagnosis(lab.session, tab, breaking);
  const until = async (holds: () => boolean): Promise<void> => {
    for (let turn = 0; turn < 5000 && !holds(); turn++) await lab.paint();
    assert.ok(holds(), holds.toString());
  };
  return { lab, breaking, diagnosis, until };
}

const notRotated = { id: 'kernel-not-rotated', variant: 0 };

describe('breaking a call on purpose', () => {
  it('makes a chosen mistake, shows it, and lets the diagnosis find it', async () => {
    const { lab, breaking, diagnosis, until } = await breakLab(strided.scenario);
    breaking.open();
    await until(() => breaking.entries.value !== null);
    assert.equal(diagnosis.subject.value, null);
    breaking.choose(notRotated);
    await until(() => breaking.made.value !== null);
    assert.equal(breaking.made.value?.entry.id, notRotated.id);
    assert.equal(breaking.shows.value, 'wrong');
    await until(() => breaking.share.value === 1);
    breaking.show('right');
    await until(() => breaking.share.value === 0);
    breaking.diagnose();
    await until(() => diagnosis.current.value !== null);
    assert.deepEqual(
      diagnosis.current.value?.report.matches.map(({ id }) => id),
      [notRotated.id],
    );
    // The document has not been edited, and no file was asked for.
    assert.deepEqual([lab.host.edits, lab.host.reads], [[], []]);
  });

  it('restores the page’s own diagnosis when it is left', async () => {
    const own: Scenario = { ...strided.scenario, actual: { file: 'mine.npy' } };
    const { lab, breaking, diagnosis, until } = await breakLab(null);
    lab.host.disk.set('mine.npy', writeNpy(tensorOf('float32', [1, 1, 8, 8], new Float32Array(64))).buffer);
    lab.session.form.show(own);
    await until(() => diagnosis.current.value?.file === 'mine.npy');
    breaking.open();
    assert.equal(diagnosis.current.value, null);
    breaking.choose(notRotated);
    await until(() => breaking.made.value !== null);
    breaking.diagnose();
    await until(() => diagnosis.current.value?.subject.made !== undefined);
    breaking.close();
    assert.equal(diagnosis.current.value, null);
    await until(() => diagnosis.current.value?.file === 'mine.npy');
  });

  it('follows the call, and forgets a mistake that makes no difference any more', async () => {
    const { lab, breaking, until } = await breakLab(strided.scenario);
    breaking.open();
    breaking.choose({ id: 'bias-missing', variant: 0 });
    await until(() => breaking.made.value !== null);
    lab.session.form.edit((before) => ({ ...before, bias: null }));
    await until(() => breaking.entries.value?.find(({ id }) => id === 'bias-missing')?.variants.length === 0);
    assert.equal(breaking.made.value, null);
    assert.equal(breaking.chosen.value, null);
  });

  it('breaks the example if there is no call, or on request', async () => {
    const { breaking, until } = await breakLab(null);
    assert.equal(breaking.call.value, 'example');
    breaking.openExample();
    await until(() => breaking.subject.value !== null);
    assert.equal(breaking.made.value?.choice.id, notRotated.id);
    assert.equal(breaking.subject.value?.made?.isOwnCall, false);
  });

  it('asks for no mistake that the diagnosis would give another name', async () => {
    // 0.999 draws the last variant of the last mistakes, of which other mistakes make the same output.
    for (const [seed, first] of [0.999, 0.98, 0.9, 0.85, 0.7].entries()) {
      const draws = [first];
      let next = seed + 1;
      const random = (): number => draws.shift() ?? (next = (next * 16807) % 2147483647) / 2147483647;
      const { breaking, diagnosis, until } = await breakLab(strided.scenario, random);
      breaking.open();
      breaking.setMode('guess');
      for (let round = 0; round < 8; round++) {
        await until(() => breaking.made.value !== null);
        const answer = breaking.guessing.value?.choice.id ?? '';
        breaking.diagnose();
        await until(() => diagnosis.current.value?.subject === breaking.subject.value);
        const named = diagnosis.current.value?.report.matches.map(({ id }) => id) ?? [];
        assert.ok(named.includes(answer), `${answer} in ${named.join()}`);
        breaking.nextRiddle();
      }
    }
  });

  it('counts right guesses', async () => {
    const { breaking, until } = await breakLab(strided.scenario);
    breaking.open();
    breaking.setMode('guess');
    await until(() => breaking.made.value !== null);
    const answer = breaking.guessing.value?.choice.id ?? '';
    breaking.guessThat(answer);
    breaking.guessThat(answer);
    assert.deepEqual(breaking.score.value, { right: 1, all: 1 });
    breaking.nextRiddle();
    await until(() => breaking.made.value !== null);
    assert.notEqual(breaking.guessing.value?.choice.id, answer);
    const alike: readonly string[] = breaking.made.value?.alike ?? [];
    const wrong = breaking.guessing.value?.options.find(
      ({ id }) => id !== breaking.guessing.value?.choice.id && !alike.includes(id),
    );
    breaking.guessThat(wrong?.id ?? '');
    assert.deepEqual(breaking.score.value, { right: 1, all: 2 });
  });
});
