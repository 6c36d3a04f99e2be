/** A message to a page from the frame around it, or from a test. */
export type PageMessage =
  { readonly kind: 'theme'; readonly theme: string } | { readonly kind: 'open'; readonly files: readonly File[] };
