/** What is compared, and how far ahead of restic we mean to be. */

export const ROWS = [
  { id: "first", title: "first backup", data: "corpus", aim: 1.7 },
  { id: "restore", title: "restore", data: "corpus", aim: 1.3 },
  { id: "check", title: "check --read-data", data: "corpus", aim: 1.1 },
  { id: "unchanged", title: "backup, nothing changed", data: "corpus", aim: 1.5 },
  { id: "change", title: "backup, 1 % changed", data: "corpus", aim: 1.4 },
  { id: "million", title: "a million files, nothing changed", data: "million", aim: 1.8 },
  { id: "sparse-1", title: "first backup of one sparse file of 1 GB", data: "sparse-1", aim: null },
  { id: "sparse-20", title: "the same of 20 GB", data: "sparse-20", aim: null },
] as const;

export type RowId = (typeof ROWS)[number]["id"];
/** "office": what jobs are tried on. */
export type DataId = (typeof ROWS)[number]["data"] | "office";

/** The most memory that we mean to need, in MB, for each kind of data. */
export const MEMORY_AIMS: Readonly<Record<DataId, number>> = {
  office: 350,
  corpus: 350,
  million: 700,
  "sparse-1": 350,
  "sparse-20": 350,
};
