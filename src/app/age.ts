/**
 * Sealing for one public key in the open format age, with its ASCII armour, so that a sealed text can go by mail and
 * `age -d -i key.txt FILE` opens it.
 *
 * Only native X25519 keys: every age opens what is sealed for them. The library is loaded when something is sealed or
 * opened; a public key is judged without it, because descriptions are read all the time.
 *
 * @see https://age-encryption.org/v1 and BIP 173 for the letters of a key
 */

const LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const PREFIX = "age";
const SECRET = /^AGE-SECRET-KEY-/i;
const ARMOUR = "-----BEGIN AGE ENCRYPTED FILE-----";

/**
 * Says what is wrong with a public key, `null` when it is one. "secret": it is a secret key, which has to be kept from
 * whoever reads the message; "form": it is no X25519 key, or one with a slip in it.
 */
export function wrongInRecipient(text: string): "secret" | "form" | null {
  if (SECRET.test(text)) return "secret";
  // 32 bytes in letters of five bits, and a sum of six letters
  if (!/^age1[a-z0-9]{58}$/.test(text)) return "form";
  const values = Array.from(text.slice(PREFIX.length + 1), (letter) => LETTERS.indexOf(letter));
  if (values.includes(-1) || checksum(values) !== 1) return "form";
  // four bits are left over and are nothing
  return ((values[51] ?? 0) & 0b1111) === 0 ? null : "form";
}

/** Bech32's: 1 when the last six letters fit those before. */
function checksum(values: readonly number[]): number {
  const points = Array.from(PREFIX, (letter) => letter.charCodeAt(0));
  const all = [...points.map((each) => each >> 5), 0, ...points.map((each) => each & 31)];
  let sum = 1;
  for (const value of [...all, ...values]) {
    const top = sum >> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    for (const [bit, factor] of FACTORS.entries()) if ((top >> bit) & 1) sum ^= factor;
  }
  return sum;
}

const FACTORS = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3] as const;

/** Seals a text for a public key that has been judged before; gives the armoured file. */
export async function seal(text: string, recipient: string): Promise<string> {
  const { Encrypter, armor } = await import("age-encryption");
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return armor.encode(await encrypter.encrypt(text));
}

/**
 * Opens what was sealed. `identity` is a file as `age-keygen` writes it: a secret key a line, and remarks.
 *
 * Gives "identityWrong" when there is no secret key in it, "notAge" for a file that is no age file or is damaged,
 * "otherKey" when it was sealed for somebody else.
 */
export async function unseal(
  sealed: Uint8Array,
  identity: string,
): Promise<{ readonly text: string } | "identityWrong" | "notAge" | "otherKey"> {
  const { Decrypter, armor } = await import("age-encryption");
  const decrypter = new Decrypter();
  const lines = identity.split(/\r?\n/).map((line) => line.trim());
  const secrets = lines.filter((line) => line !== "" && !line.startsWith("#"));
  try {
    if (secrets.length === 0) return "identityWrong";
    for (const secret of secrets) decrypter.addIdentity(secret);
  } catch {
    // The library says no more than that it is none.
    return "identityWrong";
  }
  try {
    const start = Buffer.from(sealed.subarray(0, 256)).toString("latin1").trimStart();
    const file = start.startsWith(ARMOUR)
      ? armor.decode(Buffer.from(sealed).toString("latin1"))
      : sealed;
    return { text: await decrypter.decrypt(file, "text") };
  } catch (thrown) {
    // Its own sentence for this one case; whatever else it throws is about the file's form or its seal.
    const isOther = thrown instanceof Error && /no identity matched/.test(thrown.message);
    return isOther ? "otherKey" : "notAge";
  }
}
