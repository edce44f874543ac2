/** A key to the backups that somebody besides their owner may hold: whom the vendor names, and what he was answered. */

/** Who could hold one: the vendor, as the description names him. */
export interface EscrowOffer {
  /** As people know him: "Kontor GmbH". */
  readonly name: string;
  /** His public key, in the open format age (X25519): "age1…". */
  readonly recipient: string;
}

export const ESCROW_ANSWERS = ["allowed", "refused"] as const;

/** What the people said to an offer. It holds for that public key and for no other. */
export interface EscrowAnswer extends EscrowOffer {
  readonly answer: (typeof ESCROW_ANSWERS)[number];
  /** ISO 8601. */
  readonly answeredAt: string;
  /** Who said it. */
  readonly answeredBy: string;
}

/**
 * "none": nobody is named and nobody holds one. "open": to be asked. "changed": one that is held is for a public key that
 * the description names no more; to be asked again. "ended": the description names nobody any more, and one is held.
 */
export type EscrowStanding = "none" | "open" | "changed" | "ended" | EscrowAnswer["answer"];

/** How an offer stands after an answer. */
export function escrowStanding(
  offer: EscrowOffer | null,
  answered: EscrowAnswer | null,
): EscrowStanding {
  const isAllowed = answered?.answer === "allowed";
  if (offer === null) return isAllowed ? "ended" : "none";
  if (answered === null) return "open";
  if (answered.recipient === offer.recipient) return answered.answer;
  return isAllowed ? "changed" : "open";
}
