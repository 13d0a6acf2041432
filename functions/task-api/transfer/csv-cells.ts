/**
 * A cell that a spreadsheet would take for a formula gets an apostrophe before it, as a person would type it. A cell
 * that has apostrophes there already gets one more, so that taking one away gives back what was.
 */
export const guarded = (cell: string): string => (formula.test(cell) ? `'${cell}` : cell)

export const unguarded = (cell: string): string => (guardedFormula.test(cell) ? cell.slice(1) : cell)

const formula = /^'*[=+\-@\t\r\n＝＋－＠]/
const guardedFormula = /^'+[=+\-@\t\r\n＝＋－＠]/
