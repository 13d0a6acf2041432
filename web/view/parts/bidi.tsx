const arabic = /\p{Script=Arabic}/u

/**
 * Text that somebody wrote: it runs as its own letters do, and bends nothing around it. Where none of them is Arabic it
 * is not set in Nastaliq, whose spaces are too narrow for Latin words.
 */
export const Bidi = ({ children }: { children: string }) => (
  <bdi dir="auto" class={arabic.test(children) ? undefined : 'latin'}>
    {children}
  </bdi>
)
