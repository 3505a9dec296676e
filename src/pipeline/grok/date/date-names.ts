import { formatterIn } from '../../../diagnostic/time-zone'

/** The names of months or days of a language, by number from 0; several may mean the same. */
export type Names = ReadonlyMap<string, number>

/** Whether there is such a language: `en`, `fr-FR`, and with Java's underscore `fr_FR`. */
export function isLocale(locale: string): boolean {
  if (locale === 'en-US') return true
  try {
    return Intl.DateTimeFormat.supportedLocalesOf([tagOf(locale)]).length > 0
  } catch {
    return false
  }
}

/** The months in lower case, long and short, with and without the dot of an abbreviation. */
export function monthNames(locale: string): Names {
  return namesIn(locale, 'month', 12, (index) => Date.UTC(2024, index, 15))
}

/** The days of the week from Sunday on, written as months are. */
export function dayNames(locale: string): Names {
  return namesIn(locale, 'weekday', 7, (index) => Date.UTC(2024, 0, 7 + index))
}

const found = new Map<string, Names>()

function namesIn(locale: string, part: 'month' | 'weekday', count: number, timeOf: (index: number) => number): Names {
  const key = `${part} ${locale}`
  const known = found.get(key)
  if (known) return known
  const names = new Map<string, number>()
  for (const length of ['short', 'long'] as const) {
    // With a day beside it a month stands in the form that dates use, which some languages bend.
    for (const day of [{}, { day: 'numeric' }] as const) {
      const format = formatterIn(tagOf(locale), { [part]: length, ...day })
      for (let index = 0; index < count; index += 1) {
        const shown =
          format
            .formatToParts(timeOf(index))
            .find(({ type }) => type === part)
            ?.value.toLowerCase() ?? ''
        for (const name of [shown, shown.replace(/\.$/, '')])
          if (name !== '' && !names.has(name)) names.set(name, index)
      }
    }
  }
  if (part === 'month' && names.get('sep') === 8) names.set('sept', 8)
  found.set(key, names)
  return names
}

function tagOf(locale: string): string {
  return locale.replaceAll('_', '-')
}
