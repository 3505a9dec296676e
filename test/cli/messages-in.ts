import type { Format } from '../../src/cli/formats/command-formats'
import type { Failure } from '../../src/report/failures'
import { junitFaults } from '../report/junit-faults'
import { type Element, readXml } from '../report/read-xml'
import { linesOf } from './run-in-process'

interface Message {
  readonly message?: string
  readonly text?: string
  readonly description?: string
}

/**
 * What a document without a result says of why there is none, as its readers find it. Throws where they could not read it.
 */
export function messagesIn(format: Format, text: string): readonly string[] {
  switch (format) {
    case 'text':
      return []
    case 'json': {
      const { errors }: { readonly errors: readonly Failure[] } = JSON.parse(text)
      return textsOf(errors)
    }
    case 'ndjson':
      return linesOf(text).map(({ version, message }) => `${version === 1 ? '' : 'without a version: '}${message}`)
    case 'markdown':
      return [...text.matchAll(/^\| :x: \|[^|]*\|[^|]*\| (.*) \|$/gm)].map(([, told = '']) => plain(told))
    case 'github':
      return [...text.matchAll(/^::error [^:]*::(.*)$/gm)].map(([, told = '']) =>
        told.replaceAll('%0A', '\n').replaceAll('%25', '%'),
      )
    case 'gitlab':
      return textsOf(JSON.parse(text))
    case 'junit': {
      const root = readXml(text)
      const faults = junitFaults(root)
      if (faults.length > 0) throw new Error(faults.join('\n'))
      return errorsOf(root)
    }
    case 'sarif': {
      const [{ invocations, results }] = JSON.parse(text).runs
      const [{ executionSuccessful, toolExecutionNotifications }] = invocations
      if (executionSuccessful) throw new Error('it says that all went well')
      return textsOf([...toolExecutionNotifications, ...results].map(({ message }) => message))
    }
    case 'terraform':
      return text.split('\n').map((line) => line.replace(/^# /, ''))
  }
}

function textsOf(all: readonly Message[]): readonly string[] {
  return all.map(({ message, text, description }) => message ?? text ?? description ?? '')
}

function errorsOf({ name, attributes, children }: Element): readonly string[] {
  return name === 'error' ? [attributes['message'] ?? ''] : children.flatMap(errorsOf)
}

/** Prose of Markdown as it is shown. */
function plain(text: string): string {
  return text
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
}
