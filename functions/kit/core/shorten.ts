/** Keeps a quotation from a caller's input short. A cut may split a surrogate pair, so the rest is made well-formed. */
export const shorten = (text: string, length = 200): string =>
  text.length > length ? `${text.slice(0, length - 1).toWellFormed()}…` : text.toWellFormed()
