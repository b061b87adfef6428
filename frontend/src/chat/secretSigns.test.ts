import { describe, expect, test } from "vitest";

import { signsOfSecrets } from "./secretSigns";

/** Put together here, so that no file holds what looks like a real one. */
const secretly = (...parts: readonly string[]) => parts.join("");
const random = (length: number) => "aB3dE5fG7hJ9kL1mN".repeat(10).slice(0, length);

describe("signsOfSecrets", () => {
  test.each([
    ["privateKey", secretly("-----BEGIN RSA PRIVATE ", "KEY-----\nMIIE")],
    ["privateKey", secretly("-----BEGIN PRIVATE ", "KEY-----")],
    ["privateKey", secretly("-----BEGIN PGP PRIVATE ", "KEY BLOCK-----")],
    ["awsKey", secretly("aws_access_key_id: AKIA", "Q3EGRT7YU2IOPASD")],
    ["accessToken", `token ghp_${random(36)}`],
    ["accessToken", `glpat-${random(20)}`],
    ["accessToken", `eyJ${random(20)}.eyJ${random(20)}.${random(20)}`],
    ["bearerToken", `Authorization: Bearer ${random(32)}`],
    ["password", `psql password=${random(9)}`],
    ["password", `DB_PASSWORD = "${random(12)}"`],
    ["password", `api_key=${random(20)}`],
    ["password", `  password: ${random(9)}`],
    ["addressWithPassword", `postgres://app:${random(9)}@db:5432/app`],
  ])("sees %s", (name, text) => {
    expect(signsOfSecrets(`before\n${text}\nafter`)).toEqual([name]);
  });

  test.each([
    "How do I rotate the password of a database user?",
    "The password: use a strong one",
    "MAX_TOKENS=4096",
    "password=$DB_PASSWORD",
    'password="${DB_PASSWORD}"',
    "password=os.environ['DB_PASSWORD']",
    "password=<your password>",
    "password=REDACTED_PASSWORD_1",
    "password=changeme",
    "PWD=/home/app",
    'if (password == "") return',
    "password: ${{ secrets.DB_PASSWORD1 }}",
    "Authorization: Bearer $TOKEN",
    "use a bearer authentication-scheme",
    "https://example.com:8443/path",
    "http://localhost:3000/@scope/package",
    "-----BEGIN PUBLIC KEY-----",
    "--existingSecret=my-secret-name",
  ])("sees nothing in %j", (text) => {
    expect(signsOfSecrets(text)).toEqual([]);
  });

  test("tells each kind once", () => {
    expect(signsOfSecrets(`password=${random(9)}\npassword: ${random(9)}`)).toEqual(["password"]);
  });

  test.each(["a", "://", "eyJ", "eyJ-", "password=", "-----BEGIN ", "bearer ", "password: ", " ", "\n", "x.y-"])(
    "takes a long draft of %j in little time",
    (piece) => {
      const begin = performance.now();
      signsOfSecrets(piece.repeat(300_000));
      // Hundreds of times what a linear pattern needs; a quadratic one takes minutes.
      expect(performance.now() - begin).toBeLessThan(10_000);
    },
  );
});
