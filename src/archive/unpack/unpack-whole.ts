import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs'
import type { UnpackRoom } from './unpack-room'

/** Files that are larger, packed or unpacked, are unpacked as they are read. */
const mostPackedBytes = 16 * 1024 * 1024
export const mostUnpackedBytes = 32 * 1024 * 1024
/** Plain files up to this size are read in one go: a stream takes memory of this size for each of them. */
export const mostPlainBytes = 256 * 1024
/** What gzip needs to hold nothing. */
const shortestBytes = 20
/** More room than the text needs: that it has an end is seen by what is left. */
const spareBytes = 64

/**
 * Reads a file of usual size in one go, unpacked where it is gzip, which takes half as long as a stream. Undefined for what
 * is no file, too large, or damaged in any way: reading it as a stream tells what is wrong, and how much of it can be read.
 */
export function unpackWhole(path: string, room: UnpackRoom): Buffer | undefined {
  try {
    const bytes = bytesIn(path, room)
    return bytes && isGzip(bytes) ? unpacked(bytes, room) : bytes
  } catch {
    return undefined
  }
}

function bytesIn(path: string, room: UnpackRoom): Buffer | undefined {
  // Of what is no file, as a pipe that can be opened but once, nothing is read.
  if (!statSync(path).isFile()) return undefined
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    if (size > mostPackedBytes) return undefined
    // A byte more than there should be shows that the file grows.
    const bytes = room.packed(size + 1)
    readSync(file, bytes, 0, 2, 0)
    if (isGzip(bytes) ? size < shortestBytes : size > mostPlainBytes) return undefined
    return readSync(file, bytes, 0, size + 1, 0) === size ? bytes.subarray(0, size) : undefined
  } finally {
    closeSync(file)
  }
}

function isGzip([first, second]: Buffer): boolean {
  return first === 0x1f && second === 0x8b
}

function unpacked(packed: Buffer, room: UnpackRoom): Buffer | undefined {
  // The last four bytes tell the size, if there is but one member.
  const told = packed.readUInt32LE(packed.length - 4) + spareBytes
  if (told > mostUnpackedBytes) return undefined
  for (const bytes of [told, mostUnpackedBytes]) {
    const text = room.text(bytes)
    const length = room.engine.unpack(packed, text)
    if (length === undefined) continue
    // Who walks over blanks is stopped by what is none.
    text.fill(0xff, length, length + spareBytes)
    return text.subarray(0, length)
  }
  return undefined
}
