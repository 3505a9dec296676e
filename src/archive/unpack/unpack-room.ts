import { GzipEngine } from './gzip-engine'

/** Memory for one file at a time: what is handed out is written over when it is asked for again. */
export interface UnpackRoom {
  readonly engine: GzipEngine
  readonly packed: (bytes: number) => Buffer
  readonly text: (bytes: number) => Buffer
}

export function newUnpackRoom(): UnpackRoom {
  return { engine: new GzipEngine(), packed: reused(), text: reused() }
}

function reused(): (bytes: number) => Buffer {
  let memory = Buffer.alloc(0)
  return (bytes) => {
    if (bytes > memory.length) memory = Buffer.allocUnsafeSlow(bytes)
    return memory.subarray(0, bytes)
  }
}
