import assert from 'node:assert/strict';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { defaultParams } from '../../../src/engine/core/call.ts';
import type { Result } from '../../../src/engine/core/refusal.ts';
import { linkQueryOf, scenarioOfLink } from '../../../src/report/link/scenarioLink.ts';
import { presets } from '../../../src/scenario/presets/presets.ts';
import type { Scenario } from '../../../src/scenario/document/scenario.ts';

const small: Scenario = {
  version: 1,
  name: 'Größe & "Zeichen" 🙂',
  dtype: 'float32',
  input: { shape: [1, 1, 1, 4], values: [NaN, Infinity, -0, 0.1] },
  weight: { fill: 'randn', shape: [1, 2, 3, 3] },
  bias: { file: 'model.pt#up.bias' },
  actual: { file: 'out/y.npy' },
  params: { ...defaultParams, stride: [2, 1] },
  seed: 7,
  formulation: 'sub-pixel',
  tolerance: { rtol: 1e-3 },
};

function valueOf<T>(result: Result<T>): T {
  assert.ok(result.ok, result.ok ? '' : result.refusal.message);
  return result.value;
}

function refusalOf(query: string): string {
  const result = scenarioOfLink(query);
  assert.ok(!result.ok);
  // One sentence or two, and nothing that only a programmer reads.
  assert.match(result.refusal.message, /^[A-Z][^\n]+\.$/);
  return result.refusal.message;
}

/** Returns the query of a link that was made by zlib. */
const made = (text: string, version = '1'): string => `v=${version}&s=${deflateRawSync(text).toString('base64url')}`;

describe('a share link', () => {
  it('holds every preset and every kind of number', () => {
    for (const scenario of [small, ...presets.map((preset) => preset.scenario)]) {
      assert.deepEqual(valueOf(scenarioOfLink(valueOf(linkQueryOf(scenario)))), scenario);
    }
  });

  it('is plain deflate in base64url, so that other programs can read it', () => {
    const query = valueOf(linkQueryOf(small));
    assert.match(query, /^v=1&s=[\w-]+$/);
    const text = inflateRawSync(Buffer.from(query.slice('v=1&s='.length), 'base64url')).toString('utf8');
    assert.equal((JSON.parse(text) as { name: string }).name, small.name);
  });

  it('names files without the folders of this machine', () => {
    const given: Scenario = {
      ...small,
      schema: 'file:///home/ada/convt.schema.json',
      input: { file: '/home/ada/x.npy' },
      weight: { file: '..\\..\\secret\\w.npz#k' },
    };
    const { schema, input, weight, actual } = valueOf(scenarioOfLink(valueOf(linkQueryOf(given))));
    assert.deepEqual(
      [schema, input, weight, actual],
      [undefined, { file: 'x.npy' }, { file: 'w.npz#k' }, { file: 'out/y.npy' }],
    );
  });

  it('is not made of more numbers than an address carries', () => {
    const values = Array.from({ length: 4096 }, (_, i) => Math.fround(Math.sin(i)));
    const refused = linkQueryOf({ ...small, input: { shape: [1, 1, 64, 64], values } });
    assert.ok(!refused.ok);
    assert.match(
      refused.refusal.message,
      /^The values of this call make the link too long \([\d\u00a0]+ characters; at most 8\u00a0000 can be sent\)\. Use fills/,
    );
  });

  it('of a newer format says so', () => {
    assert.match(refusalOf(made('{}', '2')), /^This link has the format 2, .* Update the extension\.$/);
  });

  it('that is not whole or was changed is refused in one sentence', () => {
    const query = valueOf(linkQueryOf(small));
    const broken = [
      '',
      'v=1',
      'v=1&s=',
      's=abc',
      'v=&s=abc',
      'v=1&s=*',
      'v=1&s=abc%20',
      query.slice(0, -9),
      query.replace('s=', 's=A'),
    ];
    for (const each of broken) assert.match(refusalOf(each), /cut off or changed|not hold a valid/, each);
    assert.match(refusalOf(made('not json')), /^This link does not hold a valid scenario: The scenario is not JSON/);
    assert.match(refusalOf(made('{"version": 1}')), /^This link does not hold a valid scenario: /);
    assert.match(
      refusalOf(`v=1&s=${deflateRawSync(Buffer.from([0xff, 0xfe])).toString('base64url')}`),
      /cut off or changed/,
    );
    assert.match(refusalOf(`${query}${'A'.repeat(9000)}`), /^This link has 9\u00a0\d+ characters, more than/);
  });

  it('survives any change of its characters: a scenario or a sentence, never an error', () => {
    const query = valueOf(linkQueryOf(small));
    for (let at = 0; at < query.length; at += 3) {
      for (const letter of ['A', '-', '%', '&', '=']) scenarioOfLink(query.slice(0, at) + letter + query.slice(at + 1));
    }
  });

  it('that inflates to more than a scenario is not inflated to its end', () => {
    const bomb = made(' '.repeat(5_000_000));
    assert.ok(bomb.length < 8000, 'the bomb itself is short');
    assert.match(refusalOf(bomb), /^This link holds more than a scenario may have\. It was not opened\.$/);
  });

  it('that names a file elsewhere is not opened', () => {
    const named = (file: string): string =>
      made(JSON.stringify({ version: 1, input: { file }, weight: { fill: 'ones', shape: [1, 1, 1, 1] } }));
    for (const path of [
      '/etc/x.npy',
      '\\\\host\\share\\x.npy',
      '//host/x.npy',
      'C:\\x.npy',
      '../x.npy',
      'a/../../x.npy',
      'https://host/x.npy',
    ]) {
      assert.match(
        refusalOf(named(path)),
        /^This link names ".*", which is outside the folder it is opened in\./,
        path,
      );
    }
    valueOf(scenarioOfLink(named('deep/x.npz#a/../b')));
  });
});
