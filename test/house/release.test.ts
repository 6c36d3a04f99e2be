import assert from 'node:assert/strict';
import { releaseNotes, releaseProblems } from '../../scripts/release/releaseProblems.ts';

const changelog = `# Changelog

## 1.10.0 (2026-01-31)

- Later.

## 1.1.0

- One.
- Two.

### Fixed

- Three.

## 1.0.0
`;

const release = {
  tag: 'v1.1.0',
  repository: 'somebody/some-thing',
  manifest: {
    version: '1.1.0',
    repository: { url: 'https://github.com/somebody/some-thing.git' },
  },
  changelog,
};

describe('a release', () => {
  it('may be made when tag, version, repository and changelog agree', () => {
    assert.deepEqual(releaseProblems(release), []);
  });

  it('may not be made under a tag that is not the version', () => {
    for (const tag of ['v1.1.1', '1.1.0', 'v1.1.0-rc.1', 'v1.1']) {
      assert.deepEqual(releaseProblems({ ...release, tag }), [
        `The tag ${tag} is not v1.1.0: package.json has version 1.1.0.`,
      ]);
    }
  });

  it('may not be made from a repository that package.json does not name', () => {
    assert.deepEqual(releaseProblems({ ...release, repository: 'else/some-thing' }), [
      'package.json names the repository somebody/some-thing, not else/some-thing.',
    ]);
  });

  it('may not be made before the changelog describes it', () => {
    for (const version of ['1.0.0', '1.1', '2.0.0']) {
      const manifest = { ...release.manifest, version };
      assert.deepEqual(releaseProblems({ ...release, tag: `v${version}`, manifest }), [
        `CHANGELOG.md has no text below a heading "## ${version}".`,
      ]);
    }
  });

  it('has the changelog’s section as its notes, smaller headings included', () => {
    assert.equal(releaseNotes(changelog, '1.1.0'), '- One.\n- Two.\n\n### Fixed\n\n- Three.');
    assert.equal(releaseNotes(changelog, '1.10.0'), '- Later.');
  });
});
