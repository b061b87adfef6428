export type LogLevel = "error" | "warning" | "info";

/** Where programs write the level of a line: near its beginning. */
const LOOKED_AT = 160;

/** In capitals, in brackets, as `level=error`, as a field of JSON, or the letter before the date that klog writes. */
const LEVEL =
  /\b(?:(?<e>ERROR|ERR|FATAL|CRITICAL|CRIT|EMERG|ALERT|PANIC|SEVERE)|(?<w>WARN|WARNING)|(?<i>INFO|NOTICE))\b|\b(?:level|lvl|severity)["']?\s?[=:]\s?["']?(?:(?<fe>err|error|fatal|crit|critical|panic|emerg|alert)|(?<fw>warn|warning)|(?<fi>info|notice))\b|\[(?:(?<be>error|err|fatal|crit|alert|emerg)|(?<bw>warn|warning)|(?<bi>info|notice))\]|^(?:(?<ke>[EF])|(?<kw>W)|(?<ki>I))\d{4} \d\d:/;

/** The level that a line of a log names; null where it names none. */
export function levelOf(line: string): LogLevel | null {
  const found = LEVEL.exec(line.slice(0, LOOKED_AT))?.groups;
  if (found === undefined) return null;
  const { e, fe, be, ke, w, fw, bw, kw } = found as Partial<Record<string, string>>;
  if ((e ?? fe ?? be ?? ke) !== undefined) return "error";
  return (w ?? fw ?? bw ?? kw) === undefined ? "info" : "warning";
}

export type LevelCounts = Readonly<Record<LogLevel, number>>;

/** How many lines name each level. */
export function countLevels(text: string): LevelCounts {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const line of text.split("\n")) {
    const level = levelOf(line);
    if (level !== null) counts[level] += 1;
  }
  return counts;
}
