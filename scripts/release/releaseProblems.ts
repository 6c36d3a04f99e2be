/** The parts of package.json that a release depends on. */
export interface ReleasedPackage {
  readonly version: string;
  readonly repository: { readonly url: string };
}

/** A release about to be made: of the tag `tag`, in the GitHub repository `repository` (`owner/name`). */
export interface Release {
  readonly tag: string;
  readonly repository: string;
  readonly manifest: ReleasedPackage;
  readonly changelog: string;
}

/** Returns a sentence for each reason not to release, or an empty list if the release may be made. */
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

/** Returns the changelog's text below the heading of `version`, or null if it has none. */
export function releaseNotes(changelog: string, version: string): string | null {
  const sections = changelog.split(/^## +/m).slice(1);
  // A heading may have more words after the version, such as a date.
  const section = sections.find((text) => text.split(/\s/, 1)[0] === version);
  const notes = section?.slice(section.indexOf('\n')).trim() ?? '';
  return notes === '' ? null : notes;
}
