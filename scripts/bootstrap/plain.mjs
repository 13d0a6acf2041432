/** A failure that one sentence explains. It needs no stack. */
export class Plain extends Error {}

/** The sentence that explains an error, or undefined for a bug of ours, which shows its stack. */
export function sentence(error, root) {
  if (error instanceof Plain) return error.message
  if (error.code === 'ENOSPC') return `The disk with ${root} is full: free some space, then run the same command again.`
  if (['EACCES', 'EPERM', 'EROFS'].includes(error.code))
    return `Cannot write to ${root} (${error.code}): clone Zerodue into a folder that you own.`
}
