import { catalogue } from "../language/catalogue";
import type { WordsOf } from "../language/catalogue";
import { formatsOf } from "../language/formats";
import type { SecretSign } from "./secretSigns";

const { list } = formatsOf("en");
const NAMES: Readonly<Record<SecretSign, string>> = {
  privateKey: "a private key",
  awsKey: "an AWS key",
  accessToken: "an access token",
  bearerToken: "a bearer token",
  password: "a password",
  addressWithPassword: "an address with a password",
};

export const secretsWords = catalogue("secrets", {
  warning: (signs: readonly SecretSign[]) =>
    `This seems to have ${list(signs.map((sign) => NAMES[sign]))} in it. The server takes secrets out before the model sees them.`,
});

export type SecretsWords = WordsOf<typeof secretsWords>;
