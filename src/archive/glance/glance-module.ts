import { glanceProgram } from './pass-program'

/** What is used here of an engine's own interface, for which the types of Node have no names. */
declare const WebAssembly: { readonly Module: new (bytes: Uint8Array) => object }

let programs: object | undefined

/** The programs as a module, which threads share: it is plain data to them, and compiled once for all. */
export function glanceModule(): object {
  programs ??= new WebAssembly.Module(glanceProgram())
  return programs
}

/** Takes the module that another thread compiled. */
export function shareGlanceModule(module: object): void {
  programs = module
}
