// esbuild gives a style sheet that a script imports as its text.
declare module '*.css' {
  const text: string;
  export default text;
}
