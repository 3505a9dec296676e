import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { messageOf, systemCode } from '../../diagnostic/thrown'

type Take = (chunk: Buffer) => void

/** So much is given to zlib at once, first over the whole file, then near a damage. */
const [pieceBytes, ...finerPieces] = [16 * 1024, 256, 1] as const
const unpackedChunkBytes = 256 * 1024
/** Of what comes through a pipe so much is held, packed, to go over it again. */
const mostHeldBytes = 32 * 1024 * 1024

/** Gzip that breaks off, or goes on with something else. What came before was unpacked. */
export class DamagedGzip extends Error {
  constructor(
    readonly how: 'cut off' | 'damaged',
    reason: string,
  ) {
    super(reason)
  }
}

/**
 * Unpacks gzip, any number of members, and hands it to `take`. Where it is damaged, or something else than zeros follows
 * the last member, all before that place is handed over, and then a DamagedGzip is thrown. zlib keeps back what it
 * unpacked in the call that fails, so the file is gone over again in smaller pieces from there, at last byte by byte.
 * What comes through a pipe is gone over only where it fails within its first 32 MB, packed.
 */
export async function unpackGzip(packed: AsyncIterable<Buffer>, path: string, take: Take): Promise<void> {
  const inFile = await isInFile(path)
  const held = new HeldBytes(inFile ? 0 : mostHeldBytes)
  const first = await unpack(piecesOf(held.seeing(packed), Infinity, pieceBytes), take)
  const { damage } = first
  if (!damage) return
  let { readBytes, givenBytes } = first
  for (const finer of first.keptBack ? finerPieces : []) {
    const source = inFile ? createReadStream(path) : held.all()
    if (!source) break
    const again = await unpack(piecesOf(source, readBytes, finer), behind(givenBytes, take))
    readBytes = again.readBytes
    givenBytes = Math.max(givenBytes, again.givenBytes)
  }
  throw damage
}

interface Unpacked {
  readonly damage?: DamagedGzip
  /** Whether zlib may have unpacked more than it gave. */
  readonly keptBack?: boolean
  /** How many packed bytes zlib had taken before the call that failed. */
  readonly readBytes: number
  readonly givenBytes: number
}

/** Unpacks until the end or a damage; what `take` or the system throws is thrown. */
async function unpack(pieces: AsyncIterable<Buffer>, take: Take): Promise<Unpacked> {
  const gunzip = createGunzip({ chunkSize: unpackedChunkBytes })
  let [fedBytes, givenBytes] = [0, 0]
  gunzip.on('data', (chunk: Buffer) => {
    try {
      take(chunk)
      givenBytes += chunk.length
    } catch (error) {
      gunzip.destroy(error as Error)
    }
  })
  const end = finished(gunzip)
  end.catch(() => {})
  try {
    for await (const piece of pieces) {
      const isOver = fedBytes > gunzip.bytesWritten
      if (!isOver) await Promise.race([end, new Promise<void>((taken) => gunzip.write(piece, () => taken()))])
      if (gunzip.destroyed) await end
      fedBytes += piece.length
      // zlib takes all that it is given, unless the last member has ended and a zero follows.
      const left = fedBytes - gunzip.bytesWritten
      const rest = piece.subarray(-Math.min(left, piece.length))
      if (left > 0 && rest.some((byte) => byte !== 0)) {
        return { damage: new DamagedGzip('damaged', 'more follows behind zeros'), readBytes: fedBytes, givenBytes }
      }
    }
    gunzip.end()
    await end
    return { readBytes: fedBytes, givenBytes }
  } catch (error) {
    const code = systemCode(error)
    if (!code?.startsWith('Z_')) throw error
    const isCutOff = code === 'Z_BUF_ERROR'
    const damage = new DamagedGzip(isCutOff ? 'cut off' : 'damaged', messageOf(error))
    return { damage, keptBack: !isCutOff, readBytes: gunzip.bytesWritten, givenBytes }
  } finally {
    gunzip.destroy()
  }
}

/** Cuts bytes into the usual pieces, from an offset on into finer ones. */
async function* piecesOf(bytes: AsyncIterable<Buffer>, finerFrom: number, finer: number): AsyncGenerator<Buffer> {
  let offset = 0
  for await (const chunk of bytes) {
    for (let at = 0; at < chunk.length; ) {
      const most = offset < finerFrom ? Math.min(pieceBytes, finerFrom - offset) : finer
      const piece = chunk.subarray(at, at + most)
      yield piece
      at += piece.length
      offset += piece.length
    }
  }
}

/** Passes on what comes after the first bytes. */
function behind(bytes: number, take: Take): Take {
  let left = bytes
  return (chunk) => {
    const rest = chunk.subarray(Math.min(left, chunk.length))
    left -= chunk.length - rest.length
    if (rest.length > 0) take(rest)
  }
}

/** The bytes that went by, as long as they are not too many. */
class HeldBytes {
  private chunks: Buffer[] | undefined = []
  private size = 0

  constructor(private readonly most: number) {}

  async *seeing(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of bytes) {
      this.size += chunk.length
      if (this.size > this.most) this.chunks = undefined
      this.chunks?.push(chunk)
      yield chunk
    }
  }

  all(): Readable | undefined {
    return this.chunks && Readable.from(this.chunks)
  }
}

/** Whether the path can be opened again: a pipe has nothing left. */
async function isInFile(path: string): Promise<boolean> {
  return path !== '-' && (await stat(path)).isFile()
}
