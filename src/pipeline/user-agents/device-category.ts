/** Systems of desktop computers, by the families of ua-parser. */
const desktops =
  /^(?:Windows(?! Phone| Mobile| CE)|Mac OS|Linux|Ubuntu|Debian|Fedora|Red Hat|CentOS|SUSE|openSUSE|Gentoo|Arch Linux|Mandriva|Slackware|Kubuntu|Linux Mint|Chrome OS|FreeBSD|OpenBSD|NetBSD|Solaris)/
const phones =
  /^(?:iOS|Android|Windows Phone|Windows Mobile|BlackBerry|Symbian|Firefox OS|KaiOS|Tizen|Bada|webOS|Maemo)/

/**
 * The category that Datadog adds to a device. Bot, Desktop and Other are as in the public tests; how phones and tablets
 * are told apart is assumed: by name, and on Android by the word Mobile, which tablets leave out.
 */
export function deviceCategory(text: string, device: Readonly<Record<string, string>>, osFamily: string): string {
  const family = device['family'] ?? ''
  if (family === 'Spider') return 'Bot'
  if (/iPad|Tablet|Kindle|Nexus (?:7|9|10)|PlayBook/i.test(`${family} ${device['model'] ?? ''}`)) return 'Tablet'
  if (/iPad|Tablet(?! PC)|PlayBook|Silk/i.test(text)) return 'Tablet'
  if (osFamily === 'Android' && !/Mobile/i.test(text) && /Mozilla/.test(text)) return 'Tablet'
  if (/iPhone|iPod/.test(family) || phones.test(osFamily)) return 'Mobile'
  return desktops.test(osFamily) ? 'Desktop' : 'Other'
}
