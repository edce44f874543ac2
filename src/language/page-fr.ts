/** Every text of the page; English until its own comes. */

import type { PageCatalogue } from "./page-en.ts";
import { en } from "./page-en.ts";

export const fr: PageCatalogue = en;
