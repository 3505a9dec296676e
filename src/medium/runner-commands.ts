/**
 * Keeps CI runners from obeying what a step prints, by a space where a command begins. GitHub's runner obeys `##[…]`
 * anywhere in a line and `::command …::` first in one, whatever blanks stand before it (actions/runner,
 * ActionCommand.cs); Azure's `##vso[…]` and TeamCity's `##teamcity[…]` are of the first kind.
 */
export function unheard(text: string): string {
  const first = text.includes('##') ? text.replace(markedCommand, '# ') : text
  return first.includes('::') ? first.replace(leadingCommand, spaced) : first
}

/** The first sign of `##[`, `##vso[` and their like. */
export const markedCommand = /#(?=#[a-z]*\[)/gi

const leadingCommand = /^[^\S\n]*::[a-z].*$/gim

function spaced(line: string): string {
  const isAddress = /^\s*::[\da-f:.]+(?![\w-])/i.test(line) && line.indexOf('::') === line.lastIndexOf('::')
  return isAddress ? line : line.replace('::', ': :')
}
