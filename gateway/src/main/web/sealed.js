// Opens streams that are encrypted from end to end, with WebCrypto: the gateway passes them on and has no key (docs/PROTOCOL.md, "Seal" and "End to end").

const ROUNDS = 600_000;
const HEADER = { alias: 4, lane: 8, sequence: 12, index: 20, count: 22 };
const text = new TextEncoder();

/** What a passphrase opens under one salt. */
export class Lock {
  #key;

  constructor(key) {
    this.#key = key;
  }

  /** Slow on purpose: a third of a second or more. */
  static async of(passphrase, salt) {
    const typed = await crypto.subtle.importKey("raw", text.encode(passphrase.normalize("NFC")), "PBKDF2", false, ["deriveBits"]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
    return new Lock(new Uint8Array(await crypto.subtle.deriveBits(how, typed, 256)));
  }

  check() {
    return hkdf(new Uint8Array(0), this.#key, "framecast passphrase check", 16);
  }

  async fits(check) {
    return same(await this.check(), check);
  }

  baseKey(announced, id) {
    return hkdf(announced, this.#key, `framecast end-to-end ${id}`, 32);
  }
}

/** One incarnation of a sealed stream: opens its frames, by SFrame's key schedule (RFC 9605 §4.4). */
export class SealedStream {
  #secret;
  #fragmentBytes;
  #oldest;
  #newest;
  #keys = new Map();

  constructor(secret, fragmentBytes, epoch) {
    this.#secret = secret;
    this.#fragmentBytes = fragmentBytes;
    this.#oldest = epoch;
    this.#newest = epoch;
  }

  /** @param {Uint8Array} baseKey 32 bytes */
  static async of(baseKey, fragmentBytes, epoch) {
    return new SealedStream(await hmac(new Uint8Array(0), baseKey), fragmentBytes, epoch);
  }

  /**
   * @param {Uint8Array} sealed header of a frame's first fragment, then the sealed bytes of all of its fragments
   * @returns {Promise<Uint8Array|null>} the frame; null where it does not open
   */
  async open(sealed) {
    const view = new DataView(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    const headerBytes = sealed.length < 32 ? Infinity : sealed[3] * 4;
    if (sealed.length < headerBytes + 16) {
      return null;
    }
    for (const epoch of this.#candidates((sealed[9] & 3) - 1)) {
      const opened = await this.#openAll(view, sealed, headerBytes, epoch);
      if (opened !== null) {
        this.#newest = Math.max(this.#newest, epoch);
        return opened;
      }
    }
    return null;
  }

  /** The epochs that a header's two bits may mean: the newest one or the next, or the one before or the next but one. */
  #candidates(phase) {
    const ahead = (((phase - (this.#newest % 3)) % 3) + 3) % 3;
    const epochs = ahead < 2 ? [this.#newest + ahead] : [this.#newest - 1, this.#newest + 2];
    return epochs.filter((epoch) => epoch >= this.#oldest);
  }

  async #openAll(view, sealed, headerBytes, epoch) {
    const { key, salt } = await this.#keysOf(epoch);
    const count = view.getUint16(HEADER.count);
    const full = this.#fragmentBytes - headerBytes;
    const first = view.getUint32(HEADER.sequence);
    const lane = sealed[HEADER.lane] * 8 + (sealed[HEADER.lane + 1] >> 5);
    const fragments = Array.from({ length: count }, (_, index) => {
      const at = headerBytes + index * full;
      const sequence = (first + index) >>> 0;
      const how = { name: "AES-GCM", iv: nonce(salt, lane, sequence), additionalData: aad(sealed, headerBytes, epoch, lane, sequence, index) };
      return crypto.subtle.decrypt(how, key, sealed.subarray(at, Math.min(sealed.length, at + full)));
    });
    try {
      return joined(await Promise.all(fragments));
    } catch {
      return null;
    }
  }

  async #keysOf(epoch) {
    if (!this.#keys.has(epoch)) {
      const raw = await expand(this.#secret, sframeLabel("SFrame 1.0 Secret key ", epoch), 16);
      const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["decrypt"]);
      this.#keys.set(epoch, { key, salt: await expand(this.#secret, sframeLabel("SFrame 1.0 Secret salt ", epoch), 12) });
      this.#keys.delete(epoch - 3);
    }
    return this.#keys.get(epoch);
  }
}

/** The SFrame header (RFC 9605 §4.3), then the fragment's own header without its alias. */
function aad(sealed, headerBytes, epoch, lane, sequence, index) {
  const header = sealed.slice(0, headerBytes);
  const view = new DataView(header.buffer);
  view.setUint32(HEADER.sequence, sequence);
  view.setUint16(HEADER.index, index);
  return joined([sframeHeader(epoch, lane, sequence), header.subarray(0, HEADER.alias), header.subarray(HEADER.alias + 4)]);
}

function sframeHeader(epoch, lane, sequence) {
  const counter = shortest((BigInt(lane) << 32n) | BigInt(sequence));
  const kid = shortest(BigInt(epoch));
  const small = (bytes) => bytes.length === 1 && bytes[0] < 8;
  const first = (small(kid) ? kid[0] << 4 : 0x80 | ((kid.length - 1) << 4)) | (small(counter) ? counter[0] : 0x08 | (counter.length - 1));
  return joined([[first], small(kid) ? [] : kid, small(counter) ? [] : counter]);
}

/** Big-endian, in as few bytes as it takes. */
function shortest(value) {
  const bytes = [];
  for (let rest = value; rest > 0n || bytes.length === 0; rest >>= 8n) {
    bytes.unshift(Number(rest & 0xffn));
  }
  return bytes;
}

function nonce(salt, lane, sequence) {
  const bytes = salt.slice();
  const view = new DataView(bytes.buffer);
  view.setUint32(4, (view.getUint32(4) ^ lane) >>> 0);
  view.setUint32(8, (view.getUint32(8) ^ sequence) >>> 0);
  return bytes;
}

function sframeLabel(label, epoch) {
  const end = new DataView(new ArrayBuffer(10));
  end.setBigUint64(0, BigInt(epoch));
  end.setUint16(8, 4);
  return joined([text.encode(label), new Uint8Array(end.buffer)]);
}

async function hkdf(salt, secret, info, bytes) {
  return expand(await hmac(salt, secret), text.encode(info), bytes);
}

/** HKDF-Expand (RFC 5869 §2.3), of one block: 32 bytes at the most. */
async function expand(key, info, bytes) {
  return (await hmac(key, joined([info, [1]]))).slice(0, bytes);
}

async function hmac(key, data) {
  // RFC 2104 pads a key with zeros anyway; WebCrypto refuses an empty one.
  const padded = key.length === 0 ? new Uint8Array(32) : key;
  const made = await crypto.subtle.importKey("raw", padded, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", made, data));
}

function joined(parts) {
  const arrays = parts.map((part) => new Uint8Array(part));
  const all = new Uint8Array(arrays.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of arrays) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function same(a, b) {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

export function fromBase64(encoded) {
  return Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
}
