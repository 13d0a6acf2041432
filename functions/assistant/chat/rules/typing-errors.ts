/** The words of commands that people mistype. */
const commands = (
  'move reschedule postpone complete completed finished delete remove restore reopen rename remind reminder snooze repeat skip show list search find ' +
  'tomorrow today overdue priority urgent summary summarize history schedule change mark create monday tuesday wednesday thursday friday saturday sunday ' +
  'dikhao mukammal hatao mitao'
).split(' ')
const known = new Set(commands)

/** Replaces a word that is one slip away from the word of a command: "mvoe", "complet". */
export function mended(text: string): string {
  return text.replaceAll(/[a-z]{4,}/gi, word => {
    const small = word.toLowerCase()
    if (known.has(small)) return word
    return commands.find(command => isOneSlip(small, command)) ?? word
  })
}

/** One letter missing, too many, wrong, or two swapped. The first letter is hardly ever wrong. */
function isOneSlip(typed: string, meant: string): boolean {
  if (typed[0] !== meant[0] || Math.abs(typed.length - meant.length) > 1) return false
  let i = 0
  while (i < typed.length && typed[i] === meant[i]) i++
  const [a, b] = [typed.slice(i), meant.slice(i)]
  const swapped = a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2)
  return swapped || a.slice(1) === b || a === b.slice(1) || (a.slice(1) === b.slice(1) && typed.length >= 6)
}
