/** A file whose first bytes say that it is packed, or of a kind whose logs are not read here. */
export class ForeignFile extends Error {
  constructor(
    message: string,
    readonly help: string,
  ) {
    super(message)
  }
}

interface Kind {
  readonly name: string
  /** The bytes that it begins with, in hexadecimal digits. */
  readonly begins: RegExp
  /** From which byte on; the first, if absent. */
  readonly at?: number
  /** How its files are called. */
  readonly called?: RegExp
  readonly help: string
}

const unpack = (program: string): string => `unpack it first: ${program}`
const piped = (program: string): string => unpack(`${program} FILE | ddac eval -`)
const convert = 'turn it into JSON lines first, with duckdb or pyarrow for instance'

const kinds: readonly Kind[] = [
  { name: 'a zip archive', begins: /^504b0[35]0[46]/, called: /\.zip$/i, help: unpack('unzip FILE') },
  { name: 'compressed by zstd', begins: /^28b52ffd/, called: /\.zst$/i, help: piped('zstd -dc') },
  { name: 'compressed by bzip2', begins: /^425a683[1-9]/, called: /\.bz2$/i, help: piped('bzip2 -dc') },
  { name: 'compressed by xz', begins: /^fd377a585a00/, called: /\.xz$/i, help: piped('xz -dc') },
  { name: 'compressed by lz4', begins: /^04224d18/, called: /\.lz4$/i, help: piped('lz4 -dc') },
  { name: 'compressed by snappy', begins: /^ff060000734e6150/, called: /\.(?:sz|snappy)$/i, help: piped('snzip -dc') },
  { name: 'compressed by compress', begins: /^1f9d/, called: /\.Z$/, help: piped('uncompress -c') },
  { name: 'compressed by gzip twice', begins: /^1f8b/, help: piped('gzip -dc') },
  { name: 'a 7z archive', begins: /^377abcaf271c/, called: /\.7z$/i, help: unpack('7z x FILE') },
  {
    name: 'a tar archive',
    begins: /^7573746172/,
    at: 257,
    called: /\.(?:tar|tgz|tar\.gz)$/i,
    help: unpack('tar xf FILE'),
  },
  { name: 'a Parquet file', begins: /^50415231/, called: /\.parquet$/i, help: convert },
  { name: 'an ORC file', begins: /^4f5243/, called: /\.orc$/i, help: convert },
  { name: 'an Avro file', begins: /^4f626a01/, called: /\.avro$/i, help: convert },
  { name: 'a SQLite database', begins: /^53514c69746520666f726d61742033/, called: /\.sqlite$/i, help: convert },
  {
    name: 'a Windows event log',
    begins: /^456c6646696c6500/,
    called: /\.evtx$/i,
    help: 'turn it into JSON lines first, with evtx_dump -o jsonl for instance',
  },
  {
    name: 'a capture of packets',
    begins: /^(?:d4c3b2a1|a1b2c3d4|0a0d0d0a)/,
    called: /\.pcap(?:ng)?$/i,
    help: 'give ddac logs',
  },
]

/** So many bytes tell every kind. */
export const tellingBytes = 262

/** What a file is that cannot be read here, by its first bytes; undefined for any other. */
export function foreignFile(beginning: Buffer): ForeignFile | undefined {
  const digits = beginning.toString('hex', 0, tellingBytes)
  const kind = kinds.find(({ begins, at = 0 }) => begins.test(digits.slice(at * 2)))
  return kind && new ForeignFile(`this file is ${kind.name}, which is not opened`, kind.help)
}

/** What files of a name are that are not opened; undefined for any other. */
export function foreignName(name: string): { readonly name: string; readonly help: string } | undefined {
  return kinds.find(({ called }) => called?.test(name))
}
