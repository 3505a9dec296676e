import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs'
import type { UnpackRoom } from './unpack-room'

/** Files that are larger, packed or unpacked, are unpacked as they are read. */
const mostPackedBytes = 16 * 1024 * 1024
export const mostUnpackedBytes = 32 * 1024 * 1024
/** What gzip needs to hold nothing. */
const shortestBytes = 20
/** More room than the text needs: that it has an end is seen by what is left. */
const spareBytes = 64

/**
 * Unpacks a gzip file of usual size in one go, which takes half as long as a stream. Undefined for what is none, what is
 * too large, and what is damaged in any way: reading it as a stream tells what is wrong, and how much of it can be read.
 */
export function unpackWhole(path: string, room: UnpackRoom): Buffer | undefined {
  try {
    const packed = packedIn(path, room)
    return packed && unpacked(packed, room)
  } catch {
    return undefined
  }
}

function packedIn(path: string, room: UnpackRoom): Buffer | undefined {
  // Of what is no file, as a pipe that can be opened but once, nothing is read.
  if (!statSync(path).isFile()) return undefined
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    if (size < shortestBytes || size > mostPackedBytes) return undefined
    const packed = room.packed(size)
    readSync(file, packed, 0, 2, 0)
    if (packed[0] !== 0x1f || packed[1] !== 0x8b) return undefined
    return readSync(file, packed, 0, size, 0) === size ? packed : undefined
  } finally {
    closeSync(file)
  }
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
