/** The part of Node's module `process` that the Node host uses. */
declare module 'node:process' {
  /** The path of the program that runs this code: Electron's, or Node's on a remote machine. */
  export const execPath: string;
}
