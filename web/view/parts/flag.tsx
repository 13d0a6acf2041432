import './flag.css'
import { Icon } from '../icons/icon.tsx'

export const levels = ['P1', 'P2', 'P3', 'P4'] as const

/** A priority as a coloured flag; its name stands beside it. */
export const Flag = ({ level, size = 18 }: { level: (typeof levels)[number]; size?: 14 | 18 }) => (
  <span class={`flag ${level}`}>
    <Icon name="flag" size={size} />
  </span>
)
