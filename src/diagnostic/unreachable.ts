/** Ends a `switch` over kinds: a new kind breaks the build here; at run time it is a bug of ours and says so. */
export function unreachable(value: never): never {
  throw new Error(`a kind nobody handles: ${JSON.stringify(value)}`)
}
