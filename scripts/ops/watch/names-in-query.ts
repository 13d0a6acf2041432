const words = /\b(and|or|unless|bool|offset|by|without|on|ignoring|group_left|group_right|inf|nan)\b/gi

/** The metrics that a PromQL query reads. */
export function namesIn(query: string): string[] {
  const bare = query
    .replaceAll(/"[^"]*"/g, '')
    .replaceAll(/\{[^}]*\}|\[[^\]]*\]/g, '')
    .replaceAll(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, ' ')
    .replaceAll(/\boffset\s+\w+/g, ' ')
    .replaceAll(words, ' ')
    // What is left of a number with an exponent.
    .replaceAll(/(?<![\w:])\d[\w.]*/g, ' ')
  return [...new Set(bare.match(/[a-zA-Z_:][\w:]*(?![\w:]*\s*\()/g))]
}
