// Names and ids from MITRE ATT&CK for Enterprise, version 18. © 2025 The MITRE Corporation. This work is reproduced and
// distributed with the permission of The MITRE Corporation (attack.mitre.org, Legal & Branding > Terms of Use).

/** The tactics of ATT&CK for Enterprise: id and name as tags write it. */
export const attackTactics: ReadonlyMap<string, string> = new Map([
  ['TA0001', 'initial-access'],
  ['TA0002', 'execution'],
  ['TA0003', 'persistence'],
  ['TA0004', 'privilege-escalation'],
  ['TA0005', 'defense-evasion'],
  ['TA0006', 'credential-access'],
  ['TA0007', 'discovery'],
  ['TA0008', 'lateral-movement'],
  ['TA0009', 'collection'],
  ['TA0010', 'exfiltration'],
  ['TA0011', 'command-and-control'],
  ['TA0040', 'impact'],
  ['TA0042', 'resource-development'],
  ['TA0043', 'reconnaissance'],
])
