const arabic = /\p{Script=Arabic}/u

export const isArabic = (text: string): boolean => arabic.test(text)

/** The class that sets text without Arabic letters in a Latin font. */
export const scriptClass = (text: string) => (isArabic(text) ? '' : 'latin')

/**
 * A person's text in its own direction, isolated from the text around it. Nastaliq's spaces are too narrow for Latin
 * words, so text without Arabic letters is set in a Latin font.
 */
export const Bidi = ({ children }: { children: string }) => (
  <bdi dir="auto" class={scriptClass(children)}>
    {children}
  </bdi>
)
