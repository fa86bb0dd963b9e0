import { describe, expect, it } from 'vitest';
import { isPublicAddress } from '../../../src/adapters/tls/public-address.ts';
import { publicProbeRules } from '../../../src/adapters/tls/public-probe-rules.ts';

describe('the public internet', () => {
  it.each(['8.8.8.8', '140.82.112.3', '100.63.255.255', '172.32.0.1', '2606:4700::1111'])(
    'holds %s',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
      expect(publicProbeRules.mayConnect(address, 443)).toBe(true);
      expect(publicProbeRules.mayConnect(address, 8443)).toBe(false);
    },
  );

  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:10.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::a9fe:a9fe',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%eth0',
    'ff02::1',
    '2001:db8::1',
    '2002:0a00:0001::1',
    'localhost',
    '',
  ])('does not hold %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});
