import 'reflect-metadata';
import { createHash, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

/** Certificates made for a test: a CA tree under a root that only the test trusts. */
x509.cryptoProvider.set(webcrypto as never);
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const dayMs = 86_400_000;

export interface Authority {
  readonly name: string;
  readonly keys: webcrypto.CryptoKeyPair;
  readonly certificate: x509.X509Certificate;
}

let serial = 1;

const certify = async (
  name: string,
  keys: webcrypto.CryptoKeyPair,
  signer: Pick<Authority, 'name' | 'keys'>,
  options: { readonly host?: string; readonly days?: readonly [from: number, to: number] } = {},
): Promise<x509.X509Certificate> => {
  const [from, to] = options.days ?? [-30, 300];
  serial += 1;
  return x509.X509CertificateGenerator.create({
    serialNumber: serial.toString(16).padStart(8, '0'),
    subject: `CN=${name}`,
    issuer: `CN=${signer.name}`,
    notBefore: new Date(Date.now() + from * dayMs),
    notAfter: new Date(Date.now() + to * dayMs),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: signer.keys.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(options.host === undefined, undefined, true),
      ...(options.host === undefined
        ? []
        : [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: options.host }])]),
    ],
  });
};

const newKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(algorithm, true, [
    'sign',
    'verify',
  ]) as Promise<webcrypto.CryptoKeyPair>;

/** A CA, under another or self-signed. */
export const authority = async (name: string, under?: Authority): Promise<Authority> => {
  const keys = await newKeys();
  return { name, keys, certificate: await certify(name, keys, under ?? { name, keys }) };
};

/** The same CA, name and key, certified by another root. */
export const crossSigned = async (ca: Authority, by: Authority): Promise<x509.X509Certificate> =>
  certify(ca.name, ca.keys, by);

export interface HostCertificate {
  readonly certificate: x509.X509Certificate;
  /** PEM */
  readonly key: string;
}

/** A certificate for a host name. `days`: validity from today, in days. */
export const hostCertificate = async (
  host: string,
  under: Authority,
  days?: readonly [from: number, to: number],
): Promise<HostCertificate> => {
  const keys = await newKeys();
  const certificate = await certify(host, keys, under, {
    host,
    ...(days === undefined ? {} : { days }),
  });
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { certificate, key: x509.PemConverter.encode(pkcs8, 'PRIVATE KEY') };
};

export const pem = (certificate: x509.X509Certificate): string => certificate.toString('pem');

export const sha1 = (certificate: x509.X509Certificate): string =>
  createHash('sha1').update(new Uint8Array(certificate.rawData)).digest('hex');
