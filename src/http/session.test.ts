// Sessions, secrets and wrong attempts as time goes by. Method: the clock is a number.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Person } from "./session.ts";
import { Sessions, Throttle, mayActAs, suspectsOf } from "./session.ts";

const MINUTE = 60_000;
const ANNA: Person = {
  user: "Anna",
  role: "operator",
  language: null,
  tenants: [],
  isAccount: true,
  isHosted: false,
};

test("sessions: an idle one ends, one that is used goes on", () => {
  let nowMs = 0;
  const sessions = new Sessions(() => nowMs);
  const { id, session } = sessions.open(ANNA);
  assert.equal(session.expiresMs, 30 * MINUTE);
  for (let at = 0; at < 5; at++) {
    nowMs += 29 * MINUTE;
    assert.equal(sessions.find(id)?.user, "Anna");
  }
  nowMs += 31 * MINUTE;
  assert.equal(sessions.find(id), null);
  nowMs -= 31 * MINUTE;
  assert.equal(sessions.find(id), null, "what has ended does not come back");
});

test("sessions: whether one goes on can be asked without keeping it alive", () => {
  let nowMs = 0;
  const sessions = new Sessions(() => nowMs);
  const { id, session } = sessions.open(ANNA);
  for (let at = 0; at < 3; at++) {
    nowMs += 10 * MINUTE;
    assert.ok(sessions.goesOn(session));
  }
  nowMs += 1;
  assert.ok(!sessions.goesOn(session));
  assert.equal(sessions.find(id), null);
  const other = sessions.open(ANNA);
  sessions.close(other.id);
  assert.ok(!sessions.goesOn(other.session));
});

test("sessions: a secret works once and for some minutes; a token's session ends with it", () => {
  let nowMs = 0;
  const sessions = new Sessions(() => nowMs);
  const late = sessions.secretFor(ANNA).secret;
  nowMs += 6 * MINUTE;
  assert.throws(() => sessions.redeem(late), { code: "SIGN_IN_WRONG" });
  const { secret } = sessions.secretFor(ANNA, 10);
  nowMs += 9 * MINUTE;
  const { id } = sessions.redeem(secret);
  assert.throws(() => sessions.redeem(secret), { code: "SIGN_IN_WRONG" });
  nowMs += 9 * MINUTE;
  assert.equal(sessions.find(id)?.user, "Anna");
  nowMs += 2 * MINUTE;
  assert.equal(sessions.find(id), null);
});

test("sessions: all of one person end at once", () => {
  const sessions = new Sessions(() => 0);
  const first = sessions.open(ANNA).id;
  const other = sessions.open({ ...ANNA, user: "Bob" }).id;
  sessions.closeAll(({ user }) => user === "Anna");
  assert.equal(sessions.find(first), null);
  assert.equal(sessions.find(other)?.user, "Bob");
});

test("throttle: after five wrong attempts the wait doubles up to a quarter of an hour", () => {
  let nowMs = 0;
  const throttle = new Throttle(() => nowMs);
  const suspects = suspectsOf(" Anna ", "10.0.0.1");
  for (let at = 0; at < 5; at++) {
    throttle.pass(suspects);
    throttle.failed(suspects);
  }
  assert.throws(() => throttle.pass(suspects), { code: "SIGN_IN_LATER", facts: { waitMs: 2000 } });
  assert.throws(() => throttle.pass(suspectsOf("anna", "10.0.0.2")), { code: "SIGN_IN_LATER" });
  throttle.pass(suspectsOf("Bob", "10.0.0.1"));
  for (let at = 0; at < 20; at++) throttle.failed(suspects);
  nowMs += 14 * MINUTE;
  assert.throws(() => throttle.pass(suspects), { code: "SIGN_IN_LATER" });
  nowMs += 2 * MINUTE;
  throttle.pass(suspects);
  throttle.passed(suspects);
  throttle.failed(suspects);
  throttle.pass(suspects);
});

test("roles: each may do what the ones before it may", () => {
  assert.ok(mayActAs("administrator", "viewer"));
  assert.ok(mayActAs("operator", "operator"));
  assert.ok(!mayActAs("viewer", "operator"));
});
