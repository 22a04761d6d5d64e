import { BlockList, isIP } from 'node:net';

/** Addresses that are nobody's on the internet (IANA special-purpose registries): loopback, private, link-local, shared, multicast … */
const V4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;

/** Those of IPv6, with the ranges that carry an IPv4 address inside (mapped, NAT64, 6to4, Teredo): what is inside is not looked at. */
const V6 = [
  ['::', 96],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const;

const blocked4 = new BlockList();
for (const [net, prefix] of V4) blocked4.addSubnet(net, prefix, 'ipv4');
const blocked6 = new BlockList();
for (const [net, prefix] of V6) blocked6.addSubnet(net, prefix, 'ipv6');

/** Whether a numeric address is special-purpose; what is no address at all is. */
export function isSpecialUse(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return blocked4.check(address, 'ipv4');
    case 6:
      return blocked6.check(address, 'ipv6');
    default:
      return true;
  }
}
