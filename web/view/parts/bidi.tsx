const arabic = /\p{Script=Arabic}/u

/** The letters that a text is set in. */
export const lettersOf = (text: string) => (arabic.test(text) ? '' : 'latin')

/**
 * Text that somebody wrote: it runs as its own letters do, and bends nothing around it. Where none of them is Arabic it
 * is not set in Nastaliq, whose spaces are too narrow for Latin words.
 */
export const Bidi = ({ children }: { children: string }) => (
  <bdi dir="auto" class={lettersOf(children)}>
    {children}
  </bdi>
)
