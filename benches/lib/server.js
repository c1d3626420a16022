// A static host as good as they come: everything compressed beforehand, by brotli at its best unless gzip is asked
// for, names with a hash cached for ever, HTTP/2 (over TLS, as browsers demand) or HTTP/1.1.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import http from 'node:http';
import http2 from 'node:http2';
import { basename, extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const TYPES = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8',
  '.json': 'application/json', '.wasm': 'application/wasm', '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2', '.png': 'image/png',
};
const HASHED = /[.\-_/][0-9a-z-]*[0-9a-f]{7,}\./;
const COMPRESS = {
  br: (plain) => promisify(brotliCompress)(plain, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length },
  }),
  gzip: (plain) => promisify(gzip)(plain, { level: 9 }),
};

/** The files of several folders, each below an address that ends with a slash. */
export class Files {
  #files = new Map();

  /** `encoding` is br or gzip. */
  constructor(folders, encoding = 'br') {
    this.encoding = encoding;
    for (const [address, folder] of Object.entries(folders)) this.#add(address, folder);
  }

  /** Compresses what the measurements fetch, so that none of them waits for it. Notes and feeds are none of it. */
  async compressAll() {
    const wanted = [...this.#files].filter(([address]) => !/\.(html|xml|txt|md)$/.test(address)).map(([, file]) => file);
    const worker = async () => { for (let file = wanted.pop(); file; file = wanted.pop()) await prepare(file, this.encoding); };
    await Promise.all([worker(), worker(), worker(), worker()]);
  }

  async get(address) {
    const file = this.#files.get(address.endsWith('/') ? `${address}index.html` : address);
    return file && prepare(file, this.encoding);
  }

  #add(address, folder) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) this.#add(`${address}${entry.name}/`, path);
      else this.#files.set(address + entry.name, { path, headers: null });
    }
  }
}

async function prepare(file, encoding) {
  if (file.headers) return file;
  const plain = readFileSync(file.path);
  const packed = await COMPRESS[encoding](plain);
  // Files that are compressed already (Pagefind's) would only grow.
  file.body = packed.length < plain.length ? packed : plain;
  file.headers = {
    'content-type': TYPES[extname(file.path)] || 'application/octet-stream',
    'content-length': file.body.length,
    'cache-control': HASHED.test(`/${basename(file.path)}`) ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag: `"${createHash('sha256').update(plain).digest('hex').slice(0, 16)}"`,
    ...(file.body === packed && { 'content-encoding': encoding }),
  };
  return file;
}

/** Serves over `http` 1 or 2; the result's `origin(port)` is the address by way of another port, such as a slow line's. */
export async function serve(files, version, certificate) {
  const handler = (request, response) => answer(files, request, response);
  const server = version === 2
    ? http2.createSecureServer({ key: certificate.key, cert: certificate.cert }, handler)
    : http.createServer({ keepAliveTimeout: 75_000 }, handler);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  return {
    port,
    origin: (at = port) => `${version === 2 ? 'https' : 'http'}://localhost:${at}`,
    close: () => server.close(),
  };
}

async function answer(files, request, response) {
  try {
    const address = decodeURIComponent(request.url.split('?')[0]);
    const file = await files.get(address);
    if (!file) response.writeHead(404).end();
    else if (request.headers['if-none-match'] === file.headers.etag) response.writeHead(304, { etag: file.headers.etag }).end();
    else response.writeHead(200, file.headers).end(file.body);
  } catch (error) {
    console.error(`${request.url}: ${error.message}`);
    response.writeHead(500).end();
  }
}
