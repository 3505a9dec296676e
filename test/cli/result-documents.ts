import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Ajv, { type ValidateFunction } from 'ajv'
import { closedSchema } from '../closed-schema'

const folder = join(__dirname, '../../rules/.schema/results')

/** Nobody is to be told of keys that may come, but each that comes today is in the schema. */
const known = new Map<string, ValidateFunction>()

/** What a document of a command has that its published schema does not say; undefined where it says all. */
export function undocumentedIn(command: string, document: unknown): string | undefined {
  const takes =
    known.get(command) ??
    new Ajv({ strict: false, allErrors: true }).compile(
      closedSchema(JSON.parse(readFileSync(join(folder, `${command.replaceAll(' ', '-')}.json`), 'utf8'))),
    )
  known.set(command, takes)
  if (takes(document)) return undefined
  return takes.errors
    ?.map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`)
    .join('\n')
}
