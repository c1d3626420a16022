// A certificate for one run of the local server: browsers speak HTTP/2 over TLS only.
import { createHash, createPrivateKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const SHA256_WITH_ECDSA = sequence(oid([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]));
const COMMON_NAME = [0x55, 0x04, 0x03];

export function makeCertificate() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' });
  const info = publicKey.export({ type: 'spki', format: 'der' });
  const name = sequence(der(0x31, sequence(oid(COMMON_NAME), der(0x0c, Buffer.from('localhost')))));
  const now = Date.now();
  const content = sequence(
    der(0xa0, integer(Buffer.from([2]))), // version 3
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    SHA256_WITH_ECDSA,
    name,
    sequence(time(now - 3_600_000), time(now + 86_400_000)),
    name,
    info,
  );
  const signature = sign('sha256', content, createPrivateKey(key));
  const certificate = sequence(content, SHA256_WITH_ECDSA, der(0x03, Buffer.concat([Buffer.from([0]), signature])));
  return {
    key,
    cert: `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64').match(/.{1,64}/g).join('\n')}\n-----END CERTIFICATE-----\n`,
    /** What Chromium is told to trust. */
    hash: createHash('sha256').update(info).digest('base64'),
  };
}

function der(tag, content) {
  const size = content.length;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

function sequence(...parts) { return der(0x30, Buffer.concat(parts)); }
function integer(bytes) { return der(0x02, bytes); }
function oid(bytes) { return der(0x06, Buffer.from(bytes)); }
function time(ms) { return der(0x17, Buffer.from(`${new Date(ms).toISOString().replace(/\D/g, '').slice(2, 14)}Z`)); }
