import { constants, createGunzip, gunzipSync } from 'node:zlib'
import { isCollection } from '../../json/json-object'

/**
 * Unpacks gzip files one after the other. Node's own way makes new memory for each, and gives it back late; where its
 * engine can be had, it writes into memory that is given.
 */
export class GzipEngine {
  private gunzip: object

  constructor(private readonly begin: () => object = begun) {
    this.gunzip = begin()
  }

  /** Fills `room` and answers with how much; undefined for what is damaged, followed by something, or does not fit. */
  unpack(packed: Buffer, room: Buffer): number | undefined {
    const { gunzip } = this
    if (!isOpen(gunzip)) return copied(packed, room)
    gunzip.reset()
    gunzip._handle.writeSync(constants.Z_FINISH, packed, 0, packed.length, room, 0, room.length)
    if (gunzip.errored) {
      this.gunzip = this.begin()
      return undefined
    }
    const [roomLeft, packedLeft] = gunzip._writeState
    return roomLeft === 0 || packedLeft !== 0 ? undefined : room.length - (roomLeft ?? 0)
  }
}

function begun(): ReturnType<typeof createGunzip> {
  // What goes wrong is asked for where it happens.
  return createGunzip().on('error', () => {})
}

/** What pngjs and others use of it, too, and its types do not say. */
interface OpenEngine {
  readonly errored: Error | null
  readonly reset: () => void
  readonly _handle: {
    writeSync(
      flush: number,
      from: Buffer,
      fromOffset: number,
      fromLength: number,
      to: Buffer,
      toOffset: number,
      toLength: number,
    ): void
  }
  /** How much room is left, and how much was not taken. */
  readonly _writeState: Uint32Array
}

function isOpen(gunzip: object): gunzip is OpenEngine {
  const { _handle: handle, _writeState: state } = gunzip as Partial<Record<string, unknown>>
  return (
    isCollection(handle) &&
    'writeSync' in handle &&
    typeof handle.writeSync === 'function' &&
    state instanceof Uint32Array &&
    state.length === 2
  )
}

function copied(packed: Buffer, room: Buffer): number | undefined {
  try {
    const told: unknown = gunzipSync(packed, { maxOutputLength: room.length, info: true })
    if (!isUnpacked(told) || told.engine.bytesWritten !== packed.length) return undefined
    return told.buffer.copy(room)
  } catch {
    return undefined
  }
}

/** What zlib answers where it is asked for `info`, which its types do not say. */
function isUnpacked(
  value: unknown,
): value is { readonly buffer: Buffer; readonly engine: { readonly bytesWritten: number } } {
  return isCollection(value) && 'buffer' in value && Buffer.isBuffer(value.buffer) && 'engine' in value
}
