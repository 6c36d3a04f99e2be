import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { findPython } from '../../../scripts/lab/python.ts';
import type { CheckedFile } from '../../../src/report/check/checkedFile.ts';
import { junitXml } from '../../../src/report/check/junitXml.ts';
import { checkedFile } from './checkedFiles.ts';

/** Parses XML with Python's expat and prints each element as [name, attributes, text]. */
const reader = `
import json, sys, xml.etree.ElementTree as tree
root = tree.fromstring(sys.stdin.buffer.read())
print(json.dumps([[e.tag, e.attrib, (e.text or "").strip()] for e in root.iter()]))`;

type Element = readonly [name: string, attributes: Readonly<Record<string, string>>, text: string];

function parsed(python: string, xml: string): readonly Element[] {
  const { status, stdout, stderr } = spawnSync(python, ['-c', reader], { input: xml, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout) as readonly Element[];
}

/** The attributes by element that Jenkins' junit-10.xsd allows; the required ones end in "!". */
const schema: Readonly<Record<string, readonly string[]>> = {
  testsuites: ['name', 'time', 'tests', 'failures', 'errors'],
  testsuite: ['name!', 'tests!', 'failures!', 'errors!', 'skipped', 'time', 'timestamp', 'hostname', 'id', 'file'],
  testcase: ['name!', 'time', 'classname', 'group'],
  failure: ['type', 'message'],
  error: ['type', 'message'],
  skipped: ['type', 'message'],
};

const nasty = 'a<b>&"c\'].xml: tab\tbreak\nreturn\r%]]> \u0000\u0007\ud800 λ 🙂';
/** The same text without the characters that XML 1.0 forbids. */
const kept = 'a<b>&"c\'].xml: tab\tbreak\nreturn\r%]]>  λ 🙂';

describe('a JUnit report', () => {
  it('has the elements and attributes of the schema, and the counts of the outcomes', function () {
    const python = findPython();
    if (!python.ok) return this.skip();
    const files: readonly CheckedFile[] = [
      checkedFile('right.convt.json', { passed: true }),
      checkedFile('wrong.convt.json', { passed: false }),
      { path: 'bad.convt.json', line: 1, outcome: { kind: 'refused', reason: 'cannot be read' } },
      { path: 'none.convt.json', line: 1, outcome: { kind: 'skipped' } },
    ];
    const elements = parsed(python.path, junitXml(files));
    for (const [name, attributes] of elements) {
      const allowed = schema[name];
      assert.ok(allowed !== undefined, name);
      const names = allowed.map((each) => each.replace('!', ''));
      for (const attribute of Object.keys(attributes)) assert.ok(names.includes(attribute), `${name} ${attribute}`);
      for (const each of allowed) {
        if (each.endsWith('!')) assert.ok(each.slice(0, -1) in attributes, `${name} without ${each}`);
      }
    }
    const of = (name: string): readonly Element[] => elements.filter(([each]) => each === name);
    const suite = of('testsuite')[0]?.[1];
    assert.deepEqual([suite?.tests, suite?.failures, suite?.errors, suite?.skipped], ['4', '1', '1', '1']);
    assert.deepEqual(
      ['testcase', 'failure', 'error', 'skipped'].map((name) => of(name).length),
      [4, 1, 1, 1],
    );
    const [failure] = of('failure');
    assert.equal(failure?.[1].message, 'Wrong: the kernel was not rotated by 180°');
    assert.equal(failure[2].split('\n')[0], 'wrong.convt.json:5');
    assert.equal(failure[2].split('\n').at(-1), 'Fix: Flip the kernel: w.flip(2, 3).');
  });

  it('keeps every character that XML can carry, and leaves out the others', function () {
    const python = findPython();
    if (!python.ok) return this.skip();
    const [, , testcase, error] = parsed(
      python.path,
      junitXml([{ path: nasty, line: 7, outcome: { kind: 'refused', reason: nasty } }]),
    );
    assert.equal(testcase?.[1].name, kept);
    assert.equal(error?.[1].message, kept);
    // A parser turns the line breaks of a text into \n.
    const text = kept.replace('\r', '\n');
    assert.equal(error[2], `${text}:7\n${text}`);
  });

  it('has the same bytes for the same checks', () => {
    const files = [checkedFile('wrong.convt.json', { passed: false })];
    assert.equal(junitXml(files), junitXml(structuredClone(files)));
    assert.doesNotMatch(junitXml(files), /time=|timestamp|hostname/);
  });
});
