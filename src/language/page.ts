/** The page's sentences, loaded in the one language that is wanted. */

import type { LanguageCode } from "./choose.ts";
import type { PageCatalogue } from "./page-en.ts";

export async function pageCatalogue(code: LanguageCode): Promise<PageCatalogue> {
  switch (code) {
    case "en":
      return (await import("./page-en.ts")).en;
    case "fa":
      return (await import("./page-fa.ts")).fa;
    case "pt":
      return (await import("./page-pt.ts")).pt;
    case "de":
      return (await import("./page-de.ts")).de;
    case "fr":
      return (await import("./page-fr.ts")).fr;
  }
}
