import { glanceProgram } from './pass-program'

/** What is used here of an engine's own interface, for which the types of Node have no names. */
declare const WebAssembly: { readonly Module: new (bytes: Uint8Array) => object }

let programs: object | undefined

/** The programs as a module, made once for each thread. */
export function glanceModule(): object {
  programs ??= new WebAssembly.Module(glanceProgram())
  return programs
}
