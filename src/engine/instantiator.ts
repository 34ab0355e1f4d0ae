/**
 * Makes runs of a WebAssembly program, each with its memory; the program is compiled once, when the first is made.
 * @param binary the program in Base64.
 */
export function instantiator<Exports extends WebAssembly.Exports>(binary: string): () => Exports {
  let compiled: WebAssembly.Module | undefined;
  return () => {
    compiled ??= new WebAssembly.Module(Buffer.from(binary, 'base64'));
    return new WebAssembly.Instance(compiled).exports as Exports;
  };
}
