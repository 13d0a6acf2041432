import './choices.css'
import type { Question } from '../../model/chat.ts'
import { Bidi, scriptClass } from '../parts/bidi.tsx'
import { ShownTaskText } from './shown-tasks.tsx'

interface Props {
  choices: Question['choices']
  onChoose: (say: string) => void
}

/** The possible answers to a question. */
export const Choices = ({ choices, onChoose }: Props) => (
  <ul class="choices">
    {choices.map(({ say, task }, index) => (
      <li key={index}>
        <button type="button" class="choice" onClick={() => onChoose(say)}>
          {task ? (
            <ShownTaskText task={task} />
          ) : (
            <span class={scriptClass(say)}>
              <Bidi>{say}</Bidi>
            </span>
          )}
        </button>
      </li>
    ))}
  </ul>
)
