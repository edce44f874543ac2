/** Under whose name the faces appear, and whom people ask. All of it is the vendor's; none of it changes what is done. */

export interface Brand {
  /** By language; "" as the key holds for every language; empty: the app's name. */
  readonly title: Readonly<Record<string, string>>;
  /** The picture's file, absolute: SVG, PNG, JPEG or WebP. */
  readonly logo: string | null;
  /** "#1a5fb4". */
  readonly colour: string | null;
  readonly support: Support;
}

/** Whom people ask who are stuck. */
export interface Support {
  readonly name: string | null;
  readonly phone: string | null;
  readonly mail: string | null;
}

export const NO_BRAND: Brand = {
  title: {},
  logo: null,
  colour: null,
  support: { name: null, phone: null, mail: null },
};

/** Whether there is anybody to ask. */
export function hasSupport({ name, phone, mail }: Support): boolean {
  return name !== null || phone !== null || mail !== null;
}
