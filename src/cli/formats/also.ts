import { resolve } from 'node:path'
import { WorldError } from '../../diagnostic/world-error'
import type { SafeText } from '../../medium/safe-text'
import { writeText } from '../../workspace/write-text'
import type { CliContext } from '../context'
import { tellError } from '../tell-error'
import { type CommandName, type Format, type FormatOf, formatFrom, isCommandName } from './command-formats'

/** A file that is to hold the result in a format of its own. */
export interface Also<Name extends CommandName> {
  readonly format: FormatOf<Name>
  readonly file: string
}

/** What `--also FORMAT=FILE` asks for, so that one run serves several readers. Throws a `usage` WorldError for what is none. */
export function alsoAsked<Name extends CommandName>(
  written: readonly string[] | undefined,
  name: Name,
): readonly Also<Name>[] {
  return (written ?? []).map((each) => {
    const [, format = '', file = ''] = /^([a-z]+)=(.+)$/s.exec(each) ?? []
    if (file === '') {
      throw new WorldError('usage', `--also cannot be "${each}"`, 'Write FORMAT=FILE: --also junit=tests.xml.')
    }
    return { format: formatFrom({ format }, name), file }
  })
}

/** Where paths are shown from in those files: that of formats for programs, which they are for. */
export function formatFor<Name extends CommandName>(
  also: readonly Also<Name>[],
  globals: { readonly format?: string },
): { readonly format?: string } {
  return also[0] ?? globals
}

/** Writes the result in each format that was asked for besides. */
export async function writeAlso<Name extends CommandName>(
  also: readonly Also<Name>[],
  printed: (format: FormatOf<Name>) => SafeText | Promise<SafeText>,
  { cwd }: Pick<CliContext, 'cwd'>,
): Promise<void> {
  for (const { format, file } of also) writeText(resolve(cwd, file), String(await printed(format)), file)
}

/** The same where the command came to no result: `document` says why in a format. What cannot be written is told. */
export function writeAlsoWithout(
  written: readonly string[],
  name: string,
  document: (format: Format) => SafeText | undefined,
  context: CliContext,
): void {
  for (const each of written) {
    try {
      for (const { format, file } of isCommandName(name) ? alsoAsked([each], name) : []) {
        const text = document(format)
        if (text) writeText(resolve(context.cwd, file), String(text), file)
      }
    } catch (error) {
      if (!(error instanceof WorldError)) throw error
      // That it is no format is why there is no result.
      if (error.code !== 'usage') tellError(error, context)
    }
  }
}
