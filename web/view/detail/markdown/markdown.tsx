import { lexer, type Token, type Tokens } from 'marked'
import type { ComponentChildren } from 'preact'
import { hrefOf } from './href.ts'

/** Renders notes as elements from the lexer's tokens. HTML in notes stays text: no string ever becomes markup. */
export const Markdown = ({ text }: { text: string }) => <>{blocks(lexer(text, { gfm: true, breaks: true }))}</>

const blocks = (tokens: readonly Token[] | undefined): ComponentChildren => (tokens ?? []).map(block)

function block(token: Token, key: number): ComponentChildren {
  switch (token.type) {
    case 'space':
    case 'def':
      return null
    case 'heading':
      return token.depth < 3 ? (
        <h3 key={key} dir="auto">
          {spans(token.tokens)}
        </h3>
      ) : (
        <h4 key={key} dir="auto">
          {spans(token.tokens)}
        </h4>
      )
    case 'paragraph':
      return (
        <p key={key} dir="auto">
          {spans(token.tokens)}
        </p>
      )
    case 'blockquote':
      return (
        <blockquote key={key} dir="auto">
          {blocks(token.tokens)}
        </blockquote>
      )
    case 'code':
      return (
        <pre key={key}>
          <code>{token.text}</code>
        </pre>
      )
    case 'hr':
      return <hr key={key} />
    case 'list':
      return list(token as Tokens.List, key)
    case 'table':
      return table(token as Tokens.Table, key)
    case 'text':
      return <span key={key}>{token.tokens ? spans(token.tokens) : token.text}</span>
    default:
      return <p key={key}>{token.raw}</p>
  }
}

function list({ items, ordered, start }: Tokens.List, key: number) {
  const children = items.map((item, index) => (
    <li key={index}>
      {item.task && <input type="checkbox" checked={item.checked === true} disabled aria-label={item.text} />}
      {blocks(item.tokens.filter(token => token.type !== 'checkbox'))}
    </li>
  ))
  return ordered ? (
    <ol key={key} start={start || 1} dir="auto">
      {children}
    </ol>
  ) : (
    <ul key={key} dir="auto">
      {children}
    </ul>
  )
}

const table = ({ header, rows }: Tokens.Table, key: number) => (
  <table key={key} dir="auto">
    <thead>
      <tr>
        {header.map((cell, index) => (
          <th key={index}>{spans(cell.tokens)}</th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map((row, index) => (
        <tr key={index}>
          {row.map((cell, column) => (
            <td key={column}>{spans(cell.tokens)}</td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
)

const spans = (tokens: readonly Token[] | undefined): ComponentChildren => (tokens ?? []).map(span)

function span(token: Token, key: number): ComponentChildren {
  switch (token.type) {
    case 'strong':
      return <strong key={key}>{spans(token.tokens)}</strong>
    case 'em':
      return <em key={key}>{spans(token.tokens)}</em>
    case 'del':
      return <del key={key}>{spans(token.tokens)}</del>
    case 'codespan':
      return <code key={key}>{token.text}</code>
    case 'br':
      return <br key={key} />
    case 'link': {
      const href = hrefOf(token.href)
      if (!href) return token.raw
      return (
        <a key={key} href={href} target="_blank" rel="noopener noreferrer">
          {spans(token.tokens)}
        </a>
      )
    }
    // An image would send a request to another site.
    case 'image':
      return token.text || token.raw
    case 'escape':
    case 'text':
      return token.text
    default:
      return token.raw
  }
}
