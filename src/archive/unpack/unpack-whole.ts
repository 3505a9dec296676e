import { promises as disk } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { isCollection } from '../../json/json-object'

/** Files that are larger, packed or unpacked, are unpacked as they are read. */
const mostPackedBytes = 16 * 1024 * 1024
const mostBytes = 32 * 1024 * 1024
/** What gzip needs to hold nothing. */
const shortestBytes = 20

/**
 * Unpacks a gzip file of usual size in one go, which takes half as long as a stream. Undefined for what is none, what is
 * too large, and what is damaged in any way: reading it as a stream tells what is wrong, and how much of it can be read.
 */
export async function unpackWhole(path: string): Promise<Buffer | undefined> {
  try {
    const { size } = await sizeOf(path)
    if (size < shortestBytes || size > mostPackedBytes) return undefined
    const file = await disk.open(path)
    try {
      const packed = Buffer.allocUnsafeSlow(size)
      await file.read(packed, 0, 2, 0)
      if (packed[0] !== 0x1f || packed[1] !== 0x8b) return undefined
      const { bytesRead } = await file.read(packed, 0, size, 0)
      return bytesRead === size ? unpacked(packed) : undefined
    } finally {
      await file.close()
    }
  } catch {
    return undefined
  }
}

/** Of what is no file, as a pipe that can be opened but once, nothing is read. */
async function sizeOf(path: string): Promise<{ readonly size: number }> {
  const stats = await disk.stat(path)
  return { size: stats.isFile() ? stats.size : 0 }
}

function unpacked(packed: Buffer): Buffer | undefined {
  // The last four bytes tell the size, if there is but one member.
  const bytes = packed.readUInt32LE(packed.length - 4)
  if (bytes > mostBytes) return undefined
  const options = { chunkSize: Math.max(64 * 1024, bytes + 64), maxOutputLength: mostBytes, info: true }
  const told: unknown = gunzipSync(packed, options)
  // What follows the last member is for the stream to tell.
  return isUnpacked(told) && told.engine.bytesWritten === packed.length ? told.buffer : undefined
}

/** What zlib answers where it is asked for `info`, which its types do not say. */
function isUnpacked(
  value: unknown,
): value is { readonly buffer: Buffer; readonly engine: { readonly bytesWritten: number } } {
  return isCollection(value) && 'buffer' in value && Buffer.isBuffer(value.buffer) && 'engine' in value
}
