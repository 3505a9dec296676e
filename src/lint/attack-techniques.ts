// One table and therefore one file. Names, ids and tactics from MITRE ATT&CK for Enterprise, version 18. © 2025 The MITRE
// Corporation. This work is reproduced and distributed with the permission of The MITRE Corporation (attack.mitre.org,
// Legal & Branding > Terms of Use). Sub-techniques are left out: they carry the id of their technique before a dot.

/** A technique of ATT&CK for Enterprise. */
export interface AttackTechnique {
  /** As tags write it: lower case, dashes for all else. The first name is today's, others are former ones still in use. */
  readonly names: readonly string[]
  readonly tactics: readonly string[]
}

/** Id, names and the tactics that it serves, a technique a line. */
const table = `
T1001 data-obfuscation TA0011
T1003 os-credential-dumping TA0006
T1005 data-from-local-system TA0009
T1006 direct-volume-access TA0005
T1007 system-service-discovery TA0007
T1008 fallback-channels TA0011
T1010 application-window-discovery TA0007
T1011 exfiltration-over-other-network-medium TA0010
T1012 query-registry TA0007
T1014 rootkit TA0005
T1016 system-network-configuration-discovery TA0007
T1018 remote-system-discovery TA0007
T1020 automated-exfiltration TA0010
T1021 remote-services TA0008
T1025 data-from-removable-media TA0009
T1027 obfuscated-files-or-information TA0005
T1029 scheduled-transfer TA0010
T1030 data-transfer-size-limits TA0010
T1033 system-owner-user-discovery TA0007
T1036 masquerading TA0005
T1037 boot-or-logon-initialization-scripts TA0003 TA0004
T1039 data-from-network-shared-drive TA0009
T1040 network-sniffing TA0006 TA0007
T1041 exfiltration-over-c2-channel TA0010
T1046 network-service-discovery|network-service-scanning TA0007
T1047 windows-management-instrumentation TA0002
T1048 exfiltration-over-alternative-protocol TA0010
T1049 system-network-connections-discovery TA0007
T1052 exfiltration-over-physical-medium TA0010
T1053 scheduled-task-job TA0002 TA0003 TA0004
T1055 process-injection TA0004 TA0005
T1056 input-capture TA0006 TA0009
T1057 process-discovery TA0007
T1059 command-and-scripting-interpreter TA0002
T1068 exploitation-for-privilege-escalation TA0004
T1069 permission-groups-discovery TA0007
T1070 indicator-removal|indicator-removal-on-host TA0005
T1071 application-layer-protocol TA0011
T1072 software-deployment-tools TA0002 TA0008
T1074 data-staged TA0009
T1078 valid-accounts TA0001 TA0003 TA0004 TA0005
T1080 taint-shared-content TA0008
T1082 system-information-discovery TA0007
T1083 file-and-directory-discovery TA0007
T1087 account-discovery TA0007
T1090 proxy TA0011
T1091 replication-through-removable-media TA0001 TA0008
T1092 communication-through-removable-media TA0011
T1095 non-application-layer-protocol TA0011
T1098 account-manipulation TA0003 TA0004
T1102 web-service TA0011
T1104 multi-stage-channels TA0011
T1105 ingress-tool-transfer TA0011
T1106 native-api TA0002
T1110 brute-force TA0006
T1111 multi-factor-authentication-interception|two-factor-authentication-interception TA0006
T1112 modify-registry TA0003 TA0005
T1113 screen-capture TA0009
T1114 email-collection TA0009
T1115 clipboard-data TA0009
T1119 automated-collection TA0009
T1120 peripheral-device-discovery TA0007
T1123 audio-capture TA0009
T1124 system-time-discovery TA0007
T1125 video-capture TA0009
T1127 trusted-developer-utilities-proxy-execution TA0005
T1129 shared-modules TA0002
T1132 data-encoding TA0011
T1133 external-remote-services TA0001 TA0003
T1134 access-token-manipulation TA0004 TA0005
T1135 network-share-discovery TA0007
T1136 create-account TA0003
T1137 office-application-startup TA0003
T1140 deobfuscate-decode-files-or-information TA0005
T1176 software-extensions|browser-extensions TA0003
T1185 browser-session-hijacking|man-in-the-browser TA0009
T1187 forced-authentication TA0006
T1189 drive-by-compromise TA0001
T1190 exploit-public-facing-application TA0001
T1195 supply-chain-compromise TA0001
T1197 bits-jobs TA0003 TA0005
T1199 trusted-relationship TA0001
T1200 hardware-additions TA0001
T1201 password-policy-discovery TA0007
T1202 indirect-command-execution TA0005
T1203 exploitation-for-client-execution TA0002
T1204 user-execution TA0002
T1205 traffic-signaling TA0003 TA0005 TA0011
T1207 rogue-domain-controller TA0005
T1210 exploitation-of-remote-services TA0008
T1211 exploitation-for-defense-evasion TA0005
T1212 exploitation-for-credential-access TA0006
T1213 data-from-information-repositories TA0009
T1216 system-script-proxy-execution|signed-script-proxy-execution TA0005
T1217 browser-information-discovery|browser-bookmark-discovery TA0007
T1218 system-binary-proxy-execution|signed-binary-proxy-execution TA0005
T1219 remote-access-tools|remote-access-software TA0011
T1220 xsl-script-processing TA0005
T1221 template-injection TA0005
T1222 file-and-directory-permissions-modification TA0005
T1480 execution-guardrails TA0005
T1482 domain-trust-discovery TA0007
T1484 domain-or-tenant-policy-modification|domain-policy-modification TA0004 TA0005
T1485 data-destruction TA0040
T1486 data-encrypted-for-impact TA0040
T1489 service-stop TA0040
T1490 inhibit-system-recovery TA0040
T1491 defacement TA0040
T1495 firmware-corruption TA0040
T1496 resource-hijacking TA0040
T1497 virtualization-sandbox-evasion TA0005 TA0007
T1498 network-denial-of-service TA0040
T1499 endpoint-denial-of-service TA0040
T1505 server-software-component TA0003
T1518 software-discovery TA0007
T1525 implant-internal-image|implant-container-image TA0003
T1526 cloud-service-discovery TA0007
T1528 steal-application-access-token TA0006
T1529 system-shutdown-reboot TA0040
T1530 data-from-cloud-storage|data-from-cloud-storage-object TA0009
T1531 account-access-removal TA0040
T1534 internal-spearphishing TA0008
T1535 unused-unsupported-cloud-regions TA0005
T1537 transfer-data-to-cloud-account TA0010
T1538 cloud-service-dashboard TA0007
T1539 steal-web-session-cookie TA0006
T1542 pre-os-boot TA0003 TA0005
T1543 create-or-modify-system-process TA0003 TA0004
T1546 event-triggered-execution TA0003 TA0004
T1547 boot-or-logon-autostart-execution TA0003 TA0004
T1548 abuse-elevation-control-mechanism TA0004 TA0005
T1550 use-alternate-authentication-material TA0005 TA0008
T1552 unsecured-credentials TA0006
T1553 subvert-trust-controls TA0005
T1554 compromise-host-software-binary|compromise-client-software-binary TA0003
T1555 credentials-from-password-stores TA0006
T1556 modify-authentication-process TA0003 TA0005 TA0006
T1557 adversary-in-the-middle|man-in-the-middle TA0006 TA0009
T1558 steal-or-forge-kerberos-tickets TA0006
T1559 inter-process-communication TA0002
T1560 archive-collected-data TA0009
T1561 disk-wipe TA0040
T1562 impair-defenses TA0005
T1563 remote-service-session-hijacking TA0008
T1564 hide-artifacts TA0005
T1565 data-manipulation TA0040
T1566 phishing TA0001
T1567 exfiltration-over-web-service TA0010
T1568 dynamic-resolution TA0011
T1569 system-services TA0002
T1570 lateral-tool-transfer TA0008
T1571 non-standard-port TA0011
T1572 protocol-tunneling TA0011
T1573 encrypted-channel TA0011
T1574 hijack-execution-flow TA0003 TA0004 TA0005
T1578 modify-cloud-compute-infrastructure TA0005
T1580 cloud-infrastructure-discovery TA0007
T1583 acquire-infrastructure TA0042
T1584 compromise-infrastructure TA0042
T1585 establish-accounts TA0042
T1586 compromise-accounts TA0042
T1587 develop-capabilities TA0042
T1588 obtain-capabilities TA0042
T1589 gather-victim-identity-information TA0043
T1590 gather-victim-network-information TA0043
T1591 gather-victim-org-information TA0043
T1592 gather-victim-host-information TA0043
T1593 search-open-websites-domains TA0043
T1594 search-victim-owned-websites TA0043
T1595 active-scanning TA0043
T1596 search-open-technical-databases TA0043
T1597 search-closed-sources TA0043
T1598 phishing-for-information TA0043
T1599 network-boundary-bridging TA0005
T1600 weaken-encryption TA0005
T1601 modify-system-image TA0005
T1602 data-from-configuration-repository TA0009
T1606 forge-web-credentials TA0006
T1608 stage-capabilities TA0042
T1609 container-administration-command TA0002
T1610 deploy-container TA0002 TA0005
T1611 escape-to-host TA0004
T1612 build-image-on-host TA0005
T1613 container-and-resource-discovery TA0007
T1614 system-location-discovery TA0007
T1615 group-policy-discovery TA0007
T1619 cloud-storage-object-discovery TA0007
T1620 reflective-code-loading TA0005
T1621 multi-factor-authentication-request-generation TA0006
T1622 debugger-evasion TA0005 TA0007
T1647 plist-file-modification TA0005
T1648 serverless-execution TA0002
T1649 steal-or-forge-authentication-certificates TA0006
T1650 acquire-access TA0042
T1651 cloud-administration-command TA0002
T1652 device-driver-discovery TA0007
T1653 power-settings TA0003
T1654 log-enumeration TA0007
T1656 impersonation TA0005
T1657 financial-theft TA0040
T1659 content-injection TA0001 TA0011
T1665 hide-infrastructure TA0011
T1666 modify-cloud-resource-hierarchy TA0005
T1667 email-bombing TA0040
T1668 exclusive-control TA0003
T1669 wi-fi-networks TA0001
T1671 cloud-application-integration TA0003
T1672 email-spoofing TA0005
T1673 virtual-machine-discovery TA0007
T1674 input-injection TA0002
T1675 esxi-administration-command TA0002
T1677 poisoned-pipeline-execution TA0002
T1678 delay-execution TA0005
T1679 selective-exclusion TA0005
T1680 local-storage-discovery TA0007
T1681 search-threat-vendor-data TA0043
`

/** All techniques by their id. */
export const attackTechniques: ReadonlyMap<string, AttackTechnique> = new Map(
  table
    .trim()
    .split('\n')
    .map((line): [string, AttackTechnique] => {
      const [id = '', names = '', ...tactics] = line.split(' ')
      return [id, { names: names.split('|'), tactics }]
    }),
)
