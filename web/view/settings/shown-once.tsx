import { Copyable } from '../parts/copyable.tsx'

/** A secret that is shown only once. */
export const ShownOnce = ({ help, secret }: { help: string; secret: string }) => (
  <div class="once" role="status">
    <p>{help}</p>
    <Copyable text={secret} />
  </div>
)
