/** Who may sign in: the settings' names and roles with the home's hashes of their passwords. */

import { hashOf, isPassword, keepHash } from "../app/accounts.ts";
import { FivefoldError } from "../model/error.ts";
import { idKey } from "../model/part.ts";
import type { AccountSetting, Settings } from "../model/settings.ts";
import type { Installation } from "./installation.ts";

/** Whoever guesses is slowed down: not as much is needed as for a file that can be carried away. */
const SHORTEST_PASSWORD = 10;
const LONGEST_PASSWORD = 1000;

/**
 * Adds an account.
 *
 * @throws ACCOUNT_EXISTS, ACCOUNT_LAST for a first one that is no administrator, PASSWORD_WEAK, SETTINGS_WRONG
 */
export async function addAccount(
  installation: Installation,
  account: AccountSetting,
  password: string,
): Promise<void> {
  const { name, role } = account;
  const added = (settings: Settings): Settings => {
    const { accounts } = settings;
    if (accounts.some((each) => idKey(each.name) === idKey(name)))
      throw new FivefoldError("ACCOUNT_EXISTS", { name });
    if (accounts.length === 0 && role !== "administrator")
      throw new FivefoldError("ACCOUNT_LAST", { what: "first", name });
    return { ...settings, accounts: [...accounts, { name, role }] };
  };
  added(installation.settings); // before anything takes long
  const { length } = password;
  if (length < SHORTEST_PASSWORD || length > LONGEST_PASSWORD || password === name)
    throw new FivefoldError("PASSWORD_WEAK", { what: "short", suggestion: "longer" });
  const hash = await hashOf(password);
  // The hash first: an account without one lets nobody in.
  await installation.changeSettings(
    added,
    async () => await keepHash(installation.home, name, hash),
  );
}

/** @throws ACCOUNT_UNKNOWN, ACCOUNT_LAST for the last administrator while others are left, SETTINGS_WRONG */
export async function removeAccount(installation: Installation, name: string): Promise<void> {
  let known = name;
  await installation.changeSettings(
    (settings) => {
      const gone = settings.accounts.find((each) => idKey(each.name) === idKey(name));
      if (gone === undefined) throw new FivefoldError("ACCOUNT_UNKNOWN", { name });
      known = gone.name;
      const accounts = settings.accounts.filter((each) => each !== gone);
      if (accounts.length > 0 && !accounts.some(({ role }) => role === "administrator"))
        throw new FivefoldError("ACCOUNT_LAST", { what: "last", name: known });
      return { ...settings, accounts };
    },
    async () => await keepHash(installation.home, known, null),
  );
}

/** The account of a name and its password, `null` when they do not belong together. */
export async function accountOf(
  installation: Installation,
  name: string,
  password: string,
): Promise<AccountSetting | null> {
  const known = installation.settings.accounts.find((each) => idKey(each.name) === idKey(name));
  // Tried for unknown names, too, so that the time tells nobody which names there are.
  const isRight = await isPassword(installation.home, known?.name ?? name, password);
  return isRight && known !== undefined ? known : null;
}
