import { formatsOf } from "../language/formats";
import type { SecretsWords } from "./secrets.en";
import type { SecretSign } from "./secretSigns";

const { list } = formatsOf("de");
const NAMES: Readonly<Record<SecretSign, string>> = {
  privateKey: "ein privater Schlüssel",
  awsKey: "ein AWS-Schlüssel",
  accessToken: "ein Zugriffstoken",
  bearerToken: "ein Bearer-Token",
  password: "ein Passwort",
  addressWithPassword: "eine Adresse mit Passwort",
};

export const secrets: SecretsWords = {
  warning: (signs) =>
    `Hierin scheint ${list(signs.map((sign) => NAMES[sign]))} zu stehen. Der Server entfernt Geheimnisse, bevor das Modell sie sieht.`,
};
