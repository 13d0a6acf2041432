/** A failure that one sentence explains: nobody needs its stack. */
export class Plain extends Error {}

/** What went wrong in one sentence, or nothing when it is a mistake of ours, which shows its stack. */
export function sentence(error, root) {
  if (error instanceof Plain) return error.message
  if (error.code === 'ENOSPC')
    return `The disk that holds ${root} is full: free some space and run the same command again.`
  if (['EACCES', 'EPERM', 'EROFS'].includes(error.code))
    return `Cannot write to ${root} (${error.code}): clone Zerodue into a folder that you may write to.`
}
