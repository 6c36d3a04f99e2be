/** Returns the address on the web of the folder with the documentation's pages, in the repository at this address. */
export function docsFolderOf(repository: string): string {
  return `${repository.replace(/\.git$/, '')}/blob/HEAD/docs`;
}
