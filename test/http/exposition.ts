/**
 * Reads Prometheus' text format by its rules and refuses what a strict reader would.
 *
 * @see prometheus.io/docs/instrumenting/exposition_formats, "Text format details"
 */

import assert from "node:assert/strict";

export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
const LABEL = String.raw`[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*"`;

/** All samples in order. Each metric says once what it is, before its samples, which stand together and differ. */
export function readExposition(text: string): readonly Sample[] {
  assert.ok(text.endsWith("\n"), "the last line ends");
  const samples: Sample[] = [];
  const helped = new Set<string>();
  const typed = new Set<string>();
  const seen = new Set<string>();
  let current: string | null = null;
  for (const line of text.slice(0, -1).split("\n")) {
    if (line === "") continue;
    if (line.startsWith("#")) {
      const [, word = "", name = "", rest = ""] =
        new RegExp(`^# (HELP|TYPE) (${NAME}) (.*)$`).exec(line) ?? [];
      assert.notEqual(word, "", `no comment that means something: ${line}`);
      const known = word === "HELP" ? helped : typed;
      assert.ok(!known.has(name), `twice: ${line}`);
      known.add(name);
      if (word === "TYPE") {
        assert.match(rest, /^(counter|gauge|histogram|summary|untyped)$/);
        current = name;
      } else assert.doesNotMatch(rest, /\\(?![\\n])/, `escapes in ${line}`);
      continue;
    }
    const found = new RegExp(`^(${NAME})(?:\\{(${LABEL}(?:,${LABEL})*)\\})? (\\S+)$`).exec(line);
    assert.ok(found, `no sample: ${line}`);
    const [, name = "", all = "", written = ""] = found;
    assert.equal(name, current, `${line} does not stand under its type`);
    assert.ok(helped.has(name), `${name} says not what it is`);
    assert.match(written, /^(?:[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?|NaN|[+-]Inf)$/i);
    const pairs = [...all.matchAll(new RegExp(LABEL, "g"))].map(([pair]) => {
      const at = pair.indexOf("=");
      const value = pair
        .slice(at + 2, -1)
        .replaceAll(/\\(.)/g, (_, each: string) => (each === "n" ? "\n" : each));
      return [pair.slice(0, at), value] as const;
    });
    const labels = Object.fromEntries(pairs);
    assert.equal(Object.keys(labels).length, pairs.length, `a label twice: ${line}`);
    const key = `${name}${JSON.stringify(
      Object.keys(labels)
        .toSorted()
        .map((each) => [each, labels[each]]),
    )}`;
    assert.ok(!seen.has(key), `a sample twice: ${line}`);
    seen.add(key);
    samples.push({ name, labels, value: Number(written.replace("Inf", "Infinity")) });
  }
  return samples;
}
