export function kernelsDigest(): string;
export function compileKernels(): Promise<Buffer>;
export function buildKernels(): Promise<void>;
