/** The multiples to which the rows of a tensor are often filled up in memory, in elements. */
export const rowAlignments = [4, 8, 16, 32, 64, 128];
