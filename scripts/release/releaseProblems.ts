/** The fields of package.json that are checked before a release. */
export interface ReleasedPackage {
  readonly version: string;
  readonly repository: { readonly url: string };
}

/** A planned release: its tag, and the GitHub repository (`owner/name`) in which it is made. */
export interface Release {
  readonly tag: string;
  readonly repository: string;
  readonly manifest: ReleasedPackage;
  readonly changelog: string;
}

/** Returns a sentence for each reason not to make the release; none if it may be made. */
export function releaseProblems({ tag, repository, manifest, changelog }: Release): string[] {
  const { version } = manifest;
  const named = /^https:\/\/github\.com\/(.+?)(?:\.git)?$/.exec(manifest.repository.url)?.[1];
  return [
    ...(tag === `v${version}` ? [] : [`The tag ${tag} is not v${version}: package.json has version ${version}.`]),
    ...(named === repository
      ? []
      : [`package.json names the repository ${named ?? manifest.repository.url}, not ${repository}.`]),
    ...(releaseNotes(changelog, version) === null ? [`CHANGELOG.md has no text below a heading "## ${version}".`] : []),
  ];
}

/** Returns the changelog's text below the heading of `version`; null if there is no such heading. */
export function releaseNotes(changelog: string, version: string): string | null {
  const sections = changelog.split(/^## +/m).slice(1);
  // In a heading, more words may follow the version, such as a date.
  const section = sections.find((text) => text.split(/\s/, 1)[0] === version);
  const notes = section?.slice(section.indexOf('\n')).trim() ?? '';
  return notes === '' ? null : notes;
}
